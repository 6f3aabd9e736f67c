// core/policy: the days and hours in which issues are opened, as people write them.
import { nearest } from '../nearest.ts';
import type { Refusal } from './refusal.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORT = DAYS.map((day) => day.slice(0, 3));

/** ISO 8601 weekdays (Monday 1), ascending, of `mon-thu`, `mon, wed, fri` or `fri-mon`; names in full or their first three letters. */
export function parseDays(written: string): readonly number[] | Refusal {
  const problem = 'is not a span of days such as `mon-thu` or `mon, wed, fri`';
  return daysIn(written) ?? { problem, suggestion: likelyDays(written) };
}

function daysIn(written: string): readonly number[] | null {
  const found = new Set<number>();
  for (const part of written.toLowerCase().split(',', 20)) {
    const [first, last, more] = part.split('-').map(dayOf);
    if (!first || last === 0 || more !== undefined) return null;
    for (let day = first; ; day = (day % 7) + 1) {
      found.add(day);
      if (day === (last ?? first)) break;
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Whole hours of `9-16`: from 9:00, until 16:00. */
export function parseHours(written: string): { readonly fromHour: number; readonly toHour: number } | Refusal {
  const match = /^\s*(\d{1,2})\s*-\s*(\d{1,2})\s*$/.exec(written);
  const [fromHour, toHour] = [Number(match?.[1]), Number(match?.[2])];
  if (match && fromHour < toHour && toHour <= 24) return { fromHour, toHour };
  return { problem: 'is not a span of whole hours of one day such as `9-16`', suggestion: likelyHours(written) };
}

/** 1 to 7; 0 where it is no day. */
function dayOf(word: string): number {
  const name = word.trim();
  return SHORT.indexOf(name) + 1 || DAYS.indexOf(name) + 1;
}

/** Each word that is nearly a day put right; null where one is not. */
function likelyDays(written: string): string | null {
  if (written.length > 100) return null;
  if (/^\s*(?:weekdays|working days)\s*$/i.test(written)) return 'mon-fri';
  const words = written.toLowerCase().replace(/\s+(?:to|until|through)\s+|\s*[–—]\s*/g, '-');
  const mended = words.replace(/[a-z]+/g, (word) => shortened(word));
  return daysIn(mended) ? mended : null;
}

function shortened(word: string): string {
  const day = SHORT.indexOf(word.slice(0, 3));
  const name = day >= 0 ? DAYS[day] : nearest(word, DAYS);
  return name?.slice(0, 3) ?? word;
}

/** `09:00-16:30` in whole hours, `9 to 16`, `9am-4pm`. */
function likelyHours(written: string): string | null {
  const match = /^\s*(\d{1,2})(?::\d\d)?\s*(am|pm)?\s*(?:-|–|—|to|until)\s*(\d{1,2})(?::\d\d)?\s*(am|pm)?\s*$/i.exec(
    written,
  );
  if (!match) return null;
  const [from, to] = [hourOf(match[1], match[2]), hourOf(match[3], match[4])];
  return from < to && to <= 24 ? `${from}-${to}` : null;
}

function hourOf(digits: string | undefined, half: string | undefined): number {
  const hour = Number(digits);
  if (!half) return hour;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}
