// flows: the issues about reviews and orphans on GitHub, run by run (contract §6).
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { saveFeedback } from '../../src/store/feedback.ts';
import { readReviewIssues, reviewIssueAt } from '../../src/store/review-issues.ts';
import type { Repository } from '../stand-in/world.ts';
import { CONFIG, type ReviewWorld, reviewed, startReviewWorld, writesIn } from './review-world.ts';

let world: ReviewWorld;
beforeEach(async () => {
  world = await startReviewWorld();
}, 60_000);
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const ENFORCED = 'owners: {fallback: "@acme/leads"}\n';
const files = (more: Readonly<Record<string, string>> = {}) => ({ [CONFIG]: ENFORCED, ...more });
const issues = (name = 'acme/ops') => world.github.issues(name);
const comments = (number: number) => world.github.comments('acme/ops', number);

describe('what is due', () => {
  test('is one issue for all of an owner, who is mentioned once, and one for each grave procedure, which somebody gets', async () => {
    await world.repository(
      'ops',
      files({
        'runbooks/a.md': reviewed('Start <it> @eve'),
        'runbooks/b.md': reviewed('Stop it', { last: '2025-10-01' }),
        'runbooks/c.md': reviewed('Fail over', { owner: '@acme/dba', risk: 'critical', last: '2026-01-01' }),
        'runbooks/d.md': reviewed('Not due', { last: '2026-11-01' }),
      }),
    );
    const requests = await world.review('ops');
    const [grave, several] = await issues();
    expect(grave).toMatchObject({
      ...{ title: 'Review due: Fail over', labels: ['procedure/review'], assignees: ['grace'], state: 'open' },
      author: 'runbook-steward[bot]',
    });
    expect(grave?.body).not.toContain('please see to this');
    expect(several).toMatchObject({ title: 'Reviews due: procedures of @acme/sre', assignees: [] });
    expect(several?.body).toMatch(
      /^<!-- runbook-steward: {"kind":"review","key":"@acme\/sre"} -->\n@acme\/sre, please see to this\.\n\n2 procedures of `@acme\/sre` have to be reviewed/,
    );
    expect(several?.body).toContain('](https://github.com/acme/ops/blob/main/runbooks/a.md)');
    expect(several?.body).not.toContain('Not due');
    expect(writesIn(requests)).toEqual([
      'POST /repos/{owner}/{repo}/labels',
      'POST /repos/{owner}/{repo}/issues',
      'POST /repos/{owner}/{repo}/issues',
    ]);
  });

  test('is written once: the next runs ask GitHub nothing', async () => {
    await world.repository(
      'ops',
      files({ 'runbooks/a.md': reviewed('A'), 'runbooks/b.md': reviewed('B', { owner: '@gone' }) }),
    );
    await world.review('ops');
    expect(await issues()).toHaveLength(2);
    for (const hour of [11, 15, 20]) {
      world.now.hour = hour;
      expect(await world.review('ops')).toEqual([]);
    }
    world.nextDay();
    expect(await world.review('ops')).toEqual([]);
  });

  test('closes by itself when the default branch shows the newer review, and is told as it changes before', async () => {
    const home = await world.repository(
      'ops',
      files({ 'runbooks/a.md': reviewed('A'), 'runbooks/b.md': reviewed('B') }),
    );
    await world.review('ops');
    const commit = async (path: string, title: string) => {
      await world.github.commit(home, 'main', { [path]: reviewed(title, { last: world.now.day }) }, { author: 'ada' });
      await world.index('ops');
    };
    world.nextDay();
    await commit('runbooks/a.md', 'A');
    expect(writesIn(await world.review('ops'))).toEqual(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']);
    const [left] = await issues();
    expect(left?.body).toContain('1 procedure of `@acme/sre` has to be reviewed');
    expect(left?.body).not.toContain('@acme/sre, please');
    await commit('runbooks/b.md', 'B');
    await world.review('ops');
    expect(await issues()).toMatchObject([{ number: 1, state: 'closed', stateReason: 'completed' }]);
    expect(await comments(1)).toEqual([]);
    expect(await world.review('ops')).toEqual([]);
  });

  test('waits for the hour at which people are asked', async () => {
    await world.repository('ops', files({ 'runbooks/a.md': reviewed('A') }));
    world.now.hour = 8;
    expect(await world.review('ops')).toEqual([]);
    expect(await issues()).toEqual([]);
    world.now.hour = 9;
    await world.review('ops');
    expect(await issues()).toHaveLength(1);
  });

  test('is asked for by the clock at that hour, once for each place', async () => {
    const central = `${ENFORCED}issues: {repository: acme/reviews}\nreview: {openOn: {days: mon-thu, hours: 14-15}}\n`;
    await world.repository('ops', files({ 'runbooks/a.md': reviewed('A') }));
    await world.repository('pay', { [CONFIG]: central, 'runbooks/a.md': reviewed('A') });
    await world.repository('net', { [CONFIG]: central, 'runbooks/a.md': reviewed('A') });
    await world.repository('free', { 'runbooks/a.md': reviewed('A') });
    const sent: Record<number, readonly string[]> = {};
    for (const hour of [8, 9, 14, 15, 16]) {
      world.now.hour = hour;
      sent[hour] = await world.start();
    }
    expect(sent).toEqual({ 8: [], 9: ['ops'], 14: ['ops', 'reviews'], 15: ['ops'], 16: [] });
    world.nextDay(4);
    world.now.hour = 14;
    expect(await world.start()).toEqual([]); // A Friday.
  });

  test('of an undated procedure is nothing, but a line where its owner is asked anyway', async () => {
    await world.repository('ops', files({ 'runbooks/never.md': reviewed('Never', { last: null }) }));
    world.nextDay(400);
    world.now.day = '2027-12-27';
    await world.review('ops');
    expect(await issues()).toEqual([]);
  });
});

describe('a procedure that is moved', () => {
  test('keeps its issue, which goes by its new name', async () => {
    const home = await world.repository('ops', files({ 'runbooks/old.md': reviewed('A', { risk: 'critical' }) }));
    await world.review('ops');
    const moved = { 'runbooks/old.md': null, 'runbooks/new.md': reviewed('A', { risk: 'critical' }) };
    await world.github.commit(home, 'main', moved, { author: 'ada' });
    await world.index('ops');
    expect(writesIn(await world.review('ops'))).toEqual(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']);
    expect(await issues()).toMatchObject([
      { number: 1, state: 'open', body: expect.stringContaining('`runbooks/new.md`') },
    ]);
    expect(await world.review('ops')).toEqual([]);
  });
});

describe('where issues may not be written', () => {
  const due = { 'runbooks/a.md': reviewed('A') };

  test.each<readonly [string, () => Promise<unknown>]>([
    ['no configuration', () => world.repository('ops', due)],
    ['switched off', () => world.repository('ops', { ...due, [CONFIG]: 'enabled: false\n' })],
    [
      'issues are off',
      async () => {
        const home = await world.repository('ops', files(due));
        world.github.changeRepository(home, { hasIssues: false }, 'ada');
        await world.github.commit(home, 'main', { 'a.txt': 'a' }, { author: 'ada' });
        await world.index('ops');
      },
    ],
    [
      'the repository is archived',
      async () => {
        const home = await world.repository('ops', files(due));
        world.github.changeRepository(home, { isArchived: true }, 'ada');
        await world.index('ops');
      },
    ],
  ])('%s: no request is made', async (_, prepare) => {
    await prepare();
    expect(await world.review('ops')).toEqual([]);
  });

  test('issues were switched off, and nobody said so: GitHub refuses, and the caps are not used up', async () => {
    const home = await world.repository('ops', files(due));
    world.github.changeRepository(home, { hasIssues: false }, 'ada');
    await world.review('ops');
    world.github.changeRepository(home, { hasIssues: true }, 'ada');
    await world.review('ops');
    expect(await issues()).toHaveLength(1);
  });

  test('a dry run writes nothing and says what it would have', async () => {
    await world.repository('ops', files(due));
    const requests = await world.review('ops', { isDryRun: true });
    expect(writesIn(requests)).toEqual([]);
    const planned = await world.store.db.selectFrom('audit').select(['kind', 'outcome']).execute();
    expect(planned).toEqual(expect.arrayContaining([{ kind: 'issue', outcome: 'planned' }]));
    await world.review('ops');
    expect(await issues()).toHaveLength(1);
  });
});

describe('one place for several repositories', () => {
  const central = (more = '') => `${ENFORCED}issues: {repository: acme/reviews}\n${more}`;
  let pay: Repository;
  const begin = async (visibility: 'public' | 'private') => {
    await world.repository('reviews', { 'README.md': 'Reviews.' }, { visibility });
    pay = await world.repository('pay', { [CONFIG]: central(), 'runbooks/secret-a.md': reviewed('Canary A') });
    await world.repository('net', { [CONFIG]: central(), 'runbooks/b.md': reviewed('B') }, { visibility: 'public' });
  };

  test('has one issue for each owner, about the procedures of all', async () => {
    await begin('private');
    expect(await world.review('pay')).toEqual([]);
    await world.review('reviews');
    expect(await issues('acme/reviews')).toMatchObject([
      { title: 'Reviews due: procedures of @acme/sre', body: expect.stringContaining('Canary A') },
    ]);
    expect(await issues('acme/pay')).toEqual([]);
    // A renamed repository has the same procedures.
    world.github.changeRepository(pay, { name: 'payments' }, 'ada');
    await world.index('payments');
    expect(writesIn(await world.review('reviews'))).toEqual(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']);
  });

  test('names nothing private where everybody reads it', async () => {
    await begin('public');
    await world.review('reviews');
    const [issue] = await issues('acme/reviews');
    expect(issue?.body).toContain('`runbooks/b.md`');
    expect(issue?.body).toContain('_and 1 procedure of repositories that are not public_');
    expect(`${issue?.title}${issue?.body}`).not.toMatch(/canary|secret|acme\/pay/i);
  });
});

test('fifty canaries of private repositories and secret teams: none is seen where everybody reads (P7)', async () => {
  const home = await world.repository('reviews', { 'README.md': 'Reviews.' }, { visibility: 'public' });
  const elsewhere = 'issues: {repository: acme/reviews, perOwnerWeekly: 99, perRun: 99, perDay: 999}\n';
  const config = `${elsewhere}owners: {fallback: "@acme/canary-fallback"}\n`;
  const canary = (i: number) => {
    const owner = ['@acme/sre', `@acme/canary-team-${i}`, '@acme/canary-gone', '@acme/sre', '@acme/dba'][i % 5] ?? null;
    const more = [`id: canary-id-${i}`, `approvers: ["@acme/canary-approver-${i}"]`, `aliases: [canary-alias-${i}.md]`];
    const text = {
      owner,
      risk: i % 2 === 0 ? 'critical' : 'low',
      more: more.join('\n'),
      body: `\`\`\`sh\ncanary-command-${i}\n\`\`\``,
    };
    return [`runbooks/canary-${i}.md`, reviewed(`Canary ${i}`, text)] as const;
  };
  await world.repository('canary-private', {
    [CONFIG]: config,
    ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => canary(i))),
  });
  await world.repository('open', { [CONFIG]: elsewhere, 'runbooks/b.md': reviewed('B') }, { visibility: 'public' });
  for (const name of [
    'canary-fallback',
    ...Array.from({ length: 50 }, (_, i) => [`canary-team-${i}`, `canary-approver-${i}`]).flat(),
  ])
    world.github.setTeam({
      organisation: 'acme',
      slug: name,
      members: ['ada'],
      privacy: 'secret',
      grants: { 'acme/reviews': 'write', 'acme/canary-private': 'write' },
    });
  await world.audit();
  for (const days of [0, 14, 42]) {
    world.nextDay(days);
    await world.review('reviews');
  }
  const seen = await issues('acme/reviews');
  const said = await Promise.all(seen.map(({ number }) => world.github.comments('acme/reviews', number)));
  expect(JSON.stringify([seen, said])).not.toMatch(/canary/i);
  // What may be said is said: how many there are.
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.map(({ body }) => body).join('')).toContain('_and 10 procedures of repositories that are not public_');
  expect(home.visibility).toBe('public');
});

