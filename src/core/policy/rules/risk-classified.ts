// core/policy/rules: no risk class; the procedure counts as medium.
import { givenBy, keyNames } from '../../procedure/metadata-keys.ts';
import { advise, type Context, MISSING, type ProcedureRule } from '../rule.ts';
import type { Entry } from '../verdict.ts';

/** Silent where a class is written that cannot be used: `metadata-valid` says so already. */
export const riskClassified: ProcedureRule = {
  id: 'risk-classified',
  level: 'notice',
  about: 'procedure',
  *check(entry, context) {
    const { metadata, frontMatter } = entry.procedure;
    if (metadata.risk || frontMatter.state === 'broken' || isWritten(entry, context)) return;
    yield {
      rule: 'risk-classified',
      at: MISSING,
      message: 'No risk class; it counts as medium.',
      fix: advise('Add `risk: low`, `medium`, `high` or `critical`.'),
    };
  },
};

function isWritten({ procedure: { frontMatter } }: Entry, { policy }: Context): boolean {
  return (
    frontMatter.state === 'read' && givenBy(frontMatter.block, keyNames(policy.settings.metadata.aliases)).has('risk')
  );
}
