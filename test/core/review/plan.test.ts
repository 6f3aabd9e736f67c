// test: which issues are opened, changed, closed and commented on, and which wait (contract §6).
import { describe, expect, test } from '@jest/globals';
import type { ReviewEntry } from '../../../src/core/review/entry.ts';
import { type IssuePlan, isEmptyPlan } from '../../../src/core/review/issue-plan.ts';
import { planIssues } from '../../../src/core/review/plan.ts';
import type { PlanInput } from '../../../src/core/review/plan-input.ts';
import { entry, input, owner, Place, SETTINGS, TODAY } from './world.ts';

type Given = Parameters<typeof input>[0];

/** The plan in a line for each write. */
function told(plan: IssuePlan): readonly string[] {
  return [
    ...plan.create.map(({ kind, key, listed }) => `create ${kind} ${key}: ${listed.map((one) => one.key).join(' ')}`),
    ...plan.update.map(({ number, reason }) => `update ${number}: ${reason}`),
    ...plan.close.map(({ number, as, reason }) => `close ${number} as ${as}: ${reason}`),
    ...plan.reopen.map(({ number, reason }) => `reopen ${number}: ${reason}`),
    ...plan.comment.map(({ number, as }) => `comment ${number} ${as}`),
    ...plan.waiting.map(({ kind, key, why }) => `waits ${kind} ${key}: ${why}`),
  ];
}

const high = (path: string, more: Partial<ReviewEntry> = {}) => entry(path, { risk: 'high', ...more });

describe('what is opened', () => {
  test.each<readonly [says: string, given: Given, told: readonly string[]]>([
    ['nothing for nothing', {}, []],
    [
      'one issue for all of an owner at low and medium risk',
      {
        entries: [
          entry('a.md'),
          entry('b.md', { risk: 'low', due: '2026-10-01' }),
          entry('c.md', { owner: '@acme/database' }),
        ],
      },
      ['create review @acme/sre: a.md b.md', 'create review @acme/database: c.md'],
    ],
    [
      'one issue for each procedure of high or critical risk, the riskiest first',
      { entries: [high('h.md'), entry('c.md', { risk: 'critical' })] },
      ['create review c.md: c.md', 'create review h.md: h.md'],
    ],
    ['nothing on the due day', { entries: [entry('a.md', { due: TODAY })] }, []],
    ['one from the day after', { entries: [entry('a.md', { due: '2026-11-22' })] }, ['create review @acme/sre: a.md']],
    [
      'one from the day after the planned day',
      { entries: [entry('a.md', { due: '2026-12-20', planned: '2026-11-22' })] },
      ['create review @acme/sre: a.md'],
    ],
    ['nothing for an undated procedure', { entries: [entry('a.md', { due: null, planned: '2026-01-01' })] }, []],
    ['nothing where the review is never due', { entries: [entry('a.md', { planned: null })] }, []],
    ['nothing for nobody', { entries: [entry('a.md', { owner: null })] }, ['waits review a.md: no-owner']],
    [
      'one orphan issue for each owner who is gone, whatever is due',
      {
        entries: [entry('a.md', { owner: '@acme/Gone' }), high('b.md', { owner: '@acme/gone', due: '2027-05-01' })],
        owners: [owner('@acme/gone', { state: 'missing' })],
      },
      ['create orphaned @acme/gone: b.md a.md'],
    ],
    [
      'no orphan issue for an owner of whom nothing is known',
      { entries: [entry('a.md', { owner: '@acme/who' })], owners: [owner('@acme/who', { state: 'unknown' })] },
      ['create review @acme/who: a.md'],
    ],
    ...(['missing', 'no-access', 'no-write', 'empty', 'secret'] as const).map(
      (state): readonly [string, Given, readonly string[]] => [
        `an orphan: ${state}`,
        { entries: [entry('a.md', { owner: '@acme/x', due: null })], owners: [owner('@acme/x', { state })] },
        ['create orphaned @acme/x: a.md'],
      ],
    ),
  ])('%s', (_, given, expected) => {
    expect(told(planIssues(input(given)))).toEqual(expected);
  });
});

