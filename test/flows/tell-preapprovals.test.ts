// Pre-approvals that lapse: one issue tells the board, before and after, and is closed when the default branch shows new ones.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { indexRepository } from '../../src/flows/index-repository.ts';
import { tellPreapprovals } from '../../src/flows/tell-preapprovals.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

const CONFIG = 'approval: {board: "@acme/cab"}\n';
const A = 'runbooks/a.md';
const page = (expires: string, type = 'standard') =>
  `---\nowner: "@acme/sre"\nrisk: low\nchange:\n  type: ${type}\n  preapproval: {by: "@acme/cab", ref: CHG-7, on: 2026-01-10, expires: ${expires}}\n---\n# A\n`;

let world: FlowWorld;
let home: Repository;
beforeEach(async () => {
  world = await startFlowWorld();
}, 60_000);
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

async function start(text: string, config = CONFIG, visibility: Repository['visibility'] = 'private'): Promise<void> {
  const files = { '.github/runbook-steward.yml': config, [A]: text, 'runbooks/b.md': page('2028-01-01') };
  home = await world.github.createRepository({ owner: 'acme', name: 'ops', files, visibility });
  await knownRepository(world.store, world.installation, home);
  await index();
}
const index = () =>
  indexRepository(world.tools, {
    kind: 'index-repository',
    repository: { installation: world.installation, owner: 'acme', name: 'ops' },
  });
const write = async (text: string) => {
  await world.github.commit(home, 'main', { [A]: text }, { author: 'ada' });
  await index();
};
const tell = (more: object = {}) => tellPreapprovals({ ...world.tools, ...more }, world.installation);
const issues = () => world.github.issues('acme/ops');
const writes = (from = 0) => world.requests.slice(from).filter((route) => /^(POST|PATCH|DELETE) \/repos/.test(route));

test('the board is told before and after, in one issue that is closed when it is mended', async () => {
  await start(page('2026-12-01'));
  await tell();
  expect(await issues()).toMatchObject([{ title: 'Pre-approvals that lapse', state: 'open' }]);
  const [{ body } = { body: '' }] = await issues();
  expect(body).toContain('For @acme/cab:');
  expect(body).toContain('| `runbooks/a.md` | `CHG-7` | until 2026-12-01 |');
  expect(body).not.toContain('b.md');
  const before = world.requests.length;
  await tell({ clock: () => '2026-11-25' });
  expect(writes(before)).toEqual([]);

  await tell({ clock: () => '2026-12-02' });
  expect(await issues()).toMatchObject([
    { state: 'open', body: expect.stringContaining('**lapsed** after 2026-12-01') },
  ]);
  await write(page('2027-12-01'));
  await tell({ hour: () => 3 });
  expect(await issues()).toMatchObject([{ state: 'closed' }]);
});

test.each<readonly [string, string, string, object]>([
  ['that holds for longer', page('2026-12-08'), CONFIG, {}],
  ['of a change that is no standard one', page('2026-12-01', 'normal'), CONFIG, {}],
  ['of a procedure that is archived', page('2026-12-01').replace('risk: low', 'status: archived'), CONFIG, {}],
  ['where nobody is the board', page('2026-12-01'), 'enforce: new\n', {}],
  ['where the app is switched off', page('2026-12-01'), `enabled: false\n${CONFIG}`, {}],
  ['outside of the hours', page('2026-12-01'), CONFIG, { hour: () => 8 }],
  ['on another day than those of the configuration', page('2026-12-01'), CONFIG, { clock: () => '2026-11-27' }],
  ['in a dry run', page('2026-12-01'), CONFIG, { isDryRun: true }],
])('one %s is not told', async (_, text, config, more) => {
  await start(text, config);
  await tell(more);
  expect(await issues()).toEqual([]);
});

test('in a public repository a board that only the policy names is not named', async () => {
  await world.github.createRepository({
    ...{ owner: 'acme', name: '.github-private', files: { 'runbook-steward.yml': CONFIG } },
  });
  await start(page('2026-12-01').replace('"@acme/cab"', '"@acme/board"'), 'enforce: new\n', 'public');
  await tell();
  const [{ body } = { body: '' }] = await issues();
  expect(body).toContain('For the change board:');
  expect(body).not.toContain('cab');
});

test('what somebody closed stays closed until there is something new to tell', async () => {
  await start(page('2026-12-01'));
  await tell();
  const { url } = world.github;
  const headers = { authorization: `token ${world.github.tokenOf('ada')}`, 'content-type': 'application/json' };
  await fetch(`${url}/repos/acme/ops/issues/1`, { method: 'PATCH', headers, body: '{"state":"closed"}' });
  await tell();
  expect(await issues()).toMatchObject([{ state: 'closed' }]);
  await tell({ clock: () => '2026-12-02' });
  expect(await issues()).toMatchObject([{ state: 'open' }]);
});
