// core/policy/rules: CODEOWNERS asks others to review than the declared owner.
import { sameOwner } from '../../owner.ts';
import { firstOf } from '../first-of.ts';
import { advise, MISSING, type ProcedureRule } from '../rule.ts';
import { addCodeownersLine } from './codeowners-line.ts';

export const codeownersAgrees: ProcedureRule = {
  id: 'codeowners-agrees',
  level: 'warning',
  about: 'procedure',
  *check(entry, context) {
    const { procedure, owner, codeOwners, codeOwnersRule, coverage } = entry;
    if (!owner || !codeOwnersRule || coverage === 'none' || procedure.frontMatter.state === 'broken') return;
    if (codeOwners.some((handle) => sameOwner(handle, owner.handle))) return;
    yield {
      rule: 'codeowners-agrees',
      at: owner.source.layer === 'file' ? owner.source.at : MISSING,
      message: `The owner is ${owner.handle}, but CODEOWNERS line ${codeOwnersRule.line} (\`${codeOwnersRule.pattern}\`) asks ${firstOf(codeOwners)}.`,
      // Nobody would be helped by one more owner of everything.
      fix:
        coverage === 'catch-all'
          ? addCodeownersLine(entry, context)
          : advise(`Add ${owner.handle} to that line of CODEOWNERS, or correct the owner.`),
    };
  },
};
