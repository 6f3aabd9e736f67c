// flows: what GitHub failed to deliver → taken in under its own GUID. GitHub itself never delivers again.
import { z } from 'zod';
import type { Connection } from '../github/connect.ts';
import { GitHubFailed, Limited } from '../github/failure.ts';
import { type DeliveryMade, type DeliveryPage, readDeliveryPage, readPayload } from '../github/read-deliveries.ts';
import { readMark, saveMark } from '../store/marks.ts';
import { knownDeliveries } from '../store/take-in.ts';
import { createPace, type Pace } from './pace.ts';
import type { Tools } from './tools.ts';

const DAY_MS = 24 * 60 * 60_000;
/** GitHub has a payload for three days; an Enterprise Server for seven. */
const KEPT_MS = 3 * DAY_MS;
const KEPT_BY_A_SERVER_MS = 7 * DAY_MS;
/** A delivery is dated when it begins and listed when it ended, and GitHub may be late with both. */
const OVERLAP_MS = 15 * 60_000;
/** 20,000 in half an hour, and within what GitHub allows (900 points a minute). */
const PER_SECOND = 12;
/** Requests under way together: at a tenth of a second each, fewer could not keep that pace. */
const AT_ONCE = 4;

const MARK_NAME = 'deliveries';
const MARK = z.object({ until: z.number() });

type Missed = Pick<DeliveryMade, 'id' | 'guid' | 'event'>;

export type SweepOptions = { readonly perSecond?: number; readonly now?: number };

/**
 * Looks at all that GitHub tried to deliver since the last sweep, and takes in what reached nobody. The mark moves only when all is in:
 * whatever interrupts this, the next one begins where this one did and asks for none again that is here. Before anything is asked of
 * GitHub the database is: without it, nothing could be taken in.
 */
export async function sweepDeliveries(tools: Tools, options: SweepOptions = {}): Promise<void> {
  const { perSecond = PER_SECOND, now = Date.now() } = options;
  const pace = createPace(perSecond);
  const kept = /^https:\/\/(github\.com|[^/]+\.ghe\.com)$/.test(tools.webUrl) ? KEPT_MS : KEPT_BY_A_SERVER_MS;
  const mark = MARK.safeParse(await readMark(tools.store, MARK_NAME)).data;
  const since = Math.max(now - kept, mark ? mark.until - OVERLAP_MS : 0);
  const { missed, newest, seen } = await listMissed(tools, pace, since);
  const recovered = await takeInAll(tools, pace, missed);
  if (newest !== null) await saveMark(tools.store, MARK_NAME, { until: newest });
  const found = { seen, missed: missed.length, recovered };
  if (missed.length > 0) tools.log.warn(found, 'Deliveries that GitHub failed to make were taken in.');
  else tools.log.debug(found, 'GitHub failed to make no delivery.');
}

type Listed = {
  /** One attempt of each, the oldest first. */
  readonly missed: readonly Missed[];
  readonly newest: number | null;
  readonly seen: number;
};

async function listMissed({ connection, store, lease }: Tools, pace: Pace, since: number): Promise<Listed> {
  const missed = new Map<string, Missed>();
  // Newest first: an attempt that came through is seen before those that failed. Only of redeliveries is there an earlier one.
  const delivered = new Set<string>();
  let newest: number | null = null;
  let seen = 0;
  for (let cursor: string | null = null, isOver = false; !isOver; ) {
    lease.assertHeld();
    await store.ping();
    const page = await pageAt(connection.asApp, cursor, pace);
    const recent = page.deliveries.filter(({ deliveredAt }) => !(deliveredAt < since));
    seen += recent.length;
    for (const { id, guid, event, deliveredAt, isDelivered, isRedelivery } of recent) {
      if (!Number.isNaN(deliveredAt)) newest = Math.max(newest ?? 0, deliveredAt);
      if (isDelivered) missed.delete(guid);
      if (isDelivered && isRedelivery) delivered.add(guid);
      if (!isDelivered && !delivered.has(guid) && !missed.has(guid)) missed.set(guid, { id, guid, event });
    }
    const failed = recent.filter(({ isDelivered }) => !isDelivered).map(({ guid }) => guid);
    for (const guid of await knownDeliveries(store, failed)) missed.delete(guid);
    isOver = page.next === null || recent.length < page.deliveries.length;
    cursor = page.next;
  }
  return { missed: [...missed.values()].reverse(), newest, seen };
}

const PAGE_TRIES = 3;

/** One of two hundred pages may fail for a moment: to begin anew for it, the list would have to come through as a whole. */
async function pageAt(asApp: Connection['asApp'], cursor: string | null, pace: Pace): Promise<DeliveryPage> {
  for (let tries = 1; ; tries++) {
    await pace();
    try {
      return await readDeliveryPage(asApp, cursor);
    } catch (error) {
      if (!(error instanceof GitHubFailed && error.isRetryable) || tries === PAGE_TRIES) throw error;
    }
  }
}

/** So many failures in a row are no longer about single deliveries: GitHub, or the app's key, is the matter. */
const IN_A_ROW = 8;

/** How many were taken in. One that cannot be is no reason to leave the others; the sweep fails then, and comes again. */
async function takeInAll(tools: Tools, pace: Pace, missed: readonly Missed[]): Promise<number> {
  const waiting = missed.values();
  const failures: unknown[] = [];
  let recovered = 0;
  let inARow = 0;
  let isStopped = false;
  const worker = async () => {
    for (const one of waiting) {
      if (isStopped) return;
      try {
        if (await recover(tools, pace, one)) recovered += 1;
        inARow = 0;
      } catch (error) {
        if (!(error instanceof OneFailed)) {
          isStopped = true;
          throw error;
        }
        failures.push(error.cause);
        inARow += 1;
        isStopped ||= inARow >= IN_A_ROW;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  if (failures.length > 0)
    throw new Error(`Could not take in ${failures.length} missed deliveries`, { cause: failures[0] });
  return recovered;
}

/** It concerns this delivery only. */
class OneFailed extends Error {
  override readonly name = 'OneFailed';
}

async function recover({ connection, store, lease, takeIn, log }: Tools, pace: Pace, missed: Missed): Promise<boolean> {
  const { id, guid, event } = missed;
  await pace();
  lease.assertHeld();
  // Somebody may have had it delivered again meanwhile; and where the database is away, GitHub is not asked.
  if ((await knownDeliveries(store, [guid])).has(guid)) return false;
  const payload = await readPayload(connection.asApp, id).catch((error: unknown) => {
    throw error instanceof Limited || !(error instanceof GitHubFailed) ? error : new OneFailed(guid, { cause: error });
  });
  if (payload === null) {
    log.warn({ delivery: guid, event }, 'GitHub has the payload of a failed delivery no longer; it is lost.');
    return false;
  }
  try {
    return (await takeIn({ guid, event, payload })) === 'new';
  } catch (cause) {
    throw new OneFailed(guid, { cause });
  }
}