describe('caps and hours', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((name, i) =>
    high(`${name}.md`, { due: `2026-10-0${5 - i}`, owner: `@acme/${name}` }),
  );
  const caps = (more: Partial<PlanInput['settings']['issues']>): Given => ({
    settings: { ...SETTINGS, issues: { ...SETTINGS.issues, ...more } },
  });

  test.each<readonly [says: string, given: Given, told: readonly string[]]>([
    [
      'an owner gets two new issues a week, the most overdue first',
      { entries: [high('a.md'), high('b.md', { due: '2026-10-01' }), high('c.md', { due: '2026-09-01' })] },
      ['create review c.md: c.md', 'create review b.md: b.md', 'waits review a.md: owner-weekly'],
    ],
    [
      'also counting those of other repositories',
      {
        entries: [high('a.md'), high('b.md', { due: '2026-10-01' })],
        used: { perOwnerWeekly: new Map([['@acme/sre', 1]]), perDay: 1, perRun: 0 },
      },
      ['create review b.md: b.md', 'waits review a.md: owner-weekly'],
    ],
    [
      'a run has its own cap, and the rest wait by risk',
      { entries: [...five, entry('z.md', { risk: 'critical', owner: '@ana' })], ...caps({ perRun: 2 }) },
      [
        'create review z.md: z.md',
        'create review e.md: e.md',
        'waits review d.md: per-run',
        'waits review c.md: per-run',
        'waits review b.md: per-run',
        'waits review a.md: per-run',
      ],
    ],
    [
      'the organisation has a cap for the day',
      { entries: five.slice(0, 2), used: { perOwnerWeekly: new Map(), perDay: 19, perRun: 0 } },
      ['create review b.md: b.md', 'waits review a.md: per-day'],
    ],
    ['not on a Friday', { entries: [high('a.md')], today: '2026-11-27' }, ['waits review a.md: hours']],
    ['not before nine', { entries: [high('a.md')], hour: 8 }, ['waits review a.md: hours']],
    ['not from four on', { entries: [high('a.md')], hour: 16 }, ['waits review a.md: hours']],
    [
      "an orphan issue counts among the fallback's",
      {
        entries: [entry('a.md', { owner: '@acme/x' }), entry('b.md', { owner: '@acme/y' })],
        owners: [owner('@acme/x', { state: 'empty' }), owner('@acme/y', { state: 'empty' })],
        used: { perOwnerWeekly: new Map([['@acme/ops-leads', 1]]), perDay: 0, perRun: 0 },
      },
      ['create orphaned @acme/x: a.md', 'waits orphaned @acme/y: owner-weekly'],
    ],
  ])('%s', (_, given, expected) => {
    expect(told(planIssues(input(given)))).toEqual(expected);
  });

  test('400 repositories installed in one night open no more than the day allows', () => {
    const place = new Place();
    for (let i = 0; i < 400; i += 1) {
      const entries = [
        high(`r${i}/a.md`, { owner: `@acme/team-${i % 40}` }),
        entry(`r${i}/b.md`, { owner: `@acme/team-${i % 40}` }),
      ];
      const used = { ...place.used(TODAY), perRun: 0 };
      place.apply(planIssues({ ...input({ entries }), used }), TODAY, '@acme/ops-leads');
    }
    expect(place.opened).toHaveLength(20);
    expect(Math.max(...place.used(TODAY).perOwnerWeekly.values())).toBeLessThanOrEqual(2);
  });
});

