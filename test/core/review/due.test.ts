// test: when a procedure is due, by every source of its day.
import { describe, expect, test } from '@jest/globals';
import { todayIn } from '../../../src/core/calendar-date.ts';
import { surveyOf } from '../../../src/core/policy/entries.ts';
import { firstReviewOn } from '../../../src/core/review/first-review.ts';
import type { Review } from '../../../src/core/review/review.ts';
import { snapshotOf } from '../policy/snapshot-of.ts';

const CONFIG = '.github/runbook-steward.yml';

function reviewOn(today: string, metadata: string, config = ''): Review | undefined {
  const snapshot = snapshotOf({ head: { [CONFIG]: config, 'runbooks/a.md': `---\n${metadata}\n---\n# A\n` } });
  return surveyOf(snapshot, () => today).survey.entries[0]?.review;
}

test.each<readonly [says: string, metadata: string, config: string, next: string | null, state: string]>([
  ['the default of the contract', 'last_reviewed_on: 2026-03-01', '', '2027-03-01', 'current'],
  ['the configured default', 'last_reviewed_on: 2026-03-01', 'review: {default: 6 months}', '2026-09-01', 'overdue'],
  ["the risk's", 'last_reviewed_on: 2026-10-01\nrisk: critical', '', '2027-01-01', 'current'],
  ['high risk', 'last_reviewed_on: 2026-10-01\nrisk: high', '', '2027-04-01', 'current'],
  [
    "the procedure's own beats the risk's",
    'last_reviewed_on: 2026-10-01\nrisk: critical\nreview_in: 60 days',
    '',
    '2026-11-30',
    'due-soon',
  ],
  ['next_review_on wins', 'last_reviewed_on: 2026-10-01\nnext_review_on: 2026-11-01', '', '2026-11-01', 'overdue'],
  ['next_review_on without a date', 'next_review_on: 2027-02-28', '', '2027-02-28', 'current'],
  ['months are clamped', 'last_reviewed_on: 2025-08-31\nreview_in: 6 months', '', '2026-02-28', 'overdue'],
  ['a leap day and a year', 'last_reviewed_on: 2024-02-29\nreview_in: 1 year', '', '2025-02-28', 'overdue'],
  ['due today is not overdue', 'last_reviewed_on: 2026-05-23\nreview_in: 6 months', '', '2026-11-23', 'due-soon'],
  ['overdue from the day after', 'last_reviewed_on: 2026-05-22\nreview_in: 6 months', '', '2026-11-22', 'overdue'],
  ['never', 'last_reviewed_on: 2020-01-01\nreview_in: never (a record)', '', null, 'never'],
  ['never, but a day is set', 'review_in: never (a record)\nnext_review_on: 2026-12-01', '', '2026-12-01', 'due-soon'],
  ['undated', 'title: A', '', null, 'undated'],
  ['a date that does not exist', 'last_reviewed_on: 2026-02-31', '', null, 'invalid'],
  ['a review in the future puts nothing off', 'last_reviewed_on: 2027-01-01', '', null, 'invalid'],
  ['archived', 'last_reviewed_on: 2020-01-01\nstatus: archived', '', null, 'never'],
])('%s', (_, metadata, config, next, state) => {
  expect(reviewOn('2026-11-23', metadata, config)).toMatchObject({ next, state });
});

test('the calendar day is that of the time zone, also where clocks change', () => {
  const moment = (text: string) => Date.parse(text);
  expect(todayIn('Europe/Berlin', moment('2026-03-28T23:30:00Z'))).toBe('2026-03-29');
  expect(todayIn('Europe/Berlin', moment('2026-10-25T22:59:59Z'))).toBe('2026-10-25');
  expect(todayIn('America/Los_Angeles', moment('2026-11-02T07:59:59Z'))).toBe('2026-11-01');
  expect(todayIn('Pacific/Kiritimati', moment('2026-11-02T10:00:00Z'))).toBe('2026-11-03');
});

test('400 days, one by one, are overdue from the day after and never earlier', () => {
  for (let day = 0; day < 400; day += 1) {
    const date = (offset: number) => new Date(Date.UTC(2023, 6, 1 + day + offset)).toISOString().slice(0, 10);
    const metadata = `last_reviewed_on: ${date(0)}\nreview_in: 30 days`;
    expect(reviewOn(date(30), metadata)?.state).toBe('due-soon');
    expect(reviewOn(date(31), metadata)?.state).toBe('overdue');
  }
});

describe('an undated procedure', () => {
  const undated = (id: string, iso = 'P12M') => ({ id, interval: { iso }, clockFrom: '2026-01-31' });

  test('is due within one interval from the day of the configuration, where its id puts it', () => {
    const days = Array.from({ length: 240 }, (_, i) => firstReviewOn(undated(`runbooks/${i}.md`), true) ?? '');
    expect(days.every((day) => day > '2026-01-31' && day <= '2027-01-31')).toBe(true);
    const months = Map.groupBy(days, (day) => day.slice(0, 7));
    expect(Math.max(...[...months.values()].map((month) => month.length))).toBeLessThan(40);
    expect(days).toEqual(days.map((_, i) => firstReviewOn(undated(`runbooks/${i}.md`), true)));
  });

  test('is due after one whole interval where nothing is spread', () => {
    expect(firstReviewOn(undated('a', 'P1M'), false)).toBe('2026-02-28');
  });

  test('is never due where its interval says so', () => {
    expect(firstReviewOn({ ...undated('a'), interval: { never: 'a record' } }, true)).toBeNull();
  });
});
