// Feedback and what goes wrong: a lost database, an answer that was lost, a dry run, bots, texts that are not kept.
import { afterEach, expect, test } from '@jest/globals';
import { chooseForFeedback } from '../../src/flows/choose-procedure.ts';
import { noticeFeedback } from '../../src/flows/feedback-home.ts';
import { followFeedback } from '../../src/flows/follow-feedback.ts';
import { indexRepository } from '../../src/flows/index-repository.ts';
import { noteFeedback } from '../../src/flows/note-feedback.ts';
import { routeFeedback } from '../../src/flows/route-feedback.ts';
import type { Tools } from '../../src/flows/tools.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { BLOCK, formOf, GROW, inDays, procedureOf } from '../loops/feedbacks.ts';
import { CODEOWNERS, CONFIG } from '../loops/world.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, type FlowWorldOptions, startFlowWorld } from './flow-world.ts';

const HOUR_MS = 3_600_000;
const PEOPLE = { organisations: { acme: ['ada', 'linus', 'kim'] }, users: [] };

let world: FlowWorld;
let home: Repository;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

async function start(files: Readonly<Record<string, string>> = {}, options: FlowWorldOptions = {}): Promise<void> {
  world = await startFlowWorld({ github: PEOPLE, ...options });
  const all = {
    [CONFIG]: 'owners: {fallback: "@acme/leads"}\n',
    [CODEOWNERS]: '/runbooks/ @acme/storage\n',
    [GROW]: procedureOf('Grow a volume', '@acme/storage'),
    [BLOCK]: procedureOf('Block an address', '@acme/leads'),
    ...files,
  };
  home = await world.github.createRepository({ owner: 'acme', name: 'ops', files: all });
  const grants = { 'acme/ops': 'write' } as const;
  world.github.setTeam({ organisation: 'acme', slug: 'storage', members: ['ada'], grants });
  world.github.setTeam({ organisation: 'acme', slug: 'leads', members: ['linus'], grants });
  await saveInstallation(world.store, {
    ...{ id: world.installation, account: 'acme', accountId: 1, isOrganisation: true },
    ...{ permissions: null, isSuspended: false },
  });
}

const ref = () => ({ installation: world.installation, owner: 'acme', name: 'ops' });
const file = (body: string, by = 'kim') => world.github.openIssue(home, by, { title: 'Feedback: ', body });
const route = (issue: number, more: Partial<Tools> = {}, now = Date.now()) =>
  routeFeedback({ ...world.tools, ...more }, { kind: 'route-feedback', repository: ref(), issue }, now);
const comments = (issue: number) => world.github.comments('acme/ops', issue);
const kept = () => world.store.db.selectFrom('feedback').selectAll().execute();
const writes = (from: number) => world.requests.slice(from).filter((one) => /^(POST|PATCH|DELETE) \/repos/.test(one));

test('after the database was lost nothing is said a second time, and the answers are known again', async () => {
  await start();
  const number = await file(formOf({ procedure: GROW }));
  await route(number);
  await world.github.comment(home, number, 'ada', 'I look at it.');
  for (const table of ['repositories', 'effects', 'facts'] as const) await world.store.db.deleteFrom(table).execute();
  const before = world.requests.length;
  await route(number, {}, Date.now() + HOUR_MS);
  expect(await world.waiting()).toContainEqual({ kind: 'route-feedback', repository: ref(), issue: number });
  expect(writes(before)).toEqual([]);
  expect(await comments(number)).toHaveLength(2);
  expect(await kept()).toMatchObject([{ owner: '@acme/storage', answered_at: expect.any(Date) }]);
});

test.each(['issues/add-labels', 'issues/create-comment'])(
  'an answer to %s that was lost doubles nothing',
  async (operation) => {
    await start();
    const number = await file(formOf({ procedure: GROW, severity: 'wrong' }));
    world.github.fault({ operation, kind: 'reset-after' });
    await expect(route(number)).rejects.toThrow('GitHub cannot be reached');
    await route(number);
    await route(number);
    expect(await comments(number)).toHaveLength(1);
    const [issue] = await world.github.issues('acme/ops');
    expect(issue?.labels).toEqual(['procedure/feedback', 'feedback/wrong', 'owner/storage']);
  },
);

