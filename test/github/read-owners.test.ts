// github: what owners are, and may, on the stand-in.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GitHubFailed, Limited } from '../../src/github/failure.ts';
import { readOwners } from '../../src/github/read-owners.ts';
import { permissionOf } from '../../src/github/read-user.ts';
import type { Repository } from '../stand-in/world.ts';
import { type Loop, opsOf, opsRepository, startLoop } from './stand-in-world.ts';

let loop: Loop;
let ops: Repository;
beforeEach(async () => {
  loop = await startLoop({ organisations: { acme: ['ada', 'grace', 'linus'], other: [] }, users: ['eve'] });
  ops = await opsRepository(loop.github);
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

const read = (...handles: string[]) =>
  readOwners(loop.connection.reading(loop.installation), { owner: 'acme', name: 'ops', organisation: 'acme' }, handles);
const stateOf = async (handle: string) => (await read(handle))[0]?.state;
const team = (slug: string, more: object) => loop.github.setTeam({ organisation: 'acme', slug, ...more });
const write = { 'acme/ops': 'write' } as const;

describe('a team', () => {
  test.each([
    ['with write access is alive', { members: ['ada'], grants: write }, 'alive'],
    ['that maintains is alive', { members: ['ada'], grants: { 'acme/ops': 'maintain' } as const }, 'alive'],
    ['that may only read cannot write', { members: ['ada'], grants: { 'acme/ops': 'read' } as const }, 'no-write'],
    ['that may triage cannot write', { members: ['ada'], grants: { 'acme/ops': 'triage' } as const }, 'no-write'],
    ['without a grant has no access', { members: ['ada'] }, 'no-access'],
    ['without members is empty', { members: [], grants: write }, 'empty'],
    ['that is secret is secret', { members: ['ada'], grants: write, privacy: 'secret' as const }, 'secret'],
  ])('%s', async (_, facts, state) => {
    team('dba', facts);
    expect(await stateOf('@acme/dba')).toBe(state);
  });

  test('has the members of its child, and the child has its rights', async () => {
    team('parent', { members: [], grants: write });
    team('child', { members: ['ada'], parent: 'parent' });
    expect(await read('@acme/parent', '@acme/child')).toEqual([
      { handle: '@acme/parent', state: 'alive' },
      { handle: '@acme/child', state: 'alive' },
    ]);
  });

  test('is the same in any case', async () => {
    expect(await stateOf('@Acme/SRE')).toBe('alive');
  });

  test('that is not there is missing', async () => {
    expect(await stateOf('@acme/ghosts')).toBe('missing');
  });

  test('of another organisation can have no access, and nobody has to be asked', async () => {
    loop.made.length = 0;
    expect(await stateOf('@other/sre')).toBe('no-access');
    expect(loop.made).toEqual([]);
  });

  test('whose repository has twins by name has only what it was given here', async () => {
    const twin = await loop.github.createRepository({ owner: 'acme', name: 'ops-2', files: { a: 'x' } });
    team('dba', { members: ['ada'] });
    await loop.github.setPermission('@acme/dba', twin, 'admin');
    expect(await stateOf('@acme/dba')).toBe('no-access');
  });
});

describe('a person', () => {
  test.each([
    ['who may write is alive', 'linus', 'write', 'alive'],
    ['who administers is alive', 'linus', 'admin', 'alive'],
    ['who may only read cannot write', 'linus', 'read', 'no-write'],
    ['who may triage cannot write', 'linus', 'triage', 'no-write'],
    ['who was given nothing has no access', 'eve', null, 'no-access'],
    ['who does not exist is missing', 'ghost', null, 'missing'],
  ] as const)('%s', async (_, login, level, state) => {
    if (level !== null) await loop.github.setPermission(login, ops, level);
    expect(await stateOf(`@${login}`)).toBe(state);
  });
});

test('sixty teams are asked for in two queries, and not again within a minute', async () => {
  const handles = Array.from({ length: 60 }, (_, at) => `@acme/t${at}`);
  for (const handle of handles) team(handle.slice(6), { members: ['ada'], grants: write });
  loop.made.length = 0;
  const states = await read(...handles, '@ada');
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['alive']));
  expect(loop.made.map(({ route }) => route).sort()).toEqual([
    'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    'POST /app/installations/{installation_id}/access_tokens',
    'POST /graphql',
    'POST /graphql',
  ]);
  loop.made.length = 0;
  await read(...handles, '@ada');
  expect(loop.made).toEqual([]);
});

test('a failure is passed on and not kept: an owner is never gone because GitHub was', async () => {
  loop.github.fault({ operation: 'graphql', kind: '500' });
  await expect(read('@acme/sre')).rejects.toThrow(GitHubFailed);
  loop.github.fault({ operation: 'graphql', kind: 'secondary-403' });
  await expect(read('@acme/sre')).rejects.toThrow(Limited);
  expect(await stateOf('@acme/sre')).toBe('alive');
});

test('where the app may not see the members, their teams are unknown', async () => {
  const { members: _, ...permissions } = loop.github.installation('acme').permissions;
  loop.github.setInstallation('acme', { permissions }, 'ada');
  loop.connection.reading(loop.installation);
  expect(await stateOf('@acme/sre')).toBe('unknown');
});

test('what a person may do is asked for anew each time', async () => {
  const github = loop.connection.reading(loop.installation);
  expect(await permissionOf(github, opsOf(loop), 'eve')).toBe('none');
  await loop.github.setPermission('eve', ops, 'write');
  expect(await permissionOf(github, opsOf(loop), 'eve')).toBe('write');
  await loop.github.setPermission('eve', ops, 'admin');
  expect(await permissionOf(github, opsOf(loop), 'eve')).toBe('admin');
  await loop.github.setPermission('eve', ops, 'triage');
  expect(await permissionOf(github, opsOf(loop), 'eve')).toBe('read');
  expect(await permissionOf(github, opsOf(loop), 'nobody-at-all')).toBeNull();
});
