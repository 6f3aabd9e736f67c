// test/storm: deliveries at a steady rate, faults of GitHub, and processes that die in between; then a count of what was lost and doubled (row R02).
import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { FaultKind } from '../stand-in/faults.ts';
import type { Delivery } from '../stand-in/hooks.ts';
import { type StandIn, startStandIn } from '../stand-in/stand-in.ts';
import { startFront } from './front.ts';
import { addHeads, type Head, ORGANISATIONS, TODAY, tellOpened, tellPushed } from './heads.ts';
import { type Running, startProcess } from './process.ts';
import { createRandom, type Random } from './random.ts';
import type { Told } from './told.ts';

export type StormOptions = {
  readonly deliveries: number;
  /** Deliveries a second. */
  readonly rate: number;
  readonly kills: number;
  /** Milliseconds from ready to the kill. */
  readonly killAfterMs: readonly [number, number];
  /**
   * `SIGTERM`: the process ends in good order. `SIGSTOP`: a second process, a worker on the same PostgreSQL, is stopped for longer than its
   * leases hold, and goes on then.
   */
  readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';
  /** Milliseconds of a `SIGSTOP`. */
  readonly stoppedMs: number;
  /** Two of them, on one PostgreSQL, are ended in turn, each while the other takes what comes. */
  readonly replicas: 1 | 2;
  /** What else happens, from the first delivery on. */
  readonly during?: () => Promise<void>;
  /** `embedded`, or the URL of a server on which a database is made for the storm. */
  readonly database: string;
  readonly seed: number;
  /** Share of deliveries that are sent twice. */
  readonly duplicates: number;
  /** Share of writes that GitHub answers wrongly; two thirds of them were carried out. Reads: a fifth of that. */
  readonly faults: number;
  /** How long GitHub's lists hide what was made. */
  readonly lagMs: number;
  /** How long the service takes that to be. */
  readonly readLagMs: number;
  /** Factor on the service's waits before a further try. */
  readonly patience: number;
  readonly repositories: number;
  /** How long to wait for the end. */
  readonly drainMs: number;
  /** Where the service's lines go; null: nowhere. */
  readonly logFile: string | null;
  readonly onProgress?: (line: string) => void;
};

export const DEFAULTS: StormOptions = {
  ...{ deliveries: 10_000, rate: 100, kills: 100, killAfterMs: [300, 1_500], signal: 'SIGKILL' },
  ...{ stoppedMs: 12_000, replicas: 1 },
  ...{ database: 'embedded', seed: 1, duplicates: 0.1, faults: 0.1, lagMs: 5_000, readLagMs: 15_000, patience: 1 },
  ...{ repositories: 120, drainMs: 600_000, logFile: null },
};

export type StormResult = {
  readonly deliveries: number;
  /** Requests that GitHub made for them. */
  readonly sent: number;
  readonly kills: number;
  /** Requests to GitHub, and how many of them were answered wrongly. */
  readonly requests: number;
  readonly faults: number;
  /** Answered 2xx, and not in the database. */
  readonly notOnDisk: number;
  /** Heads without a finished check that says what is right, and issues that are missing. */
  readonly lost: number;
  /** Check runs and issues beside the one that should be there. */
  readonly doubled: number;
  /** Deliveries that GitHub had failed to make at first, and that were sent again or found. */
  readonly failedAtFirst: number;
  readonly parked: number;
  /** Seconds from the last kill or delivery until all was done. */
  readonly drain: number;
  readonly readyMs: Times;
  /** From the signal until the process was gone. */
  readonly endMs: Times;
  readonly seconds: number;
  readonly seed: number;
  /** Of the last process. */
  readonly maxRssMb: number;
  /** Requests that GitHub would not have understood. */
  readonly violations: number;
  /** What the first few of the lost look like. */
  readonly examples: readonly string[];
};

/** Milliseconds. */
type Times = { readonly median: number; readonly most: number };

const AFTER: readonly [FaultKind, ...FaultKind[]] = ['502-after', 'reset-after', 'truncated'];
const BEFORE: readonly [FaultKind, ...FaultKind[]] = ['500', '502-before', '503', 'reset-before'];
const WRITES = new Set(['checks/create', 'checks/update', 'issues/create', 'issues/update']);
/** Pushes to the organisation policy among the deliveries. */
const PUSHES_IN = 500;
/** Has an organisation policy that was never valid, of which one issue tells. */
const POLICY_OF = 'omega';
const POLICY = '.github-private';

