// store: the ledger of writes, the audit, and what goes with an installation.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { saveAudit } from '../../src/store/audit.ts';
import { type EffectRow, intend, intendAgain, settle, withdraw } from '../../src/store/effects.ts';
import { readInstallation, removeInstallation, saveInstallation } from '../../src/store/installations.ts';
import { heldBack, holdBack, letGo, pausedInstallations, savePause } from '../../src/store/limits.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createIntake, knownDeliveries, takeIn } from '../../src/store/take-in.ts';
import { emptyDatabase, isOnPostgresql, testStore } from './test-store.ts';

const ACME = { id: 7, account: 'acme', accountId: 1, isOrganisation: true, permissions: null, isSuspended: false };
const EFFECT: EffectRow = { key: 'check a', installation: 7, kind: 'check-run', digest: 'one' };
const GUID = '72d3162e-cc78-11e3-81ab-4c9367dc0958';

let store: Store;
beforeEach(async () => {
  store = await testStore();
  await saveInstallation(store, ACME);
});

describe('a write', () => {
  test('is free at first, done afterwards, and free again for something else', async () => {
    expect(await intend(store, EFFECT)).toEqual({ state: 'free' });
    await settle(store, EFFECT, { id: 3 });
    expect(await intend(store, EFFECT)).toEqual({ state: 'done', result: { id: 3 } });
    expect(await intend(store, { ...EFFECT, digest: 'two' })).toEqual({ state: 'free' });
  });

  test('whose end nobody told is unsure, whatever it was to be', async () => {
    await intend(store, EFFECT);
    expect(await intend(store, EFFECT)).toMatchObject({ state: 'unsure', tries: 1, sinceMs: expect.any(Number) });
    expect(await intend(store, { ...EFFECT, digest: 'two' })).toMatchObject({ state: 'unsure' });
    await intendAgain(store, { ...EFFECT, digest: 'two' });
    expect(await intend(store, EFFECT)).toMatchObject({ state: 'unsure', tries: 2 });
  });

  test('that looks for itself is free when it is done', async () => {
    await intend(store, EFFECT, true);
    await settle(store, EFFECT, null);
    expect(await intend(store, EFFECT, true)).toEqual({ state: 'free' });
  });

  test('that GitHub refused was never begun', async () => {
    await intend(store, EFFECT);
    await withdraw(store, EFFECT);
    expect(await intend(store, EFFECT)).toEqual({ state: 'free' });
  });

  test('is begun by one of many at a time', async () => {
    const standings = await Promise.all(Array.from({ length: 8 }, () => intend(store, EFFECT)));
    expect(standings.filter(({ state }) => state === 'free')).toHaveLength(1);
  });
});

