// store: work that outlives this process, in pg-boss. One queue; per key at most one runs and one waits, the newest winning.
import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Database } from './database.ts';
import { plainJson } from './plain-json.ts';
import { NotReady } from './refusals.ts';
import type { Tables } from './tables.ts';

/** What there is to do. `data` is JSON that only its worker understands. */
export type Work = {
  /** Work of one key never runs twice at a time; what waits under it is replaced by what comes later. */
  readonly key: string;
  /** Whose it is, for fairness and for limits; null where it is nobody's. */
  readonly installation: number | null;
  /** The higher, the sooner. */
  readonly priority: number;
  readonly data: object;
};

/** Work in this worker's hands: it is ours as long as `keep` says so. */
export type Taken = Work & {
  readonly id: string;
  /** How often it was lost with its worker; each taking of it has a number of its own. */
  readonly attempt: number;
  /** How often it ended in an error. */
  readonly tries: number;
  readonly waitedMs: number;
};

/** Work that was given up, until somebody replays or drops it. */
export type Parked = Work & {
  readonly id: string;
  readonly tries: number;
  readonly error: string;
  readonly since: Date;
};

export type Depth = {
  readonly waiting: number;
  readonly running: number;
  readonly parked: number;
  /** Of what could run now; 0 where nothing waits. */
  readonly oldestSeconds: number;
};

