// core/policy/rules: a material edit of a procedure that the board has pre-approved as it was.
import { isMaterial, preapprovalIn } from '../material.ts';
import { isStandard, refreshedFor } from '../preapproval.ts';
import { refreshEdits } from '../refresh-edits.ts';
import { type Context, MISSING, type ProcedureRule } from '../rule.ts';
import type { Entry } from '../verdict.ts';

/** Only a comparison can tell. The board's approval of the pull request lifts it. */
export const preapprovalHolds: ProcedureRule = {
  id: 'preapproval-holds',
  level: 'failure',
  about: 'procedure',
  notChecked: ({ base, survey }) =>
    base || !survey.entries.some(isPreapproved) ? null : 'needs a comparison: `--base REF`',
  *check(entry, context) {
    const before = context.before(entry);
    if (!before || context.isBoardApproved || !isVoided(before, entry)) return;
    const source = entry.procedure.metadata.change?.source;
    yield {
      rule: 'preapproval-holds',
      at: source?.layer === 'file' ? source.at : MISSING,
      message: `The pre-approval${ofWhat(before)} is for the procedure as it was; this change edits it.`,
      fix: fixOf(entry, context),
    };
  },
};

/** Whether `after` edits materially what was pre-approved, and still claims to be pre-approved. */
export function isVoided(before: Entry, after: Entry): boolean {
  return isPreapproved(before) && isStandard(after.procedure) && isMaterial(before.procedure, after.procedure);
}

function isPreapproved({ procedure }: Entry): boolean {
  return isStandard(procedure) && preapprovalIn(procedure) !== null;
}

function ofWhat({ procedure }: Entry): string {
  const ref = preapprovalIn(procedure)?.ref ?? null;
  return ref === null ? '' : ` \`${ref.slice(0, 80)}\``;
}

function fixOf({ procedure }: Entry, { policy, today }: Context) {
  const board = policy.settings.approval?.board ?? null;
  const ask = `Ask ${board ?? 'the change board'} to approve the pull request`;
  const fresh = refreshedFor(procedure, board, today);
  if (!fresh) return { text: `${ask}.`, edits: [], certain: false };
  const block = `on: ${fresh.on}, expires: ${fresh.expires}`;
  return { text: `${ask}; then record it: \`${block}\`.`, edits: refreshEdits(procedure, fresh), certain: false };
}
