// store: work that outlives the process. These tests run on the embedded database and on PostgreSQL.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Taken, Work } from '../../src/store/queue.ts';
import type { Store } from '../../src/store/store.ts';
import { testStore } from './test-store.ts';

let store: Store;
beforeEach(async () => {
  store = await testStore();
});

const work = (key: string, data: object = {}, more: Partial<Work> = {}): Work => ({
  ...{ key, installation: 1, priority: 10, data },
  ...more,
});
const put = (...some: Work[]) => store.db.transaction().execute((trx) => store.queue.put(trx, some));
const take = (most = 10, without: readonly number[] = []) => store.queue.take(most, without);
async function takeOne(): Promise<Taken> {
  const [one] = await take(1);
  if (!one) throw new Error('Nothing waits');
  return one;
}
const shown = (some: readonly Taken[]) => some.map(({ key, data, tries }) => [key, data, tries]);

describe('per key', () => {
  test('what waits is replaced by what comes later', async () => {
    await put(work('a', { n: 1 }));
    await put(work('a', { n: 2 }), work('b', { n: 3 }));
    expect(shown(await take()).toSorted()).toEqual([
      ['a', { n: 2 }, 0],
      ['b', { n: 3 }, 0],
    ]);
  });

  test('one runs and one waits, and the one that waits is taken only when the other has ended', async () => {
    await put(work('a', { n: 1 }));
    const running = await takeOne();
    for (let n = 2; n < 5; n++) await put(work('a', { n }));
    expect(await take()).toEqual([]);
    await store.queue.done(running);
    expect(shown(await take())).toEqual([['a', { n: 4 }, 0]]);
    expect(await store.queue.isEmpty()).toBe(true);
  });

  test('what is put back gives way to what came meanwhile, and does not hold it up', async () => {
    await put(work('a', { n: 1 }));
    const running = await takeOne();
    await put(work('a', { n: 2 }));
    await store.queue.putBack(running, { afterMs: 60_000, tries: 1 });
    expect(shown(await take())).toEqual([['a', { n: 2 }, 0]]);
    expect(await store.queue.isEmpty()).toBe(true);
  });

  test('what waits for later is taken at once when newer work comes', async () => {
    await put(work('a', { n: 1 }));
    await store.queue.putBack(await takeOne(), { afterMs: 60_000, tries: 3 });
    expect(await take()).toEqual([]);
    expect(await store.queue.isEmpty()).toBe(false);
    await put(work('a', { n: 2 }));
    expect(shown(await take())).toEqual([['a', { n: 2 }, 0]]);
  });

  test('ten writers at once leave one that waits', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => put(work('a', { n }))));
    expect(await take()).toHaveLength(1);
  });
});

test('nothing of a transaction that fails is there', async () => {
  const failing = store.db.transaction().execute(async (trx) => {
    await store.queue.put(trx, [work('a')]);
    throw new Error('No');
  });
  await expect(failing).rejects.toThrow('No');
  expect(await take()).toEqual([]);
});

test('the higher goes first, and of equals the older', async () => {
  await put(work('low', {}, { priority: 1 }), work('first'), work('high', {}, { priority: 30 }));
  await put(work('second'));
  const keys: string[] = [];
  for (let at = 0; at < 4; at++) keys.push((await takeOne()).key);
  expect(keys).toEqual(['high', 'first', 'second', 'low']);
});

test('installations that are left out wait', async () => {
  await put(
    work('a', {}, { installation: 1 }),
    work('b', {}, { installation: 2 }),
    work('c', {}, { installation: null }),
  );
  expect((await take(10, [1])).map(({ key }) => key).toSorted()).toEqual(['b', 'c']);
  expect((await take(10, [])).map(({ key }) => key)).toEqual(['a']);
});

test('hostile text comes out as it can be kept', async () => {
  await put(work('a', { text: 'nul \u0000 half \uD800 end', '__proto__ ': 1 }));
  expect((await takeOne()).data).toEqual({ text: 'nul \uFFFD half \uFFFD end', '__proto__ ': 1 });
});

describe('a lease', () => {
  test('is ours until we end, and not after', async () => {
    await put(work('a'));
    const one = await takeOne();
    expect(await store.queue.keep([one])).toEqual(new Set([one.id]));
    await store.queue.done(one);
    expect(await store.queue.keep([one])).toEqual(new Set());
  });

  test('of work that somebody else has by now is not ours, and our end of it is nobody’s', async () => {
    await put(work('a'));
    const lost = await takeOne();
    await expire();
    const other = await until(async () => (await take(1))[0]);
    expect([other.id, other.attempt, other.tries]).toEqual([lost.id, lost.attempt + 1, 0]);
    expect(await store.queue.keep([lost])).toEqual(new Set());
    await store.queue.done(lost);
    await store.queue.putBack(lost, { afterMs: 0, tries: 1 });
    expect(await store.queue.keep([other])).toEqual(new Set([other.id]));
    expect(await take()).toEqual([]);
  });

  /** As if its worker had been silent for longer than a lease. */
  async function expire() {
    const { sql } = await import('kysely');
    await sql`update pgboss.job set heartbeat_on = now() - interval '1 minute', started_on = now() - interval '2 minutes'
      where state = 'active'`.execute(store.db);
  }
  async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < 400; tries++) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('It did not come back');
  }
});

describe('work that was given up', () => {
  beforeEach(async () => {
    await put(work('a', { n: 1 }, { installation: 7 }));
    await store.queue.park(await takeOne(), 'It is broken');
  });

  test('is shown with its reason, and no longer runs', async () => {
    expect(await take()).toEqual([]);
    expect(await store.queue.parked(10)).toEqual([
      {
        ...work('a', { n: 1 }, { installation: 7 }),
        ...{ id: expect.any(String), tries: 0, error: 'It is broken', since: expect.any(Date) },
      },
    ]);
    expect(await store.queue.depth()).toMatchObject({ waiting: 0, parked: 1 });
  });

  test('runs again from its first try when it is replayed, once', async () => {
    const [parked] = await store.queue.parked(1);
    const id = parked?.id ?? '';
    expect([await store.queue.replay(id), await store.queue.replay(id)]).toEqual([true, false]);
    expect(shown(await take())).toEqual([['a', { n: 1 }, 0]]);
    expect(await store.queue.parked(10)).toEqual([]);
  });

  test('goes when it is dropped', async () => {
    const [parked] = await store.queue.parked(1);
    expect(await store.queue.drop(parked?.id ?? '')).toBe(true);
    expect([await store.queue.parked(10), await take()]).toEqual([[], []]);
  });
});

test('how much waits, and for how long', async () => {
  await put(work('a'), work('b'));
  await takeOne();
  expect(await store.queue.depth()).toMatchObject({ waiting: 1, running: 1, parked: 0 });
});
