// core/review: when a procedure is due that was never reviewed.
import type { Interval } from '../interval.ts';
import { dateOfDay, dayNumber, daysIn } from './days.ts';
import { fixedHash } from './fixed-hash.ts';

/** A procedure without a review date. `clockFrom`: the day on which the configuration was merged, or the procedure was added after it. */
export type Undated = { readonly id: string; readonly interval: Interval; readonly clockFrom: string };

/**
 * The day of the first review: within one interval from `clockFrom`, at a place that the id alone decides, so that a repository full of
 * undated procedures is not due on one day; without `spread` a whole interval later. Null where the interval is `never`.
 */
export function firstReviewOn({ id, interval, clockFrom }: Undated, spread: boolean): string | null {
  if (!('iso' in interval)) return null;
  const days = daysIn(interval.iso, clockFrom);
  const after = spread && days > 0 ? 1 + (fixedHash(id) % days) : days;
  return dateOfDay(dayNumber(clockFrom) + after);
}
