// flows: a snapshot → what its check run says, with the buttons that go with it.
import { certainRepairs } from '../core/policy/certain-fixes.ts';
import { check } from '../core/policy/check.ts';
import type { Clock } from '../core/policy/policy-of.ts';
import type { Located } from '../core/policy/rule.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { type Button, FIX_BUTTON, SUGGEST_BUTTON } from '../github/check-run.ts';

export type Decided =
  | { readonly verdict: Verdict; readonly hasRepairs: boolean }
  | { readonly broken: readonly Located[] };

/** Judges `snapshot`. `broken`: the base's own configuration cannot be used, and where. `isBoardApproved`: the board has approved this head. */
export function judge(snapshot: Snapshot, clock: Clock, isBoardApproved = false): Decided {
  const judgement = check(snapshot, { today: clock, isBoardApproved });
  if ('cannotDecide' in judgement) return { broken: judgement.cannotDecide };
  const { verdict } = judgement;
  return { verdict, hasRepairs: certainRepairs(snapshot, verdict.findings).length > 0 };
}

/** The button for what can be repaired: a commit where the app may write to the branch, else a review with suggestions. */
export function buttonsFor(hasRepairs: boolean, canCommit: boolean): readonly Button[] {
  if (!hasRepairs) return [];
  return [canCommit ? FIX_BUTTON : SUGGEST_BUTTON];
}
