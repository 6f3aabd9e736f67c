// Jobs that cannot be done (R12) are parked after eight tries with a failed check, and cost the others nothing; a flood of one installation costs the others little (R18).
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Job } from '../../src/flows/job.ts';
import { sendTo } from '../../src/flows/work.ts';
import { GitHubFailed } from '../../src/github/failure.ts';
import type { GitHub } from '../../src/github/github.ts';
import { createRunner } from '../../src/jobs.ts';
import { noteInstallation } from '../../src/store/installations.ts';
import { startWorker } from '../../src/store/worker.ts';
import { type FlowWorld, startFlowWorld } from '../flows/flow-world.ts';
import { testStore } from '../store/test-store.ts';
import { addHeads, type Head, ORGANISATIONS } from '../storm/heads.ts';
import { count, IS_FULL } from './counts.ts';

const GOOD = count(5_000, 60);
const BAD = count(50, 5);

/** All of one installation, in no time: its own limits would be what is measured. */
const FREE = {
  atOnce: 1e6,
  restPerMinute: 1e9,
  graphqlPerMinute: 1e9,
  contentPerMinute: 1e9,
  contentPerHour: 1e9,
  kept: 0,
};

/** Numbers of repositories that are all of one installation. */
const [FIRST, TEXT, DEEP, SLOW, LAST] = [0, 1, 2, 3, 4].map((at) => at * ORGANISATIONS.length) as [
  number,
  number,
  number,
  number,
  number,
];

/** By repository, what becomes of every question about it. */
const POISONS: Readonly<Record<string, () => Promise<never>>> = {
  [`ops-${TEXT}`]: async () => {
    throw new Error(`${'Two megabytes of text. '.repeat(90_000)}`);
  },
  [`ops-${DEEP}`]: async () => {
    const deeper = (depth: number): number => deeper(depth + 1) + 1;
    deeper(0);
    throw new Error('unreachable');
  },
  [`ops-${SLOW}`]: async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const reason = 'GitHub did not answer in time';
    throw new GitHubFailed({ verb: 'read', object: 'it', reason, status: null, isRetryable: true, isTooMuch: true });
  },
};

let world: FlowWorld;
beforeAll(async () => {
  const organisations = Object.fromEntries(ORGANISATIONS.map((login) => [login, ['ada']]));
  world = await startFlowWorld({ github: { organisations }, connect: { limits: FREE } });
  const acme = { id: world.installation, account: 'acme', accountId: 1, isOrganisation: true };
  await world.store.db.transaction().execute((trx) => noteInstallation(trx, acme));
}, 120_000);
afterAll(() => world.close());

function poisoned(github: GitHub): GitHub {
  return {
    ...github,
    send: (request) => {
      const told = JSON.stringify(request);
      const name = Object.keys(POISONS).find((one) => told.includes(`"${one}"`));
      return name ? (POISONS[name]?.() ?? github.send(request)) : github.send(request);
    },
  };
}

function jobOf({ pull }: Head): Job {
  const { repository, head, number } = pull;
  const at = { installation: world.installation, owner: repository.owner.login, name: repository.name };
  return { kind: 'check-head', repository: at, sha: head.sha, pulls: [number] };
}

async function run(jobs: readonly Job[]): Promise<{ readonly p95: number; readonly retried: number }> {
  const { tools } = world;
  const { connection } = tools;
  const took: number[] = [];
  let retried = 0;
  const worker = startWorker({
    queue: world.store.queue,
    handle: createRunner({
      tools: { ...tools, connection: { ...connection, reading: (id) => poisoned(connection.reading(id)) } },
      patience: () => 1,
      onEnd: (_, outcome, milliseconds) => {
        if (outcome === 'done') took.push(milliseconds);
        else retried += 1;
      },
    }),
    held: async () => [],
    onError: (error) => process.stderr.write(`${error}\n`),
  });
  for (let at = 0; at < jobs.length; at += 500) await sendTo(world.store, jobs.slice(at, at + 500));
  worker.wake();
  await worker.idle();
  await worker.stop(1_000);
  return { p95: took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.95)] ?? 0, retried };
}

test(`${BAD} poisoned jobs of each of three kinds among ${GOOD}`, async () => {
  const alone = await run((await addHeads(world.github, FIRST, GOOD)).map(jobOf));
  const good = await addHeads(world.github, LAST, GOOD);
  const bad = [];
  for (const at of [TEXT, DEEP, SLOW]) bad.push(...(await addHeads(world.github, at, BAD)));
  const beside = await run([...bad, ...good].map(jobOf));
  const conclusions = (heads: readonly Head[]) =>
    heads.map(({ pull }) =>
      world.github.world.checkRuns
        .filter(({ repository, headSha }) => repository === pull.repository && headSha === pull.head.sha)
        .map(({ status, conclusion }) => `${status} ${conclusion}`),
    );
  expect(conclusions(good)).toEqual(good.map(({ conclusion }) => [`completed ${conclusion}`]));
  expect(conclusions(bad)).toEqual(bad.map(() => ['completed failure']));
  const parked = await world.store.queue.parked(1_000);
  expect(parked.map(({ tries }) => tries)).toEqual(bad.map(() => 8));
  expect(parked.filter(({ error }) => error.length > 2_000)).toEqual([]);
  expect(beside.retried).toBe(bad.length * 8);
  if (IS_FULL) {
    process.stderr.write(`p95 of a good job: ${alone.p95.toFixed(0)} ms alone, ${beside.p95.toFixed(0)} ms beside.\n`);
    expect(beside.p95).toBeLessThan(alone.p95 * 1.2);
  }
  expect(world.lines.some((line) => line.length > 100_000)).toBe(false);
}, 1_800_000);

const FLOOD = count(10_000, 400);
const OTHERS = count(100, 10);

test(`an installation that floods ${FLOOD} jobs leaves ${OTHERS} of another one in time`, async () => {
  const store = await testStore();
  const put = (from: number, many: number, installation: number) =>
    store.db.transaction().execute((trx) =>
      store.queue.put(
        trx,
        Array.from({ length: many }, (_, at) => ({
          ...{ key: `${installation} ${from + at}`, installation, priority: 1, data: { at } },
        })),
      ),
    );
  for (let at = 0; at < FLOOD * 2; at += 500) await put(at, Math.min(500, FLOOD * 2 - at), 1);
  const waits: number[] = [];
  let done = 0;
  const worker = startWorker({
    queue: store.queue,
    handle: async ({ installation, waitedMs }) => {
      if (installation === 2) waits.push(waitedMs);
      done += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { state: 'done' };
    },
    held: async () => [],
    onError: (error) => process.stderr.write(`${error}\n`),
  });
  await put(0, OTHERS, 2);
  worker.wake();
  await worker.idle();
  await worker.stop(1_000);
  expect([done, waits.length]).toEqual([FLOOD * 2 + OTHERS, OTHERS]);
  const p95 = waits.toSorted((a, b) => a - b)[Math.floor(OTHERS * 0.95)] ?? 0;
  const rss = process.memoryUsage().rss / 1024 / 1024;
  if (IS_FULL) process.stderr.write(`p95 of the other's wait: ${p95} ms; ${rss.toFixed(0)} MB.\n`);
  expect(p95).toBeLessThan(10_000);
}, 1_800_000);
