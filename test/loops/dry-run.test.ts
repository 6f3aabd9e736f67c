// A dry run (`DRY_RUN`) of a service that was at work before: whatever happens then, in every kind of job, GitHub is only read.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Job } from '../../src/flows/job.ts';
import { AT_START, BY_CLOCK, sendTo } from '../../src/flows/work.ts';
import { due } from '../flows/command-world.ts';
import { repairPermissions } from '../stand-in/stand-in.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { formOf } from './feedbacks.ts';
import { CODEOWNERS, CONFIG, procedure, startWorld, type World } from './world.ts';

/** Named one by one, so that no kind is forgotten: one that is missing here does not compile. */
const KINDS: Readonly<Record<Job['kind'], true>> = {
  'check-head': true,
  'check-merge-group': true,
  'check-approval': true,
  override: true,
  command: true,
  'tick-boxes': true,
  'end-reviews': true,
  'follow-emergency': true,
  'end-emergency': true,
  'recheck-pulls': true,
  'press-button': true,
  'index-repository': true,
  'review-issues': true,
  'show-dashboard': true,
  'follow-issue': true,
  'sync-installation': true,
  'audit-owners': true,
  'sweep-deliveries': true,
  'watch-checks': true,
  prune: true,
  'reconcile-pulls': true,
  'sweep-twins': true,
  'start-reviews': true,
  'tell-policy': true,
  'tell-preapprovals': true,
  'tell-report': true,
  'route-feedback': true,
  'notice-feedback': true,
  'note-feedback': true,
  'choose-procedure': true,
  'settle-feedback': true,
  'follow-feedback': true,
};

const SETTINGS = `enforce: new
dashboard: true
owners: {fallback: "@acme/leads"}
approval: {board: "@acme/cab", rules: [{when: {risk: [high, critical]}, from: ["@acme/cab"]}]}
`;
const hurried = (text: string) =>
  procedure('Hurry').replace('risk: low', 'risk: critical\nchange: {type: emergency}').replace('Do it.', text);
const FILES = {
  [CONFIG]: SETTINGS,
  [CODEOWNERS]: '/.github/ @acme/leads\n/runbooks/ @acme/sre\n',
  'runbooks/a.md': procedure('A'),
  'runbooks/hurry.md': hurried('Do it.'),
  'runbooks/risky.md': due('Risky', { risk: 'critical' }),
  'runbooks/late.md': due('Late'),
  'runbooks/later.md': due('Later', { owner: '"@acme/night"' }),
};

let world: World;
let ops: Repository;
beforeAll(async () => {
  const people = ['ada', 'grace', 'hedy', 'linus', 'root', 'kim', 'gil'];
  world = await startWorld({
    ...{
      hasCatalog: true,
      github: { permissions: repairPermissions, organisations: { acme: people }, users: ['eve'] },
    },
  });
  const { github } = world;
  ops = await github.createRepository({ owner: 'acme', name: 'ops' });
  const grants = { 'acme/ops': 'write' } as const;
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada', 'grace'], grants });
  github.setTeam({ organisation: 'acme', slug: 'night', members: ['gil'], grants });
  github.setTeam({ organisation: 'acme', slug: 'cab', members: ['hedy'], grants });
  github.setTeam({ organisation: 'acme', slug: 'leads', members: ['linus'], grants });
  github.setMember('acme', 'root', 'admin');
  await github.setPermission('ada', ops, 'write');
  await github.commit(ops, 'main', FILES, { author: 'linus' });
  await world.settled();
}, 120_000);
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

async function open(branch: string, files: Readonly<Record<string, string>>): Promise<Pull> {
  const { github } = world;
  await github.createBranch(ops, branch, { by: 'ada' });
  await github.commit(ops, branch, files, { author: 'ada' });
  const pull = await github.openPull({ repository: ops, head: branch, title: branch, author: 'ada' });
  await world.settled();
  return pull;
}

async function numbered(title: RegExp): Promise<number> {
  const found = (await world.github.issues('acme/ops')).find((issue) => !issue.isPull && title.test(issue.title));
  if (!found) throw new Error(`There is no issue ${title}.`);
  return found.number;
}

/** What of GitHub only the app would change: people's own acts leave it as it is. */
async function ofTheApp() {
  const { github } = world;
  const bot = 'runbook-steward[bot]';
  const issues = (await Promise.all(['acme/ops', 'acme/.github-private'].map((name) => github.issues(name)))).flat();
  const comments = await Promise.all(issues.map(({ number }) => github.comments('acme/ops', number).catch(() => [])));
  return {
    issues: issues.filter(({ author }) => author === bot).map(({ number, title }) => [number, title]),
    comments: comments.flat().filter(({ author }) => author === bot),
    runs: github.world.checkRuns.map(({ id, status, conclusion, title }) => [id, status, conclusion, title]),
    reactions: github.world.reactions.length,
    asked: github.world.reviewRequests.length,
    branches: Object.keys(github.branches('acme/ops')).filter((branch) => branch.startsWith('runbook-steward/')),
  };
}

