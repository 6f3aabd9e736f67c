// cli: `steward report`.
import { Command } from 'commander';
import { codeCell } from '../core/code-span.ts';
import { type Counts, countByOwner, countEntries, type OwnerCounts } from '../core/policy/coverage-report.ts';
import { toJsonText } from './json.ts';
import { examples, formatOption, look, todayOption } from './look.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

type Options = { readonly today?: string; readonly format: 'text' | 'json' | 'md' };
type RepositoryReport = {
  readonly repository: string;
  readonly total: Counts;
  readonly owners: readonly OwnerCounts[];
};

export function reportCommand(terminal: Terminal): Command {
  const command = new Command('report')
    .description('per owner and repository: owned, resolvable, specifically covered, dated, current')
    .argument('<dir...>', 'one folder a repository')
    .addOption(todayOption())
    .addOption(formatOption(['text', 'json', 'md']))
    .action(async (dirs: readonly string[], options: Options) => {
      const reports: RepositoryReport[] = [];
      for (const dir of dirs) {
        const { survey, repository } = await look(dir, options, terminal);
        reports.push({ repository, total: countEntries(survey.entries), owners: countByOwner(survey.entries) });
      }
      terminal.out(FORMATS[options.format](reports, terminal));
    });
  return examples(command, [
    'steward report .',
    'steward report ../payments ../platform',
    'steward report . --format md >> "$GITHUB_STEP_SUMMARY"',
  ]);
}

/** What the weekly report counts besides. */
const NEEDS_GITHUB = [
  { measure: 'resolvable', reason: 'needs GitHub: whether the owners exist and can act' },
  { measure: 'orphaned', reason: 'needs GitHub: whether the owners exist and can act' },
  { measure: 'waiting', reason: 'needs GitHub: which issues are open' },
  { measure: 'answered', reason: 'needs GitHub: which issues are open' },
];
const NOT_CHECKED =
  'Not checked: resolvable, orphaned, waiting, answered (need GitHub: whether the owners can act, which issues are open).';
const HEAD = ['REPOSITORY', 'OWNER', 'PROCEDURES', 'OWNED', 'RESOLVABLE', 'SPECIFIC', 'DATED', 'CURRENT', 'OVERDUE'];

const FORMATS: Readonly<
  Record<Options['format'], (reports: readonly RepositoryReport[], terminal: Terminal) => string>
> = {
  text: (reports, { paint }) => `${table(HEAD, rows(reports), paint.bold)}${paint.dim(NOT_CHECKED)}\n`,
  json: (reports) =>
    toJsonText({
      version: 1,
      repositories: reports,
      notChecked: NEEDS_GITHUB,
    }),
  md: (reports) => {
    const lines = rows(reports).map(
      (row) => `| ${row.map((cell, column) => (column < 2 ? codeCell(cell) : cell)).join(' | ')} |`,
    );
    return `| ${HEAD.map((name) => name.toLowerCase()).join(' | ')} |\n|${'---|'.repeat(HEAD.length)}\n${lines.join('\n')}\n\n${NOT_CHECKED}\n`;
  },
};

function rows(reports: readonly RepositoryReport[]): readonly (readonly string[])[] {
  return reports.flatMap(({ repository, total, owners }) => [
    [repository, 'all', ...cells(total)],
    ...owners.map((counts) => [repository, counts.owner ?? 'nobody', ...cells(counts)]),
  ]);
}

function cells(counts: Counts): readonly string[] {
  const share = (part: number): string =>
    counts.procedures === 0 ? '-' : `${part} (${percent(part, counts.procedures)}%)`;
  return [
    String(counts.procedures),
    share(counts.owned),
    counts.resolvable === null ? '?' : share(counts.resolvable),
    share(counts.specificallyCovered),
    share(counts.dated),
    share(counts.current),
    String(counts.overdue),
  ];
}

/** Rounded, but 100 only for all and 0 only for none. */
function percent(part: number, whole: number): number {
  const rounded = Math.round((100 * part) / whole);
  if (part === whole) return 100;
  return part === 0 ? 0 : Math.min(Math.max(rounded, 1), 99);
}
