// Feedback from the form to the fix: whose it is, who is asked, who is reminded, and what the reporter hears.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { sendTo } from '../../src/flows/work.ts';
import type { Repository } from '../stand-in/world.ts';
import {
  BLOCK,
  type Days,
  feedbackRepository,
  file,
  formOf,
  GROW,
  inDays,
  issueNow,
  procedureOf,
  saidOn,
  startFeedback,
} from './feedbacks.ts';
import type { World } from './world.ts';

const days: Days = { today: inDays(0) };
let world: World;
let home: Repository;
beforeAll(async () => {
  world = await startFeedback(days);
  home = await feedbackRepository(world);
}, 120_000);
afterEach(() => {
  days.today = inDays(0);
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const installation = () => world.github.installation('acme').id;
const send = async (job: Parameters<typeof sendTo>[1][number]) => {
  await sendTo(world.service.store, [job]);
  await world.settled();
};
/** The hourly run, so many days from now. */
const follow = async (after = 0) => {
  days.today = inDays(after);
  await send({ kind: 'follow-feedback', installation: installation(), people: [] });
};
const seen = (number: number) => issueNow(world, home, number);
const said = (number: number) => saidOn(world, home, number);
const change = async (number: number, by: string, what: Parameters<typeof world.github.changeIssue>[3]) => {
  await world.github.changeIssue(home, number, by, what);
  await world.settled();
};
const comment = async (number: number, by: string, body: string) => {
  const id = await world.github.comment(home, number, by, body);
  await world.settled();
  return id;
};
const mark = () => world.requests.length;
/** The requests since, without those for tokens. */
const since = (from: number) =>
  world.requests.slice(from).filter((route) => !route.includes('access_tokens') && !route.includes('check-runs'));

test('the full loop: form, labels and person, reminder, escalation, fix, and the reporter is told', async () => {
  const number = await file(world, home, { procedure: GROW, severity: 'wrong', what: 'Step 2 fails.' });
  expect(await seen(number)).toMatchObject({
    labels: ['procedure/feedback', 'feedback/wrong', 'owner/storage'],
    assignees: [],
  });
  expect(await said(number)).toEqual([
    `Thank you. This is about \`Grow a volume\` \`${GROW}\`; \`@acme/storage\` owns it.\n\n@acme/storage, please answer by ${inDays(5)}.\n`,
  ]);
  await follow(5);
  expect(await said(number)).toHaveLength(1);
  await follow(6);
  await follow(6);
  expect((await said(number)).slice(1)).toEqual([`@acme/storage: an answer was due by ${inDays(5)}.\n`]);
  await follow(13);
  expect((await said(number)).slice(2)).toEqual([
    `@acme/leads: an answer was due by ${inDays(5)}. \`@acme/storage\` has not answered.\n`,
  ]);
  days.today = inDays(14);
  await world.github.createBranch(home, 'fix', { by: 'ada' });
  await world.github.commit(
    home,
    'fix',
    { [GROW]: procedureOf('Grow a volume', '@acme/storage', 'type: sop\n') },
    { author: 'ada' },
  );
  const pull = await world.github.openPull({ repository: home, head: 'fix', title: `Mend #${number}`, author: 'ada' });
  const sha = await world.github.mergePull(pull, 'ada');
  await world.settled();
  expect(await seen(number)).toMatchObject({ state: 'closed', stateReason: 'completed' });
  expect((await said(number)).slice(3)).toEqual([
    `\`${GROW}\` was changed for this in #${pull.number}, merged as ${sha}. Thank you for telling.\n\nIf it is still not right, reopen this issue and say what is missing.\n`,
  ]);
  await follow(60);
  expect(await said(number)).toHaveLength(4);
}, 60_000);

test('what is dangerous goes round the people of the team, in five requests by name', async () => {
  const before = mark();
  const first = await file(world, home, { procedure: GROW, severity: 'dangerous' }, 'linus');
  const requests = since(before).map((route) => route.replace(/ → 2\d\d$/, ''));
  expect(requests.filter((route) => !route.endsWith('/labels') || route.includes('{issue_number}'))).toEqual([
    'GET /repos/{owner}/{repo}/issues/{issue_number}',
    'POST /graphql',
    'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
    'POST /repos/{owner}/{repo}/issues/{issue_number}/assignees',
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  ]);
  const again = mark();
  const second = await file(world, home, { procedure: GROW, severity: 'dangerous' }, 'hedy');
  expect(since(again)).toHaveLength(5);
  world.github.setBusy('ada', true);
  const third = await file(world, home, { procedure: GROW, severity: 'dangerous' }, 'maya');
  world.github.setBusy('ada', false);
  const fourth = await file(world, home, { procedure: GROW, severity: 'dangerous' }, 'ada');
  const assigned = await Promise.all([first, second, third, fourth].map(async (one) => (await seen(one))?.assignees));
  expect(assigned).toEqual([['ada'], ['grace'], ['grace'], ['grace']]);
  expect((await said(first))[0]).toContain(`\`ada\` is asked to answer by ${inDays(1)}.`);
  for (const one of [first, second, third, fourth]) await change(one, 'linus', { state: 'closed' });
});

test('somebody who leaves the team gives way to another one, and an owner who is gone to the next', async () => {
  const number = await file(world, home, { procedure: BLOCK, severity: 'dangerous' });
  expect(await seen(number)).toMatchObject({ assignees: ['hedy'] });
  world.github.joinTeam('acme', 'network', 'maya', 'linus');
  world.github.leaveTeam('acme', 'network', 'hedy', 'linus');
  await world.settled();
  expect(await seen(number)).toMatchObject({ assignees: ['maya'] });
  const replies = (await said(number)).length;
  world.github.leaveTeam('acme', 'network', 'maya', 'linus');
  await world.settled();
  expect(await seen(number)).toMatchObject({
    labels: expect.arrayContaining(['owner/storage']),
    assignees: ['ada'],
  });
  await world.github.commit(
    home,
    'main',
    { [BLOCK]: procedureOf('Block an address', '@acme/leads') },
    { author: 'linus' },
  );
  await world.settled();
  const { labels, assignees } = (await seen(number)) ?? {};
  expect(labels?.filter((name) => name.startsWith('owner/'))).toEqual(['owner/leads']);
  expect(assignees).toEqual(['linus']);
  expect(await said(number)).toHaveLength(replies);
  expect((await said(number))[0]).toContain('`@acme/leads` owns it.');
});

test('an answer by somebody who can act ends the waiting; one by anybody else does not', async () => {
  const number = await file(world, home, { procedure: GROW, severity: 'unclear' }, 'noor');
  await comment(number, 'kim', 'Me too.');
  await follow(11);
  expect(await said(number)).toHaveLength(3);
  await comment(number, 'ada', 'I look at it.');
  await follow(90);
  expect(await said(number)).toHaveLength(4);
  const row = await world.service.store.db
    .selectFrom('feedback')
    .select(['answered_at', 'closed_at', 'reopened'])
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ answered_at: expect.any(Date), closed_at: null, reopened: 0 });
});

