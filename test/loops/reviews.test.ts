// A review, from the push that makes it due to the one that shows it, through webhooks and the queue alone.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reviewed } from '../flows/review-world.ts';
import type { Repository } from '../stand-in/world.ts';
import { CONFIG, opsRepository, startWorld, type World } from './world.ts';

let world: World;
let repository: Repository;
beforeAll(async () => {
  world = await startWorld({ hasCatalog: true });
  repository = await opsRepository(world);
  await world.github.setPermission('grace', repository, 'write');
  await world.settled();
}, 180_000);
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const issues = async () =>
  (await world.github.issues('acme/ops')).filter(
    ({ isPull, title }) => !isPull && /^(?:Review|Procedures)/.test(title),
  );
async function push(files: Readonly<Record<string, string>>): Promise<void> {
  await world.github.commit(repository, 'main', files, { author: 'ada' });
  await world.settled();
}

test('a push that brings an overdue procedure opens its issue', async () => {
  await push({ 'runbooks/fail-over.md': reviewed('Fail over', { risk: 'critical' }) });
  expect(await issues()).toMatchObject([{ title: 'Review due: Fail over', state: 'open', assignees: ['ada'] }]);
});

test('closed without a review, it is open again with one comment', async () => {
  await world.github.changeIssue(repository, 1, 'ada', { state: 'closed', state_reason: 'completed' });
  await world.settled();
  expect(await issues()).toMatchObject([{ state: 'open' }]);
  expect(await world.github.comments('acme/ops', 1)).toHaveLength(1);
});

test('the team is deleted: its procedures are orphans, and the review issue gives way', async () => {
  world.github.removeTeam('acme', 'sre', 'ada');
  await world.settled();
  expect(await issues()).toMatchObject([
    { title: 'Review due: Fail over', state: 'closed', stateReason: 'not_planned' },
    { title: 'Procedures need a new owner: @acme/sre is gone', state: 'open' },
  ]);
});

test('the push that shows the review and another owner closes what is open', async () => {
  const mine = { owner: '@grace', last: '2026-11-20' };
  await push({
    'runbooks/a.md': reviewed('A', mine),
    'runbooks/fail-over.md': reviewed('Fail over', { ...mine, risk: 'critical' }),
  });
  expect((await issues()).map(({ state }) => state)).toEqual(['closed', 'closed']);
});

test('without a configuration nothing is written any more', async () => {
  await world.github.commit(repository, 'main', { [CONFIG]: null }, { author: 'ada' });
  const before = (await issues()).length;
  await push({ 'runbooks/late.md': reviewed('Late', { owner: '@grace', risk: 'critical' }) });
  expect(await issues()).toHaveLength(before);
});
