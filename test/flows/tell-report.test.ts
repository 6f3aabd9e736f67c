// The weekly report of an organisation: one issue in the policy's repository, brought up to date and never louder.
import { afterEach, expect, test } from '@jest/globals';
import { indexRepository } from '../../src/flows/index-repository.ts';
import { tellReport } from '../../src/flows/tell-report.ts';
import { readRepositoryFacts } from '../../src/github/repository-facts.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { saveRepository } from '../../src/store/repositories.ts';
import { procedure } from '../loops/world.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';

let world: FlowWorld;
let open: Repository;
afterEach(async () => {
  expect(world.github.violations).toEqual([]);
  await world.close();
});

/** acme with a policy, a public and a private repository, and a team of which nobody is left. */
async function start(policyPlace: string, isPolicyPrivate: boolean, more: Parameters<typeof startFlowWorld>[0] = {}) {
  world = await startFlowWorld(more);
  const { github, store, installation } = world;
  await saveInstallation(store, {
    ...{ id: installation, account: 'acme', accountId: 1, isOrganisation: true },
    ...{ permissions: null, isSuspended: false },
  });
  await github.createRepository({
    ...{ owner: 'acme', name: policyPlace, visibility: isPolicyPrivate ? 'private' : 'public' },
    files: { 'runbook-steward.yml': 'enforce: new\n' },
  });
  open = await repository('open', false, { 'runbooks/a.md': procedure('A'), 'runbooks/b.md': '# No owner\n' });
  await repository('closed', true, { 'runbooks/c.md': procedure('C', '@acme/hidden') });
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], grants: { 'acme/open': 'write' } });
  github.setTeam({ organisation: 'acme', slug: 'hidden', members: [], grants: { 'acme/closed': 'write' } });
  await know(policyPlace);
  for (const name of ['open', 'closed']) await index(name);
}
const repository = (name: string, isPrivate: boolean, files: Readonly<Record<string, string>>) =>
  world.github.createRepository({
    ...{ owner: 'acme', name, visibility: isPrivate ? 'private' : 'public' },
    files: { '.github/CODEOWNERS': '/runbooks/a.md @acme/sre\n', ...files },
  });
const at = (name: string) => ({ installation: world.installation, owner: 'acme', name });
const index = (name: string) => indexRepository(world.tools, { kind: 'index-repository', repository: at(name) });
/** As the catalog learns of a repository. */
async function know(name: string) {
  const read = await readRepositoryFacts(world.tools.connection.reading(world.installation), at(name), [at(name)]);
  if (!read) throw new Error(`There is no ${name}.`);
  const defaultBranch = read.facts.defaultBranch?.name ?? null;
  await saveRepository(world.store.db, { ...read.facts, installation: world.installation, defaultBranch });
}
const tell = (today: string) => tellReport({ ...world.tools, clock: () => today }, world.installation);
const writes = () => world.requests.filter((route) => /^(POST|PATCH|DELETE) \/repos/.test(route)).length;

test('names owners and repositories, says what changed after a week, and writes once a day at most', async () => {
  await start('.github-private', true);
  await tell('2026-11-23');
  const [issue] = await world.github.issues('acme/.github-private');
  expect(issue).toMatchObject({ title: 'Operations procedures: the weekly report', state: 'open', assignees: [] });
  expect(issue?.body).toContain('3 procedures in 2 repositories on 2026-11-23.\n');
  expect(issue?.body).toContain('- **2 of 3** (67 %) have an owner\n');
  expect(issue?.body).toContain('- **1 of 3** (33 %) have an owner who can act\n');
  expect(issue?.body).toContain('- **1 of 3** (33 %) are orphans\n');
  expect(issue?.body).toContain('| `@acme/hidden` | 1 | 1 | 0 | 0 | 1 | 1 | 1 | 0 |  |\n');
  expect(issue?.body).toContain('| `acme/closed` | 1 | ');
  const before = writes();
  await tell('2026-11-23');
  expect(writes()).toBe(before);

  await world.github.commit(open, 'main', { 'runbooks/b.md': procedure('B') }, { author: 'ada' });
  await index('open');
  await tell('2026-11-30');
  const [next, ...others] = await world.github.issues('acme/.github-private');
  expect(others).toEqual([]);
  expect(next?.body).toContain('- **3 of 3** (100 %) (+1) have an owner\n');
  expect(next?.body).toContain('The change since 2026-11-23 stands in brackets.');
  await tell('2026-11-30');
  expect(writes()).toBe(before + 1);
}, 60_000);

test('in a public place only what is public is named; all of it counts', async () => {
  await start('.github', false);
  await tell('2026-11-23');
  const [issue] = await world.github.issues('acme/.github');
  expect(issue?.body).toContain('3 procedures in 2 repositories on 2026-11-23.\n');
  expect(issue?.body).toContain('| `acme/open` | 2 | ');
  expect(issue?.body).not.toMatch(/closed|hidden/);
  expect(issue?.body).toContain('1 repository that is not public._');
}, 60_000);

test('closed by hand it stays closed, and as it is', async () => {
  await start('.github-private', true);
  await tell('2026-11-23');
  const { status } = await fetch(`${world.github.url}/repos/acme/.github-private/issues/1`, {
    method: 'PATCH',
    headers: { authorization: `token ${world.github.tokenOf('ada')}`, 'user-agent': 'test' },
    body: JSON.stringify({ state: 'closed' }),
  });
  expect(status).toBe(200);
  const before = writes();
  await tell('2026-11-30');
  await tell('2026-12-07');
  expect(writes()).toBe(before);
  expect(await world.github.issues('acme/.github-private')).toMatchObject([
    { state: 'closed', body: expect.stringContaining('on 2026-11-23.') },
  ]);
}, 60_000);

test('without a policy there is no place for it, and in a dry run nothing is written', async () => {
  await start('policies', true);
  await tell('2026-11-23');
  expect(writes()).toBe(0);
  await world.close();
  await start('.github-private', true, { tools: { isDryRun: true } });
  await tell('2026-11-23');
  expect(writes()).toBe(0);
  expect(await world.github.issues('acme/.github-private')).toEqual([]);
}, 60_000);

test('counts the feedback of the last 90 days, and what of it was answered', async () => {
  await start('.github-private', true);
  const day = (text: string) => new Date(`${text}T10:00:00Z`);
  const common = { repository_id: open.id, installation_id: world.installation, reporter: 'kim', is_open: true };
  const about = { procedure_repository_id: open.id, procedure_path: 'runbooks/a.md', owner: '@acme/sre' };
  const filed = [
    { number: 1, opened_at: day('2026-11-20'), answered_at: day('2026-11-21') },
    { number: 2, opened_at: day('2026-11-20'), answered_at: null },
    { number: 3, opened_at: day('2026-07-01'), answered_at: day('2026-07-02') },
  ];
  await world.store.db
    .insertInto('feedback')
    .values(filed.map((one) => ({ ...common, ...about, ...one })))
    .execute();
  await tell('2026-11-23');
  const [issue] = await world.github.issues('acme/.github-private');
  expect(issue?.body).toContain('- **1 of 2** (50 %) reports of the last 90 days were answered\n');
  expect(issue?.body).toMatch(/^\| `@acme\/sre` \| 1 \|.*\| 1 of 2 \|$/m);
});
