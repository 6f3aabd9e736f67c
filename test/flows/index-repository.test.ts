// flows: the catalog follows the default branch. These tests run on the embedded database and on PostgreSQL.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { indexRepository } from '../../src/flows/index-repository.ts';
import { syncInstallation, syncInstallations } from '../../src/flows/sync-installation.ts';
import type { Tools } from '../../src/flows/tools.ts';
import { removeInstallation, saveInstallation } from '../../src/store/installations.ts';
import { findRepository } from '../../src/store/repositories.ts';
import { procedure } from '../loops/world.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';

const FILES = {
  '.github/runbook-steward.yml': 'enforce: new\nreview: {timeZone: Europe/Berlin}\n',
  '.github/CODEOWNERS': '/.github/ @acme/sre\n/runbooks/ @acme/sre @ada\n',
  'runbooks/a.md': procedure('A'),
  'runbooks/b.md': `${procedure('B')}\n## Steps\n\nSee [A](a.md#steps).\n`,
  'runbooks/broken.md': '---\nowner: [\n---\n# Broken\n',
  'runbooks/big.md': `${procedure('Big')}${'x'.repeat(1024 * 1024)}`,
  'src/index.ts': 'export {};\n',
};

let world: FlowWorld;
let home: Repository;
beforeEach(async () => {
  world = await startFlowWorld();
  home = await world.github.createRepository({ owner: 'acme', name: 'ops', files: FILES });
  world.github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], grants: { 'acme/ops': 'write' } });
  await saveInstallation(world.store, {
    ...{ id: world.installation, account: 'acme', accountId: 1, isOrganisation: true },
    ...{ permissions: null, isSuspended: false },
  });
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const ref = (name = 'ops') => ({ installation: world.installation, owner: 'acme', name });
const index = (name?: string) => indexRepository(world.tools, { kind: 'index-repository', repository: ref(name) });
/** The catalog without what is the database's own. */
async function catalog() {
  const { db } = world.store;
  const [entries, files, findings, owners, repositories] = await Promise.all([
    db.selectFrom('entries').selectAll().orderBy('repository_id').orderBy('path').execute(),
    db.selectFrom('files').selectAll().orderBy('repository_id').orderBy('path').execute(),
    db.selectFrom('findings').selectAll().orderBy('repository_id').orderBy('number').execute(),
    db.selectFrom('owners').selectAll().orderBy('repository_id').orderBy('key').execute(),
    db.selectFrom('repositories').selectAll().orderBy('id').execute(),
  ]);
  return {
    ...{ entries, files, findings },
    owners: owners.map(({ since, checked_at, ...owner }) => owner),
    repositories: repositories.map(({ indexed_at, ...one }) => one),
  };
}
async function requestsOf(act: () => Promise<void>): Promise<readonly string[]> {
  const before = world.requests.length;
  await act();
  return world.requests.slice(before).filter((route) => !route.endsWith('access_tokens'));
}

