// What people do to issues about reviews: the record follows, and the app answers as the contract says (§6).
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readReviewIssues } from '../../src/store/review-issues.ts';
import { IS_FULL } from '../reliability/counts.ts';
import type { Repository } from '../stand-in/world.ts';
import { CONFIG, type ReviewWorld, reviewed, startReviewWorld, writesIn } from './review-world.ts';

let world: ReviewWorld;
let home: Repository;
beforeEach(async () => {
  world = await startReviewWorld();
  home = await world.repository('ops', {
    [CONFIG]: 'review: {default: 12 months, byRisk: {critical: 12 months}}\n',
    'runbooks/low.md': reviewed('Low'),
    'runbooks/critical.md': reviewed('Critical', { owner: '@acme/dba', risk: 'critical' }),
  });
  await world.review('ops');
  await world.follow();
}, 60_000);
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** The grave one is opened first. */
const CRITICAL = 1;
const LOW = 2;
const EITHER = IS_FULL ? [CRITICAL, LOW] : [CRITICAL];

const issues = () => world.github.issues('acme/ops');
const issue = async (number: number) => (await issues()).find((one) => one.number === number);
const said = async (number: number) =>
  (await world.github.comments('acme/ops', number)).map(({ body }) => body.split('\n').slice(1).join('\n').trim());
const record = async (number: number) =>
  (await readReviewIssues(world.store, home.id)).find((one) => one.number === number);
const change = (number: number, how: Parameters<typeof world.github.changeIssue>[3], by = 'ada') =>
  world.github.changeIssue(home, number, by, how);

/** The app hears of it and runs; the next run has nothing more to do. */
async function answered(): Promise<readonly string[]> {
  await world.follow();
  const writes = writesIn(await world.review('ops'));
  expect(await world.review('ops')).toEqual([]);
  expect(await world.follow()).toEqual([]);
  return writes;
}

/** Whether it is asked about on `day`. */
async function isAskedOn(day: string): Promise<boolean> {
  const before = (await issues()).length;
  world.now.day = day;
  await world.review('ops');
  return (await issues()).length > before;
}

test('what the app did itself is no news to it', async () => {
  expect(await issues()).toHaveLength(2);
  expect(world.github.hooks.log.filter(({ event }) => event === 'issues').length).toBeGreaterThanOrEqual(2);
  expect(await world.follow()).toEqual([]);
});

describe('closed as not planned', () => {
  test.each(EITHER)(
    'issue %i: nobody is asked again before the next planned day, and it stays closed',
    async (number) => {
      await change(number, { state: 'closed', state_reason: 'not_planned' });
      expect(await answered()).toEqual([]);
      expect(await issue(number)).toMatchObject({ state: 'closed' });
      expect(await said(number)).toEqual([]);
      expect(await record(number)).toMatchObject({
        state: 'closed',
        closed: { by: 'person', as: 'not-planned', on: '2026-11-23' },
      });
      // Due on 2026-11-01, every twelve months: the next planned day is 2027-11-01, a Monday.
      expect(await isAskedOn('2027-10-28')).toBe(false);
      expect(await isAskedOn('2027-11-01')).toBe(false);
      expect(await isAskedOn('2027-11-02')).toBe(true);
    },
  );
});

describe('closed as completed without a review', () => {
  test('at critical risk: one comment, and it is open again, once', async () => {
    await change(CRITICAL, { state: 'closed', state_reason: 'completed' });
    const writes = await answered();
    expect(writes).toEqual([
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
    ]);
    expect(await issue(CRITICAL)).toMatchObject({ state: 'open' });
    expect(await said(CRITICAL)).toEqual([expect.stringContaining('It is open again, once.')]);
    await change(CRITICAL, { state: 'closed', state_reason: 'completed' });
    expect(await answered()).toEqual([]);
    expect(await issue(CRITICAL)).toMatchObject({ state: 'closed' });
    expect(await said(CRITICAL)).toHaveLength(1);
  });

  test('at low risk: one comment, and it stays closed', async () => {
    await change(LOW, { state: 'closed', state_reason: 'completed' });
    expect(await answered()).toEqual(['POST /repos/{owner}/{repo}/issues/{issue_number}/comments']);
    expect(await issue(LOW)).toMatchObject({ state: 'closed' });
    expect(await said(LOW)).toEqual([expect.stringContaining('leave it closed')]);
  });

  test('but with the newer review on the default branch: nothing to say', async () => {
    const text = reviewed('Critical', { owner: '@acme/dba', risk: 'critical', last: '2026-11-23' });
    await world.github.commit(home, 'main', { 'runbooks/critical.md': text }, { author: 'ada' });
    await change(CRITICAL, { state: 'closed', state_reason: 'completed' });
    await world.index('ops');
    expect(await answered()).toEqual([]);
    expect(await said(CRITICAL)).toEqual([]);
  });

  test('after hours nobody is spoken to; in the morning they are', async () => {
    world.now.hour = 20;
    await change(CRITICAL, { state: 'closed', state_reason: 'completed' });
    expect(await answered()).toEqual([]);
    world.nextDay();
    world.now.hour = 9;
    expect(await answered()).toHaveLength(2);
  });
});

