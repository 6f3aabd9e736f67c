// test: the day and the hour at which people are asked, in time zones whose clocks change (RELIABILITY R11).
import { expect, test } from '@jest/globals';
import { addInterval, hourIn, todayIn } from '../../../src/core/calendar-date.ts';
import { isOpenHour } from '../../../src/core/review/open-hours.ts';
import { wantedIssues } from '../../../src/core/review/wanted-issues.ts';
import { entry, input } from './world.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu'];
/** Clocks change on one of them in each zone that changes them at all; a leap day; the end of a year. */
const DAYS = [
  ...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'],
  ...['2028-02-28', '2028-02-29', '2028-03-01', '2026-12-31', '2027-01-01'],
];

/** The platform's own answer, another way round. */
function platform(timeZone: string, at: number) {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' },
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
}

test('it is the day and the hour that the clocks on the wall say', () => {
  let looked = 0;
  for (const timeZone of ZONES)
    for (const day of DAYS)
      for (let hour = 0; hour < 24; hour += 1) {
        const at = Date.parse(`${day}T${String(hour).padStart(2, '0')}:30:00Z`);
        expect({ day: todayIn(timeZone, at), hour: hourIn(timeZone, at) }).toEqual(platform(timeZone, at));
        looked += 1;
      }
  expect(looked).toBe(6 * 11 * 24);
});

test('of 400 due days none is asked for on its day, and every one on the day after', () => {
  for (let i = 0; i < 400; i += 1) {
    const last = new Date(Date.UTC(2026, 0, 1 + i * 2)).toISOString().slice(0, 10);
    const due = addInterval(last, `P${1 + (i % 24)}M`);
    const dayAfter = new Date(Date.parse(`${due}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const asked = (today: string) =>
      wantedIssues(input({ entries: [entry('a.md', { due, last })], today })).issues.length;
    expect([due, asked(due), asked(dayAfter)]).toEqual([due, 0, 1]);
  }
});

test('an hour that is left out or comes twice leaves people in peace at night', () => {
  const openOn = { days: [1, 2, 3, 4, 5, 6, 7], fromHour: 9, toHour: 16 };
  for (const timeZone of ZONES)
    for (const day of DAYS) {
      const open = Array.from(
        { length: 72 },
        (_, hour) => Date.parse(`${day}T00:00:00Z`) + (hour - 24) * 3_600_000,
      ).filter((at) => isOpenHour(openOn, todayIn(timeZone, at), hourIn(timeZone, at)));
      for (const at of open) expect(platform(timeZone, at).hour).toBeGreaterThanOrEqual(9);
      for (const at of open) expect(platform(timeZone, at).hour).toBeLessThan(16);
      expect(open.length).toBeGreaterThanOrEqual(14); // Seven hours a day, on two whole days at least.
    }
});
