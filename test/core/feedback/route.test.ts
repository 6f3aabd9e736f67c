// test: whose feedback is, which person is asked, how it is labelled, and by when it is answered.
import { describe, expect, test } from '@jest/globals';
import { findMeant, type Meant } from '../../../src/core/feedback/find-meant.ts';
import { labelledSeverity, outdatedLabels, ownerLabel } from '../../../src/core/feedback/labels.ts';
import { type Person, personToAsk, responsibleFor } from '../../../src/core/feedback/responsible.ts';
import { currentSeverity, responsibleOf, routeFeedback, type ToRoute } from '../../../src/core/feedback/route.ts';
import { FALLBACK, INDEX, OWNERSHIP, PLACE, RESOLVED } from './catalog.ts';
import { SETTINGS } from './settings.ts';

const meant = (body: string): Meant => findMeant({ title: '', body }, INDEX, PLACE);
const person = (login: string, more: Partial<Person> = {}): Person => ({
  ...{ login, load: 0, lastAssignedAt: null, isGone: false, isBusy: false },
  ...more,
});
const issue = (more: Partial<ToRoute> = {}): ToRoute => ({
  meant: meant('runbooks/storage/grow-a-volume.md'),
  severity: 'wrong',
  reporter: 'kim',
  askedOn: '2026-11-23',
  ownership: OWNERSHIP,
  resolved: new Set([...RESOLVED, '@kim']),
  people: [person('ada'), person('bob')],
  assigned: null,
  ...more,
});

describe('the one who is responsible', () => {
  const resolved = new Set(['@acme/a', '@acme/b', '@acme/f', '@ana', '@bob']);
  test.each([
    ['is the declared owner', '@acme/a', ['@acme/b'], '@acme/f', '@acme/a', 'declared'],
    ['is a code owner where none is declared', null, ['@acme/b'], '@acme/f', '@acme/b', 'codeowners'],
    ['is a code owner where the declared one is gone', '@acme/gone', ['@acme/b'], '@acme/f', '@acme/b', 'codeowners'],
    ['is a team of the code owners before a person', null, ['@ana', '@acme/b'], '@acme/f', '@acme/b', 'codeowners'],
    ['is the first person where there is no team', null, ['@ana', '@bob'], '@acme/f', '@ana', 'codeowners'],
    ['is no code owner that is gone', null, ['@acme/Gone', '@ana'], '@acme/f', '@ana', 'codeowners'],
    ['is the fallback in the end', '@gone', ['@acme/gone'], '@acme/f', '@acme/f', 'fallback'],
    ['is nobody where the fallback is gone', null, [], '@acme/gone', undefined, undefined],
    ['is nobody where there is no fallback', null, [], null, undefined, undefined],
    ['is nobody whom GitHub does not know', '@acme/everyone', ['#ops', '@acme/b fixes #1'], null, undefined, undefined],
  ])('%s', (_, declared, codeOwners, fallback, handle, by) => {
    const found = responsibleFor({ declared, codeOwners }, fallback, resolved);
    expect([found?.handle, found?.by]).toEqual([handle, by]);
    expect(found?.kind).toBe(handle && (handle.includes('/') ? 'team' : 'user'));
  });

  test.each([
    ['is one for several procedures of one owner', 'DiskFull and DiskFailed', '@acme/storage'],
    ['is nobody yet for procedures of two', 'DiskFull and KubeNodeNotReady', undefined],
    ['is the fallback where nothing was found', 'x', FALLBACK],
  ])('%s', (_, body, handle) => {
    expect(responsibleOf({ ...issue(), meant: meant(body) }, SETTINGS)?.handle).toBe(handle);
  });

  test('is nobody yet where there are more procedures than are shown', () => {
    const several = meant('DiskFull and DiskFailed');
    const cut: Meant = several.kind === 'several' ? { ...several, more: 1 } : several;
    expect(responsibleOf({ ...issue(), meant: cut }, SETTINGS)).toBeNull();
  });
});

describe('of several people', () => {
  test.each<[string, readonly Person[], string | null]>([
    ['who has the least to do', [person('ada', { load: 2 }), person('bob', { load: 1 })], 'bob'],
    [
      'then who was asked longest ago',
      [person('ada', { lastAssignedAt: 9 }), person('bob', { lastAssignedAt: 3 })],
      'bob',
    ],
    ['then who never was asked', [person('ada', { lastAssignedAt: 0 }), person('bob')], 'bob'],
    ['then by name', [person('bob'), person('ada')], 'ada'],
    ['never the reporter', [person('Kim'), person('zoe', { load: 9 })], 'zoe'],
    ['nobody who is gone', [person('ada', { isGone: true }), person('bob', { load: 9 })], 'bob'],
    ['nobody who is busy', [person('ada', { isBusy: true }), person('bob', { load: 9 })], 'bob'],
    ['nobody where nobody is left', [person('kim'), person('ada', { isGone: true })], null],
  ])('is asked %s', (_, people, login) => {
    expect(personToAsk(people, 'kim')).toBe(login);
  });

  test('each is asked as often as the others, and nobody twice in a row', () => {
    let team = ['ada', 'bob', 'cy', 'kim'].map((login) => person(login));
    const asked = Array.from({ length: 30 }, (_, at) => {
      const login = personToAsk(team, 'kim');
      team = team.map((one) => (one.login === login ? { ...one, load: one.load + 1, lastAssignedAt: at } : one));
      return login;
    });
    expect(asked).toEqual(Array.from({ length: 30 }, (_, at) => ['ada', 'bob', 'cy'][at % 3]));
  });
});

