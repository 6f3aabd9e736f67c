// core/policy/report: the one line that says it.

import { type Finding, RULE_IDS, type RuleId } from '../../finding.ts';
import { plural } from '../../plural.ts';
import type { Verdict } from '../verdict.ts';

/** What a procedure with a finding of the rule *has* or *is*, for one and for several. */
const SAYS: Readonly<Partial<Record<RuleId, readonly [one: string, several: string]>>> = {
  'procedure-readable': ['cannot be read', 'cannot be read'],
  'front-matter-parses': ['has front matter that cannot be read', 'have front matter that cannot be read'],
  'owner-declared': ['has no owner', 'have no owner'],
  'owner-valid': ['names no valid owner', 'name no valid owner'],
  'owner-exists': ['has an owner that does not exist', 'have owners that do not exist'],
  'owner-can-act': ['has an owner that cannot act', 'have owners that cannot act'],
  'codeowners-covers': ['is given to nobody by CODEOWNERS', 'are given to nobody by CODEOWNERS'],
  'id-unique': ['shares its id with another', 'share their ids'],
};

/** The title of a verdict, in words: "1 of 3 procedures has no owner". Never holds text from the repository. */
export function titleOf(verdict: Verdict): string {
  const title = bareTitle(verdict);
  return verdict.advisory && verdict.conclusion !== 'skipped' ? `${title} (not enforced yet)` : title;
}

function bareTitle({ conclusion, findings, summary, lookedAt }: Verdict): string {
  if (conclusion === 'skipped' && lookedAt.base === null) return 'Switched off by the configuration';
  if (conclusion === 'skipped') return 'No procedure, CODEOWNERS or configuration is touched';
  const weighty = findings.filter((finding) => finding.enforced);
  const failures = weighty.length > 0 ? weighty : findings.filter((finding) => finding.level === 'failure');
  const worst = failures[0] && mostFrequent(failures);
  if (worst) return failureTitle(worst, failures, summary.affected);
  if (summary.procedures === 0 && !lookedAt.isPartial) return 'No procedure found';
  if (summary.warnings > 0) {
    const where = summary.affected === 0 ? 'about the repository' : `in ${plural(summary.affected, 'procedure')}`;
    return `${plural(summary.warnings, 'warning')} ${where}`;
  }
  return summary.affected === 0 ? 'No procedure is affected' : `${plural(summary.affected, 'procedure')} in order`;
}

function failureTitle(rule: RuleId, failures: readonly Finding[], affected: number): string {
  const paths = new Set(failures.filter((finding) => finding.rule === rule).map((finding) => finding.path));
  const says = SAYS[rule];
  const others = new Set(failures.map((finding) => finding.rule)).size - 1;
  const more = others > 0 ? `, and ${others} more ${others === 1 ? 'rule fails' : 'rules fail'}` : '';
  if (!says) return `${plural(failures.length, 'failure')}: ${rule}${more}`;
  const total = Math.max(affected, paths.size);
  return `${paths.size} of ${plural(total, 'procedure')} ${paths.size === 1 ? says[0] : says[1]}${more}`;
}

/** The rule that most failures are of; the contract's order decides between equals. */
function mostFrequent(findings: readonly Finding[]): RuleId {
  const counts = new Map<RuleId, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || RULE_IDS.indexOf(a[0]) - RULE_IDS.indexOf(b[0]));
  return first?.[0] ?? 'config-valid';
}

export { plural } from '../../plural.ts';
