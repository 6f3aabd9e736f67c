// core/policy/rules: the files that decide about procedures have no specific owner themselves.

import { byCodePoint } from '../../code-point-order.ts';
import { lineFor } from '../../codeowners/line-for.ts';
import { coverageOf } from '../../codeowners/match.ts';
import { DIRECTORY_DEFAULTS } from '../../procedure/directory-defaults.ts';
import { CONFIG_PATH } from '../config-path.ts';
import type { Policy } from '../read-policy.ts';
import { advise, MISSING, type RepositoryRule } from '../rule.ts';

/** Configuration, `_procedures.yml` and CODEOWNERS: whoever may change them unseen may change who owns everything. */
export const policyOwned: RepositoryRule = {
  id: 'policy-owned',
  level: 'warning',
  about: 'repository',
  *check({ survey, policy }) {
    if (!survey.codeowners) return;
    const { parsed, index } = survey.codeowners;
    const deciding = [...survey.files.keys()].filter(
      (path) => path === CONFIG_PATH || path.split('/').at(-1) === DIRECTORY_DEFAULTS,
    );
    for (const path of [...deciding, parsed.path].sort(byCodePoint)) {
      const coverage = coverageOf(index, path);
      if (coverage === 'specific') continue;
      const line = lineFor(path, [ownFallback(policy)]);
      yield {
        rule: 'policy-owned',
        path,
        at: MISSING,
        message: `This file decides who owns procedures, and ${coverage === 'none' ? 'nobody owns it' : 'only the catch-all of CODEOWNERS owns it'}.`,
        fix: advise(
          line
            ? `Add \`${line}\` at the end of ${parsed.path}.`
            : 'Rename its folder: CODEOWNERS cannot express its path.',
        ),
      };
    }
  },
};

/** Of the repository's own configuration only: the organisation's policy may be private, and this is read where the repository is. */
function ownFallback({ settings, sources }: Pick<Policy, 'settings' | 'sources'>): string {
  const source = sources.find(({ key }) => key === 'owners.fallback');
  return (source?.layer === 'repository' ? settings.owners.fallback : null) ?? '@org/team';
}
