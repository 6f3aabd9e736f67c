// core: calendar dates as `YYYY-MM-DD`, without a time and without a clock.
import { Temporal } from 'temporal-polyfill';

/** How dates may be written besides ISO 8601: `mdy` also takes `M/D/YYYY`. */
export type DateStyle = 'iso' | 'mdy';

/** A date that was read; `suggestion` where it should be written otherwise. */
export type ParsedDate = { readonly date: string; readonly suggestion: string | null };

/** Why what is written is no date (the end of a sentence: "is not …"), and the date most likely meant, which is never taken by itself. */
export type NotADate = { readonly problem: string; readonly suggestion: string | null };

const WRITTEN_LIMIT = 60;
const FIRST_YEAR = 1970;
const LAST_DATE = '9999-12-31';
const DAY_MS = 86_400_000;
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * The date that `written` is. `2024-5-3` is taken with a suggestion; `M/D/YYYY` only in the style `mdy`. Everything else (no such day,
 * swapped, with a time, in words) is a problem with the likeliest date as the suggestion, or none where it could be two.
 */
export function parseDate(written: string, style: DateStyle): ParsedDate | NotADate {
  const text = written.trim();
  if (text === '') return { problem: 'is empty', suggestion: null };
  if (text.length > WRITTEN_LIMIT) return { problem: 'is not a date', suggestion: null };
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return fromNumbers(iso, text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (american) return fromSlashes(american, style);
  if (/^\d{4}-\d{1,2}-\d{1,2}(?:T|\s+)\d/i.test(text)) {
    return { problem: 'is a date with a time', suggestion: likely(/^[\d-]+/.exec(text)?.[0] ?? '') };
  }
  if (/^\d{4}-\d{1,2}$/.test(text)) return { problem: 'is a month, not a day', suggestion: null };
  return { problem: 'is not a date in the form YYYY-MM-DD', suggestion: inWords(text) ?? likely(text) };
}

/** `date` and an ISO 8601 duration later; the day is clamped to the month (2025-08-31 + P6M = 2026-02-28), the year to 9999. */
export function addInterval(date: string, iso: string): string {
  const sum = `${date} ${iso}`;
  const known = sums.get(sum);
  if (known !== undefined) return known;
  const later = Temporal.PlainDate.from(date).add(iso, { overflow: 'constrain' });
  const result = later.year > 9999 ? LAST_DATE : later.toString();
  if (sums.size >= SUMS_KEPT) sums.clear();
  sums.set(sum, result);
  return result;
}

// Many procedures share few dates and intervals, and one sum costs some 15 µs.
const SUMS_KEPT = 10_000;
const sums = new Map<string, string>();

/** The order of two dates, for `sort`. */
export function compareDates(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS; // A date without a time is read in UTC, where every day is as long.
}

/** The calendar day of a moment in an IANA time zone. Throws a RangeError where the zone is unknown. */
export function todayIn(timeZone: string, epochMilliseconds: number): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds);
  return moment.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The hour of the day (0 to 23) in an IANA time zone at a moment. */
export function hourIn(timeZone: string, epochMilliseconds: number): number {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO(timeZone).hour;
}

function fromNumbers(match: RegExpExecArray, text: string): ParsedDate | NotADate {
  const [year, month, day] = numbers(match);
  const date = dateOf(year, month, day);
  if (date !== null) return { date, suggestion: date === text ? null : date };
  if (year < FIRST_YEAR) return { problem: `cannot be: the year ${year} is before ${FIRST_YEAR}`, suggestion: null };
  if (month < 1 || month > 12)
    return { problem: `cannot be: there is no month ${month}`, suggestion: dateOf(year, day, month) };
  const last = lastDayOf(year, month);
  if (day < 1) return { problem: 'cannot be: there is no day 0', suggestion: null };
  const suggestion = day <= 31 ? dateOf(year, month, last) : null;
  return { problem: `cannot be: ${titled(MONTHS[month - 1] ?? '')} ${year} has ${last} days`, suggestion };
}

function fromSlashes(match: RegExpExecArray, style: DateStyle): ParsedDate | NotADate {
  const [first, second, year] = numbers(match);
  const monthFirst = dateOf(year, first, second);
  const dayFirst = dateOf(year, second, first);
  if (style === 'mdy' && monthFirst !== null) return { date: monthFirst, suggestion: null };
  if (monthFirst === null || dayFirst === null || monthFirst === dayFirst) {
    const form = style === 'mdy' ? 'M/D/YYYY' : 'YYYY-MM-DD';
    return { problem: `is not a date in the form ${form}`, suggestion: monthFirst ?? dayFirst };
  }
  return { problem: `could be ${monthFirst} or ${dayFirst}`, suggestion: null };
}

/** `3 May 2024`, `May 3rd, 2024`, `3-May-2024`; null where it is none of these. */
function inWords(text: string): string | null {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([a-z]{3,9})\.?,?[\s-]+(\d{4})$/i.exec(text);
  if (dayFirst) return dateOf(Number(dayFirst[3]), monthOf(dayFirst[2] ?? ''), Number(dayFirst[1]));
  const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i.exec(text);
  return monthFirst ? dateOf(Number(monthFirst[3]), monthOf(monthFirst[1] ?? ''), Number(monthFirst[2])) : null;
}

function monthOf(word: string): number {
  const wanted = word.toLowerCase();
  return MONTHS.findIndex((month) => month.startsWith(wanted) || (wanted === 'sept' && month === 'september')) + 1;
}

/** What is left as a date when other separators are hyphens and stray characters are gone: `2024-01-~25`, `2024/05/03`, `20240503`. */
function likely(text: string): string | null {
  const bare = text.replace(/[\s./_\u2010-\u2015\u2212]/g, '-').replace(/[^\d-]/g, '');
  const match = /^(\d{4})-+(\d{1,2})-+(\d{1,2})$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  return match ? dateOf(...numbers(match)) : null;
}

function numbers(match: RegExpExecArray): [number, number, number] {
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Null where there is no such day, or it is before `FIRST_YEAR` (a slip of the pen, for nobody reviewed a procedure then). */
function dateOf(year: number, month: number, day: number): string | null {
  if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1 || day > lastDayOf(year, month)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function lastDayOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function titled(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
