// Job → flow. What GitHub did is tried again; a check that cannot be made never passes.
import { auditOwners } from './flows/audit-owners.ts';
import { checkApproval } from './flows/check-approval.ts';
import { checkHead } from './flows/check-head.ts';
import { checkMergeGroup } from './flows/check-merge-group.ts';
import { chooseForFeedback } from './flows/choose-procedure.ts';
import { command } from './flows/command.ts';
import { endEmergency } from './flows/end-emergency.ts';
import { endReviews } from './flows/end-reviews.ts';
import { noticeFeedback } from './flows/feedback-home.ts';
import { followEmergency } from './flows/follow-emergency.ts';
import { followFeedback } from './flows/follow-feedback.ts';
import { followIssue } from './flows/follow-issue.ts';
import { indexRepository } from './flows/index-repository.ts';
import type { Job, OfEach } from './flows/job.ts';
import { HELD_MS, Later } from './flows/later.ts';
import { noteFeedback } from './flows/note-feedback.ts';
import { override } from './flows/override.ts';
import { pressButton } from './flows/press-button.ts';
import { prune } from './flows/prune.ts';
import { recheckPulls } from './flows/recheck-pulls.ts';
import { reconcilePulls } from './flows/reconcile-pulls.ts';
import { reviewIssues } from './flows/review-issues.ts';
import { routeFeedback } from './flows/route-feedback.ts';
import { isOfSaving } from './flows/save-check.ts';
import { settleFeedback } from './flows/settle-feedback.ts';
import { showDashboard } from './flows/show-dashboard.ts';
import { startReviews } from './flows/start-reviews.ts';
import { sweepDeliveries } from './flows/sweep-deliveries.ts';
import { sweepTwins } from './flows/sweep-twins.ts';
import { syncInstallation, syncInstallations } from './flows/sync-installation.ts';
import { tellPolicy } from './flows/tell-policy.ts';
import { tellPreapprovals } from './flows/tell-preapprovals.ts';
import { tellReport } from './flows/tell-report.ts';
import { isCheck, tellUndecided } from './flows/tell-undecided.ts';
import { tickBoxes } from './flows/tick-boxes.ts';
import type { Tools } from './flows/tools.ts';
import { watchChecks } from './flows/watch-checks.ts';
import { withinLimit } from './flows/within-limit.ts';
import { BY_CLOCK, installationOf, isAwaited, limitOfKind, readQueued, sendTo } from './flows/work.ts';
import { GitHubFailed, Limited } from './github/failure.ts';
import { readInstallations } from './store/installations.ts';
import { isHeldBack, savePause } from './store/limits.ts';
import { MOST_LOST } from './store/queue.ts';
import { type Handle, LeaseLost, type Outcome } from './store/worker.ts';

export type RunnerOptions = {
  readonly tools: Omit<Tools, 'lease' | 'delivery' | 'since' | 'send'>;
  /** Milliseconds to wait before each further try. */
  readonly delays?: readonly number[];
  /** How often a job is tried before it is given up and parked; eight times unless told. */
  readonly mostTries?: number;
  /** How long a job of a kind may take, in milliseconds. */
  readonly limitOf?: (kind: Job['kind']) => number;
  /** What becomes of every wait, those that GitHub asks for included; a test waits less. */
  readonly patience?: (milliseconds: number) => number;
  /** Told how each job ended. */
  readonly onEnd?: (kind: Job['kind'], outcome: Outcome['state'], milliseconds: number) => void;
};

const MOST_TRIES = 8;
/** Eight tries in about eight minutes. */
const DELAYS = [2_000, 5_000, 15_000, 30_000, 60_000, 120_000, 240_000] as const;
const MINUTE_MS = 60_000;

