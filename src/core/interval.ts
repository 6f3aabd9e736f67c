// core: spans of time as people write them, as ISO 8601 durations of whole days, weeks, months and years.
import { nearest } from './nearest.ts';

/** A review interval: an ISO 8601 duration in days, weeks, months or years; or `never`, with its reason. */
export type Interval = { readonly iso: string } | { readonly never: string };

/** Why what is written is no interval (the end of a sentence: "is not …"), and what most likely was meant. */
export type NotAnInterval = { readonly problem: string; readonly suggestion: string | null };

const WRITTEN_LIMIT = 200;
const LONGEST_DAYS = 36_525;

type Unit = 'Y' | 'M' | 'W' | 'D';
type Span = { readonly [unit in Unit]: number };
const UNITS: readonly Unit[] = ['Y', 'M', 'W', 'D'];
const DAYS: Span = { Y: 365.25, M: 30.4375, W: 7, D: 1 };
const ENGLISH: Readonly<Record<Unit, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };

/** What a unit's name stands for: how many of which. */
const UNIT_NAMES = new Map<string, readonly [number, Unit]>([
  ...['d', 'day', 'days'].map((name) => [name, [1, 'D']] as const),
  ...['w', 'wk', 'wks', 'week', 'weeks'].map((name) => [name, [1, 'W']] as const),
  ...['fortnight', 'fortnights'].map((name) => [name, [2, 'W']] as const),
  ...['m', 'mo', 'mos', 'mth', 'mths', 'month', 'months'].map((name) => [name, [1, 'M']] as const),
  ...['q', 'quarter', 'quarters'].map((name) => [name, [3, 'M']] as const),
  ...['y', 'yr', 'yrs', 'year', 'years'].map((name) => [name, [1, 'Y']] as const),
]);

const ADVERBS = new Map<string, readonly [number, Unit]>([
  ['daily', [1, 'D']],
  ['weekly', [1, 'W']],
  ['fortnightly', [2, 'W']],
  ['monthly', [1, 'M']],
  ['quarterly', [3, 'M']],
  ...[
    'half-yearly',
    'half yearly',
    'halfyearly',
    'semi-annually',
    'semiannually',
    'semi-annual',
    'semiannual',
    'six-monthly',
  ].map((name) => [name, [6, 'M']] as const),
  ...['twice a year', 'twice per year', 'twice yearly', 'half a year'].map((name) => [name, [6, 'M']] as const),
  ...['yearly', 'annually', 'annual'].map((name) => [name, [1, 'Y']] as const),
  ...['biennially', 'biennial'].map((name) => [name, [2, 'Y']] as const),
]);

/** English uses these both ways, so that taking one reading would be a guess. */
const AMBIGUOUS = new Map<string, readonly [string, string]>([
  ...['biannually', 'bi-annually', 'biannual', 'bi-annual', 'biyearly', 'bi-yearly'].map(
    (name) => [name, ['6 months', '2 years']] as const,
  ),
  ...['bimonthly', 'bi-monthly'].map((name) => [name, ['2 weeks', '2 months']] as const),
  ...['biweekly', 'bi-weekly'].map((name) => [name, ['3 days', '2 weeks']] as const),
]);

const COUNTS = new Map(
  ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
    (word, index) => [word, index + 1],
  ),
);
for (const [word, count] of [
  ['a', 1],
  ['an', 1],
  ['other', 2],
  ['eighteen', 18],
] as const)
  COUNTS.set(word, count);

/**
 * The review interval that `written` is: `6 months`, `90d`, `P1Y6M`, `quarterly`, `every 6 months`, `six months`, `never (reason)` …;
 * a bare number counts days. Zero, negative and over 100 years are problems, and so is a word that can be read in two ways.
 */
export function parseInterval(written: string | number): Interval | NotAnInterval {
  const never = typeof written === 'string' ? /^\s*never(?![\w])(.*)$/is.exec(written) : null;
  if (!never) return parsePositive(written);
  const reason = reasonOf(never[1] ?? '');
  if (reason === '') return { problem: 'needs a reason: `never (why no review is needed)`', suggestion: null };
  return { never: reason.slice(0, WRITTEN_LIMIT) };
}

/** A span of a configuration (`14 days`, `1 day`): as an interval, but zero is fine and `never` is not. */
export function parseSpan(written: string | number): { readonly iso: string } | NotAnInterval {
  const span = spanOf(written);
  return 'problem' in span ? span : { iso: isoOf(span) };
}

/** An ISO 8601 duration in English, as a person would write it: `P1Y6M` is `1 year 6 months`. */
export function describeInterval(iso: string): string {
  const match = ISO.exec(iso);
  const counts = UNITS.map((unit, index) => [Number(match?.[index + 1] ?? 0), unit] as const);
  const parts = counts.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit));
  return parts.length > 0 ? parts.join(' ') : '0 days';
}

const ISO = /^P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?$/i;

