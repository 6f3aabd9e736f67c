// core/policy/rules: nobody is accountable.
import { firstOf } from '../first-of.ts';
import { advise, MISSING, type ProcedureRule } from '../rule.ts';
import type { Entry } from '../verdict.ts';
import { bodyHint } from './body-hint.ts';

export const ownerDeclared: ProcedureRule = {
  id: 'owner-declared',
  level: 'failure',
  about: 'procedure',
  *check(entry, { policy }) {
    const { frontMatter, metadata } = entry.procedure;
    if (entry.owner || metadata.owner || frontMatter.state === 'broken') return;
    const sources = policy.settings.owners.from.map((source) => SOURCES[source]);
    yield {
      rule: 'owner-declared',
      at: MISSING,
      message: `No owner: ${sources.join(', ')}.`,
      fix: advise(fixFor(entry)),
    };
  },
};

const SOURCES = {
  'front-matter': 'no `owner` in the front matter, `_procedures.yml` or defaults',
  codeowners: 'no rule of CODEOWNERS that is specific and names exactly one owner',
  'catalog-info': 'no `spec.owner` in catalog-info.yaml',
} as const;

function fixFor(entry: Entry): string {
  const add = 'Add `owner: "@org/team"` to the front matter';
  const inBody = bodyHint(entry.procedure, 'owner');
  if (inBody) return `${add}; ${inBody}.`;
  const rule = entry.codeOwnersRule;
  const named = rule?.owners.filter((owner) => owner.kind !== 'email').map((owner) => owner.handle) ?? [];
  if (!rule || named.length === 0) return `${add}.`;
  const ifSo = named.length === 1 ? 'if that is who is accountable' : 'if it is one of them';
  return `${add}; CODEOWNERS line ${rule.line} (\`${rule.pattern}\`) names ${firstOf(named)}, ${ifSo}.`;
}
