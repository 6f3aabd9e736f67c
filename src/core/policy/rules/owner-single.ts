// core/policy/rules: more than one accountable owner.
import { advise, type ProcedureRule } from '../rule.ts';

export const ownerSingle: ProcedureRule = {
  id: 'owner-single',
  level: 'warning',
  about: 'procedure',
  *check({ procedure }) {
    const owners = procedure.metadata.owner;
    const [first, second] = owners?.value ?? [];
    if (!owners || !first || !second || owners.source.layer !== 'file') return;
    yield {
      rule: 'owner-single',
      at: second.at,
      message: first.owner
        ? `${owners.value.length} owners are named; only the first, ${first.owner.handle}, is accountable.`
        : `${owners.value.length} owners are named; only the first counts, and that is none.`,
      fix: advise('Keep one under `owner`; list the others under `reviewers`.'),
    };
  },
};
