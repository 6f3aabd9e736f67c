// test: what happens to feedback that nobody answers, and how long answers took.
import { describe, expect, test } from '@jest/globals';
import { type FeedbackEvent, timesOf } from '../../../src/core/feedback/events.ts';
import { type Followed, followUp } from '../../../src/core/feedback/follow.ts';
import { SETTINGS } from './settings.ts';

type Happened = {
  readonly [Kind in FeedbackEvent['kind']]: Omit<Extract<FeedbackEvent, { kind: Kind }>, 'id' | 'at' | 'kind'>;
};

/** Noon of a day; the id is that of the kind and the day. */
function on<Kind extends FeedbackEvent['kind']>(day: string, kind: Kind, more: Happened[Kind]): FeedbackEvent {
  return { id: `${kind} ${day}`, at: Date.parse(`${day}T12:00:00Z`), kind, ...more } as unknown as FeedbackEvent;
}
const OPENED = on('2026-11-02', 'opened', { by: 'kim' });
const ROUTED = on('2026-11-02', 'routed', { owner: '@acme/storage' });
const answer = (day: string, by = 'ada', more = {}) =>
  on(day, 'commented', { by, isBot: false, canAct: true, ...more });

const followed = (events: readonly FeedbackEvent[], more: Partial<Followed> = {}): Followed => ({
  reporter: 'kim',
  severity: 'wrong',
  risk: 'high',
  owner: '@acme/storage',
  approvers: ['@acme/cab'],
  resolved: new Set(['@acme/storage', '@acme/cab', '@acme/ops-leads', '@acme/edge', '@kim']),
  events: [OPENED, ROUTED, ...events],
  ...more,
});

/** Every step from the first day to the last, each recorded as it is taken. */
function course(start: Followed, first: string, last: string): readonly string[] {
  const steps: string[] = [];
  let now = start;
  for (let day = first; day <= last; day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)) {
    const next = followUp(now, day, SETTINGS);
    if (!next) continue;
    steps.push(`${day} ${next.event} ${next.to}`);
    now = { ...now, events: [...now.events, on(day, next.event, {})] };
  }
  return steps;
}