test('a first index reads each file once and keeps what it says', async () => {
  const requests = await requestsOf(index);
  expect(requests.filter((route) => route === 'POST /graphql')).toHaveLength(4); // facts, deciding files, procedures, owners
  const { entries, files, findings, owners, repositories } = await catalog();
  expect(
    entries.map(({ path, title, owner, coverage, risk, next_review_on }) => [
      path,
      title,
      owner,
      coverage,
      risk,
      next_review_on,
    ]),
  ).toEqual([
    ['runbooks/a.md', 'A', '@acme/sre', 'specific', 'low', '2027-11-01'],
    ['runbooks/b.md', 'B', '@acme/sre', 'specific', 'low', '2027-11-01'],
    ['runbooks/broken.md', 'Broken', null, 'specific', null, null],
  ]);
  expect(entries[1]).toMatchObject({
    headings: [
      { text: 'B', anchor: 'b', level: 1 },
      { text: 'Steps', anchor: 'steps', level: 2 },
    ],
    links: [{ target: 'a.md#steps', line: expect.any(Number), column: expect.any(Number) }],
    body: FILES['runbooks/b.md'],
  });
  expect(files.map(({ path, unreadable, text }) => [path, unreadable, text === null])).toEqual([
    ['.github/CODEOWNERS', null, false],
    ['.github/runbook-steward.yml', null, false],
    ['runbooks/big.md', 'too-large', true],
  ]);
  expect(findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual(
    expect.arrayContaining(['front-matter-parses runbooks/broken.md', 'procedure-readable runbooks/big.md']),
  );
  expect(owners).toMatchObject([{ key: '@acme/sre', kind: 'team', state: 'alive', renamed_to: null }]);
  expect(repositories).toMatchObject([
    { id: home.id, name: 'ops', is_private: true, default_branch: 'main', configured_on: '2026-11-23' },
  ]);
});

test('nothing moved: one request, and nothing is written', async () => {
  await index();
  const before = await catalog();
  expect(await requestsOf(index)).toEqual(['POST /graphql']);
  expect(await catalog()).toEqual(before);
});

test('a push: only what changed is read, and rows that stay are left alone', async () => {
  await index();
  const changes = { 'runbooks/b.md': procedure('Bee'), 'runbooks/c.md': procedure('C'), 'runbooks/a.md': null };
  await world.github.commit(home, 'main', changes, { author: 'ada' });
  world.github.setCodeownersErrors(home, 'main', []);
  const asked: string[] = [];
  const reading: Tools['connection']['reading'] = (installation) => {
    const github = world.tools.connection.reading(installation);
    const send: typeof github.send = (request) => {
      asked.push(JSON.stringify(request.body ?? ''));
      return github.send(request);
    };
    return { ...github, send };
  };
  const connection = { ...world.tools.connection, reading };
  await indexRepository({ ...world.tools, connection }, { kind: 'index-repository', repository: ref() });
  expect(asked.filter((body) => body.includes('b1: object')).length).toBe(1); // b.md and c.md, in one query
  expect(asked.filter((body) => body.includes('b2: object'))).toEqual([]);
  const { entries } = await catalog();
  expect(entries.map(({ path, title }) => [path, title])).toEqual([
    ['runbooks/b.md', 'Bee'],
    ['runbooks/broken.md', 'Broken'],
    ['runbooks/c.md', 'C'],
  ]);
});

test('without stored texts the catalog is the same but for them', async () => {
  await index();
  const whole = await catalog();
  await removeInstallation(world.store, world.installation);
  await saveInstallation(world.store, {
    ...{ id: world.installation, account: 'acme', accountId: 1, isOrganisation: true },
    ...{ permissions: null, isSuspended: false },
  });
  await indexRepository({ ...world.tools, storesBodies: false }, { kind: 'index-repository', repository: ref() });
  const bare = await catalog();
  const strip = ({ body, search, ...entry }: (typeof whole.entries)[number]) => entry;
  expect(bare.entries.map(strip)).toEqual(whole.entries.map(strip));
  expect(bare.entries.every(({ body }) => body === null)).toBe(true);
  expect(bare.findings).toEqual(whole.findings);
});

test('the database deleted: one sync and what follows brings the same catalog back, byte for byte', async () => {
  await syncAll();
  const before = await catalog();
  expect(before.entries).toHaveLength(3);
  await removeInstallation(world.store, world.installation);
  expect((await catalog()).entries).toEqual([]);
  await syncAll();
  expect(await catalog()).toEqual(before);
});

/** The installation and all that it sends. */
async function syncAll() {
  await syncInstallation(world.tools, world.installation, { isWhole: false });
  for (const job of await world.waiting()) if (job.kind === 'index-repository') await indexRepository(world.tools, job);
  for (const one of await world.store.queue.take(100, [])) await world.store.queue.done(one);
}

describe('a repository', () => {
  beforeEach(() => index());

  test('that is renamed keeps its entries under the new name', async () => {
    world.github.changeRepository(home, { name: 'operations' }, 'ada');
    await index('operations');
    const { repositories, entries } = await catalog();
    expect(repositories).toMatchObject([{ id: home.id, name: 'operations' }]);
    expect(entries).toHaveLength(3);
  });

  test('that takes the name of another does not take its entries', async () => {
    world.github.changeRepository(home, { name: 'old' }, 'ada');
    const files = { 'runbooks/x.md': procedure('X') };
    const other = await world.github.createRepository({ owner: 'acme', name: 'other', files });
    world.github.changeRepository(other, { name: 'ops' }, 'ada');
    await index();
    expect((await findRepository(world.store, ref()))?.id).toBe(other.id);
    await index('old');
    expect((await catalog()).repositories.map(({ id, name }) => [id, name]).sort()).toEqual(
      [
        [home.id, 'old'],
        [other.id, 'ops'],
      ].sort(),
    );
  });

  test('that is archived or made public is known as such', async () => {
    world.github.changeRepository(home, { isArchived: true, visibility: 'public' }, 'ada');
    await index();
    expect((await catalog()).repositories).toMatchObject([{ is_archived: true, is_private: false }]);
  });

  test('that is deleted goes, with everything that was kept of it', async () => {
    await world.github.deleteRepository(home, 'ada');
    await index();
    expect(Object.values(await catalog()).map((rows) => rows.length)).toEqual([0, 0, 0, 0, 0]);
  });

  test('that switches the app off has no entries', async () => {
    await world.github.commit(home, 'main', { '.github/runbook-steward.yml': 'enabled: false\n' }, { author: 'ada' });
    await index();
    const { entries, findings, repositories } = await catalog();
    expect([entries, findings]).toEqual([[], []]);
    expect(repositories).toMatchObject([{ settings: { isEnabled: false } }]);
  });
});

test('an organisation policy holds for all: a new one has every repository made again', async () => {
  await index();
  await world.github.createRepository({
    ...{ owner: 'acme', name: '.github', visibility: 'public' as const },
    files: { 'runbook-steward.yml': 'defaults: {owner: "@acme/sre"}\n' },
  });
  const requests = await requestsOf(index);
  expect(requests.length).toBeGreaterThan(1);
  const { entries } = await catalog();
  expect(entries.find(({ path }) => path === 'runbooks/broken.md')).toMatchObject({
    owner: '@acme/sre',
    owner_source: 'organisation',
  });
});

test('a sync finds repositories that came and went, in one request each hundred, and the list only where it must', async () => {
  await syncAll();
  expect(await requestsOf(() => syncInstallation(world.tools, world.installation, { isWhole: false }))).toEqual([
    'GET /app/installations/{installation_id}',
    'POST /graphql',
  ]);
  await world.github.createRepository({ owner: 'acme', name: 'more', files: { 'runbooks/m.md': procedure('M') } });
  await world.github.deleteRepository(home, 'ada');
  await syncAll();
  const { repositories, entries } = await catalog();
  expect([repositories.map(({ name }) => name), entries.map(({ path }) => path)]).toEqual([
    ['more'],
    ['runbooks/m.md'],
  ]);
});

test('a service that was never told of an installation finds it, and forgets one that is gone', async () => {
  await removeInstallation(world.store, world.installation);
  const gone = {
    ...{ id: 99, account: 'gone', accountId: 9, isOrganisation: true },
    permissions: null,
    isSuspended: false,
  };
  await saveInstallation(world.store, gone);
  await syncInstallations(world.tools, { isWhole: false });
  const rows = await world.store.db.selectFrom('installations').select(['id', 'account']).execute();
  expect(rows).toEqual([{ id: world.installation, account: 'acme' }]);
  expect(await world.waiting()).toEqual([
    { kind: 'sync-installation', installation: world.installation, isWhole: false },
  ]);
});

test('an installation that is gone takes its data with it', async () => {
  await syncAll();
  world.github.uninstall('acme', 'ada');
  await syncAll();
  expect(Object.values(await catalog()).map((rows) => rows.length)).toEqual([0, 0, 0, 0, 0]);
  expect(await world.store.db.selectFrom('installations').selectAll().execute()).toEqual([]);
});
