// core/policy: every procedure of a snapshot, for those who only want to look.
import type { Snapshot } from '../snapshot.ts';
import { type Clock, judgingPolicy, type PolicyInForce } from './policy-of.ts';
import type { Survey } from './rule.ts';
import { surveyHead } from './survey.ts';

/** The head's procedures with their owners, coverage and reviews, and the policy they were read by. */
export function surveyOf(
  snapshot: Snapshot,
  clock: Clock,
): { readonly survey: Survey; readonly policy: PolicyInForce } {
  const policy = judgingPolicy(snapshot, clock);
  return { survey: surveyHead(snapshot, policy), policy };
}
