// core/review: an open issue gets another owner.
import { codeSpan } from '../code-span.ts';
import { ownerKey } from '../owner.ts';
import type { Comment } from './issue-plan.ts';
import type { KnownIssue } from './known-issue.ts';
import type { PlanInput } from './plan-input.ts';
import type { WantedIssue } from './wanted-issues.ts';

/** The one comment that tells a new owner of an open issue; null where they were told, or cannot be. */
export function handOver(wanted: WantedIssue, known: KnownIssue, { owners }: PlanInput): Comment | null {
  const as = `owner:${ownerKey(wanted.owner)}`;
  const facts = owners.get(ownerKey(wanted.owner));
  if (facts?.state !== 'alive' || known.told.includes(as)) return null;
  return {
    number: known.number,
    as,
    body: `${facts.handle}, this has come to you from ${codeSpan(known.owner ?? 'nobody')}: please see to it.\n`,
    reason: 'The procedure has another owner.',
  };
}
