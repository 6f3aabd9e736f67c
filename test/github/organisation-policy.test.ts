// github: the organisation's policy: found, missing, hidden, broken, lost.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { check } from '../../src/core/policy/check.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { CODEOWNERS, clock, type Loop, opsRepository, proposed, readAt, startLoop } from './stand-in-world.ts';

const POLICY = 'runbook-steward.yml';

let loop: Loop;
let pull: Pull;
beforeEach(async () => {
  loop = await startLoop();
  const ops = await opsRepository(loop.github);
  pull = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n' });
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

const create = (name: string, text: string | null): Promise<Repository> =>
  loop.github.createRepository({ owner: 'acme', name, files: text === null ? { a: 'x' } : { [POLICY]: text } });

async function policy(options: Parameters<typeof readAt>[2] = {}) {
  const read = await readAt(loop, pull, options);
  if (read.state !== 'open') throw new Error(read.state);
  return { file: read.snapshot.organisationPolicy, notes: read.notes, snapshot: read.snapshot };
}

test('it is read from .github-private, which comes before .github', async () => {
  await create('.github', 'enforce: off\n');
  await create('.github-private', 'enforce: touched\n');
  expect(await policy()).toMatchObject({
    file: { path: 'acme/.github-private/runbook-steward.yml', text: 'enforce: touched\n' },
    notes: [],
  });
});

test('a .github-private without the file leaves it to .github', async () => {
  await create('.github', 'enforce: off\n');
  await create('.github-private', null);
  expect((await policy()).file).toEqual({ path: 'acme/.github/runbook-steward.yml', text: 'enforce: off\n' });
});

test('POLICY_REPO stands alone', async () => {
  await create('.github', 'enforce: off\n');
  await create('rules', 'enforce: touched\n');
  const policyRepository = { owner: 'acme', name: 'rules' };
  expect((await policy({ policyRepository })).file).toMatchObject({ path: 'acme/rules/runbook-steward.yml' });
});

test('where no place can be read there is no base, and it is said', async () => {
  expect(await policy()).toMatchObject({
    file: null,
    notes: ['No organisation policy: there is no acme/.github-private or acme/.github that the app may read.'],
  });
});

test('once it has been read, losing sight of it is a failure', async () => {
  await create('.github-private', 'enforce: touched\n');
  await policy();
  loop.github.setInstallation('acme', { repositories: ['acme/ops'] }, 'ada');
  await expect(readAt(loop, pull)).rejects.toThrow(
    'Could not read the organisation policy of acme/.github-private or acme/.github: the app has lost access to it',
  );
});

test('a broken one does not take effect: the last valid commit stays in force', async () => {
  const home = await create('.github-private', 'enforce: touched\n');
  const valid = await loop.github.commit(home, 'main', { [POLICY]: 'enforce: off\n' }, { author: 'ada' });
  await loop.github.commit(home, 'main', { [POLICY]: 'enforce: maybe\n' }, { author: 'ada' });
  await loop.github.commit(home, 'main', { [POLICY]: '[not a map\n', other: 'x' }, { author: 'ada' });
  expect(await policy()).toMatchObject({
    file: { text: 'enforce: off\n' },
    notes: [
      `The organisation policy of acme/.github-private is invalid: that of commit ${valid.slice(0, 7)} stays in force.`,
    ],
  });
});

test('one that was never valid decides nothing, and nothing passes by it', async () => {
  await create('.github-private', 'enforce: maybe\n');
  const { snapshot } = await policy();
  expect(check(snapshot, { today: clock })).toMatchObject({ cannotDecide: [{ rule: 'config-valid' }] });
});

test('a link in its place is followed nowhere', async () => {
  const home = await create('.github-private', null);
  await loop.github.commit(home, 'main', { [POLICY]: { symlink: '/etc/passwd' } }, { author: 'ada' });
  const { snapshot, file } = await policy();
  expect(file).toMatchObject({ unreadable: 'symlink' });
  expect(check(snapshot, { today: clock })).toHaveProperty('cannotDecide');
});

test.each([[CODEOWNERS], ['runbooks/b.md']])('the pull request does not reach it by %s', async (path) => {
  await create('.github-private', 'enforce: touched\n');
  await loop.github.push(pull, { [path]: 'x @acme/sre\n', [POLICY]: 'enforce: off\n' });
  expect((await policy()).file).toMatchObject({ text: 'enforce: touched\n' });
});