test('a dry run sends no request that writes, and says in the audit what it would have', async () => {
  await start({}, { tools: { isDryRun: true } });
  const number = await file(formOf({ procedure: GROW, severity: 'dangerous' }));
  await route(number);
  await followFeedback({ ...world.tools, clock: () => inDays(40) }, world.installation, { people: [] });
  const choice = { kind: 'choose-procedure', repository: ref(), issue: number, comment: 1, how: 'command' } as const;
  await chooseForFeedback(world.tools, { ...choice, named: BLOCK, by: 'kim', isBot: false });
  expect(writes(0)).toEqual([]);
  expect(await kept()).toMatchObject([{ severity: 'dangerous', procedure_path: GROW, owner: null, chosen_path: null }]);
  const audit = await world.store.db.selectFrom('audit').select(['kind', 'outcome']).execute();
  expect(audit.every(({ outcome }) => outcome === 'planned')).toBe(true);
  expect(new Set(audit.map(({ kind }) => kind))).toEqual(
    new Set(['label', 'issue-labels', 'issue-assignees', 'comment']),
  );
});

test('a story is read from GitHub where texts are not kept', async () => {
  await start({}, { tools: { storesBodies: false } });
  const number = await file(formOf({ procedure: GROW, severity: 'automate' }));
  await route(number);
  expect((await comments(number)).map(({ body }) => body.includes('### User story'))).toEqual([false, true]);
});

test('a procedure under a new path is still meant by the old one', async () => {
  await start();
  await indexRepository(world.tools, { kind: 'index-repository', repository: ref() });
  const moved = 'runbooks/storage/enlarge.md';
  await world.github.commit(home, 'main', { [moved]: { renamedFrom: GROW } }, { author: 'ada' });
  await indexRepository(world.tools, { kind: 'index-repository', repository: ref() });
  const number = await file(formOf({ procedure: GROW }));
  await route(number);
  expect(await kept()).toMatchObject([{ procedure_path: moved, owner: '@acme/storage' }]);
});

test('what a bot says is no answer; a comment that was deleted was none, even when that is told first', async () => {
  await start();
  const number = await file(formOf({ procedure: GROW }));
  await route(number);
  const at = new Date().toISOString();
  const note = (id: number, kind: 'commented' | 'deleted', by: string, isBot = false) =>
    noteFeedback(world.tools, {
      ...{ kind: 'note-feedback', repository: ref(), issue: number, labels: null },
      fact: { id: `comment ${id}`, kind, at, by, isBot },
    });
  await note(1, 'commented', 'ci[bot]', true);
  await note(2, 'deleted', '');
  await note(2, 'commented', 'ada');
  expect(await kept()).toMatchObject([{ answered_at: null }]);
  await note(3, 'commented', 'kim');
  expect(await kept()).toMatchObject([{ answered_at: null }]);
  await note(4, 'commented', 'ada');
  expect(await kept()).toMatchObject([{ answered_at: expect.any(Date) }]);
  await note(4, 'deleted', '');
  expect(await kept()).toMatchObject([{ answered_at: null }]);
});

test('other labels, and what bots do, count only where the configuration says so', async () => {
  await start({ [CONFIG]: 'labels: {feedback: runbook-bug}\nbots: {allow: [triage]}\n' });
  await indexRepository(world.tools, { kind: 'index-repository', repository: ref() });
  const notice = (labels: readonly string[] | null, bot: string | null) =>
    noticeFeedback(world.tools, { kind: 'notice-feedback', repository: ref(), issue: 1, labels, bot });
  const routes = async () => (await world.waiting()).filter(({ kind }) => kind === 'route-feedback');
  await notice(['bug'], null);
  await notice(null, 'ci[bot]');
  await notice(['runbook-bug'], 'ci[bot]');
  expect(await routes()).toEqual([]);
  await notice(['bug', 'Runbook-Bug'], null);
  expect(await routes()).toHaveLength(1);
  await world.store.db.deleteFrom('repositories').execute();
  await notice(['runbook-bug'], null);
  expect(await routes()).toHaveLength(1);
});