describe('who is asked', () => {
  const asked = (given: Given) =>
    planIssues(input(given)).create.map(({ assignees, body }) => [
      assignees,
      /^(@\S+), please see to this\.$/m.exec(body)?.[1] ?? null,
    ]);

  test.each<readonly [says: string, given: Given, asked: readonly unknown[]]>([
    ['a user who owns it is assigned', { entries: [entry('a.md', { owner: '@ana' })] }, [[['ana'], null]]],
    ['a team is mentioned once', { entries: [entry('a.md'), entry('b.md')] }, [[[], '@acme/sre']]],
    ['at high risk the member who has least to do is assigned', { entries: [high('a.md')] }, [[['ben'], null]]],
    [
      'work of the same run counts',
      {
        entries: ['a', 'b', 'c', 'd'].map((name) => high(`${name}.md`)),
        settings: { ...SETTINGS, issues: { ...SETTINGS.issues, perOwnerWeekly: 9 } },
      },
      [[['ben'], null], [['ben'], null], expect.anything(), expect.anything()],
    ],
    [
      'a team without anybody who can act is mentioned',
      { entries: [high('a.md', { owner: '@acme/database' })] },
      [[[], '@acme/database']],
    ],
    [
      'nobody is assigned where the configuration says so',
      { entries: [high('a.md')], settings: { ...SETTINGS, issues: { ...SETTINGS.issues, assign: 'none' } } },
      [[[], '@acme/sre']],
    ],
    [
      'an owner who is not resolved is neither assigned nor mentioned',
      { entries: [high('a.md', { owner: '@acme/who' }), entry('b.md', { owner: '@stranger' })] },
      [
        [[], null],
        [[], null],
      ],
    ],
    [
      'of an orphan the fallback',
      { entries: [entry('a.md', { owner: '@acme/x' })], owners: [owner('@acme/x', { state: 'missing' })] },
      [[[], '@acme/ops-leads']],
    ],
    [
      'nobody where there is no fallback',
      {
        entries: [entry('a.md', { owner: '@acme/x' })],
        owners: [owner('@acme/x', { state: 'missing' })],
        settings: { ...SETTINGS, owners: { fallback: null } },
      },
      [[[], null]],
    ],
  ])('%s', (_, given, expected) => {
    expect(asked(given)).toEqual(expected);
  });
});

/** A place in which `entries` were asked for on `TODAY`. */
function placeWith(
  entries: readonly ReviewEntry[],
  more: Given = {},
): { readonly place: Place; readonly next: (more?: Given) => IssuePlan } {
  const place = new Place();
  place.run(input({ entries, ...more }));
  return { place, next: (later = {}) => place.run(input({ entries, ...more, ...later })) };
}