function parsePositive(written: string | number): { readonly iso: string } | NotAnInterval {
  const span = spanOf(written);
  if ('problem' in span) return span;
  if (daysOf(span) === 0) return { problem: 'is no time at all', suggestion: null };
  return { iso: isoOf(span) };
}

function spanOf(written: string | number): Span | NotAnInterval {
  const text = String(written).trim().toLowerCase().replace(/\s+/g, ' ');
  if (text === '') return { problem: 'is empty', suggestion: null };
  if (text.length > WRITTEN_LIMIT) return { problem: 'is not an interval', suggestion: null };
  if (/^-/.test(text)) return { problem: 'is negative', suggestion: null };
  const ambiguous = AMBIGUOUS.get(text);
  if (ambiguous) return { problem: `could mean every ${ambiguous[0]} or every ${ambiguous[1]}`, suggestion: null };
  const span = fromIso(text) ?? fromWords(text);
  if (!span) return { problem: faultOf(text), suggestion: likely(text) };
  if (daysOf(span) > LONGEST_DAYS) return { problem: 'is longer than 100 years', suggestion: null };
  return span;
}

function fromIso(text: string): Span | null {
  const match = ISO.exec(text);
  if (!match || text === 'p') return null;
  const [years, months, weeks, days] = match.slice(1).map((count) => Number(count ?? 0));
  return { Y: years ?? 0, M: months ?? 0, W: weeks ?? 0, D: days ?? 0 };
}

/** `6 months`, `1y6m`, `1 year and 6 months`, `every other month`, `once a year`, `90`. */
function fromWords(text: string): Span | null {
  const words = text.replace(/^(?:once )?(?:every|each|per) |^once (?=an? )|^after /, '').replace(/\.$/, '');
  const adverb = ADVERBS.get(words);
  if (adverb) return spanFrom([adverb]);
  if (/^\d{1,7}$/.test(words)) return spanFrom([[Number(words), 'D']]);
  const parts = words.match(/\d+|[a-z]+/g) ?? [];
  if (words.replace(/\d+|[a-z]+|[ ,-]/g, '') !== '' || parts.length > 12) return null;
  return fromParts(parts.filter((part) => part !== 'and'));
}

function fromParts(parts: readonly string[]): Span | null {
  const [only = ''] = parts;
  if (parts.length === 1 && only.length > 2) return fromParts(['one', only]); // `every month`
  if (parts.length === 0 || parts.length % 2 === 1) return null;
  const found: (readonly [number, Unit])[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const count = countOf(parts[at] ?? '');
    const unit = UNIT_NAMES.get(parts[at + 1] ?? '');
    if (count === null || !unit) return null;
    found.push([count * unit[0], unit[1]]);
  }
  return spanFrom(found);
}

function countOf(part: string): number | null {
  return /^\d{1,7}$/.test(part) ? Number(part) : (COUNTS.get(part) ?? null);
}

function spanFrom(counts: readonly (readonly [number, Unit])[]): Span {
  const span = { Y: 0, M: 0, W: 0, D: 0 };
  for (const [count, unit] of counts) span[unit] += count;
  return span;
}

function daysOf(span: Span): number {
  return UNITS.reduce((days, unit) => days + span[unit] * DAYS[unit], 0);
}

function isoOf(span: Span): string {
  const parts = UNITS.filter((unit) => span[unit] > 0).map((unit) => `${span[unit]}${unit}`);
  return parts.length > 0 ? `P${parts.join('')}` : 'P0D';
}

function reasonOf(rest: string): string {
  const text = rest
    .trim()
    .replace(/^[:,–—-]\s*/, '')
    .trim();
  const inBrackets = /^\((.*)\)$/s.exec(text);
  return (inBrackets?.[1] ?? text).trim();
}

function faultOf(text: string): string {
  if (/^p[\dymwd]*t/.test(text) || /\b(?:hours?|minutes?|seconds?|h|hrs?|mins?|secs?)\b/.test(text))
    return 'is shorter than a day; the shortest is `1 day`';
  return 'is not an interval such as `6 months`, `90 days` or `quarterly`';
}

/** The interval at the beginning of a longer text (`6 months or when …`), or a fraction of years in months. */
function likely(text: string): string | null {
  const years = /^(\d{1,2}\.\d{1,2}) ?y(?:ears?|rs?)?$/.exec(text);
  if (years && Number.isInteger(Number(years[1]) * 12) && Number(years[1]) > 0)
    return counted(Number(years[1]) * 12, 'M');
  const begin = /^(\d{1,4}|[a-z]+)[ -]?([a-z]+)/.exec(text);
  const unit = UNIT_NAMES.get(begin?.[2] ?? '') ?? UNIT_NAMES.get(nearest(begin?.[2] ?? '', UNIT_NAMES.keys()) ?? '');
  const count = countOf(begin?.[1] ?? '');
  return unit && count ? counted(count * unit[0], unit[1]) : null;
}

function counted(count: number, unit: Unit): string {
  return `${count} ${ENGLISH[unit]}${count === 1 ? '' : 's'}`;
}