describe('feedback that nobody answers', () => {
  test.each<[string, Followed, readonly string[]]>([
    [
      'has a reminder, then an approver, then the fallback',
      followed([]),
      [
        '2026-11-08 reminded @acme/storage',
        '2026-11-15 escalated-to-approvers @acme/cab',
        '2026-11-22 escalated-to-fallback @acme/ops-leads',
      ],
    ],
    [
      'goes faster where it is dangerous, whatever the risk',
      followed([], { severity: 'dangerous', risk: 'low' }),
      [
        '2026-11-04 reminded @acme/storage',
        '2026-11-07 escalated-to-approvers @acme/cab',
        '2026-11-10 escalated-to-fallback @acme/ops-leads',
      ],
    ],
    [
      'goes slower where the risk is low',
      followed([], { risk: 'low' }),
      [
        '2026-11-08 reminded @acme/storage',
        '2026-12-08 escalated-to-approvers @acme/cab',
        '2027-01-07 escalated-to-fallback @acme/ops-leads',
      ],
    ],
    [
      'goes to the fallback at once where there is no approver',
      followed([], { approvers: [] }),
      ['2026-11-08 reminded @acme/storage', '2026-11-15 escalated-to-fallback @acme/ops-leads'],
    ],
    [
      'asks nobody twice',
      followed([], { owner: '@acme/Ops-Leads', approvers: ['@acme/ops-leads'] }),
      ['2026-11-08 reminded @acme/Ops-Leads'],
    ],
    [
      'asks an approver who is the fallback once',
      followed([], { approvers: ['@acme/ops-leads'] }),
      ['2026-11-08 reminded @acme/storage', '2026-11-15 escalated-to-approvers @acme/ops-leads'],
    ],
    [
      'asks the fallback where nobody owns it',
      followed([], { owner: null, approvers: [] }),
      ['2026-11-08 reminded @acme/ops-leads'],
    ],
    [
      'never asks the reporter',
      followed([], { owner: '@Kim', approvers: ['@kim', '@acme/cab'] }),
      ['2026-11-15 escalated-to-approvers @acme/cab', '2026-11-22 escalated-to-fallback @acme/ops-leads'],
    ],
    [
      'asks nobody whom GitHub does not know',
      followed([], { owner: '@acme/x fixes #1', approvers: ['@acme/everyone', '@acme/cab'] }),
      ['2026-11-15 escalated-to-approvers @acme/cab', '2026-11-22 escalated-to-fallback @acme/ops-leads'],
    ],
    ['is let be while it is closed', followed([on('2026-11-03', 'closed', { by: 'ada' })]), []],
    ['is let be once it is answered', followed([answer('2026-11-03')]), []],
    [
      'is not answered by the reporter',
      followed([answer('2026-11-03', 'Kim')], { approvers: [] }),
      ['2026-11-08 reminded @acme/storage', '2026-11-15 escalated-to-fallback @acme/ops-leads'],
    ],
    [
      'is not answered by a bot',
      followed([answer('2026-11-03', 'ci', { isBot: true })], { approvers: [] }),
      ['2026-11-08 reminded @acme/storage', '2026-11-15 escalated-to-fallback @acme/ops-leads'],
    ],
    [
      'is not answered by somebody who cannot act',
      followed([answer('2026-11-03', 'max', { canAct: false })], { approvers: [] }),
      ['2026-11-08 reminded @acme/storage', '2026-11-15 escalated-to-fallback @acme/ops-leads'],
    ],
    [
      'begins anew when it is reopened',
      followed(
        [answer('2026-11-03'), on('2026-11-04', 'closed', { by: 'ada' }), on('2026-11-10', 'reopened', { by: 'kim' })],
        { approvers: [] },
      ),
      ['2026-11-16 reminded @acme/storage', '2026-11-23 escalated-to-fallback @acme/ops-leads'],
    ],
    [
      'begins anew with another owner',
      followed([on('2026-11-08', 'reminded', {}), on('2026-11-10', 'routed', { owner: '@acme/edge' })], {
        owner: '@acme/edge',
        approvers: [],
      }),
      ['2026-11-16 reminded @acme/edge', '2026-11-23 escalated-to-fallback @acme/ops-leads'],
    ],
    [
      'does not begin anew when it is routed to the same owner',
      followed([on('2026-11-06', 'routed', { owner: '@Acme/Storage' })], { approvers: [] }),
      ['2026-11-08 reminded @acme/storage', '2026-11-15 escalated-to-fallback @acme/ops-leads'],
    ],
    ['is nothing before its opening is known', { ...followed([]), events: [answer('2026-11-03', 'kim')] }, []],
  ])('%s', (_, start, steps) => {
    expect(course(start, '2026-11-02', '2027-02-01')).toEqual(steps);
  });

  test('is never closed for being old', () => {
    expect(course(followed([]), '2027-02-01', '2036-11-02')).toHaveLength(3); // One a day, and then silence.
  });

  test('is spoken of in one sentence with one mention', () => {
    const text = followUp(followed([on('2026-11-08', 'reminded', {})]), '2026-11-15', SETTINGS)?.text ?? '';
    expect(text.split('\n')).toEqual([
      '@acme/cab: an answer was due by 2026-11-07. `@acme/storage` has not answered.',
      '',
    ]);
  });

  test('by the day of the configured time zone', () => {
    const kiritimati = { ...SETTINGS, review: { ...SETTINGS.review, timeZone: 'Pacific/Kiritimati' } };
    expect(followUp(followed([]), '2026-11-08', kiritimati)).toBeNull();
    expect(followUp(followed([]), '2026-11-09', kiritimati)?.event).toBe('reminded');
  });
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the times of an issue', () => {
  const closed = on('2026-11-05', 'closed', { by: 'ada' });
  const reopened = on('2026-11-06', 'reopened', { by: 'kim' });
  test.each<[string, readonly FeedbackEvent[], Partial<ReturnType<typeof timesOf>>]>([
    ['without an answer', [OPENED], { firstAnswer: null, resolution: null, isOpen: true }],
    ['answered', [OPENED, answer('2026-11-04'), answer('2026-11-05')], { firstAnswer: 2 * DAY }],
    ['answered by its closing', [OPENED, closed], { firstAnswer: 3 * DAY, resolution: 3 * DAY, isOpen: false }],
    [
      'closed by the reporter',
      [OPENED, on('2026-11-05', 'closed', { by: 'Kim' })],
      { firstAnswer: null, resolution: 3 * DAY, isOpen: false },
    ],
    ['reopened', [OPENED, closed, reopened], { resolution: null, reopened: 1, isOpen: true }],
    [
      'closed again',
      [OPENED, closed, reopened, on('2026-11-09', 'closed', { by: 'ada' })],
      { resolution: 7 * DAY, reopened: 1, isOpen: false },
    ],
    ['whose opening is not known', [closed], { openedAt: null, firstAnswer: null, resolution: null, isOpen: false }],
    [
      'with an answer from before it was opened (a clock that was off)',
      [OPENED, answer('2026-11-01')],
      { firstAnswer: 0 },
    ],
  ])('%s', (_, events, times) => {
    expect(timesOf(events, 'kim')).toMatchObject(times);
  });

  test('are the same with every event twice and in any order', () => {
    const events = [OPENED, ROUTED, answer('2026-11-04'), closed, reopened, on('2026-11-09', 'closed', { by: 'ada' })];
    const times = timesOf(events, 'kim');
    for (let turn = 0; turn < events.length; turn += 1) {
      const turned = [...events.slice(turn), ...events.slice(0, turn)];
      expect(timesOf([...turned, ...turned.toReversed()], 'kim')).toEqual(times);
    }
  });

  test('at one moment a closing comes before a reopening', () => {
    const at = closed.at;
    expect(timesOf([OPENED, { ...reopened, at }, closed], 'kim').isOpen).toBe(true);
  });
});

test('the same events told late or twice make the same times, and no second reopening', () => {
  const closed = on('2026-11-05', 'closed', { by: 'ada' });
  const reopened = on('2026-11-06', 'reopened', { by: 'kim' });
  const seen = { ...on('2026-11-07', 'reopened', { by: 'kim' }), id: 'seen' };
  const times = timesOf([OPENED, closed, reopened], 'kim');
  expect(times).toMatchObject({ isOpen: true, reopened: 1 });
  expect(timesOf([seen, reopened, reopened, closed, OPENED], 'kim')).toEqual(times);
});

test('each round of the clock has a number of its own', () => {
  const again = followed([on('2026-11-08', 'reminded', {}), on('2026-11-09', 'closed', { by: 'ada' })]);
  const reopened = { ...again, events: [...again.events, on('2026-11-10', 'reopened', { by: 'kim' })] };
  expect(followUp(followed([]), '2026-11-08', SETTINGS)).toMatchObject({ event: 'reminded', round: 0 });
  expect(followUp(reopened, '2026-11-16', SETTINGS)).toMatchObject({ event: 'reminded', round: 1 });
});
