// core/feedback: feedback that asks for a review before its time.
import { addInterval, compareDates } from '../calendar-date.ts';
import type { Severity } from './severity.ts';

/** A feedback issue on one procedure. `isRejected`: closed as not planned or as a duplicate. */
export type Report = {
  readonly issue: number;
  readonly openedOn: string;
  readonly severity: Severity | null;
  readonly isOpen: boolean;
  readonly isRejected: boolean;
};

/** Why a review is due now, since which day, and the issues that say so, oldest first. */
export type ReviewDueNow = {
  readonly because: 'dangerous' | 'reports';
  readonly since: string;
  readonly issues: readonly number[];
};

const REPORTS = 3;
const WITHIN = 'P90D';

/**
 * Whether the reports on a procedure make its review due now: a dangerous one, or three within 90 days. What was rejected does not
 * count, nor what was opened before the day of the last review (`reviewedOn`).
 */
export function reviewDueNow(
  reports: readonly Report[],
  reviewedOn: string | null,
  today: string,
): ReviewDueNow | null {
  const counting = reports
    .filter(
      ({ isRejected, openedOn }) => !isRejected && (reviewedOn === null || compareDates(openedOn, reviewedOn) >= 0),
    )
    .filter(({ openedOn }) => compareDates(openedOn, today) <= 0)
    .toSorted((a, b) => compareDates(a.openedOn, b.openedOn) || a.issue - b.issue);
  const dangerous = counting.filter(({ severity, isOpen }) => severity === 'dangerous' && isOpen);
  const [first] = dangerous;
  if (first) return { because: 'dangerous', since: first.openedOn, issues: dangerous.map(({ issue }) => issue) };
  const recent = counting.filter(({ openedOn }) => compareDates(addInterval(openedOn, WITHIN), today) >= 0);
  const enough = recent[REPORTS - 1];
  return enough ? { because: 'reports', since: enough.openedOn, issues: recent.map(({ issue }) => issue) } : null;
}

/** A procedure that somebody called dangerous, until that is settled. `since`: the day of the oldest open report. */
export type Questioned = { readonly since: string; readonly issues: readonly number[] };

/** Whether a procedure is questioned: while a dangerous report on it is open. */
export function questioned(reports: readonly Report[]): Questioned | null {
  const open = reports
    .filter(({ severity, isOpen, isRejected }) => severity === 'dangerous' && isOpen && !isRejected)
    .toSorted((a, b) => compareDates(a.openedOn, b.openedOn) || a.issue - b.issue);
  const [first] = open;
  return first ? { since: first.openedOn, issues: open.map(({ issue }) => issue) } : null;
}
