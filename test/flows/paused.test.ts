// A repository that an operator holds back is written to by nobody, whatever the job is about; the others get on.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { HeldBack } from '../../src/flows/later.ts';
import { openIssue } from '../../src/flows/open-issue.ts';
import { saveCheck } from '../../src/flows/save-check.ts';
import { sweepTwins } from '../../src/flows/sweep-twins.ts';
import { tellPolicy } from '../../src/flows/tell-policy.ts';
import { watchChecks } from '../../src/flows/watch-checks.ts';
import { createRunner } from '../../src/jobs.ts';
import { holdBack, letGo } from '../../src/store/limits.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

const POLICY = 'acme/.github-private';

let world: FlowWorld;
beforeEach(async () => {
  world = await startFlowWorld();
  for (const name of ['ops', '.github-private']) {
    const home = await world.github.createRepository({
      owner: 'acme',
      name,
      files: { 'runbook-steward.yml': 'enforce: no\n' },
    });
    await knownRepository(world.store, world.installation, home);
  }
  await holdBack(world.store, 'Acme/.github-private');
}, 60_000);
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const at = (name: string) => ({ installation: world.installation, owner: 'acme', name });
const headOf = (name: string) => world.github.branches(`acme/${name}`)['main'] ?? '';
const written = () => world.requests.filter((route) => /^(POST|PATCH|PUT|DELETE) \/repos/.test(route));
const NAMES = ['.github-private', 'ops'];

test('a job of the installation that would write there waits, and writes after the pause', async () => {
  const data = { job: { kind: 'tell-policy', installation: world.installation }, delivery: null };
  const taken = { ...{ key: 'k', installation: null, priority: 1, data, id: 'x' }, attempt: 0, tries: 0, waitedMs: 0 };
  const run = createRunner({ tools: world.tools });
  expect(await run(taken, world.tools.lease)).toEqual({ state: 'later', afterMs: 30_000 });
  expect(written()).toEqual([]);
  await expect(tellPolicy({ ...world.tools, isDryRun: true }, world.installation)).rejects.toThrow(HeldBack);
  expect(await letGo(world.store, POLICY)).toBe(true);
  expect(await run(taken, world.tools.lease)).toEqual({ state: 'done' });
  expect(await world.github.issues(POLICY)).toHaveLength(1);
});

test('what another repository has to say there waits', async () => {
  const issue = { marker: { kind: 'a', key: 'b' }, title: 'A', text: 'B', what: {}, why: 'a test' };
  await expect(openIssue(world.tools, at('.github-private'), issue)).rejects.toThrow(HeldBack);
  expect(await openIssue(world.tools, at('ops'), issue)).toMatchObject({ number: 1 });
  expect(written()).toEqual(['POST /repos/{owner}/{repo}/issues']);
});

test('the watchdog and the sweep of twins leave it out, and only it', async () => {
  await letGo(world.store, POLICY);
  const waiting = { state: 'waiting', title: 'x', summary: 'x' } as const;
  for (const name of NAMES)
    await saveCheck(world.tools, { repository: at(name), sha: headOf(name), externalId: 'pulls:1' }, waiting);
  await sql`update checks set waiting_since = now() - interval '1 hour'`.execute(world.store.db);
  await holdBack(world.store, POLICY);
  const runs = (name: string) =>
    world.github.checkRuns(`acme/${name}`, headOf(name)).map(({ conclusion }) => conclusion);
  await watchChecks(world.tools);
  expect(NAMES.map(runs)).toEqual([[null], ['failure']]);
  for (const name of NAMES)
    world.github.addCheckRun(world.github.repository(`acme/${name}`), headOf(name), {
      ...{ name: 'Procedure ownership', status: 'in_progress' },
    });
  await sweepTwins(world.tools, world.installation);
  expect(NAMES.map(runs)).toEqual([
    [null, null],
    ['failure', 'failure'],
  ]);
});
