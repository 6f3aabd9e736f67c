// An invalid organisation policy: one issue tells its repository, is kept up to date, and is closed when the policy is valid again.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tellPolicy } from '../../src/flows/tell-policy.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

const FILE = 'runbook-steward.yml';

let world: FlowWorld;
let home: Repository;
afterEach(async () => {
  expect(world.github.violations).toEqual([]);
  await world.close();
});

async function start(text: string, options: Parameters<typeof startFlowWorld>[0] = {}): Promise<void> {
  world = await startFlowWorld(options);
  home = await world.github.createRepository({ owner: 'acme', name: '.github-private', files: { [FILE]: text } });
  await knownRepository(world.store, world.installation, home);
}
const write = (text: string) => world.github.commit(home, 'main', { [FILE]: text }, { author: 'ada' });
const tell = (more: object = {}) => tellPolicy({ ...world.tools, ...more }, world.installation);
const issues = () => world.github.issues('acme/.github-private');
const writes = (from = 0) => world.requests.slice(from).filter((route) => /^(POST|PATCH|DELETE) \/repos/.test(route));
/** What the tests before left behind is not looked at again. */
const mark = () => world.requests.length;

describe('an invalid policy', () => {
  beforeEach(() => start('enforce: touched\n'), 60_000);

  test('is told once, with its lines and what stays in force', async () => {
    const valid = world.github.branches('acme/.github-private')['main'] ?? '';
    await write('enforce: perhaps\n');
    await tell();
    const [issue] = await issues();
    expect(issue).toMatchObject({
      title: 'The organisation policy is invalid',
      state: 'open',
      author: 'runbook-steward[bot]',
    });
    expect(issue?.body).toMatch(
      /^<!-- runbook-steward: {"kind":"policy-invalid","key":"acme\/\.github-private"} -->\n/,
    );
    expect(issue?.body).toContain(
      '- [line 1](https://github.com/acme/.github-private/edit/main/runbook-steward.yml#L1): ',
    );
    expect(issue?.body).toContain(`the policy of commit ${valid} stays in force`);
    const before = mark();
    await tell();
    expect(await issues()).toHaveLength(1);
    expect(writes(before)).toEqual([]);
  });

  test('is told anew in its place when the problem changes, and closed when it is mended', async () => {
    await write('enforce: perhaps\n');
    await tell();
    await write('\nenforce: sometimes\n');
    await tell();
    expect(await issues()).toMatchObject([{ number: 1, state: 'open', body: expect.stringContaining('[line 2]') }]);
    await write('enforce: new\n');
    await tell();
    expect(await issues()).toMatchObject([{ number: 1, state: 'closed', stateReason: 'completed' }]);
    expect(await world.github.comments('acme/.github-private', 1)).toMatchObject([
      { body: expect.stringContaining('is valid again, and in force.') },
    ]);
    const before = mark();
    await tell();
    expect(writes(before)).toEqual([]);
    await write('enforce: perhaps\n');
    await tell();
    expect(await issues()).toMatchObject([{ number: 1, state: 'open', body: expect.stringContaining('[line 1]') }]);
  });

  test('that is gone with its file is told no longer', async () => {
    await write('enforce: perhaps\n');
    await tell();
    await world.github.commit(home, 'main', { [FILE]: null }, { author: 'ada' });
    await tell();
    expect(await issues()).toMatchObject([{ number: 1, state: 'closed' }]);
  });

  test('stays closed where a person closed the issue, until another problem comes', async () => {
    await write('enforce: perhaps\n');
    await tell();
    const { status } = await fetch(`${world.github.url}/repos/acme/.github-private/issues/1`, {
      method: 'PATCH',
      headers: { authorization: `token ${world.github.tokenOf('ada')}`, 'user-agent': 'test' },
      body: JSON.stringify({ state: 'closed' }),
    });
    expect(status).toBe(200);
    await tell();
    expect(await issues()).toMatchObject([{ state: 'closed' }]);
    await write('\nenforce: sometimes\n');
    await tell();
    expect(await issues()).toMatchObject([{ number: 1, state: 'open' }]);
  });

  test('is told in the same issue when the store knows nothing any more, and nobody else can pretend', async () => {
    await write('enforce: perhaps\n');
    await tell();
    const [first] = await issues();
    for (const table of ['issues', 'effects'] as const) await world.store.db.deleteFrom(table).execute();
    await world.github.openIssue(home, 'ada', { title: 'Mine', body: first?.body ?? '' });
    const before = mark();
    await tell();
    expect(writes(before)).toEqual([]);
    await write('enforce: new\n');
    await tell();
    expect((await issues()).map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('is found again where the answer to its making was lost', async () => {
    await write('enforce: perhaps\n');
    world.github.fault({ operation: 'issues/create', kind: 'reset-after' });
    await expect(tell()).rejects.toThrow('Could not create an issue in acme/.github-private');
    await tell();
    expect(await issues()).toHaveLength(1);
    const kept = await world.store.db.selectFrom('issues').select(['number', 'is_open']).execute();
    expect(kept).toEqual([{ number: 1, is_open: true }]);
  });

  test('is only logged where the app may not write issues, or the repository takes none', async () => {
    await write('enforce: perhaps\n');
    const { issues: _, ...rest } = world.github.installation('acme').permissions;
    world.github.setInstallation('acme', { permissions: rest }, 'ada');
    await tell();
    expect(world.lines.join('')).toContain("The policy's repository cannot be told");
    await world.store.db.updateTable('repositories').set({ has_issues: false }).execute();
    await tell();
    expect(world.lines.join('')).toContain('The organisation policy is invalid, and nobody is told.');
    expect(await issues()).toEqual([]);
  });

  test('is told although the push is the first that is heard of the repository', async () => {
    await write('enforce: perhaps\n');
    await world.store.db.deleteFrom('repositories').execute();
    await tell();
    expect(await issues()).toHaveLength(1);
    const known = await world.store.db.selectFrom('repositories').select(['id', 'name', 'indexed_sha']).execute();
    expect(known).toEqual([{ id: home.id, name: '.github-private', indexed_sha: null }]);
  });

  test("is nobody's who does not own the POLICY_REPO", async () => {
    await write('enforce: perhaps\n');
    await tell({ policyRepository: { owner: 'globex', name: 'policy' } });
    expect(world.requests).toEqual([]);
    await tell({ policyRepository: { owner: 'ACME', name: '.github-private' } });
    expect(await issues()).toHaveLength(1);
  });
});

test('a policy that was never valid says so', async () => {
  await start('enforce: perhaps\n');
  await tell();
  expect((await issues())[0]?.body).toContain('No earlier commit has a valid one');
});

test('a valid policy, or none, is no reason to write', async () => {
  await start('enforce: touched\n');
  await tell();
  await world.github.commit(home, 'main', { [FILE]: null, 'x.md': 'x' }, { author: 'ada' });
  await tell();
  expect(writes()).toEqual([]);
});

test('a dry run sends no request that writes, and says in the audit what it would have', async () => {
  await start('enforce: perhaps\n', { tools: { isDryRun: true } });
  await tell();
  expect(writes()).toEqual([]);
  const audit = await world.store.db.selectFrom('audit').select(['kind', 'outcome']).execute();
  expect(audit).toEqual([{ kind: 'issue', outcome: 'planned' }]);
});