test('events that come again, late and in any order change nothing', async () => {
  const { hooks } = world.github;
  const from = hooks.log.length;
  hooks.pause();
  const number = await world.github.openIssue(home, 'grace', {
    ...{ title: 'Feedback: ', body: formOf({ procedure: GROW, severity: 'idea' }) },
  });
  await world.github.comment(home, number, 'ada', 'Yes.');
  await world.github.changeIssue(home, number, 'ada', { state: 'closed' });
  await new Promise((resolve) => setTimeout(resolve, 1_100)); // GitHub dates in seconds.
  await world.github.changeIssue(home, number, 'grace', { state: 'open' });
  await hooks.resume((held) => held.toReversed());
  await world.settled();
  const rows = async () => ({
    feedback: await world.service.store.db.selectFrom('feedback').selectAll().where('number', '=', number).execute(),
    events: await world.service.store.db
      .selectFrom('feedback_events')
      .selectAll()
      .where('number', '=', number)
      .orderBy('id')
      .execute(),
  });
  const kept = await rows();
  expect(kept.feedback).toMatchObject([{ is_open: true, reopened: 1, answered_at: expect.any(Date), closed_at: null }]);
  expect(kept.events.map(({ kind }) => kind).sort()).toEqual(['closed', 'commented', 'opened', 'reopened', 'routed']);
  const before = mark();
  const guids = hooks.log.slice(from).map(({ guid }) => guid);
  for (const guid of guids) await hooks.redeliver(guid);
  // The same under other ids, as if each were new.
  for (const { event, action, installation: of, repository, payload } of hooks.log.slice(from, from + guids.length))
    hooks.emit({ event, action, installation: of, repository, payload });
  await world.settled();
  expect(await rows()).toEqual(kept);
  expect(since(before).filter((route) => !route.startsWith('GET'))).toEqual([]);
});

test('an issue that is none of ours costs no request', async () => {
  const before = mark();
  const number = await world.github.openIssue(home, 'kim', { title: 'The shop is slow', body: 'Really.', labels: [] });
  await world.github.comment(home, number, 'ada', 'Yes.');
  await world.github.changeIssue(home, number, 'ada', { state: 'closed' });
  await world.settled();
  expect(since(before)).toEqual([]);
});
