// core/policy/report: the same thing said of many files is said once.
import type { Finding } from '../../finding.ts';

/** Findings of one rule with the same message, and where they stand. `isOneFix`: what to do is the same for all of them. */
export type Group = { readonly first: Finding; readonly all: readonly Finding[]; readonly isOneFix: boolean };

const LEVEL_ORDER = { failure: 0, warning: 1, notice: 2 } as const;

/** Findings by rule and message, the weightiest and then the most frequent first; stable otherwise. */
export function groupFindings(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.level, finding.enforced, finding.rule, finding.message]);
    const same = groups.get(key);
    if (same) same.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()]
    .flatMap((all) => (all[0] ? [toGroup(all[0], all)] : []))
    .sort(
      (a, b) =>
        Number(b.first.enforced) - Number(a.first.enforced) ||
        LEVEL_ORDER[a.first.level] - LEVEL_ORDER[b.first.level] ||
        b.all.length - a.all.length,
    );
}

function toGroup(first: Finding, all: readonly Finding[]): Group {
  const isOneFix = all.every(({ fix }) => fix?.text === first.fix?.text && fix?.certain === first.fix?.certain);
  return { first, all, isOneFix };
}
