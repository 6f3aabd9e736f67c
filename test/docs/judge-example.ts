// test/docs: what `steward check` says of an example.

import type { Finding, RuleId } from '../../src/core/finding.ts';
import { check } from '../../src/core/policy/check.ts';
import type { Verdict } from '../../src/core/policy/verdict.ts';
import type { Change, OwnerState, Side, SnapshotFile } from '../../src/core/snapshot.ts';
import type { ExampleFile } from './rule-page.ts';

/** The day on which the examples are judged. */
export const TODAY = '2026-08-07';

/** What a page says in words: files that cannot be read, and GitHub's answers (null: nobody asked). */
export type Circumstances = {
  readonly unreadable?: readonly Extract<SnapshotFile, { unreadable: unknown }>[];
  readonly owners?: readonly OwnerState[] | null;
  readonly renamed?: readonly { readonly path: string; readonly previousPath: string }[];
  readonly isTreeKnown?: boolean;
};

/** Judges the files in a repository of @acme; compared with a base where one of the files is different there. */
export function judge(files: readonly ExampleFile[], circumstances: Circumstances = {}): Verdict {
  const { unreadable = [], owners = null, renamed = [], isTreeKnown = true } = circumstances;
  const side = (name: string, other: ExampleFile['side']): Side => {
    const own = files.filter((file) => file.side !== other).map(({ path, text }) => ({ path, text }));
    const all = [...own, ...unreadable].sort((a, b) => (a.path < b.path ? -1 : 1));
    return { name, sha: null, paths: isTreeKnown ? all.map(({ path }) => path) : null, files: all };
  };
  const head = side('the pull request', 'base');
  const base = files.some((file) => file.side !== 'both') ? side('main', 'head') : null;
  const judgement = check(
    {
      version: 1,
      repository: { name: 'acme/ops', organisation: 'acme' },
      head,
      base,
      changes: base && changesBetween(base, head, renamed),
      givenConfig: null,
      organisationPolicy: null,
      owners,
    },
    { today: () => TODAY },
  );
  if ('verdict' in judgement) return judgement.verdict;
  throw new Error('Could not judge an example: the configuration of its base is broken');
}

/** The findings of one rule as the pages quote them. */
export function quoted({ findings }: Verdict, rule: RuleId): string {
  let path: string | null = null;
  return findings
    .filter((finding) => finding.rule === rule)
    .map((finding) => {
      const head = finding.path === path ? '' : `${finding.path}\n`;
      path = finding.path;
      return head + linesOf(finding);
    })
    .join('');
}

function linesOf({ line, column, level, message, fix }: Finding): string {
  const place = `  ${line}:${column}  `;
  return `${place}${level}  ${message}\n${fix ? `${' '.repeat(place.length)}${fix.text}\n` : ''}`;
}

function changesBetween(
  base: Side,
  head: Side,
  renamed: readonly { readonly path: string; readonly previousPath: string }[],
): readonly Change[] {
  const before = new Map(base.files.map((file) => [file.path, JSON.stringify(file)]));
  const after = new Map(head.files.map((file) => [file.path, JSON.stringify(file)]));
  const moved = new Set(renamed.flatMap(({ path, previousPath }) => [path, previousPath]));
  const others = [...new Set([...before.keys(), ...after.keys()])].filter((path) => !moved.has(path));
  return [
    ...renamed.map((rename) => ({ status: 'renamed' as const, ...rename })),
    ...others.flatMap((path): readonly Change[] => {
      if (!before.has(path)) return [{ status: 'added', path }];
      if (!after.has(path)) return [{ status: 'removed', path }];
      return before.get(path) === after.get(path) ? [] : [{ status: 'modified', path }];
    }),
  ];
}