test('of a repository that everybody reads, nobody is named whom only a private policy names', async () => {
  await world.repository('.github-private', {
    'runbook-steward.yml': 'owners: {fallback: "@acme/leads"}\ndefaults: {owner: "@acme/sre"}\n',
  });
  await world.repository(
    'ops',
    { 'runbooks/a.md': reviewed('A', { owner: null }), 'runbooks/b.md': reviewed('B', { owner: '@acme/gone' }) },
    { visibility: 'public' },
  );
  await world.review('ops');
  const all = await issues();
  expect(all.map(({ title }) => title)).toEqual(['Procedures need a new owner: @acme/gone is gone']);
  expect(all[0]?.body).not.toContain('@acme/leads');
  expect(all[0]?.body).not.toContain('@acme/sre');
});

describe('an orphan', () => {
  const orphaned = files({
    '.github/CODEOWNERS': '/runbooks/ @acme/gone @acme/dba\n',
    'runbooks/a.md': reviewed('A', { owner: '@acme/gone', risk: 'critical' }),
    'runbooks/b.md': reviewed('B', { owner: '@acme/gone', last: '2026-11-01' }),
    'runbooks/c.md': reviewed('C', { last: '2026-11-01' }),
  });

  test('is one issue for each owner who is gone, to the fallback, with ranked proposals', async () => {
    const home = await world.repository('ops', orphaned);
    await world.github.setPermission('grace', home, 'write');
    const edit = { 'runbooks/a.md': reviewed('A2', { owner: '@acme/gone', risk: 'critical' }) };
    await world.github.commit(home, 'main', edit, { author: 'grace' });
    await world.index('ops');
    await world.review('ops');
    const all = await issues();
    expect(all).toMatchObject([
      { title: 'Procedures need a new owner: @acme/gone is gone', labels: ['procedure/orphaned'], state: 'open' },
    ]);
    const body = all[0]?.body ?? '';
    expect(body).toContain('@acme/leads, please see to this.');
    expect(body.match(/^- \[ \] `(@[\w/-]+)`/gm)).toEqual(['- [ ] `@acme/dba`', '- [ ] `@grace`', '- [ ] `@acme/sre`']);
    expect(await world.review('ops')).toEqual([]);
  });

  test('stays until an owner who can act is on the default branch', async () => {
    const home = await world.repository('ops', orphaned);
    await world.review('ops');
    const owned = (name: string, more: object) => reviewed(name, { owner: '@acme/dba', ...more });
    const half = { 'runbooks/a.md': owned('A', { risk: 'critical' }) };
    await world.github.commit(home, 'main', half, { author: 'ada' });
    await world.index('ops');
    await world.review('ops');
    expect(await issues()).toMatchObject([
      { number: 1, state: 'open', body: expect.not.stringContaining('`runbooks/a.md`') },
      { number: 2, state: 'open', title: 'Review due: A', assignees: ['grace'] },
    ]);
    await world.github.commit(home, 'main', { 'runbooks/b.md': owned('B', { last: '2026-11-01' }) }, { author: 'ada' });
    await world.index('ops');
    await world.review('ops');
    expect(await issues()).toMatchObject([{ number: 1, state: 'closed' }, { number: 2 }]);
  });

  test('is known as soon as the audit of owners says so, and takes the review issue over', async () => {
    await world.repository('ops', files({ 'runbooks/a.md': reviewed('A') }));
    await world.review('ops');
    world.github.removeTeam('acme', 'sre');
    const before = (await world.waiting()).length;
    await world.audit();
    const sent = (await world.waiting()).slice(before);
    expect(sent).toEqual([]); // It waits already, from the index.
    await world.review('ops');
    expect(await issues()).toMatchObject([
      { title: 'Reviews due: procedures of @acme/sre', state: 'closed', stateReason: 'not_planned' },
      { title: 'Procedures need a new owner: @acme/sre is gone', state: 'open' },
    ]);
  });
});

