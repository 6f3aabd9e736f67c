// The organisation's policy over the whole loop: out of sight, lost, broken, and keys that it locks.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CheckRun, Pull, Repository } from '../stand-in/world.ts';
import { CONFIG, opsRepository, propose, startWorld, type World } from './world.ts';

const POLICY = 'runbook-steward.yml';
const BAD = { 'runbooks/b.md': '# B\n' };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const policy = (text: string, name = '.github-private'): Promise<Repository> =>
  world.github.createRepository({ owner: 'acme', name, files: { [POLICY]: text } });
const runOf = ({ head }: Pull): CheckRun | undefined => world.checkRun(head.sha);
const says = (pull: Pull) => [runOf(pull)?.conclusion, runOf(pull)?.title];
const isEnforced = ['failure', '1 of 1 procedure has no owner'];

/** The app keeps these repositories only. */
async function leave(...names: readonly string[]): Promise<void> {
  world.github.setInstallation('acme', { repositories: names.map((name) => `acme/${name}`) }, 'ada');
  await world.settled();
}

test('it decides where the repository says nothing', async () => {
  await policy('enforce: touched\n');
  const pull = await propose(world, await opsRepository(world, { [CONFIG]: null }), BAD);
  expect(says(pull)).toEqual(isEnforced);
  expect(runOf(pull)?.summary).toContain('Configuration: `acme/.github-private/runbook-steward.yml`.');
});

describe('out of sight', () => {
  test("from the start: the repository's own decides, and the summary says what could not be read", async () => {
    await policy('enforce: off\n');
    const repository = await opsRepository(world);
    await leave('ops');
    const pull = await propose(world, repository, BAD);
    expect(says(pull)).toEqual(isEnforced);
    expect(runOf(pull)?.summary).toContain(
      'No organisation policy: there is no acme/\\.github\\-private or acme/\\.github that the app may read\\.',
    );
  });

  test('after it was read: nothing passes, and it heals when it is seen again', async () => {
    await policy('enforce: touched\n');
    const repository = await opsRepository(world, { [CONFIG]: null });
    await propose(world, repository, BAD, 'before');
    await leave('ops');
    const pull = await propose(world, repository, { 'runbooks/c.md': '# C\n' }, 'lost');
    expect(says(pull)).toEqual(['failure', 'Could not decide: the app has lost access to it']);
    await leave('ops', '.github-private');
    world.github.rerequest(runOf(pull) as CheckRun, 'ada');
    await world.settled();
    expect(says(pull)).toEqual(isEnforced);
  });

  test('after it was read: a weaker one further down does not take its place', async () => {
    await policy('enforce: touched\n');
    await policy('enforce: off\n', '.github');
    const repository = await opsRepository(world, { [CONFIG]: null });
    await propose(world, repository, BAD, 'before');
    await leave('ops', '.github');
    const pull = await propose(world, repository, { 'runbooks/c.md': '# C\n' }, 'lost');
    expect(says(pull)).toEqual(['failure', 'Could not decide: the app has lost access to it']);
  });
});

describe('broken', () => {
  test('the last valid commit stays in force, and the summary says so', async () => {
    const home = await policy('enforce: touched\n');
    await world.github.commit(home, 'main', { [POLICY]: 'enforce: perhaps\n' }, { author: 'ada' });
    const pull = await propose(world, await opsRepository(world, { [CONFIG]: null }), BAD);
    expect(says(pull)).toEqual(isEnforced);
    expect(runOf(pull)?.summary).toMatch(/is invalid: that of commit [\da-f\u200B]+ stays in force/);
  });

  test('and never valid, nothing passes', async () => {
    await policy('enforce: perhaps\n');
    const pull = await propose(world, await opsRepository(world, { [CONFIG]: null }), BAD);
    expect(says(pull)).toEqual(['failure', 'Could not decide: the configuration of the base branch is broken']);
  });
});

describe('what it locks', () => {
  test('a repository cannot loosen: nothing passes, and the place is told', async () => {
    await policy('enforce: touched\nlocked: [enforce, rules.owner-declared]\n');
    const config = 'enforce: off\nrules: {owner-declared: off}\n';
    const pull = await propose(world, await opsRepository(world, { [CONFIG]: config }), BAD);
    expect(says(pull)).toEqual(['failure', 'Could not decide: the configuration of the base branch is broken']);
    for (const line of [1, 2]) expect(runOf(pull)?.summary).toMatch(new RegExp(`${CONFIG}\` line ${line}: .*locked`));
  });

  test('a pull request that tries is told, on the line', async () => {
    await policy('enforce: new\nlocked: [enforce]\n');
    const pull = await propose(world, await opsRepository(world), { [CONFIG]: '\nenforce: off\n' });
    expect(runOf(pull)?.conclusion).toBe('failure');
    expect(runOf(pull)?.annotations).toMatchObject([{ path: CONFIG, start_line: 2, title: 'config-valid' }]);
  });

  test('and what it leaves open, a repository may set', async () => {
    await policy('enforce: touched\n');
    const pull = await propose(world, await opsRepository(world, { [CONFIG]: 'enforce: off\n' }), BAD);
    expect(runOf(pull)?.conclusion).toBe('neutral');
  });
});
