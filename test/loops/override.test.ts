// An override after the database was lost, and what its issue says where everybody reads it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sendTo } from '../../src/flows/work.ts';
import { removeInstallation } from '../../src/store/installations.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { APPROVAL, answersOf, approvalOf, approving, issuesOf, propose, say, startApproving } from './approving.ts';
import { runOf } from './many.ts';
import type { World } from './world.ts';

let world: World;
let ops: Repository;
let pull: Pull;
let count = 0;
beforeAll(async () => {
  world = await startApproving();
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const LINE = '/steward override because the site is down';
const HELD = ['failure', null];
const LIFTED = ['success', 'success'];
const passed = (one: Pull) => [runOf(world, one)?.conclusion, approvalOf(world, one)?.[1]];

/** A pull request that neither check lets pass: an owner is taken away, and nobody approved it. */
async function start(config = APPROVAL, visibility: Repository['visibility'] = 'private'): Promise<void> {
  ops = await approving(world, `ops-${count++}`, config, visibility);
  world.github.setTeam({ organisation: 'acme', slug: 'captains', members: ['hedy'], grants: {} });
  pull = await propose(world, ops, { 'runbooks/a.md': '# A\n' });
  expect(passed(pull)).toEqual(HELD);
}

/** The database is lost, the pull request is judged, and then the repository is indexed anew. */
async function lose(): Promise<void> {
  const { github, service } = world;
  const { id: installation } = github.installation('acme');
  await removeInstallation(service.store, installation);
  await github.closePull(pull, 'ada');
  await github.reopenPull(pull, 'ada');
  await world.settled();
  expect(passed(pull)).toEqual(HELD);
  const repository = { installation, owner: 'acme', name: ops.name };
  await sendTo(service.store, [{ kind: 'index-repository', repository }]);
  await world.settled();
}

async function rewrite(from: RegExp, to: string): Promise<void> {
  const { github } = world;
  const [issue] = await issuesOf(world, ops);
  const address = `${github.url}/repos/acme/${ops.name}/issues/${issue?.number}`;
  const headers = { authorization: `token ${github.tokenOf('root')}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ body: issue?.body.replace(from, to) });
  expect((await fetch(address, { method: 'PATCH', headers, body })).status).toBe(200);
}

test('it is known again by the issue that followed', async () => {
  await start();
  await say(world, pull, 'root', LINE);
  await lose();
  expect(passed(pull)).toEqual(LIFTED);
  expect(runOf(world, pull)?.summary).toContain('the site is down');
  expect(await issuesOf(world, ops)).toHaveLength(1);
});

test('an issue that somebody rewrote is believed nothing', async () => {
  await start();
  await say(world, pull, 'root', LINE);
  const old = pull.head.sha;
  await world.github.push(pull, { 'runbooks/a.md': '# Evil\n' });
  await world.settled();
  await rewrite(new RegExp(old), pull.head.sha);
  await lose();
  expect(passed(pull)).toEqual(HELD);
});

test('in a public repository nobody is named whom only the private policy names', async () => {
  const policy = `${APPROVAL}override: {by: ["@acme/captains"]}\n`;
  await world.github.createRepository({
    ...{ owner: 'acme', name: '.github-private', files: { 'runbook-steward.yml': policy } },
  });
  await start('', 'public');
  await say(world, pull, 'hal', LINE);
  await say(world, pull, 'hedy', LINE);
  expect(passed(pull)).toEqual(LIFTED);
  const told = [...(await answersOf(world, pull)), ...(await issuesOf(world, ops)).map(({ body }) => body)];
  expect(told).toEqual([
    expect.stringContaining('nothing was overridden: only `somebody whom the organisation policy names` may.'),
    expect.stringContaining('For @acme/sre.'),
  ]);
  expect(told.join()).not.toMatch(/captains|cab/);
});
