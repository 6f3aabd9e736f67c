// core/review: what a review writes into a procedure.
import { addInterval } from '../calendar-date.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { NewValues } from '../procedure/set-metadata.ts';
import { intervalOf, type ReviewPolicy } from './due.ts';

/** The values of the review keys, and the next day that they set by name; null: none, it follows from date and interval. */
export type ReviewKeys = { readonly values: NewValues; readonly nextReviewOn: string | null };

/** The review keys of `procedure` when it is reviewed `today` by `by` (a handle; null: nobody is written down). A day of the next review that stands in the file moves along. */
export function reviewKeys(procedure: Procedure, policy: ReviewPolicy, today: string, by: string | null): ReviewKeys {
  const interval = intervalOf(procedure, policy);
  const isExplicit = procedure.metadata.nextReviewOn?.source.layer === 'file';
  const nextReviewOn = isExplicit && 'iso' in interval ? addInterval(today, interval.iso) : null;
  const values = { last_reviewed_on: today, last_reviewed_by: by };
  return { values: isExplicit ? { ...values, next_review_on: nextReviewOn } : values, nextReviewOn };
}