/** Makes the storm, and counts. */
export async function runStorm(given: Partial<StormOptions>): Promise<StormResult> {
  const options = { ...DEFAULTS, ...given };
  const random = createRandom(options.seed);
  const say = options.onProgress ?? (() => {});
  const organisations = Object.fromEntries([...ORGANISATIONS, POLICY_OF].map((login) => [login, ['ada', 'grace']]));
  const github = await startStandIn({ organisations });
  github.hooks.fate(() => 'lose');
  const stop: (() => Promise<void> | void)[] = [() => github.close()];
  try {
    const heads = await makeHeads(github, options);
    const policy = await github.createRepository({
      ...{ owner: POLICY_OF, name: POLICY, files: { 'runbook-steward.yml': 'enforce: perhaps\n' } },
    });
    say(`${heads.length} pull requests are open; the storm begins (seed ${options.seed}).`);
    const place = await placeOf(options.database);
    stop.push(place.drop);
    const port = await freePort();
    // What the app makes is told to it again on GitHub; it makes no job, and would be most of what is sent.
    github.hooks.fate(({ event }) => (event === 'pull_request' || event === 'push' ? 'send' : 'lose'));
    github.hooks.url = `http://127.0.0.1:${port}/api/github/webhooks`;
    github.setReadLag(options.lagMs);
    const faults = strike(github, options, createRandom(options.seed + 1));
    const variables = variablesOf(github, { ...place.variables, PORT: String(port) }, options);
    const nemesis = startNemesis(variables, options, createRandom(options.seed + 2), say);
    stop.push(nemesis.end);
    await nemesis.first;
    const began = performance.now();
    const again = startRedelivering(github, options, createRandom(options.seed + 3));
    stop.push(again.end);
    await Promise.all([options.during?.(), sendAll(github, { heads, policy }, options, random)]);
    say(`All are sent after ${seconds(began)} s and ${nemesis.kills()} kills.`);
    const last = await nemesis.over;
    const calm = performance.now();
    say(`The last of ${nemesis.kills()} kills; waiting for the end.`);
    const isDrained = await drained({ github, heads, running: last, options, say });
    const drain = isDrained ? seconds(calm) : Number.POSITIVE_INFINITY;
    again.end();
    await github.hooks.settled();
    const { known } = await last.ask<Extract<Told, { known: unknown }>>('known');
    const { depth } = await last.ask<Extract<Told, { depth: unknown }>>('depth');
    const { maxRssMb } = await last.ask<Extract<Told, { maxRssMb: number }>>('memory');
    const counts = await countOf(github, heads);
    return {
      ...{ deliveries: heads.length + pushesIn(options), sent: github.hooks.log.length, kills: nemesis.kills() },
      ...{ requests: github.requests.length, faults: faults(), notOnDisk: notOnDisk(github.hooks.log, known) },
      ...{ failedAtFirst: again.failed(), parked: depth?.parked ?? -1, drain },
      ...{
        readyMs: nemesis.readyMs(),
        endMs: nemesis.endMs(),
        seconds: seconds(began),
        seed: options.seed,
        maxRssMb: Math.round(maxRssMb),
      },
      violations: github.violations.length,
      ...counts,
    };
  } finally {
    for (const end of stop.reverse()) await end();
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}

async function makeHeads(github: StandIn, { deliveries, repositories }: StormOptions): Promise<readonly Head[]> {
  const heads: Head[] = [];
  for (let at = 0; at < repositories; at++) {
    const count = Math.floor(((at + 1) * deliveries) / repositories) - Math.floor((at * deliveries) / repositories);
    heads.push(...(await addHeads(github, at, count)));
  }
  return heads;
}

type Place = { readonly variables: Readonly<Record<string, string>>; readonly drop: () => Promise<void> | void };

/** A database of the storm's own. */
export async function placeOf(database: string): Promise<Place> {
  if (database === 'embedded') {
    const folder = mkdtempSync(join(tmpdir(), 'steward-storm-'));
    return { variables: { DATA_DIR: folder }, drop: () => rmSync(folder, { recursive: true, force: true }) };
  }
  const name = `steward_storm_${randomUUID().replaceAll('-', '')}`;
  const onServer = async (statement: string) => {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await onServer(`create database ${name}`);
  const url = new URL(database);
  url.pathname = `/${name}`;
  return { variables: { DATABASE_URL: url.href }, drop: () => onServer(`drop database ${name} with (force)`) };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** All that the service's process gets of the environment. */
export function variablesOf(
  github: StandIn,
  more: Readonly<Record<string, string>>,
  { logFile }: Pick<StormOptions, 'logFile'>,
): Readonly<Record<string, string>> {
  const key = createPrivateKey(github.app.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    ...{ APP_ID: String(github.app.id), PRIVATE_KEY: key, WEBHOOK_SECRET: github.app.webhookSecret },
    ...{ GITHUB_API_URL: github.url, HOST: '127.0.0.1', METRICS_PORT: '0', LOG_LEVEL: logFile ? 'info' : 'silent' },
    ...more,
  };
}

/** GitHub answers wrongly by chance. Gives how often it did. */
function strike(github: StandIn, { faults }: StormOptions, random: Random): () => number {
  let count = 0;
  github.decideFaults((operation) => {
    const isWrite = WRITES.has(operation);
    if (!random.chance(isWrite ? faults : faults / 5)) return undefined;
    count += 1;
    return isWrite && random.chance(2 / 3) ? random.pick(AFTER) : random.pick(BEFORE);
  });
  return () => count;
}

type Nemesis = {
  /** Resolves when the first process is ready. */
  readonly first: Promise<unknown>;
  /** Resolves with the process that nobody kills any more. */
  readonly over: Promise<Running>;
  readonly kills: () => number;
  readonly readyMs: () => Times;
  readonly endMs: () => Times;
  readonly end: () => Promise<void>;
};

function startNemesis(
  variables: Readonly<Record<string, string>>,
  options: StormOptions,
  random: Random,
  say: (line: string) => void,
): Nemesis {
  let kills = 0;
  let isOver = false;
  let running: Running | null = null;
  const readyMs: number[] = [];
  const endMs: number[] = [];
  const first = Promise.withResolvers<void>();
  const start = async (at = variables) => {
    const { readLagMs, patience } = options;
    running = await startProcess(at, { readLagMs, patience, today: TODAY }, options.logFile);
    if (running === null) throw new Error('The service did not start; see its log.');
    readyMs.push(running.readyMs);
    first.resolve();
    return running;
  };
  const pauses = async () => {
    const one = await start();
    const { readLagMs, patience } = options;
    const worker = { ...variables, ROLE: 'worker' };
    const paused = await startProcess(worker, { readLagMs, patience, today: TODAY, isSwept: false }, options.logFile);
    for (; !isOver && kills < options.kills; kills += 1) {
      await sleep(random.between(...options.killAfterMs));
      paused?.child.kill('SIGSTOP');
      await sleep(options.stoppedMs);
      paused?.child.kill('SIGCONT');
    }
    // What it had in hand when it was stopped is what may be done twice: it gets the time to.
    await sleep(2_000);
    await paused?.kill();
    return one;
  };
  const endOne = async (one: Running) => {
    const began = performance.now();
    await one.kill(options.signal);
    endMs.push(performance.now() - began);
    kills += 1;
    if (kills % 10 === 0) say(`${kills} kills.`);
  };
  const others: (() => Promise<void>)[] = [];
  const roll = async () => {
    const front = await startFront(Number(variables['PORT']));
    others.push(front.close);
    const places: { readonly variables: typeof variables; one: Running | null }[] = [];
    for (let at = 0; at < options.replicas; at++)
      places.push({ variables: { ...variables, PORT: String(await freePort()) }, one: null });
    others.push(async () => void (await Promise.all(places.map(({ one }) => one?.kill()))));
    const use = () => front.use(places.flatMap(({ one }) => one?.url ?? []));
    for (const place of places) {
      place.one = await start(place.variables);
      use();
    }
    for (let at = 0; !isOver && kills < options.kills; at++) {
      const place = places[at % places.length];
      if (!place?.one) continue;
      await sleep(random.between(...options.killAfterMs));
      // As a balancer is told before the process is: nothing new comes, and what is under way ends.
      const { one } = place;
      place.one = null;
      use();
      await endOne(one);
      place.one = await start(place.variables);
      use();
    }
    if (running === null) throw new Error('No replica is left.');
    return running;
  };
  const storm = async () => {
    if (options.signal === 'SIGSTOP') return pauses();
    if (options.replicas === 2) return roll();
    for (;;) {
      const one = await start();
      if (isOver || kills >= options.kills) return one;
      await sleep(random.between(...options.killAfterMs));
      await endOne(one);
    }
  };
  const over = storm();
  over.catch(first.reject);
  return {
    first: first.promise,
    over,
    kills: () => kills,
    readyMs: () => timesOf(readyMs),
    endMs: () => timesOf(endMs),
    end: async () => {
      isOver = true;
      await over.catch(() => {});
      await running?.kill();
      for (const end of others) await end();
    },
  };
}

function timesOf(milliseconds: readonly number[]): Times {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const [median = 0, most = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return { median: Math.round(median), most: Math.round(most) };
}

/**
 * Nine of ten deliveries that failed are sent again by hand, one by one and no faster than half of what comes in; the tenth is left to the
 * service's own sweep.
 */
function startRedelivering(github: StandIn, { rate }: StormOptions, random: Random) {
  const { hooks } = github;
  const failed = new Set<string>();
  const left = new Set<string>();
  const queue: string[] = [];
  let at = 0;
  let open: Delivery[] = [];
  const look = () => {
    open.push(...hooks.log.slice(at));
    at = hooks.log.length;
    for (const { status, guid } of open) {
      if (status === 'pending' || status === 'OK' || left.has(guid)) continue;
      if (!failed.has(guid) && random.chance(0.1)) left.add(guid);
      else queue.push(guid);
      failed.add(guid);
    }
    open = open.filter(({ status }) => status === 'pending');
  };
  const send = () => {
    look();
    const guid = queue.shift();
    if (guid !== undefined) void hooks.redeliver(guid).catch(() => {});
  };
  const timer = setInterval(send, 2_000 / rate);
  return { failed: () => failed.size, end: () => clearInterval(timer) };
}

function pushesIn({ deliveries }: StormOptions): number {
  return Math.ceil(deliveries / PUSHES_IN);
}

type Sent = { readonly heads: readonly Head[]; readonly policy: Parameters<typeof tellPushed>[1] };

async function sendAll(github: StandIn, { heads, policy }: Sent, options: StormOptions, random: Random): Promise<void> {
  const shuffled = [...heads];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = Math.floor(random.next() * (at + 1));
    [shuffled[at], shuffled[other]] = [shuffled[other] as Head, shuffled[at] as Head];
  }
  const began = performance.now();
  for (const [at, head] of shuffled.entries()) {
    const wait = began + (at * 1_000) / options.rate - performance.now();
    if (wait > 1) await sleep(wait);
    tellOpened(github, head);
    const guid = github.hooks.log.at(-1)?.guid;
    if (guid && random.chance(options.duplicates))
      setTimeout(() => void github.hooks.redeliver(guid).catch(() => {}), random.between(0, 2_000)).unref();
    if (at % PUSHES_IN === 0) tellPushed(github, policy);
  }
}

type Draining = {
  readonly github: StandIn;
  readonly heads: readonly Head[];
  readonly running: Running;
  readonly options: StormOptions;
  readonly say: (line: string) => void;
};

/** Whether nothing waits any more, and every delivery was made, before the time is up. */
async function drained({ github, heads, running, options, say }: Draining): Promise<boolean> {
  const began = performance.now();
  for (let round = 0; performance.now() - began < options.drainMs; round++) {
    const { depth } = await running.ask<Extract<Told, { depth: unknown }>>('depth');
    const done = github.world.checkRuns.filter(({ status }) => status === 'completed').length;
    if (round % 10 === 0) say(`${done} of ${heads.length} checks; queue: ${JSON.stringify(depth)}`);
    // A mistake of the stand-in's own, or of the service's: what comes after it says nothing.
    const [violation] = github.violations;
    if (violation) {
      say(`The storm is void: ${violation.problem}`);
      return false;
    }
    if (depth && depth.waiting + depth.running === 0) {
      const { known } = await running.ask<Extract<Told, { known: unknown }>>('known');
      const all = new Set(known);
      const missing = github.hooks.log.filter(({ guid, status }) => status === 'pending' || !all.has(guid));
      if (missing.length === 0) return true;
    }
    await sleep(1_000);
  }
  return false;
}

function notOnDisk(log: readonly Delivery[], known: readonly string[]): number {
  const here = new Set(known);
  const acknowledged = new Set(log.filter(({ status }) => status === 'OK').map(({ guid }) => guid));
  return [...acknowledged].filter((guid) => !here.has(guid)).length;
}

async function countOf(github: StandIn, heads: readonly Head[]) {
  const runs = Map.groupBy(github.world.checkRuns, ({ repository, headSha }) => `${repository.id} ${headSha}`);
  const counts = { lost: 0, doubled: 0 };
  const examples: string[] = [];
  for (const { pull, conclusion } of heads) {
    const all = runs.get(`${pull.repository.id} ${pull.head.sha}`) ?? [];
    const isRight = all.some((run) => run.status === 'completed' && run.conclusion === conclusion);
    counts.doubled += Math.max(0, all.length - 1);
    if (!isRight) counts.lost += 1;
    if (all.length !== 1 || !isRight) {
      const states = all.map(({ id, status, conclusion: end, title }) => `${id} ${status} ${end} “${title}”`);
      examples.push(`${pull.repository.name}#${pull.number} (${conclusion}): ${states.join('; ') || 'none'}`);
    }
  }
  const issues = await github.issues(`${POLICY_OF}/${POLICY}`);
  counts.doubled += Math.max(0, issues.length - 1);
  if (issues.length === 0) counts.lost += 1;
  if (issues.length !== 1) examples.push(`${issues.length} issues in ${POLICY}`);
  return { ...counts, examples: examples.slice(0, 20) };
}
