// A check run that nobody will finish any more fails; one that has a job is left to it.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Job } from '../../src/flows/job.ts';
import { saveCheck } from '../../src/flows/save-check.ts';
import { watchChecks } from '../../src/flows/watch-checks.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

let world: FlowWorld;
let ops: Repository;
/** How far the app's own clock is ahead. */
let passed = 0;
beforeEach(async () => {
  passed = 0;
  world = await startFlowWorld({ connect: { now: () => performance.now() + passed } });
  ops = await world.github.createRepository({ owner: 'acme', name: 'ops', files: { 'a.md': 'a\n' } });
  await knownRepository(world.store, world.installation, ops);
}, 60_000);
afterEach(async () => {
  expect(world.github.violations).toEqual([]);
  await world.close();
});

const repository = () => ({ installation: world.installation, owner: 'acme', name: 'ops' });
const run = (sha: string) => world.github.checkRuns('acme/ops', sha).at(-1);

/** A check run that waits since so many minutes. */
async function waits(minutes: number, externalId: string): Promise<string> {
  const sha = await world.github.commit(ops, 'main', { 'a.md': externalId }, { author: 'ada', message: externalId });
  const state = { state: 'waiting', title: 'Waiting to try again', summary: 'Waiting.' } as const;
  await saveCheck(world.tools, { repository: repository(), sha, externalId }, state);
  await sql`update checks set waiting_since = now() - make_interval(mins => ${minutes}) where sha = ${sha}`.execute(
    world.store.db,
  );
  return sha;
}

test('one that waits for more than ten minutes without a job fails, and a younger one does not', async () => {
  const [old, young] = [await waits(11, 'pulls:1'), await waits(9, 'pulls:2')];
  await watchChecks(world.tools);
  expect(run(old)).toMatchObject({
    ...{ status: 'completed', conclusion: 'failure' },
    title: 'Could not decide: it was begun and not finished',
  });
  expect(run(young)?.status).toBe('in_progress');
  const before = world.requests.length;
  await watchChecks(world.tools);
  expect(world.requests.length).toBe(before);
});

const jobs: readonly { readonly of: string; readonly externalId: string; readonly job: (sha: string) => Job }[] = [
  {
    of: 'its pull request',
    externalId: 'pulls:3',
    job: (sha) => ({ kind: 'check-head', repository: repository(), sha, pulls: [3] }),
  },
  {
    of: 'one of its pull requests',
    externalId: 'pulls:3,7',
    job: () => ({ kind: 'check-head', repository: repository(), sha: 'f'.repeat(40), pulls: [7] }),
  },
  {
    of: 'one of its pull requests, which was closed,',
    externalId: 'pulls:3,7',
    job: (sha) => ({ kind: 'check-head', repository: repository(), sha, pulls: [7], closed: 7 }),
  },
  {
    of: 'its commit',
    externalId: 'pulls:3,7',
    job: (sha) => ({ kind: 'check-head', repository: repository(), sha, pulls: [3, 7] }),
  },
  {
    of: 'its merge group',
    externalId: `group:${'b'.repeat(40)}:refs/heads/q`,
    job: (sha) => ({
      ...{ kind: 'check-merge-group', repository: repository(), sha },
      ...{ baseSha: 'b'.repeat(40), headRef: 'refs/heads/q' },
    }),
  },
];
test.each(jobs)('one for which a job of $of waits or runs is left to it', async ({ externalId, job }) => {
  const sha = await waits(30, externalId);
  await world.tools.send([job(sha)]);
  await watchChecks(world.tools);
  expect(run(sha)?.status).toBe('in_progress');
  const [taken] = await world.store.queue.take(1, []);
  await watchChecks(world.tools);
  expect(run(sha)?.status).toBe('in_progress');
  if (taken) await world.store.queue.done(taken);
  await watchChecks(world.tools);
  expect(run(sha)?.conclusion).toBe('failure');
});

test('an approval that is waited for may take as long as people do; one that was begun and not finished fails', async () => {
  const old = sql`update checks set waiting_since = waiting_since - interval '1 hour', updated_at = updated_at - interval '1 hour'`;
  const state = { state: 'waiting', title: 'Waiting for @acme/cab (0 of 1)', summary: 'Waiting.' } as const;
  const begun = async (externalId: string, isForPeople: boolean) => {
    const sha = await world.github.commit(ops, 'main', { 'a.md': externalId }, { author: 'ada', message: externalId });
    const check = { repository: repository(), sha, externalId, name: 'Procedure approval', isForPeople };
    await saveCheck(world.tools, check, state);
    return sha;
  };
  const [people, app] = [await begun('pulls:1', true), await begun('pulls:2', false)];
  await old.execute(world.store.db);
  await watchChecks(world.tools);
  expect([run(people)?.status, run(app)?.conclusion]).toEqual(['in_progress', 'failure']);
});

test('one that is out of reach for good is forgotten, and stops no other', async () => {
  const [gone, other] = [await waits(30, 'pulls:1'), await waits(20, 'pulls:2')];
  world.github.fault({ operation: 'checks/update', kind: '422' });
  await watchChecks(world.tools);
  expect(run(gone)?.status).toBe('in_progress');
  expect(run(other)?.conclusion).toBe('failure');
  const kept = await world.store.db.selectFrom('checks').select('sha').execute();
  expect(kept).toEqual([{ sha: other }]);
});

test("GitHub's rate limit pauses the installation, and is heeded", async () => {
  const [first, second] = [await waits(30, 'pulls:1'), await waits(20, 'pulls:2')];
  world.github.fault({ operation: 'checks/update', kind: 'secondary-403', retryAfter: 60 });
  await watchChecks(world.tools);
  const before = world.requests.length;
  await watchChecks(world.tools);
  expect(world.requests.length).toBe(before);
  await world.store.db.deleteFrom('limits').execute();
  passed += 60_000;
  await sql`update effects set intended_at = now() - interval '1 hour'`.execute(world.store.db);
  await watchChecks(world.tools);
  expect([run(first)?.conclusion, run(second)?.conclusion]).toEqual(['failure', 'failure']);
});

test('a dry run ends nothing on GitHub', async () => {
  const sha = await waits(30, 'pulls:1');
  const before = world.requests.length;
  for (let round = 0; round < 2; round++) await watchChecks({ ...world.tools, isDryRun: true });
  expect(world.requests.length).toBe(before);
  const planned = await world.store.db.selectFrom('audit').select('kind').where('outcome', '=', 'planned').execute();
  expect(planned).toEqual([{ kind: 'check-run' }]);
  expect(run(sha)?.status).toBe('in_progress');
});