export type Queue = {
  /** Puts work in, in `trx`: it is there exactly if `trx` commits. */
  readonly put: (trx: Transaction<Tables>, work: readonly Work[]) => Promise<void>;
  /** Takes up to `most`, none of the installations `without`. */
  readonly take: (most: number, without: readonly number[]) => Promise<readonly Taken[]>;
  /** Renews the lease of each; gives the ids of those that are still ours. */
  readonly keep: (taken: readonly Taken[]) => Promise<ReadonlySet<string>>;
  readonly done: (taken: Taken) => Promise<void>;
  /** Puts it back for later; where newer work waits under its key, that stands for it. */
  readonly putBack: (taken: Taken, later: { readonly afterMs: number; readonly tries: number }) => Promise<void>;
  readonly park: (taken: Taken, error: string) => Promise<void>;
  readonly parked: (most: number) => Promise<readonly Parked[]>;
  /** Puts parked work back in, from its first try on. False: there is no such. */
  readonly replay: (id: string) => Promise<boolean>;
  readonly drop: (id: string) => Promise<boolean>;
  /** The counts now. */
  readonly depth: () => Promise<Depth>;
  /** Whether nothing waits, not even for later. */
  readonly isEmpty: () => Promise<boolean>;
  /** Of `keys`, those under which work waits or runs. */
  readonly held: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Puts the work in by the clock. Every replica may say so; it is put in once. */
  readonly every: (cron: string, work: Work) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type QueueOptions = {
  /** Whether this process looks after lost leases and the clock: a worker does. */
  readonly isSupervised: boolean;
  /** A short visit beside the service: no table is made or changed. */
  readonly isGuest?: boolean;
  readonly onError?: (error: Error) => void;
};

const QUEUE = 'work';
const PARKED = 'parked';
const DAY_S = 24 * 3600;
/** pg-boss's shortest. A worker that is silent for so long is taken for dead. */
export const LEASE_SECONDS = 10;
/** How often work may be lost with its worker: it may be what kills the worker. Whoever takes it once more than that parks it. */
export const MOST_LOST = 20;

const HELD = z.object({ singleton_key: z.string() });
const SETTLED = z.object({ settled: z.array(z.string()) });

type Envelope = { readonly work: object; readonly tries: number; readonly key: string; readonly error?: string };

/** Opens the queue, and makes or updates its tables. */
export async function openQueue(database: Database, options: QueueOptions): Promise<Queue> {
  const { db } = database;
  const boss = new PgBoss({
    // The pool of everything else: the embedded database has one connection, and all that wants it must queue in one place.
    db: { executeSql: (text, values) => database.query(text, values) },
    supervise: options.isSupervised,
    schedule: options.isSupervised,
    migrate: !options.isGuest,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 600,
    registerInstance: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
    // A cluster that cannot build indexes beside its work (the embedded one) has none to rebuild.
    ...(database.isEmbedded ? { reindex: false } : {}),
  });
  boss.on('error', (error) => options.onError?.(error));
  if (options.isGuest) await boss.start().catch(notReady);
  else {
    await alone(database, async () => {
      await boss.start();
      await makeQueues(boss);
    });
  }

  const upsert = (trx: Transaction<Tables>, { key, installation, priority, data }: Work) =>
    boss.upsert(QUEUE, enveloped({ work: data, tries: 0, key }), {
      ...{ singletonKey: key, priority, startAfter: 0, match: 'all', db: fromKysely(trx) },
      ...groupOf(installation),
    });
  const waitingOf = async (trx: Transaction<Tables>, keys: readonly string[]): Promise<ReadonlySet<string>> => {
    // pg-boss itself finds by one key at a time.
    const { rows } = await sql<{ key: string }>`
      select singleton_key as key from pgboss.job
      where name = ${QUEUE} and state in ('created', 'retry') and singleton_key = any(${keys})`.execute(trx);
    return new Set(rows.map(({ key }) => key));
  };
  const put: Queue['put'] = async (trx, work) => {
    const newest = [...new Map(work.map((one) => [one.key, one])).values()].sort(byKey);
    const waiting = await waitingOf(
      trx,
      newest.map(({ key }) => key),
    );
    const fresh = new Map(newest.filter(({ key }) => !waiting.has(key)).map((one) => [randomUUID() as string, one]));
    const rows = [...fresh].map(([id, { key, installation, priority, data }]) => ({
      ...{ id, singletonKey: key, priority, data: enveloped({ work: data, tries: 0, key }) },
      ...groupOf(installation),
    }));
    const ids = rows.length > 0 ? await boss.insert(QUEUE, rows, { db: fromKysely(trx), returnId: true }) : [];
    const isIn = new Set(ids?.map((id) => fresh.get(id)));
    // What waits already is replaced, and so is what another replica put in a moment ago.
    for (const one of newest) if (!isIn.has(one)) await upsert(trx, one);
  };
  const send = (
    trx: Transaction<Tables>,
    { key, installation, priority, data }: Work,
    tries: number,
    afterMs: number,
  ) =>
    boss.send(QUEUE, enveloped({ work: data, tries, key }), {
      ...{ singletonKey: key, priority, startAfter: new Date(Date.now() + afterMs), db: fromKysely(trx) },
      ...groupOf(installation),
    });
  const finish = async (trx: Transaction<Tables> | null, taken: Taken): Promise<boolean> => {
    const at = { id: taken.id, retryCount: taken.attempt };
    return settledBy(await boss.complete(QUEUE, at, null, trx ? { db: fromKysely(trx) } : {})).length > 0;
  };
  const parkedJob = async (id: string) => (await boss.findJobs<Envelope>(PARKED, { id, queued: true }))[0] ?? null;

  return {
    put,
    take: async (most, without) => {
      const jobs = await boss.fetch<Envelope>(QUEUE, {
        ...{ batchSize: most, includeMetadata: true },
        ignoreGroups: without.map(String),
      });
      return jobs.map(toTaken);
    },
    keep: async (taken) => {
      if (taken.length === 0) return new Set();
      return new Set(
        settledBy(
          await boss.touch(
            QUEUE,
            taken.map(({ id, attempt }) => ({ id, retryCount: attempt })),
          ),
        ),
      );
    },
    done: async (taken) => {
      await finish(null, taken);
    },
    putBack: (taken, { afterMs, tries }) =>
      db.transaction().execute(async (trx) => {
        if (await finish(trx, taken)) await send(trx, taken, tries, afterMs);
      }),
    park: (taken, error) =>
      db.transaction().execute(async (trx) => {
        if (!(await finish(trx, taken))) return;
        const { key, tries, data, priority, installation } = taken;
        await boss.send(PARKED, enveloped({ work: data, tries, key, error: error.slice(0, 2_000) }), {
          ...{ priority, db: fromKysely(trx) },
          ...groupOf(installation),
        });
      }),
    parked: async (most) => (await boss.findJobs<Envelope>(PARKED, { queued: true, limit: most })).map(toParked),
    replay: async (id) => {
      const job = await parkedJob(id);
      if (job === null) return false;
      await db.transaction().execute(async (trx) => {
        await put(trx, [toParked(job)]);
        await boss.deleteJob(PARKED, id, { db: fromKysely(trx) });
      });
      return true;
    },
    drop: async (id) => settledBy(await boss.deleteJob(PARKED, id)).length > 0,
    depth: async () => {
      // pg-boss's own counts are up to a minute old.
      const { rows } = await sql<Depth>`
        select
          count(*) filter (where name = ${QUEUE} and state in ('created', 'retry'))::int as waiting,
          count(*) filter (where name = ${QUEUE} and state = 'active')::int as running,
          count(*) filter (where name = ${PARKED} and state in ('created', 'retry'))::int as parked,
          coalesce(extract(epoch from now() - min(greatest(created_on, start_after))
            filter (where name = ${QUEUE} and state in ('created', 'retry') and start_after <= now())), 0)::float8
            as "oldestSeconds"
        from pgboss.job where name in (${QUEUE}, ${PARKED}) and state in ('created', 'retry', 'active')`.execute(db);
      return rows[0] ?? { waiting: 0, running: 0, parked: 0, oldestSeconds: 0 };
    },
    isEmpty: async () => (await boss.findJobs(QUEUE, { queued: true, limit: 1 })).length === 0,
    held: async (keys) => {
      // pg-boss itself finds by one key at a time.
      const { rows } = await database.query(
        `select distinct singleton_key from pgboss.job
         where name = $1 and state in ('created', 'retry', 'active') and singleton_key = any($2)`,
        [QUEUE, keys],
      );
      return new Set(
        z
          .array(HELD)
          .parse(rows)
          .map(({ singleton_key }) => singleton_key),
      );
    },
    every: async (cron, { key, installation, priority, data }) => {
      await boss.schedule(QUEUE, cron, enveloped({ work: data, tries: 0, key }), {
        ...{ key: scheduleKey(key), singletonKey: key, priority, missed: 'once' },
        ...groupOf(installation),
      });
    },
    stop: () => boss.stop({ graceful: false }),
  };
}

/** pg-boss says so where its tables are not of its version. */
function notReady(cause: unknown): never {
  throw new NotReady('its queue is of another version', { cause });
}

/** Any number of its own; the same in every replica. */
const START_LOCK = 5_072_642;

/** pg-boss makes its schema without regard for others that do so: the first replica does it, and the others wait. */
async function alone({ db, isEmbedded }: Database, act: () => Promise<void>): Promise<void> {
  // One process, and one connection, which `act` needs.
  if (isEmbedded) return act();
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${START_LOCK})`.execute(connection);
    try {
      await act();
    } finally {
      await sql`select pg_advisory_unlock(${START_LOCK})`.execute(connection);
    }
  });
}

async function makeQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(PARKED, { retentionSeconds: 90 * DAY_S, deleteAfterSeconds: DAY_S });
  await boss.createQueue(QUEUE, {
    policy: 'stately',
    deadLetter: PARKED,
    retryLimit: MOST_LOST,
    retryDelay: 0,
    heartbeatSeconds: LEASE_SECONDS,
    expireInSeconds: 3600,
    retentionSeconds: 14 * DAY_S,
    deleteAfterSeconds: 3600,
  });
}

/** Rows are locked in one order everywhere. */
function byKey(a: Work, b: Work): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}

/** The ids that a command of pg-boss's reached; its types leave out what it answers. */
function settledBy(answer: object): readonly string[] {
  return SETTLED.parse(answer).settled;
}

/** pg-boss takes letters, digits and a few signs for the name of a schedule. */
function scheduleKey(key: string): string {
  return key.replace(/[^\w.-]/g, '-');
}

function groupOf(installation: number | null) {
  return installation === null ? {} : { group: { id: String(installation) } };
}

function enveloped(envelope: Envelope): Envelope {
  return plainJson(envelope);
}

function toTaken(job: JobWithMetadata<Envelope>): Taken {
  return {
    ...toWork(job),
    id: job.id,
    attempt: job.retryCount,
    tries: job.data.tries,
    waitedMs: Math.max(0, Date.now() - Math.max(job.createdOn.getTime(), job.startAfter.getTime())),
  };
}

function toParked(job: JobWithMetadata<Envelope>): Parked {
  const error = job.data.error ?? `Lost with its worker ${job.sourceRetryCount ?? MOST_LOST} times`;
  return { ...toWork(job), id: job.id, tries: job.data.tries, error, since: job.createdOn };
}

function toWork({ data, groupId, priority }: JobWithMetadata<Envelope>): Work {
  return { key: data.key, installation: groupId ? Number(groupId) : null, priority, data: data.work };
}
