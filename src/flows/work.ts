// flows: jobs as work for the queue: how urgent each is, how long it may take, and what the clock sends.
import type { Work } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import { type Job, keyOf, readJob } from './job.ts';

/** A job as the queue keeps it, with the delivery that it came from, and when the first of what led to it was taken in. */
export type Queued = { readonly job: Job; readonly delivery: string | null; readonly since: number | null };

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
export function isAwaited({ kind }: Job): boolean {
  return PRIORITIES[kind] >= 25;
}

/** Requests end after ten seconds each; what takes longer than this hangs in something of our own. */
const LIMIT_MS = 50 * MINUTE_MS;
const AWAITED_LIMIT_MS = 2 * MINUTE_MS;

/** What people wait for is about one pull request, and short. */
export function limitOfKind(kind: Job['kind']): number {
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

export function installationOf(job: Job): number | null {
  if ('repository' in job) return job.repository.installation;
  return 'installation' in job ? job.installation : null;
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

/** What `toWork` made; null where this version does not know such a job. */
export function readQueued(data: object): Queued | null {
  const { job, delivery, since } = data as Partial<Queued>;
  const known = readJob(job);
  return (
    known && {
      ...{ job: known, delivery: typeof delivery === 'string' ? delivery : null },
      since: typeof since === 'number' ? since : null,
    }
  );
}
