// Feedback that is not as plain as the form wants it: several procedures, none, nobody, too often, edited, deleted, by bots, or nowhere.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { FORM_PATH, feedbackForm } from '../../src/core/feedback/form.ts';
import { measureFeedback } from '../../src/core/feedback/measures.ts';
import { sendTo } from '../../src/flows/work.ts';
import { measuredFeedback, reportedIn } from '../../src/store/feedback-reports.ts';
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
import { CODEOWNERS, CONFIG, type World } from './world.ts';

const days: Days = { today: inDays(0) };
let world: World;
beforeAll(async () => {
  world = await startFeedback(days);
}, 120_000);
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

let repositories = 0;
const fresh = (files: Parameters<typeof feedbackRepository>[2] = {}) => {
  repositories += 1;
  return feedbackRepository(world, `ops-${repositories}`, files);
};
const comment = async (home: Repository, number: number, by: string, body: string) => {
  const id = await world.github.comment(home, number, by, body);
  await world.settled();
  return id;
};
const change = async (
  home: Repository,
  number: number,
  by: string,
  what: Parameters<typeof world.github.changeIssue>[3],
) => {
  await world.github.changeIssue(home, number, by, what);
  await world.settled();
};
const kept = (home: Repository, number: number) =>
  world.service.store.db
    .selectFrom('feedback')
    .selectAll()
    .where('repository_id', '=', home.id)
    .where('number', '=', number)
    .executeTakeFirst();
const writesSince = (from: number) =>
  world.requests.slice(from).filter((route) => !/^GET|access_tokens|graphql|check-runs/.test(route));

test('several procedures are offered as boxes; a box that is ticked routes, and one that is added does not', async () => {
  const home = await fresh();
  const number = await file(world, home, { procedure: `${GROW} and ${BLOCK}` });
  expect((await issueNow(world, home, number))?.labels).toEqual(['procedure/feedback']);
  const [reply] = await world.github.comments(`acme/${home.name}`, number);
  expect(reply?.body.match(/^- \[ \] .*$/gm)).toHaveLength(2);
  const edit = async (body: string) => {
    const answer = await fetch(`${world.github.url}/repos/acme/${home.name}/issues/comments/${reply?.id}`, {
      method: 'PATCH',
      headers: { authorization: `token ${world.github.tokenOf('ada')}`, 'user-agent': 'test' },
      body: JSON.stringify({ body }),
    });
    expect(answer.status).toBe(200);
    await world.settled();
  };
  const added = `- [ ] x <!-- steward-box: {"do":"procedure","key":"acme/${home.name}:runbooks/other.md"} -->`;
  await edit(`${reply?.body}\n${added}`);
  await edit(`${reply?.body}\n${added.replace('[ ]', '[x]')}`);
  expect((await kept(home, number))?.procedure_path).toBeNull();
  await edit(`${reply?.body}`.replace(/- \[ \] (.*block-an-address)/, '- [x] $1'));
  expect(await kept(home, number)).toMatchObject({ procedure_path: BLOCK, owner: '@acme/network' });
  expect((await issueNow(world, home, number))?.labels).toContain('owner/network');
  const texts = await saidOn(world, home, number);
  expect(texts[0]).not.toContain('- [ ]');
  expect(texts.slice(1)).toEqual([`@acme/network, this has come to you. Please answer by ${inDays(5)}.\n`]);
});

test('none asks once, with what comes near, and the fallback looks after it until somebody says which', async () => {
  const home = await fresh();
  const number = await file(world, home, { what: 'The volume is full and I do not know what to do.' });
  expect((await issueNow(world, home, number))?.labels).toEqual(['procedure/feedback', 'procedure/needs-owner']);
  const [reply] = await saidOn(world, home, number);
  expect(reply).toContain(
    'Which procedure is this about? It could not be told, so `@acme/leads` looks after it until then.',
  );
  expect(reply).toContain(GROW);
  await comment(home, number, 'maya', `/steward procedure ${GROW}`);
  expect((await saidOn(world, home, number)).at(-1)).toContain('Not changed: which procedure this is about');
  const refused = (await saidOn(world, home, number)).length;
  await comment(home, number, 'maya', '/steward procedure runbooks/anything.md');
  expect(await saidOn(world, home, number)).toHaveLength(refused + 1); // What maya wrote, and no second answer.
  await comment(home, number, 'kim', '/steward procedure runbooks/nothing-of-the-kind.md');
  expect((await saidOn(world, home, number)).at(-1)).toContain('No procedure is known as');
  await comment(home, number, 'kim', `/steward procedure ${GROW}`);
  expect((await issueNow(world, home, number))?.labels).toEqual(['procedure/feedback', 'owner/storage']);
  const comments = await world.github.comments(`acme/${home.name}`, number);
  expect(comments.filter(({ reactions }) => reactions.includes('+1'))).toHaveLength(1);
  // What was said holds, whatever is written later.
  await change(home, number, 'kim', { body: formOf({ procedure: BLOCK }) });
  expect((await kept(home, number))?.procedure_path).toBe(GROW);
});