describe('an open issue', () => {
  test('a second run on the same day writes nothing, and none on the days after', () => {
    const { next } = placeWith([entry('a.md'), high('b.md'), entry('c.md', { owner: '@acme/x' })], {
      owners: [owner('@acme/x', { state: 'missing' })],
    });
    for (const today of [TODAY, '2026-11-24', '2026-11-25']) expect(isEmptyPlan(next({ today }))).toBe(true);
  });

  test('is changed in place when a procedure joins it, without mentioning anybody', () => {
    const { place, next } = placeWith([entry('a.md')]);
    expect(told(next({ entries: [entry('a.md'), entry('b.md')] }))).toEqual(['update 1: What it says has changed.']);
    expect(place.bodies.get(1)).toContain('b.md');
    expect(place.bodies.get(1)).not.toMatch(/@acme\/sre, please/);
  });

  test('lists undated procedures whose clock has run out', () => {
    const { place } = placeWith([
      entry('a.md'),
      entry('n.md', { due: null, planned: '2026-11-01' }),
      entry('m.md', { due: null, planned: '2027-11-01' }),
    ]);
    expect(place.bodies.get(1)).toContain('1 procedure never reviewed');
    expect(place.bodies.get(1)).toContain('`n.md`');
    expect(place.bodies.get(1)).not.toContain('m.md');
  });

  test('closes itself when the default branch shows the newer review', () => {
    const { next } = placeWith([entry('a.md')]);
    expect(told(next({ entries: [entry('a.md', { due: '2027-11-24' })] }))).toEqual([
      'close 1 as completed: The default branch shows newer reviews, or the procedures are no longer there.',
    ]);
    expect(isEmptyPlan(next({ entries: [entry('a.md', { due: '2027-11-24' })] }))).toBe(true);
  });

  test('stays although the plan moves the procedure to a later day', () => {
    const early = entry('a.md', { due: '2026-12-20', planned: '2026-11-20' });
    const { next } = placeWith([early]);
    expect(isEmptyPlan(next({ entries: [{ ...early, planned: '2026-12-15' }] }))).toBe(true);
  });

  test('follows a rename', () => {
    const { place, next } = placeWith([high('old.md')]);
    const renamed = high('new.md', { formerKeys: ['old.md'] });
    expect(told(next({ entries: [renamed] }))).toEqual(['update 1: The procedure was renamed.']);
    expect(place.issue(1).key).toBe('new.md');
    expect(isEmptyPlan(next({ entries: [renamed] }))).toBe(true);
  });

  test('tells a new owner once', () => {
    const { place, next } = placeWith([high('a.md')]);
    const moved = { entries: [high('a.md', { owner: '@acme/database' })] };
    expect(told(next(moved))).toEqual(['update 1: What it says has changed.', 'comment 1 owner:@acme/database']);
    expect(place.comments[0]?.body).toBe('@acme/database, this has come to you from `@acme/sre`: please see to it.\n');
    expect(isEmptyPlan(next(moved))).toBe(true);
  });

  test('gives way to the orphan issue when its owner is gone', () => {
    const { next } = placeWith([entry('a.md')]);
    const gone = { owners: [owner('@acme/sre', { state: 'missing' })], today: '2026-11-24' };
    expect(told(next(gone))).toEqual([
      'create orphaned @acme/sre: a.md',
      'close 1 as not-planned: The owner cannot act; the orphan issue takes over.',
    ]);
    expect(told(next({ today: '2026-11-25' }))).toEqual([
      'create review @acme/sre: a.md',
      'close 2 as completed: Every procedure has an owner who can act.',
    ]);
  });

  test('closes its twin, the younger one', () => {
    const { place, next } = placeWith([entry('a.md')]);
    place.issues.set(7, { ...place.issue(1), number: 7 });
    expect(told(next())).toEqual(['close 7 as not-planned: A second issue of the same key; 1 stays.']);
  });

  test('is not touched for being relabelled, renamed or edited by people, for the record is what counts', () => {
    const { place, next } = placeWith([entry('a.md')]);
    place.bodies.set(1, 'scribbled over');
    expect(isEmptyPlan(next())).toBe(true);
  });
});

describe('an issue that a person closed', () => {
  test('as not planned is silent until the next planned day', () => {
    const { place, next } = placeWith([high('a.md')]);
    place.closeByHand(1, 'not-planned', '2026-11-24');
    expect(told(next({ today: '2026-11-25' }))).toEqual(['waits review a.md: snoozed']);
    expect(told(next({ today: '2027-11-01' }))).toEqual(['waits review a.md: snoozed']);
    expect(told(next({ today: '2027-11-02' }))).toEqual(['create review a.md: a.md']);
  });

  test('does not silence what comes later', () => {
    const { place, next } = placeWith([entry('a.md')]);
    place.closeByHand(1, 'not-planned', '2026-11-24');
    const entries = [entry('a.md'), entry('b.md', { due: '2026-11-24' })];
    expect(told(next({ today: '2026-11-25', entries }))).toEqual([
      'create review @acme/sre: b.md',
      'waits review @acme/sre: snoozed',
    ]);
    expect(isEmptyPlan(next({ today: '2026-11-26', entries }))).toBe(true);
  });

  test('asks again in time when the procedure was reviewed meanwhile', () => {
    const { place, next } = placeWith([entry('a.md')]);
    place.closeByHand(1, 'not-planned', '2026-11-24');
    const entries = [entry('a.md', { due: '2027-01-10' })];
    expect(told(next({ today: '2027-01-10', entries }))).toEqual([]);
    expect(told(next({ today: '2027-01-11', entries }))).toEqual(['create review @acme/sre: a.md']);
  });

  test('as completed without a review gets one comment and, at high risk, is reopened once', () => {
    const { place, next } = placeWith([high('a.md')]);
    place.closeByHand(1, 'completed', TODAY);
    const why = 'Closed as completed, and the default branch shows no newer review.';
    expect(told(next({ today: '2026-11-24' }))).toEqual([
      `reopen 1: ${why}`,
      'comment 1 unreviewed:review',
      'waits review a.md: snoozed',
    ]);
    expect(isEmptyPlan(next({ today: '2026-11-24' }))).toBe(true);
    place.closeByHand(1, 'completed', '2026-11-25');
    expect(told(next({ today: '2026-11-26' }))).toEqual(['waits review a.md: snoozed']);
    expect(place.comments).toHaveLength(1);
  });

  test('as completed without a review gets one comment and stays closed at medium risk', () => {
    const { place, next } = placeWith([entry('a.md')]);
    place.closeByHand(1, 'completed', TODAY);
    expect(told(next())).toEqual(['comment 1 unreviewed:review', 'waits review @acme/sre: snoozed']);
    expect(told(next())).toEqual(['waits review @acme/sre: snoozed']);
    expect(place.comments[0]?.body).toBe(
      'This was closed as completed, but the default branch shows no newer review. If it is right, say so: `/reviewed tested — what I checked`. If nobody is to be asked now, leave it closed: it comes back on the next planned day.\n',
    );
  });

  test('as completed while the review is on its way gets no comment', () => {
    const { place, next } = placeWith([high('a.md')]);
    place.closeByHand(1, 'completed', TODAY);
    const entries = [high('a.md', { pendingPull: { number: 9, url: 'https://github.com/acme/ops/pull/9' } })];
    expect(told(next({ entries }))).toEqual(['waits review a.md: snoozed']);
  });

  test('a locked one gets no comment, and a deleted one is not opened again before its next day', () => {
    const { place, next } = placeWith([high('a.md'), high('b.md')]);
    place.closeByHand(1, 'completed', TODAY);
    place.change(1, { isLocked: true });
    place.change(2, { state: 'gone' });
    expect(told(next())).toEqual(['waits review a.md: snoozed', 'waits review b.md: snoozed']);
  });
});

