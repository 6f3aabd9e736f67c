// core/review: what it means that a person closed an issue.
import { addInterval } from '../calendar-date.ts';
import type { ReviewEntry } from './entry.ts';
import type { KnownIssue } from './known-issue.ts';

const WITHOUT_INTERVAL = 'P12M';
const MOST_CYCLES = 10_000;

/**
 * The last day on which nobody is asked about `entry`, since a person closed (or deleted) an issue that listed it with the due day that it
 * still has: the next planned day after that, one or more intervals on. Null where no such issue is known.
 */
export function silentUntil(entry: ReviewEntry, issues: readonly KnownIssue[]): string | null {
  const days = issues
    .filter((issue) => isClosedByHand(issue) && lists(issue, entry))
    .map((issue) => nextPlanned(entry, issue.closed?.on ?? issue.openedOn));
  return days.sort().at(-1) ?? null;
}

function nextPlanned({ planned, interval }: ReviewEntry, after: string): string {
  let day = planned ?? after;
  for (let cycles = 0; day <= after && cycles < MOST_CYCLES; cycles += 1) {
    day = addInterval(day, interval ?? WITHOUT_INTERVAL);
  }
  return day;
}

/** Closed by a person, or gone from where the app can act, which is taken as closed without a review. */
export function isClosedByHand({ state, closed }: KnownIssue): boolean {
  return state === 'gone' || (state === 'closed' && closed?.by === 'person');
}

/** Whether the issue listed `entry` as it still is: nothing has been reviewed since. */
export function lists({ listed }: KnownIssue, entry: ReviewEntry): boolean {
  const keys = [entry.key, ...entry.formerKeys];
  return listed.some(({ key, due }) => keys.includes(key) && due === entry.due);
}
