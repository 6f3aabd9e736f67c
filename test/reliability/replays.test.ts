// The same delivery five times at once (R14), and again on day 0, 3, 7 and 29 (R15): its work is made once.
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { jobsOf } from '../../src/events/events.ts';
import { toldBy } from '../../src/events/told.ts';
import { toWork } from '../../src/flows/work.ts';
import { prune } from '../../src/store/prune.ts';
import type { Store } from '../../src/store/store.ts';
import { takeIn } from '../../src/store/take-in.ts';
import { testStore } from '../store/test-store.ts';
import { count } from './counts.ts';

const AT_ONCE = 25;

/** The delivery numbered `at`, of a pull request of its own. */
function deliver(store: Store, at: number): Promise<'new' | 'known'> {
  const guid = `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;
  const payload = {
    ...{ action: 'opened', number: at + 1, pull_request: { head: { sha: at.toString(16).padStart(40, '0') } } },
    ...{ installation: { id: 7 }, repository: { name: 'ops', owner: { login: 'acme', id: 5, type: 'Organization' } } },
  };
  const jobs = jobsOf('pull_request', payload, 4711);
  return takeIn(
    store,
    toldBy(guid, 'pull_request', payload),
    jobs.map((job) => toWork(job, guid)),
  );
}

async function deliverAll(store: Store, all: readonly number[]): Promise<Record<'new' | 'known', number>> {
  const told = { new: 0, known: 0 };
  for (let at = 0; at < all.length; at += AT_ONCE)
    for (const one of await Promise.all(all.slice(at, at + AT_ONCE).map((number) => deliver(store, number))))
      told[one] += 1;
  return told;
}

async function jobsIn({ db }: Store): Promise<number> {
  const { rows } = await sql<{
    jobs: number;
  }>`select count(*)::int as jobs from pgboss.job where name = 'work'`.execute(db);
  return rows[0]?.jobs ?? -1;
}

const GUIDS = count(1_000, 60);

test(`${GUIDS} deliveries, each five times at once: each is taken in once, and makes one job`, async () => {
  const store = await testStore();
  const all = Array.from({ length: GUIDS * 5 }, (_, at) => Math.floor(at / 5));
  expect(await deliverAll(store, all)).toEqual({ new: GUIDS, known: GUIDS * 4 });
  expect(await jobsIn(store)).toBe(GUIDS);
}, 600_000);

test.each([0, 3, 7, 29])(
  `${GUIDS} deliveries again after %i days, nightly cleaning in between: nothing new`,
  async (days) => {
    const store = await testStore();
    const all = Array.from({ length: GUIDS }, (_, at) => at);
    await deliverAll(store, all);
    await sql`delete from pgboss.job where name = 'work'`.execute(store.db);
    await store.db
      .updateTable('deliveries')
      .set({ received_at: sql<Date>`now() - make_interval(days => ${days}, mins => 5)` })
      .execute();
    await prune(store, () => {});
    expect(await deliverAll(store, all)).toEqual({ new: 0, known: GUIDS });
    expect(await jobsIn(store)).toBe(0);
  },
  600_000,
);
