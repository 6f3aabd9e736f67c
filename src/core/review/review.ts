// core/review: when a procedure is to be confirmed again.
import type { Interval } from '../procedure/procedure.ts';

export type ReviewState = 'current' | 'due-soon' | 'overdue' | 'undated' | 'invalid' | 'never';

/** Where a procedure stands with its reviews. Dates are `YYYY-MM-DD`. */
export type Review = {
  readonly last: string | null;
  /** The reviewer's handle, where it is one. */
  readonly lastBy: string | null;
  /** The due day; overdue from the day after. */
  readonly next: string | null;
  /** The interval that applies; null where `never`. */
  readonly interval: Interval | null;
  readonly state: ReviewState;
};