test('nobody but CODEOWNERS, and nobody at all', async () => {
  const home = await fresh({
    [CONFIG]: 'enforce: new\n',
    [CODEOWNERS]: '/runbooks/grow* @acme/storage\n',
    [GROW]: procedureOf('Grow a volume', null),
    [BLOCK]: procedureOf('Block an address', '@acme/nobody'),
  });
  const owned = await file(world, home, { procedure: GROW });
  const orphan = await file(world, home, { procedure: BLOCK });
  expect((await issueNow(world, home, owned))?.labels).toContain('owner/storage');
  expect((await issueNow(world, home, orphan))?.labels).toEqual(['procedure/feedback', 'procedure/needs-owner']);
  expect((await saidOn(world, home, orphan))[0]).toContain('nobody is known to own it.');
  expect((await world.github.labels(`acme/${home.name}`)).toSorted()).toEqual(
    expect.arrayContaining(['owner/storage', 'procedure/feedback', 'procedure/needs-owner']),
  );
});

test('the wish for a machine becomes a user story, once', async () => {
  const home = await fresh();
  const number = await file(world, home, { procedure: GROW, severity: 'automate' });
  const texts = await saidOn(world, home, number);
  expect(texts).toHaveLength(2);
  expect(texts[1]).toContain('### User story');
  expect(texts[1]).toContain('**Inputs**\n\n- `volume`');
  await change(home, number, 'kim', { title: 'Feedback: a machine, please' });
  expect(await saidOn(world, home, number)).toHaveLength(2);
});

test('one reply for each reporter, procedure and hour; what waits is answered later', async () => {
  const home = await fresh();
  const first = await file(world, home, { procedure: GROW });
  const second = await file(world, home, { procedure: GROW, what: 'Again.' });
  const other = await file(world, home, { procedure: BLOCK });
  expect(await saidOn(world, home, first)).toHaveLength(1);
  expect(await saidOn(world, home, second)).toEqual([]);
  expect(await saidOn(world, home, other)).toHaveLength(1);
  expect((await issueNow(world, home, second))?.labels).toContain('owner/storage');
  const { store } = world.service;
  await sql`update feedback set replied_at = replied_at - interval '61 minutes'`.execute(store.db);
  const installation = world.github.installation('acme').id;
  await sendTo(store, [{ kind: 'follow-feedback', installation, people: [] }]);
  await world.settled();
  expect(await saidOn(world, home, second)).toHaveLength(1);
});

test('edits are followed, and what is deleted or no feedback any more is forgotten', async () => {
  const home = await fresh();
  const number = await file(world, home, { procedure: GROW, severity: 'idea' });
  await change(home, number, 'kim', { body: formOf({ procedure: BLOCK, severity: 'wrong' }) });
  expect((await issueNow(world, home, number))?.labels.toSorted()).toEqual([
    ...['feedback/wrong', 'owner/network', 'procedure/feedback'],
  ]);
  await change(home, number, 'ada', { labels: ['procedure/feedback', 'feedback/unclear', 'owner/network'] });
  expect((await kept(home, number))?.severity).toBe('unclear');
  await change(home, number, 'ada', { body: 'Never mind.', labels: [] });
  expect(await kept(home, number)).toBeUndefined();
  const gone = await file(world, home, { procedure: GROW }, 'maya');
  expect(await kept(home, gone)).toBeDefined();
  await world.github.deleteIssue(home, gone, 'ada');
  await world.settled();
  expect(await kept(home, gone)).toBeUndefined();
  const events = await world.service.store.db
    .selectFrom('feedback_events')
    .select('number')
    .where('repository_id', '=', home.id)
    .execute();
  expect(events).toEqual([]);
});

test('on a locked issue nothing is said until it is unlocked', async () => {
  const home = await fresh();
  const number = await world.github.openIssue(home, 'kim', { title: 'Full', body: GROW });
  await world.github.lockIssue(home, number, 'linus');
  await change(home, number, 'linus', { labels: ['procedure/feedback'] });
  expect((await issueNow(world, home, number))?.labels).toContain('owner/storage');
  expect(await saidOn(world, home, number)).toEqual([]);
  await world.github.lockIssue(home, number, 'linus', false);
  const installation = world.github.installation('acme').id;
  await sendTo(world.service.store, [{ kind: 'follow-feedback', installation, people: [] }]);
  await world.settled();
  expect(await saidOn(world, home, number)).toHaveLength(1);
});

