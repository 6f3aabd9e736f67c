// core/review: how many new issues a day may bring.
import { compareDates } from '../calendar-date.ts';
import { byCodePoint } from '../code-point-order.ts';
import { ownerKey } from '../owner.ts';
import type { Risk } from '../procedure/procedure.ts';
import { gravityOf, riskOf } from './entry.ts';
import type { Waiting } from './issue-plan.ts';
import { isOpenHour } from './open-hours.ts';
import type { PlanInput } from './plan-input.ts';
import type { WantedIssue } from './wanted-issues.ts';

export type Admitted = { readonly open: readonly WantedIssue[]; readonly waiting: readonly Waiting[] };

/** Which of the new issues are opened now: within the hours and the three caps, riskiest and most overdue first. The rest wait. */
export function admit(wanted: readonly WantedIssue[], input: PlanInput): Admitted {
  const { settings, used, today, hour } = input;
  const caps = settings.issues;
  const owners = new Map(used.perOwnerWeekly);
  const open: WantedIssue[] = [];
  const waiting: Waiting[] = [];
  const isOpen = isOpenHour(settings.review.openOn, today, hour);
  for (const issue of wanted.toSorted(byWeight)) {
    const who = ownerKey(askedOwner(issue, settings.owners.fallback));
    const why = !isOpen
      ? 'hours'
      : (owners.get(who) ?? 0) >= caps.perOwnerWeekly
        ? 'owner-weekly'
        : used.perRun + open.length >= caps.perRun
          ? 'per-run'
          : used.perDay + open.length >= caps.perDay
            ? 'per-day'
            : null;
    if (why) {
      waiting.push(waitingFor(issue, why, REASONS[why]));
      continue;
    }
    open.push(issue);
    owners.set(who, (owners.get(who) ?? 0) + 1);
  }
  return { open, waiting };
}

const REASONS = {
  hours: 'Issues are opened in the hours of `review.openOn`.',
  'owner-weekly': 'The owner has had `issues.perOwnerWeekly` new issues this week.',
  'per-run': 'This run has opened `issues.perRun` issues.',
  'per-day': 'The organisation has had `issues.perDay` new issues today.',
} as const;

/** A new issue that is not opened, with the reason. */
export function waitingFor(issue: WantedIssue, why: Waiting['why'], reason: string): Waiting {
  const { kind, key, owner, entries } = issue;
  return {
    kind,
    key,
    owner,
    risk: worstRisk(issue),
    since: earliestDue(issue),
    procedures: entries.map((entry) => entry.key),
    why,
    reason,
  };
}

/** Whoever gets the issue: of an orphan the fallback. */
export function askedOwner({ kind, owner }: Pick<WantedIssue, 'kind' | 'owner'>, fallback: string | null): string {
  return kind === 'orphaned' ? (fallback ?? owner) : owner;
}

/** The gravest risk among its procedures. */
export function worstRisk({ entries }: Pick<WantedIssue, 'entries'>): Risk {
  return entries.map(riskOf).reduce((worst, risk) => (gravityOf(risk) > gravityOf(worst) ? risk : worst), 'low');
}

/** The earliest due day among its procedures; null where none is dated. */
export function earliestDue({ entries }: Pick<WantedIssue, 'entries'>): string | null {
  return entries.flatMap(({ due }) => due ?? []).sort()[0] ?? null;
}

function byWeight(a: WantedIssue, b: WantedIssue): number {
  return (
    gravityOf(worstRisk(b)) - gravityOf(worstRisk(a)) ||
    compareDates(earliestDue(a) ?? '9999-12-31', earliestDue(b) ?? '9999-12-31') ||
    byCodePoint(a.kind, b.kind) ||
    byCodePoint(a.key, b.key)
  );
}
