// An emergency change that is merged: one issue to look back at it, until somebody has.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sendTo } from '../../src/flows/work.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { answersOf, approving, issuesOf, propose, startApproving } from './approving.ts';
import { CONFIG, procedure, type World } from './world.ts';

let world: World;
let ops: Repository;
let count = 0;
beforeAll(async () => {
  world = await startApproving();
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});
beforeEach(async () => {
  ops = await approving(world, `ops-${count++}`);
});

const hurried = (text = 'Do it.') =>
  procedure('A').replace('risk: low', 'risk: critical\nchange: {type: emergency}').replace('Do it.', text);
const issues = (of = ops) => issuesOf(world, of);

async function merged(text: string, { before = hurried(), of = ops } = {}): Promise<Pull> {
  await world.github.commit(of, 'main', { 'runbooks/a.md': before }, { author: 'root' });
  const pull = await propose(world, of, { 'runbooks/a.md': text });
  await world.github.mergePull(pull, 'root');
  await world.settled();
  return pull;
}

async function say(number: number, by: string, body: string): Promise<number> {
  const id = await world.github.comment(ops, number, by, body);
  await world.settled();
  return id;
}

test('one issue for the owner and the board, with a last day, however often it is told', async () => {
  const pull = await merged(hurried('Do more.'));
  const told = {
    ...{ state: 'open', title: `Look back at the emergency change of pull request ${pull.number} by 2026-11-26` },
    body: expect.stringMatching(/#\d+ is merged\. It changes `runbooks\/a\.md`[\s\S]*For @acme\/sre and @acme\/cab\./),
  };
  expect(await issues()).toMatchObject([told]);
  await world.github.hooks.redeliver(world.github.hooks.log.findLast(({ action }) => action === 'closed')?.guid ?? '');
  await world.restart();
  await world.service.store.db.deleteFrom('effects').execute();
  const job = { kind: 'follow-emergency', pull: pull.number, sha: pull.head.sha, baseSha: pull.base.sha } as const;
  const repository = { installation: world.github.installation('acme').id, owner: 'acme', name: ops.name };
  await sendTo(world.service.store, [{ ...job, repository }]);
  await world.settled();
  expect(await issues()).toHaveLength(1);
});

test.each([
  ['that becomes one', hurried(), procedure('A')],
  ['that is made none by the very change', procedure('A'), hurried()],
])('a procedure %s counts', async (_, text, before) => {
  await merged(text, { before });
  expect(await issues()).toHaveLength(1);
});

test.each([
  [
    'is not merged',
    async () => world.github.closePull(await propose(world, ops, { 'runbooks/a.md': hurried() }), 'ada'),
  ],
  ['changes another procedure', () => merged(`${procedure('A')}More.\n`, { before: procedure('A') })],
  [
    'goes where nothing is enforced',
    async () => {
      await world.github.commit(ops, 'main', { [CONFIG]: null }, { author: 'root' });
      await merged(hurried('Do more.'));
    },
  ],
])('a pull request that %s has none', async (_, act) => {
  await act();
  await world.settled();
  expect(await issues()).toEqual([]);
});

test('it is closed by whoever may write, and by nobody else', async () => {
  await merged(hurried('Do more.'));
  const [{ number } = { number: 0 }] = await issues();
  await say(number, 'hal', '/steward reviewed');
  expect(await issues()).toMatchObject([{ state: 'open' }]);
  expect(await answersOf(world, { repository: ops, number })).toMatchObject([
    expect.stringContaining('only whoever may write'),
  ]);
  const comment = await say(number, 'grace', '/steward reviewed — it was right, and stays');
  expect(await issues()).toMatchObject([{ state: 'closed' }]);
  const { reactions } = world.github.world;
  expect(reactions.filter(({ on }) => on.endsWith(`comment ${comment}`)).map(({ content }) => content)).toEqual(['+1']);
});

test('on an issue of somebody else the command does nothing here', async () => {
  const number = await world.github.openIssue(ops, 'root', { title: 'Look' });
  await say(number, 'grace', '/steward reviewed');
  expect(await issues()).toMatchObject([{ state: 'open' }]);
  expect(await answersOf(world, { repository: ops, number })).toEqual([]);
});
