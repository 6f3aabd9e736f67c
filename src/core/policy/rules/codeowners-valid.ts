// core/policy/rules: a line of CODEOWNERS that GitHub skips, a file it does not load, or a second file it ignores.
import { FILE_START } from '../../position.ts';
import type { CodeownersError } from '../../snapshot.ts';
import { advise, type Located, type RepositoryRule } from '../rule.ts';

export const codeownersValid: RepositoryRule = {
  id: 'codeowners-valid',
  level: 'warning',
  about: 'repository',
  notChecked: ({ owners, survey }) =>
    owners || !survey.codeowners
      ? null
      : 'needs GitHub: whether the owners that CODEOWNERS names exist and have write access',
  *check({ survey }) {
    if (!survey.codeowners) return;
    const { parsed, ignored } = survey.codeowners;
    const said = survey.side.codeownersErrors?.filter(({ path }) => path === parsed.path);
    for (const error of said ?? []) yield fromGitHub(error);
    for (const { at, kind, message, fix } of parsed.problems) {
      if (said && (kind === 'pattern' || kind === 'owner')) continue;
      const problem = { rule: 'codeowners-valid', path: parsed.path, at, message, fix: advise(fix) } as const;
      yield kind === 'disputed' ? { ...problem, level: 'notice' } : problem;
    }
    for (const path of ignored) {
      yield {
        rule: 'codeowners-valid',
        path,
        at: FILE_START,
        message: `GitHub ignores this file: ${parsed.path} comes first.`,
        fix: advise(`Move what is needed into ${parsed.path} and delete this file.`),
      };
    }
  },
};

/** GitHub's own word, where it speaks: its message goes on with the line itself and a pointer under it. */
function fromGitHub({ path, line, column, kind, message, suggestion }: CodeownersError): Located {
  const said = (message.split('\n')[0] ?? '').trim().slice(0, 300);
  return {
    rule: 'codeowners-valid',
    path,
    at: { line: Math.max(line, 1), column: Math.max(column, 1) },
    message: said === '' ? `GitHub skips this line: ${kind.slice(0, 100)}.` : `GitHub skips this line: ${said}`,
    fix: advise(suggestion ?? 'Correct the line, or take it out.'),
  };
}
