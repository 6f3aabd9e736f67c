// flows: a check that could not be made → its check run says so, and never passes by it.
import { undecidedOutput } from '../core/policy/report/check-output.ts';
import { type CheckRunState, externalIdOf, externalIdOfGroup } from '../github/check-run.ts';
import { isApprovalKnown, isKnownUnenforced } from '../github/enforcement.ts';
import { GitHubFailed, Limited } from '../github/failure.ts';
import { knownCheckRun, noteHanging } from '../store/checks.ts';
import type { Job, RepositoryRef } from './job.ts';
import { Later } from './later.ts';
import { saveCheck } from './save-check.ts';
import { APPROVAL_CHECK, OWNERSHIP_CHECK, type Tools } from './tools.ts';

type Check = Extract<Job, { kind: 'check-head' | 'check-merge-group' | 'check-approval' }>;

export function isCheck(job: Job): job is Check {
  return job.kind === 'check-head' || job.kind === 'check-merge-group' || job.kind === 'check-approval';
}

/**
 * `isTriedAgain`: the check stays in progress, unless its run was finished since GitHub told of what the job is about: an earlier try did
 * that and was lost with its process, and nothing is said beside it. A last word that could not be written either is left to the watchdog,
 * at once.
 */
export async function tellUndecided(tools: Tools, job: Check, error: unknown, isTriedAgain: boolean): Promise<void> {
  const { repository, sha } = job;
  const externalId = job.kind === 'check-merge-group' ? externalIdOfGroup(job) : externalIdOf(job.pulls);
  try {
    for (const name of await namesOf(tools, job)) {
      const check = { repository, sha, externalId, name, isUndecided: !isTriedAgain && isPassing(error) };
      try {
        await saveCheck(tools, check, await stateOf(tools, check, reasonOf(error), isTriedAgain));
      } catch (cause) {
        if (isTriedAgain || !(isPassing(cause) || cause instanceof Later)) throw cause;
        tools.log.warn({ err: cause, sha }, 'The last word could not be written; the watchdog writes it.');
        await noteHanging(tools.store, check);
      }
    }
  } catch (cause) {
    // Whoever begins too early would make a second run of it: the next try says how it stands.
    if (cause instanceof Later) tools.log.info({ reason: cause.message, sha }, 'Not told in the check run for now.');
    else tools.log.error({ err: cause, sha }, 'Not even that could be told in the check run.');
  }
}

async function stateOf(
  { connection, since }: Tools,
  { repository, name }: { readonly repository: RepositoryRef; readonly name: string },
  reason: string,
  isTriedAgain: boolean,
): Promise<CheckRunState> {
  if (isTriedAgain) {
    const summary = 'GitHub could not be read; this is tried again by itself.';
    return { state: 'waiting', title: `Waiting to try again: ${reason}`, summary, spares: { since } };
  }
  // Where approvals are asked for, they are.
  const github = connection.reading(repository.installation);
  const isEnforced = name === APPROVAL_CHECK || !(await isKnownUnenforced(github, repository));
  return { state: 'done', output: undecidedOutput(reason, isEnforced), buttons: [] };
}

/** The checks that a job makes. Where nobody is known to ask for approvals, there is no check of them to say anything in. */
async function namesOf({ connection, store }: Tools, { kind, repository, sha }: Check): Promise<readonly string[]> {
  if (kind === 'check-head') return [OWNERSHIP_CHECK];
  const asksApproval =
    (await isApprovalKnown(connection.reading(repository.installation), repository)) ||
    (await knownCheckRun(store, { repository, sha, name: APPROVAL_CHECK })) !== null;
  const approval = asksApproval ? [APPROVAL_CHECK] : [];
  return kind === 'check-approval' ? approval : [OWNERSHIP_CHECK, ...approval];
}

/** Whether the same may be decided later without anybody mending anything. */
function isPassing(error: unknown): boolean {
  return error instanceof Limited || (error instanceof GitHubFailed && error.isRetryable);
}

/** Reasons of GitHub's failures are ours to show; of everything else only the log tells. */
function reasonOf(error: unknown): string {
  if (error instanceof Limited) return "GitHub's rate limit is reached";
  return error instanceof GitHubFailed ? error.reason : 'something went wrong in the app';
}
