// core/policy/rules: the review date moved and nothing else did, and nobody attested it.
import { advise, type Context, MISSING, type ProcedureRule } from '../rule.ts';
import type { Entry } from '../verdict.ts';

/** Only a comparison can tell; the content hash leaves the review keys out, so equal hashes mean that only they changed. */
export const reviewEvidence: ProcedureRule = {
  id: 'review-evidence',
  level: 'notice',
  about: 'procedure',
  notChecked: ({ base }) => (base ? null : 'needs a comparison: `--base REF`'),
  *check(entry, context) {
    const before = context.before(entry);
    const field = entry.procedure.metadata.lastReviewedOn;
    if (!before || !field?.value.date || before.procedure.contentHash !== entry.procedure.contentHash) return;
    const old = before.procedure.metadata.lastReviewedOn?.value.date ?? null;
    if (old === field.value.date || isAttested(entry, field.value.date, context)) return;
    yield {
      rule: 'review-evidence',
      at: field.source.layer === 'file' ? field.source.at : MISSING,
      message: `The review date moved from ${old ?? 'none'} to ${field.value.date} and nothing else changed; nothing says what was checked.`,
      fix: advise('Say in the pull request what was checked, or use `steward reviewed <path> -m "what I checked"`.'),
    };
  },
};

function isAttested({ procedure }: Entry, date: string, { attested }: Context): boolean {
  return attested.some(
    ({ path, contentHash, on }) => path === procedure.path && contentHash === procedure.contentHash && on === date,
  );
}
