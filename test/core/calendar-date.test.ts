// test/core: calendar dates as people write them, and arithmetic on them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addInterval, compareDates, daysBetween, parseDate, todayIn } from '../../src/core/calendar-date.ts';

describe('what is taken', () => {
  test.each([
    ['2024-05-03', 'iso', '2024-05-03', null],
    [' 2024-05-03 ', 'iso', '2024-05-03', null],
    ['2024-5-3', 'iso', '2024-05-03', '2024-05-03'],
    ['2021-06-8', 'iso', '2021-06-08', '2021-06-08'],
    ['2024-02-29', 'iso', '2024-02-29', null],
    ['5/3/2024', 'mdy', '2024-05-03', null],
    ['05/03/2024', 'mdy', '2024-05-03', null],
    ['2024-05-03', 'mdy', '2024-05-03', null],
  ] as const)('%s in the style %s', (written, style, date, suggestion) => {
    expect(parseDate(written, style)).toEqual({ date, suggestion });
  });
});

describe('what is not taken, and what most likely was meant', () => {
  const FORM = 'is not a date in the form YYYY-MM-DD';
  test.each([
    ['2022-18-05', 'iso', 'cannot be: there is no month 18', '2022-05-18'],
    ['2022-02-31', 'iso', 'cannot be: February 2022 has 28 days', '2022-02-28'],
    ['2024-02-30', 'iso', 'cannot be: February 2024 has 29 days', '2024-02-29'],
    ['2018-04-31', 'iso', 'cannot be: April 2018 has 30 days', '2018-04-30'],
    ['1900-02-29', 'iso', 'cannot be: the year 1900 is before 1970', null],
    ['2024-13-45', 'iso', 'cannot be: there is no month 13', null],
    ['2024-05-99', 'iso', 'cannot be: May 2024 has 31 days', null],
    ['2024-05-00', 'iso', 'cannot be: there is no day 0', null],
    ['2024-01-~25', 'iso', FORM, '2024-01-25'],
    ['2019-03-2r9', 'iso', FORM, '2019-03-29'],
    ['2025-02-11s', 'iso', FORM, '2025-02-11'],
    ['21/06/2024', 'iso', FORM, '2024-06-21'],
    ['21/06/2024', 'mdy', 'is not a date in the form M/D/YYYY', '2024-06-21'],
    ['05/06/2024', 'iso', 'could be 2024-05-06 or 2024-06-05', null],
    ['06/06/2024', 'iso', FORM, '2024-06-06'],
    ['2024-05-03T00:00:00Z', 'iso', 'is a date with a time', '2024-05-03'],
    ['2024-05-03 10:00:00 +0200', 'iso', 'is a date with a time', '2024-05-03'],
    ['2024/05/03', 'iso', FORM, '2024-05-03'],
    ['2024.05.03', 'iso', FORM, '2024-05-03'],
    ['2024\u201105\u201103', 'iso', FORM, '2024-05-03'],
    ['20240503', 'iso', FORM, '2024-05-03'],
    ['3 May 2024', 'iso', FORM, '2024-05-03'],
    ['May 3rd, 2024', 'iso', FORM, '2024-05-03'],
    ['3-Sept-2024', 'iso', FORM, '2024-09-03'],
    ['31 February 2024', 'iso', FORM, null],
    ['2024-05', 'iso', 'is a month, not a day', null],
    ['2024', 'iso', FORM, null],
    ['TBD', 'iso', FORM, null],
    ['', 'iso', 'is empty', null],
    ['1'.repeat(100_000), 'iso', 'is not a date', null],
  ] as const)('%s', (written, style, problem, suggestion) => {
    expect(parseDate(written, style)).toEqual({ problem, suggestion });
  });
});

test('a date that is taken reads back as itself', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), (day) => {
      const iso = day.toISOString().slice(0, 10);
      expect(parseDate(iso, 'iso')).toEqual({ date: iso, suggestion: null });
    }),
    { numRuns: 300 },
  );
});

test('only days that exist are ever taken or suggested', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\d/.~ -]{4,12}$/), (written) => {
      const parsed = parseDate(written, 'mdy');
      const day = 'date' in parsed ? parsed.date : parsed.suggestion;
      if (day !== null) expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['2025-08-31', 'P6M', '2026-02-28'],
  ['2024-02-29', 'P1Y', '2025-02-28'],
  ['2024-01-31', 'P1M', '2024-02-29'],
  ['2024-01-01', 'P90D', '2024-03-31'],
  ['2024-01-01', 'P12W', '2024-03-25'],
  ['2024-05-31', 'P1Y6M', '2025-11-30'],
  ['9998-01-01', 'P100Y', '9999-12-31'],
])('%s and %s is %s', (date, interval, later) => {
  expect(addInterval(date, interval)).toBe(later);
});

test('dates are ordered and counted', () => {
  expect(compareDates('2024-01-01', '2024-01-02')).toBe(-1);
  expect(compareDates('2024-01-02', '2024-01-02')).toBe(0);
  expect(compareDates('2024-01-03', '2024-01-02')).toBe(1);
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
});

test('today depends on the time zone', () => {
  const moment = Date.UTC(2026, 7, 7, 23, 30);
  expect(todayIn('UTC', moment)).toBe('2026-08-07');
  expect(todayIn('Asia/Tokyo', moment)).toBe('2026-08-08');
  expect(() => todayIn('Mars/Olympus', moment)).toThrow(RangeError);
});
