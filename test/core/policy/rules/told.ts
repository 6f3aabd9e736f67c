// What one rule says of a small world, for its case table.
import { applyEdits } from '../../../../src/core/edit.ts';
import type { Finding, RuleId } from '../../../../src/core/finding.ts';
import { check, type Enforce } from '../../../../src/core/policy/check.ts';
import type { Verdict } from '../../../../src/core/policy/verdict.ts';
import type { Snapshot } from '../../../../src/core/snapshot.ts';
import { type Case, snapshotOf } from '../snapshot-of.ts';

export const TODAY = '2026-11-23';
export const CONFIG = '.github/runbook-steward.yml';
export const CODEOWNERS = '.github/CODEOWNERS';

export type World = Case & { readonly enforce?: Enforce; readonly today?: string };

/**
 * A finding of the rule, whole. `level`: with `!` where it is enforced. `after`: by path, the texts that its edits make; only where it has
 * some. `certain` only where it is true.
 */
export type Told = {
  readonly level: string;
  readonly at: string;
  readonly says: string;
  readonly fix: string | null;
  readonly certain?: true;
  readonly after?: Readonly<Record<string, string>>;
};

export type RuleCase = readonly [name: string, world: World, told: readonly Told[]];

/** The verdict on a world. */
export function verdictOn({ enforce, today = TODAY, ...world }: World, snapshot = snapshotOf(world)): Verdict {
  const judgement = check(snapshot, { today: () => today, enforce });
  if ('verdict' in judgement) return judgement.verdict;
  throw new Error(`cannot decide: ${judgement.cannotDecide.map((problem) => problem.message).join(' ')}`);
}

/** Everything that `rule` says of a world, in order. */
export function told(rule: RuleId, world: World): readonly Told[] {
  const snapshot = snapshotOf(world);
  return verdictOn(world, snapshot)
    .findings.filter((finding) => finding.rule === rule)
    .map((finding) => toTold(finding, snapshot));
}

/** Why `rule` could not look at a world, or at a part of it; null where it could. */
export function notCheckedBy(rule: RuleId, world: World): string | null {
  return verdictOn(world).notChecked.find((missing) => missing.rule === rule)?.reason ?? null;
}

function toTold({ level, enforced, path, line, column, message, fix }: Finding, { head, base }: Snapshot): Told {
  const edited = [...new Set(fix?.edits.map((edit) => edit.path))];
  const textOf = (name: string): string => {
    const file = [...head.files, ...(base?.files ?? [])].find((one) => one.path === name);
    return file && 'text' in file ? file.text : '';
  };
  return {
    level: `${level}${enforced ? '!' : ''}`,
    at: `${path}:${line}:${column}`,
    says: message,
    fix: fix?.text ?? null,
    ...(fix?.certain ? { certain: true } : {}),
    ...(edited.length > 0
      ? {
          after: Object.fromEntries(
            edited.map((name) => [
              name,
              applyEdits(textOf(name), fix?.edits.filter((edit) => edit.path === name) ?? []),
            ]),
          ),
        }
      : {}),
  };
}