test('who is asked is chosen fairly among those who can act and are not busy', async () => {
  const grave = (title: string) => reviewed(title, { owner: '@acme/leads', risk: 'critical' });
  const config = `${ENFORCED}issues: {perOwnerWeekly: 9, perRun: 9}\n`;
  await world.repository('ops', { [CONFIG]: config, 'runbooks/a.md': grave('A'), 'runbooks/b.md': grave('B') });
  await world.review('ops');
  expect((await issues()).flatMap(({ assignees }) => assignees).sort()).toEqual(['ada', 'grace']);
  world.github.setBusy('ada', true);
  await world.repository('net', { [CONFIG]: config, 'runbooks/a.md': grave('A'), 'runbooks/b.md': grave('B') });
  await world.review('net');
  expect((await issues('acme/net')).flatMap(({ assignees }) => assignees)).toEqual(['grace', 'grace']);
});

test('open feedback on a procedure is counted in what is asked about it', async () => {
  const home = await world.repository('ops', files({ 'runbooks/a.md': reviewed('A', { risk: 'critical' }) }));
  const report = (number: number, severity: 'dangerous' | 'wrong') =>
    saveFeedback(world.store, {
      ...{ repository: home.id, number, installation: world.installation, reporter: 'eve', isOpen: true, severity },
      ...{
        isRejected: false,
        openedAt: Date.parse('2026-11-20'),
        owner: '@acme/sre',
        assigned: null,
        assignedAt: null,
      },
      ...{ about: { repository: home.id, path: 'runbooks/a.md' }, repliedAt: null, isWaiting: false, linked: null },
      written: { record: null, comment: null, hasStory: false },
    });
  await report(91, 'dangerous');
  await report(92, 'wrong');
  await world.review('ops');
  expect((await issues())[0]?.body).toContain('2 open reports from those who use it, 1 of them **dangerous**.');
});