describe('escalation', () => {
  const critical = (more: Partial<ReviewEntry> = {}) =>
    entry('a.md', { risk: 'critical', due: '2026-11-22', approvers: ['@acme/cab'], ...more });
  const days = (one: ReviewEntry, more: Given = {}) => {
    const { place, next } = placeWith([one], more);
    const told = new Map<string, string>();
    for (let day = 24; day <= 30; day += 1) next({ today: `2026-11-${day}` });
    for (let day = 1; day <= 24; day += 1) next({ today: `2026-12-${String(day).padStart(2, '0')}` });
    for (const { body, on } of place.comments) told.set(on, body);
    return [...told];
  };
  const says = (to: string) =>
    `${to}: \`@acme/sre\` has not answered, and the review has been overdue since 2026-11-22. Can you see to it that somebody does?\n`;

  test('goes to an approver, then to the fallback, once each, in the hours', () => {
    // Opened on Monday the 23rd; three days later is Thursday, the day after that a Friday, so that Monday is the first day for it.
    expect(days(critical())).toEqual([
      ['2026-11-30', says('@acme/cab')],
      ['2026-12-01', says('@acme/ops-leads')],
    ]);
  });

  test('goes to the fallback where there is no approver', () => {
    expect(days(critical({ approvers: [] }))).toEqual([['2026-11-30', says('@acme/ops-leads')]]);
  });

  test('takes its time at high risk', () => {
    expect(days(critical({ risk: 'high' })).map(([on]) => on)).toEqual(['2026-12-01', '2026-12-08']);
  });

  test('never goes to the owner, nor to anybody who was not resolved', () => {
    expect(days(critical({ approvers: ['@acme/sre', '@acme/secret-team'] }))).toEqual([
      ['2026-11-30', says('@acme/ops-leads')],
    ]);
  });

  test('is silent while a snooze lasts, and while the review is on its way', () => {
    const { place, next } = placeWith([critical()]);
    place.change(1, { snoozedUntil: '2026-12-10' });
    for (let day = 1; day <= 14; day += 1) next({ today: `2026-12-${String(day).padStart(2, '0')}` });
    expect(place.comments.map(({ on }) => on)).toEqual(['2026-12-14']);
    expect(days(critical({ pendingPull: { number: 9, url: 'https://github.com/acme/ops/pull/9' } }))).toEqual([]);
  });
});
