// store: the worker: fair between installations, and sure of its leases.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Taken, Work } from '../../src/store/queue.ts';
import type { Store } from '../../src/store/store.ts';
import { LeaseLost, type Outcome, startWorker, type Worker, type WorkerOptions } from '../../src/store/worker.ts';
import { testStore } from './test-store.ts';

let store: Store;
let worker: Worker | null = null;
beforeEach(async () => {
  store = await testStore();
});
afterEach(async () => {
  await worker?.stop(1_000);
  worker = null;
});

const put = (...keys: readonly (readonly [string, number])[]) =>
  store.db.transaction().execute((trx) =>
    store.queue.put(
      trx,
      keys.map(([key, installation]): Work => ({ key, installation, priority: 1, data: {} })),
    ),
  );
function start(handle: (taken: Taken) => Promise<Outcome>, options: Partial<WorkerOptions> = {}): Worker {
  worker = startWorker({
    ...{ queue: store.queue, handle, held: async () => [], pollMs: 20 },
    onError: (error) => process.stderr.write(`${error}\n`),
    ...options,
  });
  return worker;
}
const DONE: Outcome = { state: 'done' };

test('all that waits is handled, once', async () => {
  const handled: string[] = [];
  await put(...Array.from({ length: 25 }, (_, at) => [`k${at}`, at % 3] as const));
  await start(async ({ key }) => {
    handled.push(key);
    return DONE;
  }).idle();
  expect(handled.toSorted()).toEqual(Array.from({ length: 25 }, (_, at) => `k${at}`).toSorted());
});

test('an installation with a thousand jobs leaves room for one with a single job', async () => {
  let running = 0;
  let most = 0;
  const seen: number[] = [];
  const release = Promise.withResolvers<void>();
  await put(...Array.from({ length: 40 }, (_, at) => [`a${at}`, 1] as const));
  start(
    async ({ installation }) => {
      running += 1;
      most = Math.max(most, running);
      seen.push(installation ?? 0);
      if (installation === 1) await release.promise;
      running -= 1;
      return DONE;
    },
    { atOnce: 6, perInstallation: 3 },
  );
  while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  await put(['b', 2]);
  worker?.wake();
  while (!seen.includes(2)) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(seen.filter((installation) => installation === 1)).toHaveLength(3);
  release.resolve();
  await worker?.idle();
  expect(seen).toHaveLength(41);
  expect(most).toBeLessThanOrEqual(6);
});

test('nothing is taken of an installation that is held', async () => {
  const held = new Set([1]);
  const seen: string[] = [];
  await put(['a', 1], ['b', 2]);
  start(
    async ({ key }) => {
      seen.push(key);
      return DONE;
    },
    { held: async () => [...held] },
  );
  while (seen.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(seen).toEqual(['b']);
  held.clear();
  await worker?.idle();
  expect(seen).toEqual(['b', 'a']);
});

test.each<readonly [string, readonly Outcome[], readonly number[], number]>([
  ['put off is no try', [{ state: 'later', afterMs: 1 }, DONE], [0, 0], 0],
  ['failed is a try', [{ state: 'failed', error: 'x', afterMs: 1 }, DONE], [0, 1], 0],
  ['hopeless is parked', [{ state: 'hopeless', error: 'x' }], [0], 1],
])('%s', async (_, outcomes, tries, parked) => {
  const seen: number[] = [];
  await put(['a', 1]);
  await start(async (taken) => {
    seen.push(taken.tries);
    return outcomes[seen.length - 1] ?? DONE;
  }).idle();
  expect(seen).toEqual(tries);
  expect(await store.queue.parked(10)).toHaveLength(parked);
});

test('a handler that throws costs the others nothing, and its work comes back with its lease', async () => {
  const seen: string[] = [];
  const errors: unknown[] = [];
  await put(['bad', 1], ['good', 1]);
  start(
    async ({ key }) => {
      seen.push(key);
      if (key === 'bad') throw new Error('Oh');
      return DONE;
    },
    { onError: (error) => errors.push(error) },
  );
  while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([seen.toSorted(), errors.map(String)]).toEqual([['bad', 'good'], ['Error: Oh']]);
  expect(await store.queue.depth()).toMatchObject({ running: 1 });
});

test('a lease that was not renewed is not relied on', async () => {
  let lease: { readonly assertHeld: () => void } | null = null;
  const go = Promise.withResolvers<Outcome>();
  await put(['a', 1]);
  worker = startWorker({
    queue: { ...store.queue, keep: async () => new Set() },
    handle: (_, given) => {
      lease = given;
      return go.promise;
    },
    ...{ held: async () => [], onError: () => {}, pollMs: 20 },
  });
  while (lease === null) await new Promise((resolve) => setTimeout(resolve, 10));
  const { assertHeld } = lease as { readonly assertHeld: () => void };
  assertHeld();
  await new Promise((resolve) => setTimeout(resolve, 4_000)); // One renewal.
  expect(assertHeld).toThrow(LeaseLost);
  go.resolve(DONE);
});

test('what was lost with its workers time and again runs one after the other, and holds up nothing else', async () => {
  const ended: string[] = [];
  let running: string[] = [];
  let together = 0;
  await put(['lost-1', 1], ['lost-2', 2], ['lost-3', 3]);
  await sql`update pgboss.job set retry_count = 3 where name = 'work'`.execute(store.db);
  const go = Promise.withResolvers<void>();
  start(async ({ key, attempt }) => {
    expect(attempt).toBe(key.startsWith('lost') ? 3 : 0);
    running = [...running, key];
    together = Math.max(together, running.filter((one) => one.startsWith('lost')).length);
    if (key.startsWith('lost')) await go.promise;
    running = running.filter((one) => one !== key);
    ended.push(key);
    return DONE;
  });
  await put(['new', 1]);
  worker?.wake();
  while (ended.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect([ended, running.length]).toEqual([['new'], 1]);
  go.resolve();
  await worker?.idle();
  expect(ended.toSorted()).toEqual(['lost-1', 'lost-2', 'lost-3', 'new']);
  expect(together).toBe(1);
});

test('stopping takes no more, and waits for what runs', async () => {
  const seen: string[] = [];
  const go = Promise.withResolvers<void>();
  await put(['a', 1]);
  start(
    async ({ key }) => {
      seen.push(key);
      await go.promise;
      return DONE;
    },
    { atOnce: 1 },
  );
  while (seen.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  await put(['b', 1]);
  const stopped = worker?.stop(10_000);
  setTimeout(go.resolve, 50);
  await stopped;
  worker = null;
  expect(seen).toEqual(['a']);
  expect(await store.queue.depth()).toMatchObject({ waiting: 1, running: 0 });
});
