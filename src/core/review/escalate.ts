// core/review: who is told when nobody answers.
import { addInterval } from '../calendar-date.ts';
import { codeSpan } from '../code-span.ts';
import { ownerKey, sameOwner } from '../owner.ts';
import { earliestDue, worstRisk } from './admit.ts';
import type { Comment } from './issue-plan.ts';
import { type KnownIssue, NEEDS_WORK } from './known-issue.ts';
import type { Owners } from './owner-facts.ts';
import type { PlanInput } from './plan-input.ts';
import type { WantedIssue } from './wanted-issues.ts';

type Step = 'approvers' | 'fallback';

/**
 * The comment that an open issue is owed: to one approver when the review has been overdue for `escalateAfter` of its risk, and to the
 * fallback after the same time again; each once, one mention each, never louder. The clock starts when the issue was opened, the review
 * was overdue or a snooze ended, whichever is last. Null where it is nobody's turn, or the owner has answered that it needs work.
 */
export function escalationOf(wanted: WantedIssue, known: KnownIssue, input: PlanInput): Comment | null {
  const asked = wanted.entries.filter(({ pendingPull }) => pendingPull === null);
  const due = earliestDue({ entries: asked });
  if (wanted.kind !== 'review' || due === null || known.isLocked || known.told.includes(NEEDS_WORK)) return null;
  const after = afterOf(wanted, input);
  const first = addInterval([due, known.openedOn, known.snoozedUntil ?? ''].sort().at(-1) ?? due, after);
  const step = nextStep(wanted, known, input);
  if (!step || input.today <= (step.isSecond ? addInterval(first, after) : first)) return null;
  return {
    number: known.number,
    as: `escalated:${step.name}`,
    body: `${step.to}: ${codeSpan(wanted.owner)} has not answered, and the review has been overdue since ${due}. Can you see to it that somebody does?\n`,
    reason: `Overdue since ${due}, and nobody has answered; ${step.name === 'fallback' ? 'the fallback' : 'an approver'} is told once.`,
  };
}

function afterOf(wanted: WantedIssue, { settings }: PlanInput): string {
  const { escalateAfter } = settings.review;
  return escalateAfter[worstRisk(wanted)] ?? escalateAfter.default;
}

type NextStep = { readonly name: Step; readonly to: string; readonly isSecond: boolean };

function nextStep(wanted: WantedIssue, known: KnownIssue, { owners, settings }: PlanInput): NextStep | null {
  const isTold = (step: Step): boolean => known.told.includes(`escalated:${step}`);
  const approvers = [...new Set(wanted.entries.flatMap((entry) => entry.approvers))];
  const approver = approvers.map((handle) => reachable(handle, owners, wanted.owner)).find((handle) => handle !== null);
  if (approver && !isTold('approvers')) return { name: 'approvers', to: approver, isSecond: false };
  const { fallback } = settings.owners;
  const last = fallback === null ? null : reachable(fallback, owners, wanted.owner);
  if (!last || isTold('fallback') || (approver && sameOwner(approver, last))) return null;
  return { name: 'fallback', to: last, isSecond: isTold('approvers') };
}

/** The handle as GitHub knows it, where it may be mentioned and is not the owner, who has been told already. */
function reachable(handle: string, owners: Owners, owner: string): string | null {
  const facts = owners.get(ownerKey(handle));
  return facts?.state === 'alive' && !sameOwner(handle, owner) ? facts.handle : null;
}