/** Runs what the queue gives. */
export function createRunner(options: RunnerOptions): Handle {
  const { tools, delays = DELAYS, mostTries = MOST_TRIES, onEnd = () => {} } = options;
  const { patience: waits = (milliseconds) => milliseconds, limitOf = limitOfKind } = options;
  return async (taken, lease) => {
    const queued = readQueued(taken.data);
    if (queued === null) {
      tools.log.error({ key: taken.key }, 'A job that this version does not know was parked.');
      return { state: 'hopeless', error: 'This version does not know such a job' };
    }
    const { job, delivery, since } = queued;
    const log = tools.log.child({ job: job.kind, key: taken.key, ...(delivery ? { delivery } : {}) });
    const began = performance.now();
    const send: Tools['send'] = (jobs) => sendTo(tools.store, jobs, since);
    const connection = isAwaited(job) ? tools.connection : tools.connection.patient;
    const all = { ...tools, connection, lease, delivery, since, log, send };
    const patience = { tries: taken.tries, mostTries, delays, limitMs: limitOf(job.kind) };
    const outcome = await (taken.attempt < MOST_LOST ? runOnce(all, job, patience) : giveUp(all, job, taken.attempt));
    onEnd(job.kind, outcome.state, performance.now() - began);
    return 'afterMs' in outcome ? { ...outcome, afterMs: waits(outcome.afterMs) } : outcome;
  };
}

type Patience = {
  readonly tries: number;
  readonly mostTries: number;
  readonly delays: readonly number[];
  readonly limitMs: number;
};

async function runOnce(tools: Tools, job: Job, patience: Patience): Promise<Outcome> {
  try {
    if (await isHeldBack(tools.store, 'repository' in job ? job.repository : null))
      return { state: 'later', afterMs: HELD_MS };
    await withinLimit(tools.lease, patience.limitMs, (lease) => flowOf({ ...tools, lease }, job));
    return { state: 'done' };
  } catch (error) {
    return outcomeOf(tools, job, error, patience);
  }
}

/** It may be what ends its workers: it is not begun again. */
function giveUp(tools: Tools, job: Job, lost: number): Promise<Outcome> {
  const last = { tries: 0, mostTries: 1, delays: [], limitMs: 0 };
  return outcomeOf(tools, job, new Error(`Lost with its worker ${lost} times`), last);
}

function flowOf(tools: Tools, job: Job): Promise<void> {
  switch (job.kind) {
    case 'check-head':
      return checkHead(tools, job);
    case 'check-merge-group':
      return checkMergeGroup(tools, job);
    case 'check-approval':
      return checkApproval(tools, job);
    case 'override':
      return override(tools, job);
    case 'command':
      return command(tools, job);
    case 'tick-boxes':
      return tickBoxes(tools, job);
    case 'end-reviews':
      return endReviews(tools, job);
    case 'follow-emergency':
      return followEmergency(tools, job);
    case 'end-emergency':
      return endEmergency(tools, job);
    case 'recheck-pulls':
      return recheckPulls(tools, job);
    case 'press-button':
      return pressButton(tools, job);
    case 'index-repository':
      return indexRepository(tools, job);
    case 'show-dashboard':
      return showDashboard(tools, job);
    case 'review-issues':
      return reviewIssues(tools, job);
    case 'follow-issue':
      return followIssue(tools, job);
    case 'sync-installation':
      return job.installation === null ? syncInstallations(tools, job) : syncInstallation(tools, job.installation, job);
    case 'audit-owners':
      return ofEach(tools, job, (installation) => auditOwners(tools, installation, job));
    case 'sweep-deliveries':
      return sweepDeliveries(tools);
    case 'watch-checks':
      return watchChecks(tools);
    case 'prune':
      return prune(tools);
    case 'reconcile-pulls':
      return ofEach(tools, job, (installation) => reconcilePulls(tools, installation));
    case 'tell-report':
      return ofEach(tools, job, (installation) => tellReport(tools, installation));
    case 'start-reviews':
      return ofEach(tools, job, (installation) => startReviews(tools, installation));
    case 'tell-preapprovals':
      return ofEach(tools, job, (installation) => tellPreapprovals(tools, installation));
    case 'tell-policy':
      return ofEach(tools, job, (installation) => tellPolicy(tools, installation));
    case 'route-feedback':
      return routeFeedback(tools, job);
    case 'notice-feedback':
      return noticeFeedback(tools, job);
    case 'note-feedback':
      return noteFeedback(tools, job);
    case 'choose-procedure':
      return chooseForFeedback(tools, job);
    case 'settle-feedback':
      return settleFeedback(tools, job);
    case 'follow-feedback':
      return ofEach(tools, job, (installation) => followFeedback(tools, installation, job));
    case 'sweep-twins':
      return ofEach(tools, job, (installation) => sweepTwins(tools, installation));
  }
}

