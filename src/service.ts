// The service: settings → store → GitHub → worker and endpoint. The one file that knows everybody.
import { createHmac } from 'node:crypto';
import { createReceiver } from './bot.ts';
import { hourIn, todayIn } from './core/calendar-date.ts';
import type { Clock } from './core/policy/policy-of.ts';
import { jobsOf } from './events/events.ts';
import { type Told, toldBy } from './events/told.ts';
import type { Job } from './flows/job.ts';
import type { Delivered, Tools } from './flows/tools.ts';
import { AT_START, BY_CLOCK, sendTo, toWork } from './flows/work.ts';
import { type Connection, type ConnectOptions, connect } from './github/connect.ts';
import { webUrlOf } from './github/web-links.ts';
import { createRunner, type RunnerOptions } from './jobs.ts';
import { createLog, type Log } from './log/log.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { type ServiceSettings, secretsOf } from './start/service-settings.ts';
import { isFact, noteFact } from './store/facts.ts';
import { pausedInstallations } from './store/limits.ts';
import { listen } from './store/listen.ts';
import { openStore, type Store } from './store/store.ts';
import { createIntake, type Intake } from './store/take-in.ts';
import { readTotals, type Totals } from './store/totals.ts';
import { startWorker, type Worker } from './store/worker.ts';
import { createEndpoint } from './web/endpoint.ts';
import { startMetricsServer } from './web/metrics-server.ts';
import { createReadiness } from './web/readiness.ts';
import { startServer } from './web/start-server.ts';

export type Service = {
  /** Null for a worker, which serves nothing but its metrics. */
  readonly url: string;
  readonly metricsUrl: string;
  readonly store: Store;
  /** Takes no more deliveries and no more work, and finishes what is under way. */
  readonly stop: (graceMs: number) => Promise<void>;
  /** Resolves when nothing runs here and nothing waits. */
  readonly idle: () => Promise<void>;
};

/** What a test or the demo may set besides the environment. */
export type ServiceOptions = {
  readonly log?: Log;
  readonly clock?: Clock;
  readonly hour?: Tools['hour'];
  readonly onRequest?: ConnectOptions['onRequest'];
  readonly retries?: Pick<RunnerOptions, 'delays' | 'limitOf' | 'mostTries' | 'patience'> & {
    readonly readLagMs?: number;
  };
  /** How long GitHub may take over one request; ten seconds unless told. */
  readonly timeLimitMs?: number;
  /** Our own limits, in the place of those that GitHub asks for. */
  readonly limits?: ConnectOptions['limits'];
  /** A store that is open already, and stays so. */
  readonly store?: Store;
  /** Whether the clock sends work: sweeps, reconciling, nightly runs. It does unless told. */
  readonly hasClock?: boolean;
};

/** GitHub shows what was written within a few seconds; twice that is waited before a write is tried again. */
const READ_LAG_MS = 15_000;
/** What is kept of the grace of a stop for closing what is open. */
const CLOSING_MS = 2_000;
/** Work that waits longer than this says that the workers are not keeping up. */
const OLDEST_S = 900;

/** Starts the service and gives its address. Rejects where it cannot listen or cannot open its database. */
export async function startService(settings: ServiceSettings, options: ServiceOptions = {}): Promise<Service> {
  const log = options.log ?? createLog({ level: settings.logLevel, secrets: secretsOf(settings) });
  const store = options.store ?? (await openStore(databaseOf(settings), storeOptions(settings, log)));
  const metrics = createMetrics({
    readings: { queues: () => readQueues(store), catalog: catalogReading(store) },
    onReadingFailed: (reading, cause) => log.warn({ err: cause, reading }, 'Could not read for the metrics.'),
  });
  const connection = connectionOf({ settings, options, metrics, store });
  const metricsServer = await startMetricsServer({ metrics, log, port: settings.metricsPort });
  const worker = settings.role === 'web' ? null : workerOf({ settings, options, store, connection, metrics, log });
  if (worker && (options.hasClock ?? true)) await startClock(store, worker);
  const hearing = worker && store.listenAt ? listen(store.listenAt, worker.wake) : null;
  let isStopping = false;
  const unreadiness = createReadiness({
    stopping: async () => !isStopping,
    database: () => store.ping().then(() => true),
    queue: async () => (await store.queue.depth()).oldestSeconds < OLDEST_S,
    github: () => connection.asApp.send({ route: 'GET /app', parameters: {} }).then(() => true),
  });
  const web = settings.role === 'worker' ? null : await webOf({ settings, store, metrics, log, worker, unreadiness });
  log.info(
    {
      url: web?.url,
      metrics: metricsServer.url,
      role: settings.role,
      database: store.isEmbedded ? 'embedded' : 'postgresql',
    },
    'Listening.',
  );
  const stop = async (graceMs: number) => {
    isStopping = true;
    // Both within the one grace, of which the rest is for the database's connections.
    const forWork = Math.max(graceMs - CLOSING_MS, graceMs / 2);
    await Promise.all([web?.stop(forWork), worker?.stop(forWork)]);
    await hearing?.();
    await metricsServer.stop(1_000);
    if (!options.store) await store.close();
  };
  const idle = async () => worker?.idle();
  return { url: web?.url ?? '', metricsUrl: metricsServer.url, store, stop, idle };
}

