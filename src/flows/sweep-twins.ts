// flows: what was written twice in spite of the ledger → once. The last guard: GitHub knows no idempotency key.

import { CHECK_RIGHTS } from '../github/check-run.ts';
import { completeTwin, findCheckRunTwins } from '../github/check-run-twins.ts';
import { GitHubFailed } from '../github/failure.ts';
import { deleteComment, findComments, findIssues, ISSUE_RIGHTS, readBotLogin, updateIssue } from '../github/issues.ts';
import { knownCheckRun } from '../store/checks.ts';
import { doneEffects, type EffectDone } from '../store/effects.ts';
import { moveIssue } from '../store/issues.ts';
import { applyEffect } from './apply-effect.ts';
import { issueNumberKey, readCheckKey, readCommentKey, readIssueKey } from './effect-keys.ts';
import { HeldBack } from './later.ts';
import type { Tools } from './tools.ts';

/** Two sweeps see each. */
const WITHIN_MS = 2 * 60 * 60_000;
/** What took several tries comes first: only there can a twin be. A request for each is within the hour's budget. */
const MOST = 300;

type Sweep = (tools: Tools, effect: EffectDone) => Promise<number>;

/**
 * How twins of each kind of effect are found and ended. A review that was posted cannot be taken back, and a second commit finds its
 * branch moved: neither is here. Whoever writes a new kind of thing with a marker adds its line.
 */
const SWEEPS: Readonly<Record<string, Sweep>> = {
  'check-run': sweepCheckRuns,
  issue: sweepIssues,
  comment: sweepComments,
};

export async function sweepTwins(tools: Tools, installation: number): Promise<void> {
  const { store, lease, log, isDryRun, readLagMs } = tools;
  if (isDryRun) return;
  const kinds = Object.keys(SWEEPS);
  const effects = await doneEffects(store, installation, {
    kinds,
    withinMs: WITHIN_MS,
    olderThanMs: readLagMs,
    most: MOST,
  });
  let ended = 0;
  for (const effect of effects) {
    lease.assertHeld();
    try {
      ended += (await SWEEPS[effect.kind]?.(tools, effect)) ?? 0;
    } catch (error) {
      // What is gone has no twins; what GitHub withholds for the moment, or an operator, is seen by the next sweep.
      if (!(error instanceof GitHubFailed || error instanceof HeldBack)) throw error;
      log.info({ err: error, effect: effect.kind }, 'Could not look for twins of an effect.');
    }
  }
  const found = { installation, looked: effects.length, ended };
  if (ended > 0) log.warn(found, 'What stood twice on GitHub stands once.');
  else log.debug(found, 'Nothing stands twice on GitHub.');
}

const WHY = 'it stands there twice';

async function sweepCheckRuns(tools: Tools, { installation, key }: EffectDone): Promise<number> {
  const check = readCheckKey(key);
  if (check === null) return 0;
  const { connection, store } = tools;
  const repository = { installation, ...check.repository };
  const known = await knownCheckRun(store, { ...check, repository });
  if (known === null) return 0;
  const writing = connection.writing(repository, CHECK_RIGHTS);
  const twins = await findCheckRunTwins(writing, { ...check, known });
  if (twins === null) return 0;
  for (const run of twins.superfluous) {
    const save = () => completeTwin(writing, repository, run, twins.right);
    await applyEffect(tools, {
      ...{ repository, kind: 'check-run-twin', key: `${key} twin ${run.id}`, why: WHY, isConvergent: true },
      ...{ what: { sha: check.sha, twin: run.id, of: known }, find: save, write: save },
    });
  }
  return twins.superfluous.length;
}

/** Only among open ones: an issue that was closed may have a later one under its marker. */
async function sweepIssues(tools: Tools, { installation, key }: EffectDone): Promise<number> {
  const about = readIssueKey(key);
  if (about === null) return 0;
  const { connection, store } = tools;
  const repository = { installation, ...about.repository };
  const bot = await readBotLogin(connection.asApp);
  const all = await findIssues(connection.readingIssues(installation), repository, { marker: about.marker, bot });
  const [first, ...later] = all.filter(({ isOpen }) => isOpen);
  if (!first) return 0;
  for (const { number } of later) {
    const issue = { repository, number };
    const save = () =>
      updateIssue(connection.writing(repository, ISSUE_RIGHTS), issue, { state: 'closed', reason: 'not_planned' });
    await applyEffect(tools, {
      ...{ repository, kind: 'issue-twin', key: issueNumberKey(issue), why: WHY, isConvergent: true },
      ...{ what: { twin: number, of: first.number }, find: save, write: save },
    });
    await moveIssue(store, repository, { from: number, to: first.number });
  }
  return later.length;
}

async function sweepComments(tools: Tools, { installation, key }: EffectDone): Promise<number> {
  const about = readCommentKey(key);
  if (about === null) return 0;
  const { connection } = tools;
  const repository = { installation, ...about.issue.repository };
  const [first, ...later] = await findComments(connection.readingIssues(installation), about.issue, about.marker);
  for (const { id } of later) {
    const remove = () => deleteComment(connection.writing(repository, ISSUE_RIGHTS), repository, id);
    await applyEffect(tools, {
      ...{ repository, kind: 'comment-twin', key: `${key} twin ${id}`, why: WHY, isConvergent: true },
      ...{ what: { issue: about.issue.number, twin: id, of: first?.id }, find: remove, write: remove },
    });
  }
  return later.length;
}
