// core/policy/rules: only a rule that means everything owns the procedure.
import { MISSING, type ProcedureRule } from '../rule.ts';
import { addCodeownersLine } from './codeowners-line.ts';

export const codeownersSpecific: ProcedureRule = {
  id: 'codeowners-specific',
  level: 'warning',
  about: 'procedure',
  *check(entry, context) {
    const rule = entry.codeOwnersRule;
    if (entry.coverage !== 'catch-all' || !rule) return;
    yield {
      rule: 'codeowners-specific',
      at: MISSING,
      message: `Only the catch-all of CODEOWNERS (line ${rule.line}, \`${rule.pattern}\`) owns this path.`,
      fix: addCodeownersLine(entry, context),
    };
  },
};