function databaseOf({ databaseUrl, dataDir }: ServiceSettings) {
  return databaseUrl === null ? { folder: dataDir } : { url: databaseUrl };
}

function storeOptions({ role }: ServiceSettings, log: Log) {
  const onError = (error: unknown) => log.error({ err: error }, 'The database failed.');
  return { isSupervised: role !== 'web', onError };
}

type ConnectionParts = Omit<Parts, 'log'> & { readonly options: ServiceOptions };

function connectionOf({ settings, options, metrics, store }: ConnectionParts): Connection {
  const { appId, privateKey, apiUrl, isDryRun } = settings;
  const { onRequest, timeLimitMs, limits } = options;
  return connect({
    ...{ appId, privateKey, apiUrl, isDryRun },
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    ...(limits ? { limits } : {}),
    onRequest: (request) => {
      metrics.countRequest(request);
      onRequest?.(request);
    },
    onPause: (limit, milliseconds) => metrics.countPause(limit, milliseconds / 1_000),
    onBudget: ({ resetsInMs, ...budget }) => metrics.setBudget({ ...budget, resetsAt: Date.now() + resetsInMs }),
    lasting: (installation) => ({
      has: (fact) => isFact(store, installation, fact),
      add: (fact, forMs) => noteFact(store, installation, fact, forMs),
    }),
  });
}

/** The numbers of the catalog are of a minute ago at most, however many ask. */
const CATALOG_KEPT_MS = 60_000;

function catalogReading(store: Store): () => Promise<Totals> {
  let kept: { readonly totals: Promise<Totals>; readonly until: number } | null = null;
  return () => {
    if (kept && kept.until > performance.now()) return kept.totals;
    const totals = readTotals(store, todayIn('UTC', Date.now()));
    const fresh = { totals, until: performance.now() + CATALOG_KEPT_MS };
    kept = fresh;
    totals.catch(() => {
      if (kept === fresh) kept = null;
    });
    return totals;
  };
}

async function readQueues({ queue }: Store) {
  const { waiting, oldestSeconds, parked } = await queue.depth();
  return [{ queue: 'work', waiting, oldestSeconds, parked }];
}

/** Every worker says so; the queue has each of them once. */
async function startClock(store: Store, worker: Worker): Promise<void> {
  for (const { cron, job } of BY_CLOCK) await store.queue.every(cron, toWork(job, null));
  await sendTo(store, AT_START);
  worker.wake();
}

/** Takes a delivery over, from the endpoint or found again on GitHub. */
function takeOver(intake: Intake, told: Told, jobs: readonly Job[]): Promise<'new' | 'known'> {
  const since = Date.now();
  return intake(
    told,
    jobs.map((job) => toWork(job, told.guid, since)),
  );
}

type Parts = {
  readonly settings: ServiceSettings;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly log: Log;
};

function workerOf({
  settings,
  options,
  store,
  connection,
  metrics,
  log,
}: Parts & { readonly options: ServiceOptions; readonly connection: Connection }): Worker {
  const clock: Clock = options.clock ?? ((timeZone) => todayIn(timeZone ?? settings.timeZone ?? 'UTC', Date.now()));
  const { appId, privateKey, policyRepository, isDryRun, storesBodies, apiUrl } = settings;
  const { readLagMs = READ_LAG_MS, ...retries } = options.retries ?? {};
  const intake = createIntake(store);
  const tools = {
    connection,
    store,
    clock,
    hour: options.hour ?? ((timeZone: string) => hourIn(timeZone, Date.now())),
    policyRepository,
    isDryRun,
    storesBodies,
    readLagMs,
    log,
    webUrl: webUrlOf(apiUrl),
    seal: (text: string) => createHmac('sha256', privateKey).update(text).digest('hex'),
    onWrite: metrics.countWrite,
    takeIn: ({ guid, event, payload }: Delivered) =>
      takeOver(intake, toldBy(guid, event, payload), jobsOf(event, payload, appId)),
  };
  const onEnd: RunnerOptions['onEnd'] = (kind, outcome, milliseconds) =>
    metrics.countJob({ kind, outcome, seconds: milliseconds / 1_000 });
  return startWorker({
    queue: store.queue,
    handle: createRunner({ tools, onEnd, ...retries }),
    held: () => pausedInstallations(store),
    onError: (error) => log.error({ err: error }, 'The worker stumbled.'),
  });
}

type WebParts = Parts & { readonly worker: Worker | null; readonly unreadiness: () => Promise<readonly string[]> };

async function webOf({ settings, store, metrics, log, worker, unreadiness }: WebParts) {
  const { appId, privateKey, webhookSecrets, host, port } = settings;
  const [secret = ''] = webhookSecrets;
  const intake = createIntake(store);
  const receive = await createReceiver({ appId, privateKey, secret, log }, async (told, jobs) => {
    if ((await takeOver(intake, told, jobs)) === 'known') {
      log.info({ delivery: told.guid }, 'This delivery was here before; nothing is done again.');
    } else if (jobs.length > 0) worker?.wake();
  });
  const endpoint = createEndpoint({
    ...{ secrets: webhookSecrets, log, unreadiness, count: metrics.countDelivery, accept: receive },
  });
  return startServer(endpoint, { host, port });
}