test('a label by another name is the one that the configuration gives it', async () => {
  const home = await fresh({ [CONFIG]: 'labels: {feedback: runbook-bug}\n' });
  const [plain, own] = [
    await world.github.openIssue(home, 'kim', { title: 'Slow', body: GROW, labels: ['bug'] }),
    await world.github.openIssue(home, 'kim', { title: 'Wrong', body: GROW, labels: ['runbook-bug'] }),
  ];
  await world.settled();
  expect(await saidOn(world, home, plain)).toEqual([]);
  expect(await saidOn(world, home, own)).toHaveLength(1);
  expect((await issueNow(world, home, own))?.labels).toEqual(['runbook-bug', 'owner/storage']);
});

test.each<[string, string]>([
  ['advisory', ''],
  ['switched off', 'enabled: false\n'],
])('nothing is written where the app is %s', async (_, config) => {
  const home = await fresh({ [CONFIG]: config === '' ? null : config });
  const before = world.requests.length;
  const number = await file(world, home, { procedure: GROW, severity: 'dangerous' });
  await comment(home, number, 'kim', `/steward procedure ${GROW}`);
  expect(writesSince(before)).toEqual([]);
  expect(await kept(home, number)).toBeUndefined();
});

test('what was filed before anything was configured is routed once something is', async () => {
  const home = await fresh({ [CONFIG]: null });
  const number = await world.github.openIssue(home, 'kim', {
    title: 'Old',
    body: GROW,
    labels: ['procedure/feedback'],
  });
  await world.settled();
  expect(await saidOn(world, home, number)).toEqual([]);
  await world.github.commit(home, 'main', { [CONFIG]: 'enforce: new\n' }, { author: 'linus' });
  await world.settled();
  expect(await saidOn(world, home, number)).toHaveLength(1);
});

test('a procedure that is called dangerous is questioned, on its next check and for its review', async () => {
  const home = await fresh({ [FORM_PATH]: feedbackForm('procedure/feedback') });
  const number = await file(world, home, { procedure: GROW, severity: 'dangerous' });
  const { store } = world.service;
  expect((await reportedIn(store, home.id, inDays(0))).get(GROW)).toMatchObject({
    ...{ open: 1, dangerous: 1, questioned: { issues: [number] }, dueNow: { because: 'dangerous', issues: [number] } },
  });
  await world.github.createBranch(home, 'work', { by: 'ada' });
  await world.github.commit(home, 'work', { [GROW]: procedureOf('Grow', '@acme/storage') }, { author: 'ada' });
  const pull = await world.github.openPull({ repository: home, head: 'work', title: 'Work', author: 'ada' });
  await world.settled();
  const summary = () => world.github.checkRuns(`acme/${home.name}`, pull.head.sha).at(-1)?.summary ?? '';
  expect(summary()).toContain(
    `⚠️ \`${GROW}\` is **questioned**: somebody called it dangerous on ${inDays(0)} (#${number}). Its review is due now.`,
  );
  expect(summary()).toContain(
    `Something wrong or unclear in a procedure? [Tell its owner](${world.github.url}/acme/${home.name}/issues/new?template=procedure-feedback.yml&procedure=${GROW}).`,
  );
  await change(home, number, 'ada', { state: 'closed' });
  await world.github.push(pull, { 'x.md': 'x' });
  await world.settled();
  expect(summary()).not.toContain('questioned');
});

test('three reports in 90 days make a review due now, and all of it is measured', async () => {
  const home = await fresh();
  const numbers = [];
  for (const by of ['kim', 'maya', 'noor']) numbers.push(await file(world, home, { procedure: BLOCK }, by));
  const { store } = world.service;
  expect((await reportedIn(store, home.id, inDays(0))).get(BLOCK)?.dueNow).toMatchObject({
    because: 'reports',
    issues: numbers,
  });
  await comment(home, numbers[0] ?? 0, 'hedy', 'Thanks.');
  await change(home, numbers[0] ?? 0, 'hedy', { state: 'closed' });
  await change(home, numbers[1] ?? 0, 'hedy', { state: 'closed', state_reason: 'not_planned' });
  expect((await reportedIn(store, home.id, inDays(0))).get(BLOCK)?.dueNow).toBeNull();
  const all = await measuredFeedback(store, world.github.installation('acme').id, inDays(10));
  const { repositories: measured } = measureFeedback(all);
  expect(measured.find(({ repository }) => repository === `acme/${home.name}`)).toMatchObject({
    ...{ total: 3, open: 1, unanswered: 1, overdue: 1, reopened: 0 },
    firstAnswerHours: { median: expect.any(Number) },
  });
});
