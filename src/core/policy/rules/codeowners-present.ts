// core/policy/rules: no CODEOWNERS where GitHub looks.
import { CODEOWNERS_PATHS } from '../../codeowners/codeowners.ts';
import { advise, MISSING, type RepositoryRule } from '../rule.ts';

/** Where it speaks, no other `codeowners-*` rule does. */
export const codeownersPresent: RepositoryRule = {
  id: 'codeowners-present',
  level: 'warning',
  about: 'repository',
  *check({ survey }) {
    if (survey.codeowners) return;
    yield {
      rule: 'codeowners-present',
      path: CODEOWNERS_PATHS[0],
      at: MISSING,
      message: `There is no CODEOWNERS file (GitHub looks at ${CODEOWNERS_PATHS.join(', ')}): nobody is asked to review changes to procedures.`,
      fix: advise(
        `Create ${CODEOWNERS_PATHS[0]} with a line per folder of procedures, such as \`/runbooks/ @org/team\`.`,
      ),
    };
  },
};
