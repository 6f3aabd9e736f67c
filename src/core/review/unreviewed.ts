// core/review: an issue was closed as completed, and there is no review.
import { isClosedByHand, lists } from './closed-by-hand.ts';
import { isGrave } from './entry.ts';
import type { Comment, Reopen } from './issue-plan.ts';
import type { KnownIssue } from './known-issue.ts';
import { isOpenHour } from './open-hours.ts';
import type { PlanInput } from './plan-input.ts';
import type { WantedIssue } from './wanted-issues.ts';

export type Protest = { readonly comment: readonly Comment[]; readonly reopen: readonly Reopen[] };

const NONE: Protest = { comment: [], reopen: [] };
const REOPENED = 'reopened';

/**
 * One comment on an issue that a person closed as completed although nothing on the default branch says so; at high and critical risk it is
 * also reopened, once. Nothing while every review is on its way in a pull request.
 */
export function unreviewed(wanted: WantedIssue, { issues, settings, today, hour }: PlanInput): Protest {
  if (!isOpenHour(settings.review.openOn, today, hour)) return NONE;
  const closed = lastClosed(wanted, issues);
  if (closed?.state !== 'closed' || closed.closed?.as !== 'completed' || closed.isLocked) return NONE;
  const open = wanted.entries.filter((entry) => lists(closed, entry) && entry.pendingPull === null);
  if (open.length === 0) return NONE;
  const as = `unreviewed:${wanted.kind}`;
  const isReopened = open.some(isGrave) && !closed.told.includes(REOPENED);
  const { number } = closed;
  const reason = 'Closed as completed, and the default branch shows no newer review.';
  return {
    comment: closed.told.includes(as) ? [] : [{ number, as, body: words(wanted, isReopened), reason }],
    reopen: isReopened ? [{ number, as: REOPENED, reason }] : [],
  };
}

function lastClosed(wanted: WantedIssue, issues: readonly KnownIssue[]): KnownIssue | undefined {
  const keys = [wanted.key, ...wanted.formerKeys];
  return issues
    .filter((issue) => issue.kind === wanted.kind && keys.includes(issue.key) && isClosedByHand(issue))
    .toSorted((a, b) => b.number - a.number)[0];
}

function words({ kind }: WantedIssue, isReopened: boolean): string {
  const missing =
    kind === 'review'
      ? 'This was closed as completed, but the default branch shows no newer review. If it is right, say so: `/reviewed tested — what I checked`.'
      : 'This was closed as completed, but the procedures still have no owner who can act. Name one: `/approve-owner @org/team`.';
  const next = isReopened
    ? 'It is open again, once.'
    : 'If nobody is to be asked now, leave it closed: it comes back on the next planned day.';
  return `${missing} ${next}\n`;
}
