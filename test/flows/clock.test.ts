// The clock sends work, and a worker that was away catches up when it starts.
import { afterEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { BY_CLOCK } from '../../src/flows/work.ts';
import { createRunner } from '../../src/jobs.ts';
import { opsRepository, startWorld, type World } from '../loops/world.ts';
import { startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  expect(world?.github.violations ?? []).toEqual([]);
  world = null;
});

const schedules = async ({ service }: World) => {
  const { rows } = await sql<{ cron: string; kind: string }>`
    select cron, data->'work'->'job'->>'kind' as kind from pgboss.schedule`.execute(service.store.db);
  return rows;
};

test('a worker has everything put in by the clock, once, and one without the clock nothing', async () => {
  world = await startWorld();
  expect(await schedules(world)).toEqual([]);
  for (let round = 0; round < 2; round++) await world.restart({ hasClock: true });
  const wanted = BY_CLOCK.map(({ cron, job: { kind } }) => ({ cron, kind }));
  const byKind = (a: { kind: string }, b: { kind: string }) => a.kind.localeCompare(b.kind);
  expect((await schedules(world)).toSorted(byKind)).toEqual(wanted.toSorted(byKind));
  expect(wanted).toEqual(
    expect.arrayContaining([
      { cron: '* * * * *', kind: 'watch-checks' },
      { cron: '*/5 * * * *', kind: 'sweep-deliveries' },
      { cron: '*/15 * * * *', kind: 'reconcile-pulls' },
      { cron: '37 * * * *', kind: 'sweep-twins' },
    ]),
  );
  expect(wanted.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['prune', 'tell-policy']));
}, 60_000);

test('a worker that starts takes in what failed while it was away, and judges what it was never told of', async () => {
  world = await startWorld();
  const { github } = world;
  const ops = await opsRepository(world);
  await world.settled();
  await knownRepository(world.service.store, github.installation('acme').id, ops).catch(() => {});
  const open = async (branch: string, fate: 'fail' | 'lose') => {
    github.hooks.fate(() => fate);
    await github.createBranch(ops, branch, { by: 'ada' });
    await github.commit(ops, branch, { [`runbooks/${branch}.md`]: '# B\n' }, { author: 'ada' });
    const pull = await github.openPull({ repository: ops, head: branch, title: branch, author: 'ada' });
    github.hooks.fate();
    return pull;
  };
  const pulls = [await open('failed', 'fail'), await open('lost', 'lose')];
  expect(pulls.map(({ head }) => world?.checkRun(head.sha))).toEqual([undefined, undefined]);
  await world.restart({ hasClock: true });
  await world.settled();
  expect(pulls.map(({ head }) => world?.checkRun(head.sha)?.conclusion)).toEqual(['failure', 'failure']);
}, 60_000);

test('what the clock sends again is given up without being parked', async () => {
  const flows = await startFlowWorld();
  flows.github.fault({ operation: 'apps/list-webhook-deliveries', kind: '500', times: Number.POSITIVE_INFINITY });
  const handle = createRunner({ tools: flows.tools, mostTries: 1 });
  const data = { job: { kind: 'sweep-deliveries' }, delivery: null };
  const taken = { ...{ key: 'k', installation: null, priority: 1, data, id: 'x' }, attempt: 0, tries: 0, waitedMs: 0 };
  expect(await handle(taken, flows.tools.lease)).toEqual({ state: 'done' });
  expect(flows.lines.join('')).toContain('Given up until the clock sends it again.');
  await flows.close();
}, 60_000);
