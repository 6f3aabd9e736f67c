// core/policy/report: a verdict for scripts.
import type { Verdict } from '../verdict.ts';
import { entryJson } from './entry-json.ts';

/** JSON of `steward check` (contract §7, version 1). Two runs over the same state give the same bytes. */
export function toJson(verdict: Verdict): string {
  const { conclusion, procedures, findings, notChecked, summary } = verdict;
  const report = {
    version: 1,
    conclusion,
    procedures: procedures.map(entryJson),
    findings: findings.map(({ rule, level, enforced, path, line, column, message, fix, docs }) => ({
      rule,
      level,
      enforced,
      path,
      line,
      column,
      message,
      fix: fix?.text ?? null,
      docs,
    })),
    notChecked,
    summary,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
