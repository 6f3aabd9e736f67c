// Old rows go at night, and what may still be under way stays.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { prune } from '../../src/flows/prune.ts';
import { createLog } from '../../src/log/log.ts';
import { noteFact } from '../../src/store/facts.ts';
import type { Store } from '../../src/store/store.ts';
import { testStore } from '../store/test-store.ts';

const DAY = 24 * 3600_000;

let store: Store;
beforeEach(async () => {
  store = await testStore();
  await store.db
    .insertInto('installations')
    .values({ id: 7, account: 'acme', is_organisation: true, permissions: 'null' })
    .execute();
}, 60_000);

const lines: string[] = [];
const log = createLog({ level: 'info', secrets: [], to: { write: (line) => void lines.push(line) } });
const lease = { assertHeld: () => {} };
const ago = (days: number) => new Date(Date.now() - days * DAY);

const effect = (key: string, state: 'intent' | 'done', days: number) => ({
  ...{ key, installation_id: 7, kind: 'check-run', state, digest: 'x', result: 'null' },
  ...{ intended_at: ago(days), done_at: state === 'done' ? ago(days) : null },
});

test('what is too old goes, and no open intent ever', async () => {
  for (const days of [29, 31])
    await store.db
      .insertInto('deliveries')
      .values({ guid: randomUUID(), event: `${days}`, received_at: ago(days) })
      .execute();
  await store.db
    .insertInto('effects')
    .values([
      ...[effect('young', 'done', 29), effect('old', 'done', 31), effect('open', 'intent', 400)],
      { ...effect('open again', 'done', 400), state: 'intent' },
    ])
    .execute();
  for (const days of [89, 91])
    await store.db
      .insertInto('checks')
      .values({
        ...{ installation_id: 7, owner: 'acme', name: 'ops', sha: `${days}`, check_name: 'c', external_id: '' },
        updated_at: ago(days),
      })
      .execute();
  await noteFact(store, 7, 'over', -1_000);
  await noteFact(store, 7, 'for a day', DAY);
  await noteFact(store, 7, 'for good', Number.POSITIVE_INFINITY);
  await prune({ store, lease, log });
  expect(await store.db.selectFrom('facts').select('fact').orderBy('fact').execute()).toEqual([
    { fact: 'for a day' },
    { fact: 'for good' },
  ]);
  expect(await store.db.selectFrom('deliveries').select('event').execute()).toEqual([{ event: '29' }]);
  expect(await store.db.selectFrom('effects').select('key').orderBy('key').execute()).toEqual([
    { key: 'open' },
    { key: 'open again' },
    { key: 'young' },
  ]);
  expect(await store.db.selectFrom('checks').select('sha').execute()).toEqual([{ sha: '89' }]);
  expect(lines.join('')).toContain(
    '"pruned":{"deliveries":1,"effects":1,"checks":1,"facts":1,"approvals":0,"overrides":0}',
  );
});

test('many go in several statements, and a lost lease ends it between two', async () => {
  await sql`insert into deliveries (guid, event, received_at)
    select gen_random_uuid(), 'push', now() - interval '40 days' from generate_series(1, 10001)`.execute(store.db);
  let asked = 0;
  const lost = {
    assertHeld: () => {
      asked += 1;
      if (asked === 3) throw new Error('The lease is lost');
    },
  };
  await expect(prune({ store, lease: lost, log })).rejects.toThrow('The lease is lost');
  const count = async () => (await store.db.selectFrom('deliveries').select('guid').execute()).length;
  expect(await count()).toBe(1);
  await prune({ store, lease, log });
  expect(await count()).toBe(0);
});
