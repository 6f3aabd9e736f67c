// core/procedure: review dates and intervals as front matter writes them.
import { type DateStyle, parseDate } from '../calendar-date.ts';
import { parseInterval } from '../interval.ts';
import type { Interval, WrittenDate } from './procedure.ts';
import { reportFault, type Slot, scalarText, shown } from './slot.ts';

const IS_A_DAY = 'Write the day as YYYY-MM-DD.';

/** The date of a review key. One that cannot be taken is kept as written, with a `review-dated` warning and the likeliest day. */
export function readDate(slot: Slot, style: DateStyle): WrittenDate {
  const { key, value } = slot.entry;
  const written = scalarText(slot, value);
  if (written === null) {
    const message = `\`${key}\` is a ${Array.isArray(value) ? 'list' : 'map'}, not a date.`;
    reportFault(slot, { rule: 'review-dated', level: 'warning', message, otherwise: IS_A_DAY });
    return { written: shown(JSON.stringify(value)), date: null };
  }
  const parsed = parseDate(written, style);
  const subject = `\`${key}: ${shown(written)}\``;
  if ('problem' in parsed) {
    const message = `${subject} ${parsed.problem}.`;
    const isAmbiguous = parsed.suggestion === null && /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(written);
    const otherwise = isAmbiguous
      ? 'Write the day as YYYY-MM-DD, or set `metadata.dates: mdy` in the configuration.'
      : IS_A_DAY;
    reportFault(slot, { rule: 'review-dated', level: 'warning', message, instead: parsed.suggestion, otherwise });
    return { written, date: null };
  }
  if (parsed.suggestion !== null) {
    const message = `${subject} is taken as ${parsed.date}; other tools may not read it.`;
    reportFault(slot, { rule: 'review-dated', level: 'notice', message, instead: parsed.suggestion, certain: true });
  }
  return { written, date: parsed.date };
}

/** The review interval; null, with a warning, where it is none. A bare number counts days, and is told so where its key does not say it. */
export function readInterval(slot: Slot): Interval | null {
  const { key } = slot.entry;
  const written = scalarText(slot, slot.entry.value);
  const otherwise = 'Write an interval such as `6 months`, `90 days`, `quarterly` or `never (reason)`.';
  if (written === null) {
    const message = `\`${key}\` is a ${Array.isArray(slot.entry.value) ? 'list' : 'map'}, not an interval.`;
    reportFault(slot, { rule: 'metadata-valid', message, otherwise });
    return null;
  }
  const parsed = parseInterval(written);
  if ('problem' in parsed) {
    const message = `\`${key}: ${shown(written)}\` ${parsed.problem}.`;
    reportFault(slot, { rule: 'metadata-valid', message, instead: parsed.suggestion, otherwise });
    return null;
  }
  if (/^\d+$/.test(written) && !/days/i.test(key)) {
    const message = `\`${key}: ${written}\` has no unit; it is taken as days.`;
    reportFault(slot, { rule: 'metadata-valid', message, instead: `${written} day${written === '1' ? '' : 's'}` });
  }
  return parsed;
}
