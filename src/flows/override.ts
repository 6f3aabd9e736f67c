// flows: `/steward override because …` on a pull request → its checks pass at this head, and one issue follows.
import { type Refusal, refusalText } from '../core/change/override-text.ts';
import { judgingPolicy } from '../core/policy/policy-of.ts';
import { fullName, type GitHub } from '../github/github.ts';
import { keepPull, type OpenPull } from '../github/kept-pulls.ts';
import { type OwnRun, readOwnRuns } from '../github/own-runs.ts';
import { readHead } from '../github/read-head.ts';
import { readPull } from '../github/read-pull.ts';
import { overrideOf, saveOverride } from '../store/approvals.ts';
import { saveAudit } from '../store/audit.ts';
import { reactToCommand, refuseCommand } from './answer-command.ts';
import { followOverride } from './follow-override.ts';
import { hiddenHandles, withoutHandles } from './hidden-handles.ts';
import type { OverridePull } from './job.ts';
import { mayLetPass } from './override-in-force.ts';
import { APPROVAL_CHECK, OWNERSHIP_CHECK, type Tools } from './tools.ts';

/**
 * The right is asked for now, and the head is the one whose checks stood there when the command was written: nobody lets pass what they
 * could not have seen. Nothing is written where nothing is enforced.
 */
export async function override(tools: Tools, job: OverridePull): Promise<void> {
  const { repository, pull: number, by, isBot, because } = job;
  const github = tools.connection.reading(repository.installation);
  const read = await readNow(tools, github, job);
  if (read === null) return;
  const { snapshot, facts } = read;
  const { settings, advisory } = judgingPolicy(snapshot, tools.clock);
  const terms = { by: settings.override.by, botsAllowed: settings.bots.allow };
  const isOtherBot = isBot && !terms.botsAllowed.some((bot) => sameLogin(bot, by));
  if (!settings.enabled || advisory || isOtherBot) {
    tools.log.info({ pull: number, isOtherBot }, 'A command is not answered here.');
    return;
  }
  const hidden = facts.isPublic ? hiddenHandles(snapshot) : [];
  const refuse = (refusal: Refusal) =>
    refuseCommand(
      tools,
      { repository, number, comment: job.comment },
      withoutHandles(refusalText(refusal, by, terms.by), hidden),
    );
  if (!(await mayLetPass(github, repository, terms, { login: by, isBot }))) return refuse('no-right');
  if (because === null) return refuse('no-reason');
  const at = { repository, number, sha: facts.head };
  const given = { ...at, login: by, isBot, because, comment: job.comment };
  const known = await overrideOf(tools.store, at);
  if (known === null) {
    const runs = await readOwnRuns(tools.connection.readingChecks(repository.installation), repository, facts.head);
    if (!wasSeen(runs, job)) return refuse('head-moved');
    const checks = failingIn(runs);
    if (checks.length === 0) return refuse('nothing-fails');
    await record(tools, job, facts.head, checks);
    if (!tools.isDryRun) await saveOverride(tools.store, given);
  }
  await followOverride(tools, github, known ?? given, read);
  await reactToCommand(tools, job);
  if (!tools.isDryRun) await tools.send([{ kind: 'check-head', repository, sha: facts.head, pulls: [number] }]);
}

/** The pull request at its head of now; null where it is closed. */
async function readNow(
  tools: Tools,
  github: GitHub,
  { repository, pull: number }: OverridePull,
): Promise<OpenPull | null> {
  const pull = { owner: repository.owner, name: repository.name, number };
  const head = await readHead(github, pull);
  if (head === null) return null;
  const { clock, policyRepository } = tools;
  const read = await readPull(github, { pull, head, clock, policyRepository });
  if (read.state !== 'open') return null;
  keepPull(github, pull, read);
  return read;
}

/** Whether a check of ours about this pull request was complete before the comment was written. */
export function wasSeen(runs: readonly OwnRun[], { pull, at }: Pick<OverridePull, 'pull' | 'at'>): boolean {
  const isAbout = ({ externalId }: OwnRun) => /^pulls:([\d,]+)$/.exec(externalId)?.[1]?.split(',').includes(`${pull}`);
  return runs.some((run) => run.name === OWNERSHIP_CHECK && isAbout(run) && isUpTo(run.completedAt, at));
}

/** GitHub tells of seconds. */
function isUpTo(time: string | null, at: string): boolean {
  const second = (text: string) => Math.floor(Date.parse(text) / 1000);
  return time !== null && second(time) <= second(at);
}

/** The names of our checks that hold the head up, by the newest run of each. */
function failingIn(runs: readonly OwnRun[]): readonly string[] {
  return [OWNERSHIP_CHECK, APPROVAL_CHECK].filter((name) => {
    const newest = runs.find((run) => run.name === name);
    return newest !== undefined && (newest.conclusion === null || newest.conclusion === 'failure');
  });
}

function record({ store, isDryRun, delivery, log }: Tools, job: OverridePull, sha: string, checks: readonly string[]) {
  const { repository, pull, comment, by, because } = job;
  const what = { pull, sha, comment, by, checks };
  log.warn({ override: what }, isDryRun ? 'Would have overridden (DRY_RUN).' : 'The checks of a head are overridden.');
  return saveAudit(store, {
    ...{ installation: repository.installation, repository: fullName(repository), kind: 'override', what, delivery },
    ...{ outcome: isDryRun ? 'planned' : 'done', why: because ?? '' },
  });
}

function sameLogin(a: string, b: string): boolean {
  return a.replace(/^@/, '').toLowerCase() === b.replace(/^@/, '').toLowerCase();
}