test('whom GitHub does not let be assigned is mentioned instead', async () => {
  await world.repository('ops', files({ 'runbooks/a.md': reviewed('A', { owner: '@acme/dba', risk: 'critical' }) }));
  world.github.fault({ operation: 'issues/create', kind: '422' });
  await world.review('ops');
  expect(await issues()).toMatchObject([
    { assignees: [], body: expect.stringContaining('@acme/dba, please see to this.') },
  ]);
  expect(await world.review('ops')).toEqual([]);
});

test('nobody answers: an approver is told once, then the fallback once, and nobody is told louder', async () => {
  const more = 'approvers: ["@acme/dba"]';
  await world.repository('ops', files({ 'runbooks/a.md': reviewed('A', { risk: 'critical', more }) }));
  const told: string[] = [];
  for (let day = 0; day < 28; day += 1) {
    await world.review('ops');
    for (const { body } of (await comments(1).catch(() => [])).slice(told.length))
      told.push(`${day} ${body.split('\n')[1]}`);
    world.nextDay();
  }
  expect(told.map((line) => line.replace(/:.*$/, ''))).toEqual(['7 @acme/dba', '8 @acme/leads']);
  expect((await readReviewIssues(world.store, world.github.repository('acme/ops').id))[0]?.told).toEqual([
    'escalated:approvers',
    'escalated:fallback',
  ]);
});

test('one of whom GitHub knows nothing is not mentioned', async () => {
  const config = 'owners: {fallback: "@acme/nobody"}\n';
  await world.repository('ops', { [CONFIG]: config, 'runbooks/a.md': reviewed('A', { risk: 'critical' }) });
  await world.review('ops');
  world.nextDay(7);
  await world.review('ops');
  expect(await comments(1)).toEqual([]);
});

test('the record has what the plan has to know', async () => {
  const home = await world.repository('ops', files({ 'runbooks/a.md': reviewed('A', { risk: 'critical' }) }));
  await world.review('ops');
  expect(await reviewIssueAt(world.store, { repository: home.id, number: 1 })).toMatchObject({
    ...{ kind: 'review', key: 'runbooks/a.md', state: 'open', owner: '@acme/sre', openedOn: '2026-11-23' },
    ...{ listed: [{ key: 'runbooks/a.md', due: expect.any(String) }], assignees: ['ada'], told: [], snoozes: 0 },
  });
});
