// flows: from the issue that the daily run opens, over what people answer in it, to the issue that closes itself.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { repairPermissions } from '../stand-in/stand-in.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { CONFIG, type ReviewWorld, reviewed, startReviewWorld } from './review-world.ts';

let world: ReviewWorld;
let home: Repository;
beforeEach(async () => {
  world = await startReviewWorld({ github: { permissions: repairPermissions } });
  home = await world.repository('ops', {
    [CONFIG]: 'owners: {fallback: "@acme/leads"}\n',
    '.github/CODEOWNERS': '/runbooks/ @acme/dba\n',
    'runbooks/a.md': reviewed('A', { owner: '@acme/dba' }),
    'runbooks/b.md': reviewed('B', { owner: '@acme/dba' }),
  });
  await world.store.db
    .updateTable('installations')
    .set({ permissions: JSON.stringify(repairPermissions) })
    .execute();
  await run();
}, 60_000);
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** The app hears of everything, and runs. */
async function run(): Promise<void> {
  await world.follow();
  await world.review('ops');
  await world.follow();
  expect(await world.review('ops')).toEqual([]);
}
const issues = async () => (await world.github.issues('acme/ops')).filter(({ isPull }) => !isPull);
const issue = async (number: number) => (await issues()).find((one) => one.number === number);
const proposals = (): readonly Pull[] =>
  world.github.world.pulls.filter(({ author, state }) => author.login === 'runbook-steward[bot]' && state === 'open');
const tick = async (number: number, text: string, by: string) => {
  const lines = (await issue(number))?.body
    ?.split('\n')
    .map((line) => (line.includes(text) ? line.replace('[ ]', '[x]') : line));
  await world.github.changeIssue(home, number, by, { body: lines?.join('\n') ?? '' });
  await run();
};
const say = async (number: number, by: string, body: string) => {
  await world.github.comment(home, number, by, body);
  await run();
};

test('a box is ticked, the issue says in which pull request it is confirmed, and closes when that is merged', async () => {
  const [{ number } = { number: 0 }] = await issues();
  await tick(number, 'runbooks/a.md', 'grace');
  const [pull, ...others] = proposals();
  expect(others).toEqual([]);
  expect((await issue(number))?.body).toContain(
    `confirmed in [pull request ${pull?.number}](https://github.com/acme/ops/pull/${pull?.number})`,
  );
  expect((await issue(number))?.body).not.toContain('[x]');
  // A second box, in the text as it is by now.
  await tick(number, 'runbooks/b.md', 'grace');
  expect(proposals()).toHaveLength(1);
  if (!pull) throw new Error('There is no pull request.');
  await world.github.mergePull(pull, 'grace', 'squash');
  await world.index('ops');
  await run();
  expect(await issue(number)).toMatchObject({ state: 'closed', stateReason: 'completed' });
});

test('what is answered stands in the issue', async () => {
  const [{ number } = { number: 0 }] = await issues();
  await say(number, 'grace', '/snooze 14d because we move\n/delegate @ada\n/needs-work runbooks/a.md — step 2');
  const body = (await issue(number))?.body;
  expect(body).toContain('Delegated to `@ada`.');
  expect(body).toContain('It **needs work**');
  expect(body).toContain('Snoozed until 2026-12-07.');
});

test('what is not theirs becomes an orphan with whom they name, and gets the owner that is approved', async () => {
  const [{ number } = { number: 0 }] = await issues();
  await say(number, 'grace', '/not-ours @acme/sre runbooks/a.md');
  const orphan = (await issues()).find(({ title }) => title.includes('new owner'));
  expect(orphan?.title).toBe('Procedures need a new owner: @acme/dba says that they are not theirs');
  expect(orphan?.body).toContain('`@acme/dba` owns 1 procedure, and says that it is not theirs.');
  expect(orphan?.body).toContain('`@acme/sre`: Named by');
  expect((await issue(number))?.body).not.toContain('runbooks/a.md');
  await tick(orphan?.number ?? 0, '`@acme/sre`: Named by', 'grace');
  const [pull] = proposals();
  const text = async (path: string) => (await world.github.file('acme/ops', pull?.head.ref ?? '', path))?.text;
  expect(await text('runbooks/a.md')).toContain('owner: "@acme/sre"');
  expect(await text('.github/CODEOWNERS')).toBe('/runbooks/ @acme/dba\n/runbooks/a.md @acme/sre\n');
  if (pull) await world.github.mergePull(pull, 'ada');
  await world.index('ops');
  await run();
  expect(await issue(orphan?.number ?? 0)).toMatchObject({ state: 'closed' });
});
