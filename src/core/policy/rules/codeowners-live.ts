// core/policy/rules: a rule of CODEOWNERS that decides nothing.
import { findDeadRules } from '../../codeowners/analyse.ts';
import { advise, type RepositoryRule } from '../rule.ts';

/** Told exactly, from the tree: a rule that matches no file, or whose every file a later rule takes. */
export const codeownersLive: RepositoryRule = {
  id: 'codeowners-live',
  level: 'notice',
  about: 'repository',
  notChecked: ({ survey }) =>
    survey.codeowners && !survey.side.paths ? 'needs the whole tree, which was not listed' : null,
  *check({ survey }) {
    const { codeowners, side } = survey;
    if (!codeowners || !side.paths) return;
    const { unmatched, shadowed } = findDeadRules(codeowners.index, side.paths);
    const path = codeowners.parsed.path;
    for (const { line, pattern } of unmatched) {
      yield {
        rule: 'codeowners-live',
        path,
        at: { line, column: 1 },
        message: `\`${pattern}\` matches no file.`,
        fix: advise('Correct the pattern (it is case-sensitive), or delete the line.'),
      };
    }
    for (const { rule, by, hasMore } of shadowed) {
      const lines = by.map((later) => `line ${later.line} (\`${later.pattern}\`)`);
      yield {
        rule: 'codeowners-live',
        path,
        at: { line: rule.line, column: 1 },
        message: `\`${rule.pattern}\` decides nothing: ${lines.join(', ')} ${hasMore ? 'and later lines take' : by.length === 1 ? 'takes' : 'take'} all its files.`,
        fix: advise('Move the line below them, or delete it.'),
      };
    }
  },
};
