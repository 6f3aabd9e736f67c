// core/policy/rules: CODEOWNERS gives the procedure to nobody.
import { MISSING, type ProcedureRule } from '../rule.ts';
import { addCodeownersLine } from './codeowners-line.ts';

export const codeownersCovers: ProcedureRule = {
  id: 'codeowners-covers',
  level: 'failure',
  about: 'procedure',
  *check(entry, context) {
    if (!context.survey.codeowners || entry.coverage !== 'none') return;
    const rule = entry.codeOwnersRule;
    yield {
      rule: 'codeowners-covers',
      at: MISSING,
      message: rule
        ? `CODEOWNERS gives this path to nobody: line ${rule.line} (\`${rule.pattern}\`) names no owner.`
        : 'CODEOWNERS gives this path to nobody: no rule matches it.',
      fix: addCodeownersLine(entry, context),
    };
  },
};
