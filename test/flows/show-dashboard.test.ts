// The dashboard of a repository: one issue, only where it is asked for, brought up to date and never louder.
import { afterEach, expect, test } from '@jest/globals';
import { jobsOf } from '../../src/events/events.ts';
import type { Job } from '../../src/flows/job.ts';
import { showDashboard } from '../../src/flows/show-dashboard.ts';
import { tickBoxes } from '../../src/flows/tick-boxes.ts';
import { saveFeedback } from '../../src/store/feedback.ts';
import { CONFIG, MONDAY, type ReviewWorld, reviewed, startReviewWorld, writesIn } from './review-world.ts';

let world: ReviewWorld;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const SETTINGS = 'enforce: new\ndashboard: true\nowners: {fallback: "@acme/leads"}\n';
const FILES = {
  [CONFIG]: SETTINGS,
  'runbooks/late.md': reviewed('Late'),
  'runbooks/grave.md': reviewed('Grave', { risk: 'critical' }),
  'runbooks/soon.md': reviewed('Soon', { more: 'next_review_on: 2026-12-10' }),
  'runbooks/gone.md': reviewed('Gone', { owner: '@acme/ghosts', last: '2026-11-01' }),
  'runbooks/broken.md': '---\nowner: [\n---\n# Broken\n',
};
const at = (name: string) => ({ installation: world.installation, owner: 'acme', name });
/** One run, and the requests that it made. */
async function show(name = 'ops') {
  const from = world.requests.length;
  await showDashboard(world.tools, { kind: 'show-dashboard', repository: at(name) });
  return world.requests.slice(from);
}
const dashboards = async (name = 'ops') =>
  (await world.github.issues(`acme/${name}`)).filter(({ title }) => title.startsWith('Operations procedures'));

test('says what waits for what, and is written again only when that has changed', async () => {
  world = await startReviewWorld();
  await world.repository('ops', FILES);
  await world.review('ops');
  await show();
  const [board, ...others] = await dashboards();
  expect(others).toEqual([]);
  expect(board).toMatchObject({ state: 'open', assignees: [], labels: [] });
  const sections = board?.body?.split('\n').filter((line) => line.startsWith('### '));
  expect(sections).toEqual(['### Overdue (2)', '### Due within 30 days (1)', '### Orphaned (1)', '### Unreadable (1)']);
  expect(board?.body).toMatch(/Grave`\]\(\S+\) `runbooks\/grave\.md`: due 2026-02-01, critical, `@acme\/sre`, #\d/);
  expect(await show()).toEqual([]);
  world.nextDay();
  expect(await show()).toEqual([]);
  world.nextDay(21);
  expect(writesIn(await show())).toEqual(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']);
  expect(await dashboards()).toMatchObject([{ body: expect.stringContaining('### Overdue (3)') }]);
}, 60_000);

test('is nowhere where it is not asked for, or nothing is enforced', async () => {
  world = await startReviewWorld();
  await world.repository('ops', { ...FILES, [CONFIG]: 'enforce: new\n' });
  await world.repository('none', { 'runbooks/late.md': reviewed('Late') });
  expect(await show()).toEqual([]);
  expect(await show('none')).toEqual([]);
}, 60_000);

test('names the issues of a central place, and only the procedures of its own repository', async () => {
  world = await startReviewWorld();
  await world.repository('reviews', { [CONFIG]: 'enforce: new\n' });
  const central = `${SETTINGS}issues: {repository: acme/reviews}\n`;
  await world.repository('ops', { [CONFIG]: central, 'runbooks/late.md': reviewed('Late', { risk: 'high' }) });
  await world.repository('web', { [CONFIG]: central, 'runbooks/other.md': reviewed('Other', { risk: 'high' }) });
  await world.review('reviews');
  await show();
  const [board] = await dashboards();
  expect(board?.body).toMatch(/`runbooks\/late\.md`: due \S+, high, `@acme\/sre`, acme\/reviews#\d/);
  expect(board?.body).not.toContain('other.md');
}, 60_000);

test('its box looks again, for whoever may write', async () => {
  world = await startReviewWorld();
  await world.repository('ops', FILES);
  await show();
  const [board] = await dashboards();
  const sent: Job[] = [];
  const tick = async (by: string) => {
    const body = board?.body?.replace('- [ ] Look', '- [x] Look') ?? '';
    const { status } = await fetch(`${world.github.url}/repos/acme/ops/issues/${board?.number}`, {
      method: 'PATCH',
      headers: { authorization: `token ${world.github.tokenOf(by)}`, 'user-agent': 'test' },
      body: JSON.stringify({ body }),
    });
    expect(status).toBe(200);
    const told = world.github.hooks.log.findLast(({ event, action }) => event === 'issues' && action === 'edited');
    const jobs = jobsOf('issues', told?.payload, world.github.app.id).filter(({ kind }) => kind === 'tick-boxes');
    sent.length = 0;
    const send = async (some: readonly Job[]) => void sent.push(...some);
    for (const job of jobs) if (job.kind === 'tick-boxes') await tickBoxes({ ...world.tools, send }, job);
    return sent.map(({ kind }) => kind);
  };
  expect(await tick('ada')).toEqual(['index-repository', 'review-issues', 'show-dashboard']);
  await show();
  expect((await dashboards())[0]?.body).toContain('- [ ] Look at the repository again now');
}, 60_000);

test('closed by hand it stays closed, and as it is', async () => {
  world = await startReviewWorld();
  await world.repository('ops', FILES);
  await show();
  const [board] = await dashboards();
  await fetch(`${world.github.url}/repos/acme/ops/issues/${board?.number}`, {
    method: 'PATCH',
    headers: { authorization: `token ${world.github.tokenOf('ada')}`, 'user-agent': 'test' },
    body: JSON.stringify({ state: 'closed' }),
  });
  world.nextDay(22);
  expect(writesIn(await show())).toEqual([]);
  expect(await dashboards()).toMatchObject([{ state: 'closed', body: board?.body }]);
}, 60_000);

test('a dangerous report makes a review due on that day, whatever its date says', async () => {
  world = await startReviewWorld();
  await world.repository('ops', { [CONFIG]: 'enforce: new\n', 'runbooks/fine.md': reviewed('Fine', { last: MONDAY }) });
  expect(writesIn(await world.review('ops'))).toEqual([]);
  const { id } = world.github.repository('acme/ops');
  await saveFeedback(world.store, {
    ...{
      repository: id,
      installation: world.installation,
      number: 40,
      about: { repository: id, path: 'runbooks/fine.md' },
    },
    ...{ reporter: 'eve', severity: 'dangerous', owner: '@acme/sre', openedAt: Date.parse(`${MONDAY}T09:00:00Z`) },
    ...{ isOpen: true, isRejected: false, assigned: null, assignedAt: null, repliedAt: null, isWaiting: false },
    ...{ linked: null, written: { record: null, comment: null, hasStory: false } },
  });
  expect(writesIn(await world.review('ops')).length).toBeGreaterThan(0);
  expect(await world.github.issues('acme/ops')).toMatchObject([
    { title: 'Reviews due: procedures of @acme/sre', body: expect.stringContaining(`due ${MONDAY}`) },
  ]);
  expect(writesIn(await world.review('ops'))).toEqual([]);
}, 60_000);
