// flows: owners who leave, are renamed or lose their rights. What the catalog says of them, with the requests that it takes.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isOrphaning, type Standing } from '../../src/core/catalog/owner-standing.ts';
import { auditOwners } from '../../src/flows/audit-owners.ts';
import { indexRepository } from '../../src/flows/index-repository.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { procedure } from '../loops/world.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';

let world: FlowWorld;
let home: Repository;
beforeEach(async () => {
  world = await startFlowWorld();
  const files = { 'runbooks/a.md': procedure('A'), 'runbooks/b.md': procedure('B', '@grace') };
  home = await world.github.createRepository({ owner: 'acme', name: 'ops', files });
  world.github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], grants: { 'acme/ops': 'write' } });
  await world.github.setPermission('grace', home, 'write');
  await saveInstallation(world.store, {
    ...{ id: world.installation, account: 'acme', accountId: 1, isOrganisation: true },
    ...{ permissions: null, isSuspended: false },
  });
  const repository = { installation: world.installation, owner: 'acme', name: 'ops' };
  await indexRepository(world.tools, { kind: 'index-repository', repository });
  await audit(null);
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const audit = (owners: readonly string[] | null) => auditOwners(world.tools, world.installation, { owners });
async function standings(): Promise<Readonly<Record<string, string>>> {
  const rows = await world.store.db.selectFrom('owners').selectAll().orderBy('key').execute();
  return Object.fromEntries(
    rows.map(({ key, state, renamed_to }) => [key, renamed_to ? `${state} to ${renamed_to}` : state]),
  );
}
const FINE = { '@acme/sre': 'alive', '@grace': 'alive' };

test('all is well: two requests for the few, however often they own', async () => {
  expect(await standings()).toEqual(FINE);
  const before = world.requests.length;
  await audit(null);
  expect(world.requests.slice(before).filter((route) => route === 'POST /graphql')).toHaveLength(2); // who is there, and the rights of the longest unchecked
});

test.each<readonly [string, () => void | Promise<void>, readonly string[] | null, Record<string, string>]>([
  [
    'the team is deleted',
    () => world.github.removeTeam('acme', 'sre'),
    ['@acme/sre'],
    { ...FINE, '@acme/sre': 'gone' },
  ],
  [
    'the team is deleted, and nobody said so',
    () => world.github.removeTeam('acme', 'sre'),
    null,
    { ...FINE, '@acme/sre': 'gone' },
  ],
  [
    'the last one leaves the team',
    () => world.github.leaveTeam('acme', 'sre', 'ada'),
    ['@acme/sre'],
    { ...FINE, '@acme/sre': 'empty' },
  ],
  [
    'the last one leaves the organisation',
    () => world.github.setMember('acme', 'ada', 'none'),
    null,
    { ...FINE, '@acme/sre': 'empty' },
  ],
  [
    'the team loses its right',
    () => world.github.setPermission('@acme/sre', home, 'none'),
    ['@acme/sre'],
    { ...FINE, '@acme/sre': 'no-access' },
  ],
  [
    'the team may only read',
    () => world.github.setPermission('@acme/sre', home, 'read'),
    ['@acme/sre'],
    { ...FINE, '@acme/sre': 'no-write' },
  ],
  [
    'the team is renamed',
    () => world.github.renameTeam('acme', 'sre', 'reliability'),
    null,
    { ...FINE, '@acme/sre': 'renamed to @acme/reliability' },
  ],
  [
    'a person loses what was given to them, and has what every member has',
    () => world.github.setPermission('grace', home, 'none'),
    ['@grace'],
    { ...FINE, '@grace': 'no-write' },
  ],
  [
    'a person may only read',
    () => world.github.setPermission('grace', home, 'read'),
    ['@grace'],
    { ...FINE, '@grace': 'no-write' },
  ],
])('%s', async (_, happen, owners, expected) => {
  await happen();
  await audit(owners);
  expect(await standings()).toEqual(expected);
});

test('one who comes back is alive again', async () => {
  world.github.leaveTeam('acme', 'sre', 'ada');
  await audit(['@acme/sre']);
  world.github.setTeam({ organisation: 'acme', slug: 'sre', members: ['grace'] });
  await audit(null);
  expect(await standings()).toEqual(FINE);
});

test('a name that comes back is no rename any more', async () => {
  world.github.renameTeam('acme', 'sre', 'reliability');
  await audit(null);
  world.github.renameTeam('acme', 'reliability', 'sre');
  await audit(null);
  expect(await standings()).toEqual(FINE);
});

test('a right that changed without an event is found by looking again', async () => {
  await world.github.setPermission('@acme/sre', home, 'none');
  await audit(null);
  expect(await standings()).toEqual({ ...FINE, '@acme/sre': 'no-access' });
});

test('GitHub does not answer: nobody is gone for it', async () => {
  world.github.fault({ operation: 'graphql', kind: '500', times: Number.POSITIVE_INFINITY });
  await expect(audit(null)).rejects.toThrow('GitHub answered 500');
  expect(await standings()).toEqual(FINE);
});

test('who is an orphan follows from where the owner stands', () => {
  const all: readonly Standing[] = ['alive', 'gone', 'renamed', 'empty', 'secret', 'no-access', 'no-write', 'unknown'];
  expect(all.filter(isOrphaning)).toEqual(['gone', 'empty', 'no-access', 'no-write']);
});
