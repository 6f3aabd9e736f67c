// test: reviews that fall due together are spread, and never past their day.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mondayOf } from '../../../src/core/review/days.ts';
import { forecastOf } from '../../../src/core/review/forecast.ts';
import { type Dated, levelReviews } from '../../../src/core/review/level.ts';
import { busiestWeek, STAMPED } from './generated-repository.ts';

const year = (id: string, due: string): Dated => ({ id, due, interval: 'P12M' });
const many = (count: number, due = '2027-03-10') =>
  Array.from({ length: count }, (_, i) => year(`runbooks/${i}.md`, due));

describe('the planned day', () => {
  test.each<readonly [says: string, procedures: readonly Dated[], moved: number]>([
    ['one alone stays on its due day', many(1), 0],
    ['two are no crowd', many(2), 0],
    ['of three in one week, one moves', many(3), 1],
    ['without an interval nothing can move', many(9).map((one) => ({ ...one, interval: null })), 0],
    ['an interval of six days leaves no room', many(9).map((one) => ({ ...one, interval: 'P6D' })), 0],
  ])('%s', (_, procedures, moved) => {
    const planned = levelReviews(procedures, 2);
    expect(procedures.filter(({ id, due }) => planned.get(id) !== due)).toHaveLength(moved);
  });

  test('is at most 15 % of the interval earlier, never later, and the same in any order', () => {
    const dated = fc.record({
      id: fc.string({ minLength: 1 }),
      due: fc
        .date({ min: new Date('2026-01-01'), max: new Date('2026-03-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      interval: fc.constantFrom('P3M' as const, 'P6M' as const, 'P12M' as const, 'P2Y' as const, null),
    });
    const sets = fc.uniqueArray(dated, { selector: ({ id }) => id, maxLength: 60 });
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 5 }), (procedures, perWeek) => {
        const planned = levelReviews(procedures, perWeek);
        expect([...levelReviews(procedures.toReversed(), perWeek)].sort()).toEqual([...planned].sort());
        for (const { id, due, interval } of procedures) {
          const day = planned.get(id) ?? '';
          const days = (Date.parse(due) - Date.parse(day)) / 86_400_000;
          const most = interval === null ? 0 : { P3M: 13, P6M: 27, P12M: 54, P2Y: 109 }[interval];
          expect(days).toBeGreaterThanOrEqual(0);
          expect(days).toBeLessThanOrEqual(most);
        }
      }),
      { seed: 5 },
    );
  });

  test('moves for few others when a procedure is added or removed', () => {
    const before = many(58);
    const planned = levelReviews(before, 2);
    const shares = Array.from({ length: 50 }, (_, i) => {
      const after = levelReviews([...before, year(`runbooks/new-${i}.md`, '2027-03-10')], 2);
      return before.filter(({ id }) => after.get(id) !== planned.get(id)).length;
    });
    expect(shares.reduce((sum, one) => sum + one, 0) / shares.length).toBeLessThan(10);
    const fewer = levelReviews(before.slice(1), 2);
    expect(before.slice(1).filter(({ id }) => fewer.get(id) !== planned.get(id)).length).toBeLessThan(12);
  });
});

test.each([
  ['a year', 'P12M'],
  ['six months', 'P6M'],
])(
  '58 of 263 pages stamped on one day, reviewed every %s: the busiest week per owner is at most half',
  (_, interval) => {
    for (const [, procedures] of Map.groupBy(STAMPED, ({ owner }) => owner)) {
      const dated = procedures.map(({ id, last }) => ({ id, due: dueOf(last, interval), interval }));
      const planned = levelReviews(dated, 2);
      const without = busiestWeek(dated.map(({ due }) => due));
      const levelled = busiestWeek([...planned.values()]);
      expect(levelled / without).toBeLessThanOrEqual(0.5);
    }
  },
);

function dueOf(last: string, interval: string): string {
  return new Date(
    Date.UTC(
      Number(last.slice(0, 4)),
      Number(last.slice(5, 7)) - 1 + (interval === 'P12M' ? 12 : 6),
      Number(last.slice(8)),
    ),
  )
    .toISOString()
    .slice(0, 10);
}

test('the forecast counts by week and owner, and what is late in this week', () => {
  const owner = '@acme/sre';
  expect(
    forecastOf(
      [
        { owner, due: '2026-10-27', planned: '2026-10-27' },
        { owner, due: '2026-12-17', planned: '2026-12-01' },
        { owner: null, due: '2026-12-02', planned: '2026-12-02' },
        { owner, due: '2027-06-01', planned: '2027-06-01' },
      ],
      '2026-11-23',
    ),
  ).toEqual([
    { week: '2026-11-23', owner, planned: 1, due: 1 },
    { week: '2026-11-30', owner, planned: 1, due: 0 },
    { week: '2026-11-30', owner: null, planned: 0 + 1, due: 1 },
    { week: '2026-12-14', owner, planned: 0, due: 1 },
  ]);
});

test('a week begins on Monday', () => {
  expect(['2026-11-22', '2026-11-23', '2026-11-29', '2027-01-01'].map(mondayOf)).toEqual([
    '2026-11-16',
    '2026-11-23',
    '2026-11-23',
    '2026-12-28',
  ]);
});
