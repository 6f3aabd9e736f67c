// core/policy/rules: one person is a single point of failure.
import { advise, MISSING, type ProcedureRule } from '../rule.ts';

export const ownerIsTeam: ProcedureRule = {
  id: 'owner-is-team',
  level: 'notice',
  about: 'procedure',
  *check({ owner, procedure }) {
    if (owner?.kind !== 'user' || procedure.frontMatter.state === 'broken') return;
    yield {
      rule: 'owner-is-team',
      at: owner.source.layer === 'file' ? owner.source.at : MISSING,
      message: `${owner.handle} is one person: nobody owns the procedure while they are away.`,
      fix: advise('Name the team as the owner, and the person under `contacts`.'),
    };
  },
};