describe('a route', () => {
  const unassigned = { ...SETTINGS, issues: { ...SETTINGS.issues, assign: 'none' as const } };
  test.each([
    ['mentions the team', issue(), SETTINGS, { assignee: null, mention: '@acme/storage' }],
    [
      'asks a person for what is dangerous',
      issue({ severity: 'dangerous' }),
      SETTINGS,
      { assignee: 'ada', mention: null },
    ],
    [
      'leaves it with whoever has it',
      issue({ severity: 'dangerous', assigned: 'zoe' }),
      SETTINGS,
      { assignee: 'zoe', mention: null },
    ],
    [
      'mentions the team where nobody can be asked',
      issue({ severity: 'dangerous', people: [] }),
      SETTINGS,
      { assignee: null, mention: '@acme/storage' },
    ],
    [
      'mentions the team where nobody is to be assigned',
      issue({ severity: 'dangerous' }),
      unassigned,
      { assignee: null, mention: '@acme/storage' },
    ],
    [
      'mentions the fallback where nothing was found',
      issue({ meant: meant('x') }),
      SETTINGS,
      { assignee: null, mention: FALLBACK },
    ],
    [
      'mentions nobody while a choice is waited for',
      issue({ meant: meant('db-2, DiskFull, DiskFailed\n`db-1` `DiskFull`\n`sop-handover`') }),
      SETTINGS,
      { assignee: null, mention: null },
    ],
    [
      'mentions the fallback while a choice of dangerous ones is waited for',
      issue({ severity: 'dangerous', people: [], meant: meant('`db-1` `sop-handover`') }),
      SETTINGS,
      { assignee: null, mention: FALLBACK },
    ],
    [
      'does not tell the reporter of the own report',
      issue({
        ownership: new Map([['acme/ops:runbooks/storage/grow-a-volume.md', { declared: '@Kim', codeOwners: [] }]]),
      }),
      SETTINGS,
      { assignee: null, mention: null },
    ],
  ])('%s', (_, toRoute, settings, expected) => {
    expect(routeFeedback(toRoute, settings)).toMatchObject(expected);
  });

  test.each([
    ['dangerous', '2026-11-24'],
    ['wrong', '2026-11-28'],
    [null, '2026-11-28'],
    ['unclear', '2026-12-03'],
    ['idea', '2026-12-23'],
    ['automate', '2026-12-23'],
  ] as const)('that is %s is answered by %s', (severity, day) => {
    expect(routeFeedback(issue({ severity }), SETTINGS).answerBy).toBe(day);
  });

  test.each([
    ['a procedure with an owner', issue(), ['procedure/feedback', 'feedback/wrong', 'owner/storage']],
    ['no severity', issue({ severity: null }), ['procedure/feedback', 'owner/storage']],
    ['nothing', issue({ meant: meant('x') }), ['procedure/feedback', 'feedback/wrong', 'procedure/needs-owner']],
    [
      'a procedure that nobody owns',
      issue({ meant: meant('playbooks/lose-a-data-centre.md') }),
      ['procedure/feedback', 'feedback/wrong', 'procedure/needs-owner'],
    ],
    [
      'procedures of two owners',
      issue({ meant: meant('DiskFull and KubeNodeNotReady') }),
      ['procedure/feedback', 'feedback/wrong'],
    ],
  ])('for %s has its labels', (_, toRoute, labels) => {
    const route = routeFeedback(toRoute, SETTINGS);
    expect(route.labels.map(({ name }) => name)).toEqual(labels);
    for (const { name, color, description } of route.labels) {
      expect(color).toMatch(/^[\da-f]{6}$/);
      expect(description.length).toBeLessThanOrEqual(100);
      expect(name.length).toBeLessThanOrEqual(50);
    }
  });
});

describe('labels', () => {
  test.each([
    ['@acme/Payments-SRE', 'owner/payments-sre'],
    ['@ana', 'owner/ana'],
    [`@acme/${'x'.repeat(90)}`, `owner/${'x'.repeat(44)}`],
  ])('the owner %s has %s', (handle, name) => {
    expect(ownerLabel(handle).name).toBe(name);
  });

  test('of the app go where they do not hold any more, and nobody else’s', () => {
    const wanted = routeFeedback(issue(), SETTINGS).labels;
    const there = [
      'bug',
      'Owner/Storage',
      'owner/web',
      'feedback/idea',
      'FEEDBACK/wrong',
      'procedure/needs-owner',
      'procedure/feedback',
      'procedure/review',
    ];
    expect(outdatedLabels(there, wanted, SETTINGS.labels)).toEqual([
      'owner/web',
      'feedback/idea',
      'procedure/needs-owner',
    ]);
  });

  test.each([
    [['feedback/idea', 'Feedback/Dangerous'], 'dangerous'],
    [['bug'], null],
  ])('%j say %s', (labels, severity) => {
    expect(labelledSeverity(labels, SETTINGS.labels)).toBe(severity);
  });
});

describe('the severity that counts is', () => {
  test.each([
    ['the text’s at first', 'wrong', null, null, 'wrong'],
    ['a label’s at first', 'wrong', 'dangerous', null, 'dangerous'],
    ['a label’s that was set by hand since', 'wrong', 'idea', { written: 'wrong', set: 'wrong' }, 'idea'],
    ['the text’s where it was edited since', 'dangerous', 'idea', { written: 'wrong', set: 'idea' }, 'dangerous'],
    ['a label’s where the text says none any more', null, 'wrong', { written: 'wrong', set: 'wrong' }, 'wrong'],
    ['what it was where the label was taken away', 'wrong', null, { written: 'wrong', set: 'idea' }, 'idea'],
  ] as const)('%s', (_, written, labelled, routed, severity) => {
    expect(currentSeverity(written, labelled, routed)).toBe(severity);
  });
});