describe('another app', () => {
  beforeEach(async () => {
    const { users } = world.github.world;
    const eve = users.get('eve');
    if (eve) users.set('eve', { ...eve, type: 'Bot' });
    await world.github.setPermission('eve', home, 'write');
  });

  test('closes it: that is no answer, and it is asked for again within the caps', async () => {
    await change(LOW, { state: 'closed', state_reason: 'not_planned' }, 'eve');
    expect(await answered()).toEqual(['POST /repos/{owner}/{repo}/issues']);
    expect(await record(LOW)).toMatchObject({ state: 'closed', closed: { by: 'app', as: 'not-planned' } });
    expect(await issue(3)).toMatchObject({ title: 'Reviews due: procedures of @acme/sre', state: 'open' });
  });

  test('edits it: the two do not write against each other', async () => {
    await change(LOW, { body: 'Improved.' }, 'eve');
    expect(await answered()).toEqual([]);
    expect((await issue(LOW))?.body).toBe('Improved.');
  });
});

test('opened again, it is an open issue', async () => {
  await change(LOW, { state: 'closed', state_reason: 'not_planned' });
  await answered();
  await change(LOW, { state: 'open' });
  expect(await answered()).toEqual([]);
  expect(await record(LOW)).toMatchObject({ state: 'open' });
  expect(await issues()).toHaveLength(2);
});

test('edited, it gets its own text and title again, without a second mention', async () => {
  const before = await issue(LOW);
  await change(LOW, { title: 'Mine', body: 'Nothing to see.' });
  expect(await answered()).toEqual(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']);
  const after = await issue(LOW);
  expect(after?.title).toBe(before?.title);
  expect(after?.body).toBe(before?.body?.replace('@acme/sre, please see to this.\n\n', ''));
});

test('a tick by who may not is taken off again', async () => {
  const body = (await issue(LOW))?.body?.replace('- [ ]', '- [x]') ?? '';
  await change(LOW, { body }, 'grace');
  expect(await answered()).toEqual(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']);
  expect((await issue(LOW))?.body).not.toContain('- [x]');
});

test('relabelled, it is the same issue, and the labels are theirs', async () => {
  await change(LOW, { labels: ['mine'] });
  expect(await answered()).toEqual([]);
  world.nextDay();
  expect(await answered()).toEqual([]);
  expect(await issue(LOW)).toMatchObject({ labels: ['mine'], state: 'open' });
  expect(await issues()).toHaveLength(2);
});

test('assigned to others, they count among those who have enough to do', async () => {
  await change(CRITICAL, { assignees: ['ada'] });
  expect(await answered()).toEqual([]);
  expect(await record(CRITICAL)).toMatchObject({ assignees: ['ada'] });
  expect(await issue(CRITICAL)).toMatchObject({ assignees: ['ada'] });
});

test('locked, nothing more is said in it, and it still closes by itself', async () => {
  await world.github.lockIssue(home, CRITICAL, 'ada');
  expect(await answered()).toEqual([]);
  expect(await record(CRITICAL)).toMatchObject({ isLocked: true });
  await change(CRITICAL, { state: 'closed', state_reason: 'completed' });
  expect(await answered()).toEqual([]);
  expect(await said(CRITICAL)).toEqual([]);
  await world.github.lockIssue(home, CRITICAL, 'ada', false);
  expect(await answered()).toHaveLength(2);
  await world.github.lockIssue(home, CRITICAL, 'ada');
  await world.follow();
  const text = reviewed('Critical', { owner: '@acme/dba', risk: 'critical', last: '2026-11-23' });
  await world.github.commit(home, 'main', { 'runbooks/critical.md': text }, { author: 'ada' });
  await world.index('ops');
  await world.review('ops');
  expect(await issue(CRITICAL)).toMatchObject({ state: 'closed', stateReason: 'completed' });
});

describe.each<readonly [string, (number: number) => Promise<unknown>]>([
  ['deleted', (number) => world.github.deleteIssue(home, number, 'ada')],
  [
    'moved to another repository',
    async (number) => {
      const other = await world.repository('elsewhere', { 'README.md': 'Else.' });
      return world.github.transferIssue(home, number, other, 'ada');
    },
  ],
])('%s', (_, take) => {
  test.each(EITHER)('issue %i is gone for good, and nobody is asked before the next planned day', async (number) => {
    await take(number);
    expect(await answered()).toEqual([]);
    expect(await record(number)).toMatchObject({ state: 'gone' });
    expect(await isAskedOn('2027-11-01')).toBe(false);
    expect(await isAskedOn('2027-11-02')).toBe(true);
  });

  test('and nobody said so: the next write finds it', async () => {
    world.github.hooks.fate(() => 'lose');
    await take(LOW);
    await world.github.commit(home, 'main', { 'runbooks/low.md': reviewed('Low, anew') }, { author: 'ada' });
    await world.index('ops');
    await world.review('ops');
    expect(await record(LOW)).toMatchObject({ state: 'gone' });
    expect(await world.review('ops')).toEqual([]);
  });
});