const isRead = (route: string) =>
  /^(?:GET|HEAD) /.test(route) ||
  /^POST \/(?:graphql|app\/installations\/\{installation_id\}\/access_tokens) /.test(route);

test('nothing is written, nothing is given up, and the audit says what would have been', async () => {
  const { github } = world;
  await github.createRepository({ owner: 'acme', name: '.github-private', files: { 'README.md': '# Policy\n' } });
  const mending = await open('mend', { 'runbooks/b.md': procedure('B').replace('"@acme/sre"', '@acme/sre') });
  const hurrying = await open('hurry', { 'runbooks/hurry.md': hurried('Do more.') });
  await github.mergePull(hurrying, 'root');
  const told = await github.openIssue(ops, 'kim', {
    title: 'Feedback: ',
    body: formOf({ procedure: 'runbooks/a.md' }),
  });
  await world.settled();
  await sendTo(world.service.store, [{ kind: 'start-reviews', installation: null }]);
  await world.settled();
  const [review, emergency] = [await numbered(/Risky/), await numbered(/^Look back/)];
  const before = await ofTheApp();
  expect(before.runs.length).toBeGreaterThan(2);
  expect(before.comments.length).toBeGreaterThan(0);

  await world.restart({ isDryRun: true });
  const { db } = world.service.store;
  await sql`delete from pgboss.job where state = 'completed'`.execute(db);
  const written = (await db.selectFrom('audit').select('id').execute()).length;
  const since = world.requests.length;

  // People go on.
  const run = world.checkRun(mending.head.sha);
  if (run) github.press(run, run.actions[0]?.identifier ?? 'none', 'ada');
  const unowned = await open('unowned', { 'runbooks/c.md': '# C\n' });
  const grave = await open('grave', { 'runbooks/risky.md': due('Risky', { risk: 'critical', id: 'risky' }) });
  await github.review(grave, 'hedy', 'APPROVED');
  await github.push(unowned, { 'runbooks/c.md': '# C\n\nMore.\n' });
  await github.comment(ops, unowned.number, 'root', '/steward override because it burns');
  await github.mergeGroup([unowned], 'root');
  const again = await open('again', { 'runbooks/hurry.md': hurried('Do most.') });
  await github.mergePull(again, 'root');
  await github.comment(ops, review, 'ada', '/reviewed tested');
  await github.comment(ops, emergency, 'grace', '/steward reviewed');
  const body = (await github.issues('acme/ops')).find(({ number }) => number === review)?.body ?? '';
  expect(body).toContain('- [ ]');
  await fetch(`${github.url}/repos/acme/ops/issues/${review}`, {
    ...{ method: 'PATCH', body: JSON.stringify({ body: body.replace('- [ ]', '- [x]') }) },
    headers: { authorization: `token ${github.tokenOf('ada')}`, 'content-type': 'application/json' },
  });
  await github.changeIssue(ops, review, 'ada', { state: 'closed' });
  await github.comment(ops, told, 'ada', '/steward procedure runbooks/late.md');
  await github.changeIssue(ops, told, 'ada', { state: 'closed' });
  await github.openIssue(ops, 'kim', {
    ...{ title: 'Feedback: ', body: formOf({ procedure: 'runbooks/late.md', severity: 'dangerous' }) },
  });
  await github.openIssue(ops, 'kim', { title: 'Help', labels: ['help'] });
  await github.commit(ops, 'main', { 'runbooks/d.md': due('D') }, { author: 'ada' });
  // While all have their rights.
  await world.settled();
  github.removeTeam('acme', 'night', 'root');
  github.setMember('acme', 'ada', 'none', 'root');
  const policy = github.repository('acme/.github-private');
  await github.commit(policy, 'main', { 'runbook-steward.yml': 'enforce: perhaps\n' }, { author: 'root' });
  await world.settled();
  // And the clock does.
  await sendTo(world.service.store, [...AT_START, ...BY_CLOCK.map(({ job }) => job)]);
  await world.settled();

  expect(world.requests.slice(since).filter((route) => !isRead(route))).toEqual([]);
  expect(await ofTheApp()).toEqual(before);
  const { rows } = await sql<{ kind: string }>`
    select distinct data->'work'->'job'->>'kind' as kind from pgboss.job where name = 'work'`.execute(db);
  expect(rows.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(KINDS).toSorted());
  expect(await world.service.store.queue.depth()).toMatchObject({ waiting: 0, running: 0, parked: 0 });
  const audit = await db.selectFrom('audit').select(['kind', 'outcome']).orderBy('id').offset(written).execute();
  expect(audit.filter(({ outcome }) => outcome !== 'planned')).toEqual([]);
  expect([...new Set(audit.map(({ kind }) => kind))].toSorted()).toEqual([
    ...['branch', 'check-run', 'comment', 'fix-commit', 'issue', 'issue-assignees', 'issue-labels', 'issue-update'],
    ...['label', 'reaction', 'review-request'],
  ]);
}, 120_000);
