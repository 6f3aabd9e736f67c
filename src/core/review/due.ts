// core/review: when a procedure is to be confirmed again, from its metadata and the policy.
import { addInterval } from '../calendar-date.ts';
import type { Interval, Procedure } from '../procedure/procedure.ts';
import type { Review, ReviewState } from './review.ts';

/** The part of the policy that says how often to review. Intervals and `dueSoon` are ISO 8601 durations. */
export type ReviewPolicy = {
  readonly default: Interval;
  readonly byRisk: Readonly<Partial<Record<'low' | 'medium' | 'high' | 'critical', Interval>>>;
  readonly dueSoon: string;
};

/** The interval that applies: the procedure's own, else its risk's (none declared counts as medium), else the default. */
export function intervalOf(procedure: Procedure, policy: ReviewPolicy): Interval {
  const { reviewIn, risk } = procedure.metadata;
  return reviewIn?.value ?? policy.byRisk[risk?.value ?? 'medium'] ?? policy.default;
}

/**
 * Where `procedure` stands on `today` (`YYYY-MM-DD`, in the policy's time zone): `next_review_on` wins over date and interval, month
 * arithmetic clamps, and overdue begins the day after the due day. An archived procedure is never due.
 */
export function reviewOf(procedure: Procedure, policy: ReviewPolicy, today: string): Review {
  const { lastReviewedOn, lastReviewedBy, nextReviewOn } = procedure.metadata;
  const applying = intervalOf(procedure, policy);
  const interval = 'iso' in applying ? applying : null;
  const last = lastReviewedOn?.value.date ?? null;
  const review = { last, lastBy: lastReviewedBy?.value.owner?.handle ?? null, interval };

  if (procedure.status === 'archived') return { ...review, next: null, state: 'never' };
  const explicit = nextReviewOn?.value.date ?? null;
  if (explicit) return { ...review, next: explicit, state: stateOf(explicit, policy.dueSoon, today) };
  if (!interval) return { ...review, next: null, state: 'never' };
  if (!last) return { ...review, next: null, state: lastReviewedOn || nextReviewOn ? 'invalid' : 'undated' };
  if (last > today) return { ...review, next: null, state: 'invalid' }; // A review that has not happened puts nothing off.
  const next = addInterval(last, interval.iso);
  return { ...review, next, state: stateOf(next, policy.dueSoon, today) };
}

function stateOf(due: string, dueSoon: string, today: string): ReviewState {
  if (today > due) return 'overdue';
  return addInterval(today, dueSoon) >= due ? 'due-soon' : 'current';
}
