// A dump of the day before is restored (R21): what the app wrote since is found by its markers, and nothing is written twice.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Job } from '../../src/flows/job.ts';
import { sendTo } from '../../src/flows/work.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { answersOf, approving, issuesOf, propose, say, startApproving } from '../loops/approving.ts';
import { procedure, type World } from '../loops/world.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { emptyDatabase, isOnPostgresql } from '../store/test-store.ts';
import { count } from './counts.ts';

const PULLS = count(40, 2);
const LINE = '/steward override because the site is down';
const BAD = { 'runbooks/a.md': '# A\n' };

let folder: string;
let world: World;
let store: Store;
afterEach(async () => {
  if (isOnPostgresql) return;
  await world.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  expect(world.github.violations).toEqual([]);
});

/** Every issue with the comments under it, every check run, and what was said under each pull request. */
async function written(ops: Repository, policy: Repository, pulls: readonly Pull[]): Promise<object> {
  const issues = await Promise.all([ops, policy].map((one) => issuesOf(world, one)));
  const runs = world.github.world.checkRuns.map(({ headSha, name, conclusion }) => `${headSha} ${name} ${conclusion}`);
  return {
    issues: issues
      .flat()
      .map(({ title, state }) => `${title} ${state}`)
      .sort(),
    runs: runs.sort(),
    answers: await Promise.all(pulls.map((pull) => answersOf(world, pull))),
  };
}

// A dump is a copy of the data folder here.
(isOnPostgresql ? test.skip : test)(
  `${PULLS} pull requests since, with their issues, comments and checks`,
  async () => {
    folder = mkdtempSync(join(tmpdir(), 'steward-dump-'));
    const [live, dump] = [join(folder, 'live'), join(folder, 'dump')];
    const options = { isSupervised: true, onError: () => {} };
    store = await openStore({ ...(await emptyDatabase()).at, folder: live }, options);
    world = await startApproving({ service: { store } });
    const { github } = world;
    github.hooks.fate();
    const emergency = procedure('E').replace('risk: low', 'risk: low\nchange: {type: emergency}');
    const ops = await approving(world, 'ops');
    await github.commit(ops, 'main', { 'runbooks/e.md': emergency }, { author: 'root' });
    const policy = await github.createRepository({
      ...{ owner: 'acme', name: '.github', files: { 'runbook-steward.yml': 'enforce: new\n' } },
    });
    await world.settled();
    const restart = async (from: string, to: string) => {
      // The data folder belongs to one process and must be at rest: meanwhile the service has another.
      const other = await openStore((await emptyDatabase()).at, options);
      await world.restart({ store: other });
      await store.close();
      rmSync(to, { recursive: true, force: true });
      cpSync(from, to, { recursive: true });
      store = await openStore({ folder: live }, options);
      await world.restart({ store });
      await other.close();
    };
    await restart(live, dump);

    const pulls: Pull[] = [];
    for (let at = 0; at < PULLS; at++) {
      const pull = await propose(world, ops, BAD, { branch: `bad-${at}` });
      await say(world, pull, 'hal', LINE);
      await say(world, pull, 'root', LINE);
      pulls.push(pull);
    }
    const hurried = await propose(world, ops, { 'runbooks/e.md': `${emergency}More.\n` }, { branch: 'hurried' });
    await github.mergePull(hurried, 'root');
    await github.commit(policy, 'main', { 'runbook-steward.yml': 'enforce: perhaps\n' }, { author: 'root' });
    await world.settled();
    const before = await written(ops, policy, pulls);
    expect(before).toMatchObject({ issues: { length: PULLS + 2 } });
    const since = [...new Set(github.hooks.log.slice(-10 * PULLS).map(({ guid }) => guid))];

    await restart(dump, live);
    const { id: installation } = github.installation('acme');
    const repository = { installation, owner: 'acme', name: 'ops' };
    const jobs: readonly Job[] = [
      { kind: 'sync-installation', installation, isWhole: true },
      { kind: 'reconcile-pulls', installation },
      { kind: 'tell-policy', installation },
      { kind: 'index-repository', repository },
    ];
    await sendTo(store, jobs);
    await world.settled();
    // And somebody has GitHub send again what it sent since.
    for (const guid of since) await github.hooks.redeliver(guid);
    await world.settled();
    await sendTo(store, jobs);
    await world.settled();
    const after = (await written(ops, policy, pulls)) as { issues: unknown; answers: unknown };
    expect([after.issues, after.answers]).toEqual([(before as typeof after).issues, (before as typeof after).answers]);
    const unfinished = world.github.world.checkRuns.filter(({ status }) => status !== 'completed');
    const heads = unfinished.map(({ headSha, name }) => `${headSha} ${name}`);
    expect(heads).toHaveLength(new Set(heads).size);
  },
  600_000,
);
