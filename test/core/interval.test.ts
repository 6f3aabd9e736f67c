// test/core: intervals as people write them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeInterval, parseInterval, parseSpan } from '../../src/core/interval.ts';

test.each([
  ['6 months', 'P6M'],
  ['6 month', 'P6M'],
  ['1 Month', 'P1M'],
  ['90d', 'P90D'],
  ['12w', 'P12W'],
  ['6mo', 'P6M'],
  ['1y', 'P1Y'],
  ['2 yrs', 'P2Y'],
  ['P90D', 'P90D'],
  ['p1y6m', 'P1Y6M'],
  ['1 year and 6 months', 'P1Y6M'],
  ['1 year, 6 months', 'P1Y6M'],
  ['6-months', 'P6M'],
  ['daily', 'P1D'],
  ['weekly', 'P1W'],
  ['fortnightly', 'P2W'],
  ['monthly', 'P1M'],
  ['Quarterly', 'P3M'],
  ['half-yearly', 'P6M'],
  ['semi-annually', 'P6M'],
  ['twice a year', 'P6M'],
  ['yearly', 'P1Y'],
  ['annually', 'P1Y'],
  ['biennially', 'P2Y'],
  ['every 6 months', 'P6M'],
  ['every month', 'P1M'],
  ['every quarter', 'P3M'],
  ['every other week', 'P2W'],
  ['once a year', 'P1Y'],
  ['six months', 'P6M'],
  ['2 quarters', 'P6M'],
  [90, 'P90D'],
  ['365', 'P365D'],
])('%s is an interval', (written, iso) => {
  expect(parseInterval(written)).toEqual({ iso });
});

test.each([
  ['never (superseded by automation)', 'superseded by automation'],
  ['Never: kept for the record', 'kept for the record'],
  ['never - historical', 'historical'],
])('%s is never, with its reason', (written, never) => {
  expect(parseInterval(written)).toEqual({ never });
});

describe('what is no interval', () => {
  const FORM = 'is not an interval such as `6 months`, `90 days` or `quarterly`';
  test.each([
    ['never', 'needs a reason: `never (why no review is needed)`', null],
    ['never ()', 'needs a reason: `never (why no review is needed)`', null],
    ['6 months or when is resolved.', FORM, '6 months'],
    ['2 months # soon', FORM, '2 months'],
    ['6 moths', FORM, '6 months'],
    ['1.5 years', FORM, '18 months'],
    ['bi-annually', 'could mean every 6 months or every 2 years', null],
    ['bimonthly', 'could mean every 2 weeks or every 2 months', null],
    ['4 hours', 'is shorter than a day; the shortest is `1 day`', null],
    ['PT4H', 'is shorter than a day; the shortest is `1 day`', null],
    [0, 'is no time at all', null],
    ['0 months', 'is no time at all', null],
    ['P', FORM, null],
    ['-3 months', 'is negative', null],
    [-1, 'is negative', null],
    ['101 years', 'is longer than 100 years', null],
    ['999999999 days', FORM, null],
    ['soon', FORM, null],
    ['m', FORM, null],
    ['', 'is empty', null],
    ['constructor', FORM, null],
    ['1d'.repeat(100_000), 'is not an interval', null],
  ])('%s', (written, problem, suggestion) => {
    expect(parseInterval(written)).toEqual({ problem, suggestion });
  });
});

test('a span of the configuration may be zero, and is never "never"', () => {
  expect(parseSpan('14 days')).toEqual({ iso: 'P14D' });
  expect(parseSpan('0 days')).toEqual({ iso: 'P0D' });
  expect(parseSpan('never (no)')).toMatchObject({ suggestion: null });
});

test('an interval in words reads back as the same interval', () => {
  const count = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(count, count, count, count, (years, months, weeks, days) => {
      fc.pre(years + months + weeks + days > 0);
      const units = [
        [years, 'Y'],
        [months, 'M'],
        [weeks, 'W'],
        [days, 'D'],
      ] as const;
      const iso = `P${units.map(([n, unit]) => (n > 0 ? `${n}${unit}` : '')).join('')}`;
      expect(parseInterval(iso)).toEqual({ iso });
      expect(parseInterval(describeInterval(iso))).toEqual({ iso });
    }),
  );
});
