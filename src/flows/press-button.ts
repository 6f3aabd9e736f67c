// flows: somebody pressed a button of the check run → a commit with what is certain, or a review with suggestions.
import { certainRepairs, type Repair } from '../core/policy/certain-fixes.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { FIX_BUTTON, REFRESH_BUTTON } from '../github/check-run.ts';
import { COMMIT_RIGHTS, commitFixes } from '../github/commit-fixes.ts';
import type { RepositoryName } from '../github/github.ts';
import { findSuggestions, postSuggestions, REVIEW_RIGHTS } from '../github/post-suggestions.ts';
import { pullsOfHead } from '../github/pulls-of-head.ts';
import { type PullRead, readPull } from '../github/read-pull.ts';
import { permissionOf } from '../github/read-user.ts';
import { replacementsOf } from '../github/suggestions.ts';
import { applyEffect } from './apply-effect.ts';
import type { PressButton } from './job.ts';
import { judge } from './judge.ts';
import { judgeApproval } from './judge-approval.ts';
import { mayCommit } from './may-commit.ts';
import type { Tools } from './tools.ts';

type OpenPull = Extract<PullRead, { state: 'open' }>;

/**
 * The presser's right is asked for now, and the head must still be the one that was judged. What is certain is worked out again from
 * what stands there; nothing of the check run is believed.
 */
export async function pressButton(tools: Tools, job: PressButton): Promise<void> {
  const { repository, presser, sha } = job;
  const github = tools.connection.reading(repository.installation);
  const permission = await permissionOf(github, repository, presser);
  if (permission !== 'write' && permission !== 'admin') {
    tools.log.info({ sha, permission }, 'A button was pressed by somebody without write access; nothing is done.');
    return;
  }
  const numbers = job.pulls.length > 0 ? job.pulls : await pullsOfHead(github, repository, sha, null);
  for (const number of numbers) {
    const pull = { owner: repository.owner, name: repository.name, number };
    const read = await readPull(github, {
      pull,
      head: sha,
      clock: tools.clock,
      policyRepository: tools.policyRepository,
    });
    if (read.state !== 'open') continue;
    await repair(tools, job, pull, read);
    return;
  }
  tools.log.info(
    { sha },
    'A button was pressed for a commit that is no longer the head of a pull request; nothing is done.',
  );
}

/** The buttons that commit where the app may. */
const COMMITTING = new Set([FIX_BUTTON.identifier, REFRESH_BUTTON.identifier]);
const FIXED = 'Fix the ownership of procedures\n\nWhat is certain, from CODEOWNERS, owners.map or _procedures.yml.';
const REFRESHED = 'Refresh the pre-approval\n\nThe change board has approved this pull request.';

/** Worked out again, whatever the check run said. */
async function repairsFor(
  tools: Tools,
  { repository, button, sha }: PressButton,
  number: number,
  snapshot: Snapshot,
): Promise<{ readonly repairs: readonly Repair[]; readonly message: string }> {
  if (button === REFRESH_BUTTON.identifier) {
    const github = tools.connection.reading(repository.installation);
    const read = await judgeApproval(tools, github, { repository, number, sha });
    const refreshes = read.state === 'judged' ? read.refreshes : [];
    return { repairs: refreshes.flatMap((one) => one.repair ?? []), message: REFRESHED };
  }
  const decided = judge(snapshot, tools.clock);
  const repairs = 'verdict' in decided ? certainRepairs(snapshot, decided.verdict.findings) : [];
  return { repairs, message: FIXED };
}

async function repair(
  tools: Tools,
  job: PressButton,
  pull: RepositoryName & { readonly number: number },
  { facts, snapshot, files }: OpenPull,
): Promise<void> {
  const { connection, webUrl, log } = tools;
  const { repository, button, sha, checkRun } = job;
  const { repairs, message } = await repairsFor(tools, job, pull.number, snapshot);
  if (repairs.length === 0) {
    log.info({ sha }, 'There is nothing to repair.');
    return;
  }
  const common = { repository, key: `press ${repository.owner}/${repository.name} ${sha} ${checkRun} ${button}` };
  const why = `the button of check run ${checkRun}`;
  if (COMMITTING.has(button) && !facts.isFork && (await mayCommit(tools, repository.installation))) {
    const commit = { repository, branch: facts.headBranch, head: sha, files: repairs, message };
    // The branch is moved only from the head that was judged: a second try finds it moved and does nothing.
    const write = () => commitFixes(connection.writing(repository, COMMIT_RIGHTS), commit);
    const what = { pull: pull.number, sha, files: repairs.length };
    const committed = await applyEffect(tools, { ...common, kind: 'fix-commit', what, why, find: write, write });
    log.info({ sha, button, outcome: committed?.state ?? 'planned' }, 'A button that commits was pressed.');
    return;
  }
  const suggestions = {
    ...{ pull, head: sha, files, marker: `press ${checkRun} ${button}` },
    replacements: repairs.flatMap((one) => replacementsOf(one)),
    branch: facts.headRepository && { webUrl, repository: facts.headRepository, branch: facts.headBranch },
  };
  const posted = await applyEffect(tools, {
    ...{ ...common, kind: 'suggestions', what: { pull: pull.number, sha, files: repairs.length }, why },
    find: () => findSuggestions(connection.reading(repository.installation), suggestions),
    write: () => postSuggestions(connection.writing(repository, REVIEW_RIGHTS), suggestions),
  });
  log.info({ sha, review: posted?.id ?? 'planned' }, 'Suggestions were posted.');
}
