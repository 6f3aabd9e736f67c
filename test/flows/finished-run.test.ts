// A check that was finished by a process that died before it could say so: the next try, if GitHub cannot be read then, says nothing beside it.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Job } from '../../src/flows/job.ts';
import { toWork } from '../../src/flows/work.ts';
import { createRunner } from '../../src/jobs.ts';
import type { Pull } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

let world: FlowWorld;
let pull: Pull;
let told: number;
beforeEach(async () => {
  world = await startFlowWorld();
  const { github } = world;
  const files = { '.github/runbook-steward.yml': 'enforce: new\n', 'runbooks/a.md': '# A\n' };
  const repository = await github.createRepository({ owner: 'acme', name: 'ops', files });
  await knownRepository(world.store, world.installation, repository);
  await github.createBranch(repository, 'work', { by: 'ada' });
  await github.commit(repository, 'work', { 'runbooks/b.md': '# B\n' }, { author: 'ada' });
  pull = await github.openPull({ repository, head: 'work', title: 'Work', author: 'ada' });
  told = Date.now();
  expect(await run(told)).toBe('done');
  expect(runs()).toEqual([FINISHED]);
  // As if the process had died right after GitHub's answer.
  await world.store.db.deleteFrom('checks').execute();
  await world.store.db.updateTable('effects').set({ state: 'intent' }).execute();
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const FINISHED = ['completed', 'failure', '1 of 1 procedure has no owner'];
const WAITING = ['in_progress', null, 'Waiting to try again: GitHub answered 503'];

const runs = () =>
  world.github.checkRuns('acme/ops', pull.head.sha).map(({ status, conclusion, title }) => [status, conclusion, title]);
const noted = () => world.store.db.selectFrom('checks').select(['check_run_id', 'waiting_since']).execute();

/** One try of the check, GitHub having told of the head at `since`. */
async function run(since: number | null, tries = 0): Promise<string> {
  const repository = { installation: world.installation, owner: 'acme', name: 'ops' };
  const job: Job = { kind: 'check-head', repository, sha: pull.head.sha, pulls: [pull.number] };
  const handle = createRunner({ tools: world.tools, mostTries: 3 });
  const work = toWork(job, null, since);
  return (await handle({ ...work, id: 'x', attempt: 1, tries, waitedMs: 0 }, { assertHeld: () => {} })).state;
}

const unreadable = () => world.github.fault({ operation: 'pulls/list-files', kind: '503', times: 99 });

test.each([
  ['the same delivery led to it', () => told],
  ['nobody told of it, and the clock looks again', () => null],
])('it stays while the retry waits, where %s', async (_name, since) => {
  unreadable();
  expect(await run(since())).toBe('failed');
  expect(await run(since(), 1)).toBe('failed');
  expect(runs()).toEqual([FINISHED]);
  // Nobody waits for it, and so the watchdog does not end it.
  expect(await noted()).toEqual([]);
  world.github.clearFaults();
  expect(await run(since(), 2)).toBe('done');
  expect(runs()).toEqual([FINISHED]);
  expect(await noted()).toMatchObject([{ waiting_since: null }]);
});

test('what GitHub told of later is in progress until it is decided', async () => {
  unreadable();
  expect(await run(told + 60_000)).toBe('failed');
  expect(runs()).toEqual([FINISHED, WAITING]);
  world.github.clearFaults();
  expect(await run(told + 60_000, 1)).toBe('done');
  expect(runs()).toEqual([FINISHED, FINISHED]);
});

test('a last word is said in any case', async () => {
  unreadable();
  expect(await run(told, 2)).toBe('hopeless');
  expect(runs()).toEqual([FINISHED, ['completed', 'failure', expect.stringContaining('Could not decide')]]);
});