/** Without an installation, the job stands for one of each. */
async function ofEach(tools: Tools, job: OfEach, flow: (installation: number) => Promise<void>): Promise<void> {
  if (job.installation !== null) return flow(job.installation);
  const active = (await readInstallations(tools.store)).filter(({ isSuspended }) => !isSuspended);
  await tools.send(active.map(({ id }): Job => ({ ...job, installation: id })));
}

async function outcomeOf(
  tools: Tools,
  job: Job,
  error: unknown,
  { tries, mostTries, delays }: Patience,
): Promise<Outcome> {
  if (error instanceof LeaseLost) {
    tools.log.warn({ err: error }, 'The lease was lost.');
    return { state: 'later', afterMs: 0 };
  }
  if (error instanceof Later) {
    tools.log.info({ afterMs: error.afterMs, reason: error.message }, 'Put off.');
    return { state: 'later', afterMs: error.afterMs };
  }
  if (error instanceof Limited) {
    const installation = installationOf(job);
    if (installation !== null && !error.isOwn)
      await savePause(tools.store, installation, { forMs: error.retryAfterMs, reason: error.message });
    tools.log.warn({ err: error, afterMs: error.retryAfterMs }, 'A rate limit is reached.');
    // While GitHub asks for a pause nothing can be told either, and a moment needs no word.
    const canTell = error.isOwn && error.retryAfterMs > MINUTE_MS;
    if (canTell && isCheck(job) && !isOfWriting(error)) await tellUndecided(tools, job, error, true);
    return { state: 'later', afterMs: error.retryAfterMs };
  }
  const isWorldsFault = error instanceof GitHubFailed;
  const isFinal = tries + 1 >= mostTries || (isWorldsFault && !error.isRetryable);
  const afterMs = delays[Math.min(tries, delays.length - 1)] ?? 0;
  tools.log.warn({ err: error, tries: tries + 1, ...(isFinal ? {} : { afterMs }) }, 'A job could not be done.');
  // What was being written may stand there already: the next try takes it up, and a word between would become a second run.
  if (isCheck(job) && (isFinal || !isOfWriting(error))) await tellUndecided(tools, job, error, !isFinal);
  const text = error instanceof Error ? error.message : String(error);
  // What GitHub refuses for good is told where people look; there is nothing that an operator could replay.
  if (isFinal && isWorldsFault && !error.isRetryable) return { state: 'done' };
  if (isFinal && (BY_CLOCK.some(({ job: { kind } }) => kind === job.kind) || job.kind === 'review-issues')) {
    tools.log.error({ err: error }, 'Given up until the clock sends it again.');
    return { state: 'done' };
  }
  return isFinal ? { state: 'hopeless', error: text } : { state: 'failed', error: text, afterMs };
}

/** Whether the verdict was reached, and only the check run could not be written. */
function isOfWriting(error: unknown): boolean {
  // What is our own, the database's for one, may come after GitHub's answer.
  if (!(error instanceof GitHubFailed || error instanceof Limited)) return isOfSaving(error);
  return error.verb === 'create' || error.verb === 'update';
}