describe('the audit', () => {
  const row = {
    installation: 7,
    repository: 'acme/ops',
    kind: 'check-run',
    outcome: 'done',
    what: {},
    why: 'x',
  } as const;

  test.each([
    ['changed', sql`update audit set why = 'y'`],
    ['deleted', sql`delete from audit`],
  ])('is not %s', async (_, statement) => {
    await saveAudit(store, { ...row, delivery: GUID });
    await expect(statement.execute(store.db)).rejects.toThrow('audit is append-only');
  });

  test('goes with its installation, as everything that is kept of it', async () => {
    await saveAudit(store, { ...row, delivery: GUID });
    await intend(store, EFFECT);
    await takeIn(store, { guid: GUID, event: 'push', action: null, installation: ACME }, []);
    await removeInstallation(store, 7);
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'installation_id' order by 1`.execute(store.db);
    expect(rows.length).toBeGreaterThan(8);
    for (const { name } of rows) {
      const left = await sql`select 1 from ${sql.table(name)} where installation_id = 7`.execute(store.db);
      expect([name, left.rows]).toEqual([name, []]);
    }
    expect(await readInstallation(store, 7)).toBeNull();
  });
});

describe('a delivery', () => {
  const delivery = { guid: GUID, event: 'pull_request', action: 'opened', installation: ACME };
  const work = { key: 'a', installation: 7, priority: 1, data: {} };

  test('is taken in once, with its work', async () => {
    expect(await takeIn(store, delivery, [work])).toBe('new');
    for (const one of await store.queue.take(10, [])) await store.queue.done(one);
    expect(await takeIn(store, delivery, [work])).toBe('known');
    expect(await store.queue.take(10, [])).toEqual([]);
    expect(await knownDeliveries(store, [GUID, GUID.replace('7', '8')])).toEqual(new Set([GUID]));
  });

  test('sent five times at once is taken in once', async () => {
    const taken = await Promise.all(Array.from({ length: 5 }, () => takeIn(store, delivery, [work])));
    expect(taken.toSorted()).toEqual(['known', 'known', 'known', 'known', 'new']);
    expect(await store.queue.take(10, [])).toHaveLength(1);
  });

  test('of an installation that nobody heard of makes it known', async () => {
    await takeIn(store, { ...delivery, installation: { ...ACME, id: 8, account: 'other' } }, [
      { ...work, installation: 8 },
    ]);
    expect(await readInstallation(store, 8)).toMatchObject({ account: 'other', permissions: null });
  });

  test('whose event holds what PostgreSQL cannot is taken in', async () => {
    expect(await takeIn(store, { ...delivery, event: 'a\u0000b', action: '\uD800' }, [])).toBe('new');
  });

  test("of a flood shares its transaction, and shares nobody else's refusal", async () => {
    const before = await transactions(store);
    const intake = createIntake(store);
    const flood = Array.from({ length: 200 }, (_, at) => ({
      ...delivery,
      guid: `72d3162e-cc78-11e3-81ab-${String(at % 190).padStart(12, '0')}`,
      // No number that the database has room for.
      installation: at === 40 ? { ...ACME, id: Number.MAX_VALUE } : ACME,
    }));
    const ends = await Promise.allSettled(
      flood.map((one, at) => intake(one, at % 2 === 0 ? [{ ...work, key: `k${at % 50}`, data: { at } }] : [])),
    );
    const outcomes = ends.map((end) => (end.status === 'fulfilled' ? end.value : 'refused'));
    expect(outcomes.flatMap((outcome, at) => (outcome === 'new' ? [] : [[at, outcome]]))).toEqual([
      [40, 'refused'],
      ...Array.from({ length: 10 }, (_, at) => [190 + at, 'known']),
    ]);
    // Of each key one waits: the newest of a transaction, and after it that of the next.
    const waiting = await store.queue.take(100, []);
    expect(waiting.map(({ key }) => key).toSorted()).toEqual(
      Array.from({ length: 25 }, (_, at) => `k${at * 2}`).toSorted(),
    );
    // The first ones alone, 32 of them one by one, and the rest together.
    expect((await transactions(store)) - before).toBeLessThan(60);
  });

  test('that comes later replaces what waits, in a transaction with others or not', async () => {
    const intake = createIntake(store);
    const guid = (at: number) => `72d3162e-cc78-11e3-81ab-${String(at).padStart(12, '0')}`;
    const send = (at: number) => intake({ ...delivery, guid: guid(at) }, [{ ...work, data: { at } }]);
    await send(0);
    await Promise.all([1, 2, 3].map(send));
    await send(4);
    expect((await store.queue.take(10, [])).map(({ data }) => data)).toEqual([{ at: 4 }]);
  });
});

/** The number of the newest transaction that wrote. */
async function transactions({ db }: Store): Promise<number> {
  const { rows } = await sql<{ at: string }>`select pg_current_xact_id()::text as at`.execute(db);
  return Number(rows[0]?.at);
}

test('a pause ends by itself, and a longer one stands', async () => {
  await savePause(store, 7, { forMs: 60_000, reason: 'x' });
  await savePause(store, 7, { forMs: 1, reason: 'y' });
  await savePause(store, 8, { forMs: 0, reason: 'z' });
  expect(await pausedInstallations(store)).toEqual([7]);
});

test('what an operator holds back is known by its name in any case, until it is let go', async () => {
  await holdBack(store, 'Acme/Ops');
  await holdBack(store, 'acme/ops');
  expect(await heldBack(store)).toEqual(new Set(['acme/ops']));
  expect([await letGo(store, 'ACME/ops'), await letGo(store, 'acme/ops')]).toEqual([true, false]);
});

// The embedded database has one process.
if (isOnPostgresql)
  test('replicas that start at once bring the tables to their form together', async () => {
    const { at, drop } = await emptyDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(at, { isSupervised: true })));
    for (const one of stores) expect(await one.queue.isEmpty()).toBe(true);
    await Promise.all(stores.map((one) => one.close()));
    await drop();
  }, 60_000);
