// Both buttons, pressed by people with and without rights.
import { afterEach, expect, test } from '@jest/globals';
import type { CheckRun, Pull } from '../stand-in/world.ts';
import { CODEOWNERS, opsRepository, propose, repairPermissions, startWorld, type World } from './world.ts';

let world: World;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** Quoting the owner is certain; so is the owner's line in CODEOWNERS. */
const TRAPPED = '---\ntitle: B\nowner: @acme/sre\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n# B\n';
const MENDED = TRAPPED.replace('@acme/sre', '"@acme/sre"');

async function broken(permissions?: typeof repairPermissions, fork = false): Promise<{ pull: Pull; run: CheckRun }> {
  world = await startWorld(permissions ? { github: { permissions } } : {});
  const repository = await opsRepository(world);
  const pull = fork ? await forked(repository) : await propose(world, repository, { 'runbooks/b.md': TRAPPED });
  const run = world.checkRun(pull.head.sha);
  if (!run) throw new Error('There is no check run.');
  return { pull, run };
}

async function forked(repository: Pull['repository']): Promise<Pull> {
  const fork = await world.github.fork(repository, 'eve');
  await world.github.commit(fork, 'main', { 'runbooks/b.md': TRAPPED }, { author: 'eve' });
  const pull = await world.github.openPull({ repository, head: 'main', from: fork, title: 'Fork', author: 'eve' });
  await world.settled();
  return pull;
}

async function press(run: CheckRun, by: string): Promise<void> {
  world.github.press(run, run.actions[0]?.identifier ?? 'none', by);
  await world.settled();
}

test('with contents: write, "Fix ownership" commits what is certain, and the new head passes', async () => {
  const { pull, run } = await broken(repairPermissions);
  expect(run.actions.map(({ label }) => label)).toEqual(['Fix ownership']);
  await world.github.setPermission('ada', pull.repository, 'write');
  await press(run, 'ada');
  expect(pull.head.sha).not.toBe(run.headSha);
  expect((await world.github.file('acme/ops', 'work', 'runbooks/b.md'))?.text).toBe(MENDED);
  expect(world.checkRun(pull.head.sha)?.conclusion).toBe('success');
});

test('without it, "Suggest fixes" posts one review with a suggestion on the line', async () => {
  const { pull, run } = await broken();
  expect(run.actions.map(({ label }) => label)).toEqual(['Suggest fixes']);
  await world.github.setPermission('ada', pull.repository, 'write');
  await press(run, 'ada');
  const [review, ...others] = world.github.reviews('acme/ops', pull.number);
  expect(others).toEqual([]);
  expect(review?.state).toBe('COMMENTED');
  expect(review?.comments.map(({ body }) => body)).toEqual(['```suggestion\nowner: "@acme/sre"\n```']);
  expect((await world.github.file('acme/ops', 'work', 'runbooks/b.md'))?.text).toBe(TRAPPED);
});

test('on a fork only suggestions are offered, whatever the app may write', async () => {
  const { pull, run } = await broken(repairPermissions, true);
  expect(run.actions.map(({ label }) => label)).toEqual(['Suggest fixes']);
  await world.github.setPermission('ada', pull.repository, 'write');
  await press(run, 'ada');
  expect(world.github.reviews('acme/ops', pull.number)).toHaveLength(1);
});

test('pressed by somebody without write access, nothing happens', async () => {
  const { pull, run } = await broken(repairPermissions);
  await press(run, 'eve');
  expect(pull.head.sha).toBe(run.headSha);
  expect(world.github.reviews('acme/ops', pull.number)).toEqual([]);
});

test('pressed for a head that has moved, nothing is written to the branch', async () => {
  const { pull, run } = await broken(repairPermissions);
  await world.github.setPermission('ada', pull.repository, 'write');
  const pushed = await world.github.push(pull, { 'runbooks/c.md': MENDED });
  await world.settled();
  await press(run, 'ada');
  expect(pull.head.sha).toBe(pushed);
  expect((await world.github.file('acme/ops', 'work', CODEOWNERS))?.text).not.toContain('c.md');
});
