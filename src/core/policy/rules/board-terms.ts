// core/policy/rules: what the configuration says of pre-approvals.
import type { PreapprovalTerms } from '../preapproval.ts';
import type { Settings } from '../settings.ts';

/** The board, the day, and how names are read. A bare name counts only where `owners.map` has it. */
export function boardTerms({ approval, owners }: Settings, today: string): PreapprovalTerms {
  return { board: approval?.board ?? null, owners: { map: owners.map, organisation: null }, today };
}
