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
import { type Job, keyOf, type OfEach, readJob } from './flows/job.ts';
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
import { GitHubFailed, Limited } from './github/failure.ts';
import { readInstallations } from './store/installations.ts';
import { isHeldBack, savePause } from './store/limits.ts';
import type { Work } from './store/queue.ts';
import type { Store } from './store/store.ts';
import { type Handle, LeaseLost, type Outcome } from './store/worker.ts';

/** A job as the queue keeps it, with the delivery that it came from, and when the first of what led to it was taken in. */
export type Queued = { readonly job: Job; readonly delivery: string | null; readonly since: number | null };

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

/** What people wait for goes first, then what they look up, then what nobody sees. */
const PRIORITIES: Readonly<Record<Job['kind'], number>> = {
  'check-head': 30,
  'check-approval': 30,
  override: 30,
  command: 30,
  'tick-boxes': 30,
  'end-reviews': 20,
  'follow-emergency': 20,
  'end-emergency': 30,
  'recheck-pulls': 25,
  'check-merge-group': 30,
  'press-button': 30,
  'route-feedback': 25,
  'notice-feedback': 25,
  'note-feedback': 25,
  'choose-procedure': 30,
  'settle-feedback': 20,
  'follow-feedback': 10,
  'index-repository': 20,
  'audit-owners': 20,
  'sync-installation': 15,
  'watch-checks': 25,
  'sweep-deliveries': 25,
  'reconcile-pulls': 10,
  'follow-issue': 20,
  'review-issues': 10,
  'show-dashboard': 5,
  'start-reviews': 10,
  'tell-policy': 10,
  'tell-preapprovals': 10,
  'tell-report': 5,
  'sweep-twins': 5,
  prune: 5,
};

/** Whether people, or the deliveries that GitHub still has, wait for it. */
function isAwaited({ kind }: Job): boolean {
  return PRIORITIES[kind] >= 25;
}

/** Requests end after ten seconds each; what takes longer than this hangs in something of our own. */
const LIMIT_MS = 50 * MINUTE_MS;
const AWAITED_LIMIT_MS = 2 * MINUTE_MS;

/** What people wait for is about one pull request, and short. */
function limitOfKind(kind: Job['kind']): number {
  return PRIORITIES[kind] >= 30 ? AWAITED_LIMIT_MS : LIMIT_MS;
}

/** What the clock sends, in UTC. What comes again by itself is never parked: there would be nothing to replay. */
export const BY_CLOCK: readonly { readonly cron: string; readonly job: Job }[] = [
  { cron: '* * * * *', job: { kind: 'watch-checks' } },
  { cron: '*/5 * * * *', job: { kind: 'sweep-deliveries' } },
  { cron: '*/15 * * * *', job: { kind: 'reconcile-pulls', installation: null } },
  { cron: '17 * * * *', job: { kind: 'tell-preapprovals', installation: null } },
  { cron: '37 * * * *', job: { kind: 'sweep-twins', installation: null } },
  { cron: '23 * * * *', job: { kind: 'start-reviews', installation: null } },
  { cron: '23 * * * *', job: { kind: 'follow-feedback', installation: null, people: [] } },
  { cron: '53 2 * * *', job: { kind: 'follow-feedback', installation: null, people: null } },
  { cron: '7 1 * * *', job: { kind: 'sync-installation', installation: null, isWhole: false } },
  { cron: '37 1 * * *', job: { kind: 'audit-owners', installation: null, owners: null } },
  { cron: '11 2 * * *', job: { kind: 'tell-policy', installation: null } },
  { cron: '23 6 * * 1', job: { kind: 'tell-report', installation: null } },
  { cron: '41 2 * * *', job: { kind: 'prune' } },
];

/** What is done at once when a worker starts: it may have been away. */
export const AT_START: readonly Job[] = [
  { kind: 'sync-installation', installation: null, isWhole: false },
  { kind: 'sweep-deliveries' },
  { kind: 'reconcile-pulls', installation: null },
];

/** `job` as work for the queue. `since`: as in `Tools`. */
export function toWork(job: Job, delivery: string | null, since: number | null = null): Work {
  const queued: Queued = { job, delivery, since };
  return { key: keyOf(job, delivery), installation: installationOf(job), priority: PRIORITIES[job.kind], data: queued };
}

function installationOf(job: Job): number | null {
  if ('repository' in job) return job.repository.installation;
  return 'installation' in job ? job.installation : null;
}

/** Runs what the queue gives. */
export function createRunner(options: RunnerOptions): Handle {
  const { tools, delays = DELAYS, mostTries = MOST_TRIES, onEnd = () => {} } = options;
  const { patience = (milliseconds) => milliseconds, limitOf = limitOfKind } = options;
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
    const outcome = await runOnce(all, job, { tries: taken.tries, mostTries, delays, limitMs: limitOf(job.kind) });
    onEnd(job.kind, outcome.state, performance.now() - began);
    return 'afterMs' in outcome ? { ...outcome, afterMs: patience(outcome.afterMs) } : outcome;
  };
}

/** Puts jobs into the queue that no delivery made. `since`: as in `Tools`. */
export async function sendTo(
  { db, queue }: Pick<Store, 'db' | 'queue'>,
  jobs: readonly Job[],
  since: number | null = null,
): Promise<void> {
  if (jobs.length === 0) return;
  const work = jobs.map((job) => toWork(job, null, since));
  await db.transaction().execute((trx) => queue.put(trx, work));
}

function readQueued(data: object): Queued | null {
  const { job, delivery, since } = data as Partial<Queued>;
  const known = readJob(job);
  return (
    known && {
      ...{ job: known, delivery: typeof delivery === 'string' ? delivery : null },
      since: typeof since === 'number' ? since : null,
    }
  );
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
