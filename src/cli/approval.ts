// cli: `steward approval`.
import { Command } from 'commander';
import { approverName, type Requirement } from '../core/change/requirement.ts';
import { type Requirements, requirementsOf } from '../core/change/requirements.ts';
import { requirementLines } from '../core/change/tree-lines.ts';
import { visible } from '../core/display.ts';
import { plural } from '../core/plural.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { clockOf } from './clock.ts';
import { toJsonText } from './json.ts';
import { examples, formatOption, nothingFound, todayOption } from './look.ts';
import { noCommand } from './no-command.ts';
import { readFolder } from './read-folder.ts';
import type { ExitCode, Terminal } from './terminal.ts';

type Options = {
  readonly explain?: boolean;
  readonly base?: string;
  readonly today?: string;
  readonly format: 'text' | 'json';
};

export function approvalCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('approval')
    .description('who would have to approve a change; with --explain, the whole tree and why')
    .argument('[dir]', 'the folder', '.')
    .option('--explain', 'print the tree of what a change needs, one line a node')
    .option('--base <ref>', 'of the changes since this branch or commit, by its configuration and CODEOWNERS')
    .addOption(todayOption())
    .addOption(formatOption(['text', 'json']))
    .action(async (dir: string, options: Options) => {
      const clock = clockOf(options.today, terminal);
      const snapshot = await readFolder({ dir, base: options.base ?? null, configFile: null }, clock, terminal);
      const requirements = requirementsOf(snapshot, { today: clock });
      tellProblems(requirements, snapshot.base?.name ?? null, terminal);
      if (requirements.procedures.length === 0 && snapshot.base === null)
        terminal.err(nothingFound(requirements.include));
      terminal.out(options.format === 'json' ? toJson(requirements) : toText(requirements, options, terminal));
      end(requirements.isConfigured && requirements.tree && isVoid(requirements.tree) ? 1 : 0);
    });
  return examples(command, [
    'steward approval --explain',
    'steward approval --explain --base origin/main',
    'steward approval --base origin/main --format json',
  ]);
}

/** A broken configuration of the base decides nothing; a folder's own is told, and its wrong values have their defaults. */
function tellProblems({ configProblems, cannotDecide }: Requirements, base: string | null, terminal: Terminal): void {
  const lines = configProblems.map(
    ({ path, at, message }) => `${visible(path)}:${at.line}:${at.column}: ${visible(message)}`,
  );
  if (base !== null && cannotDecide.length > 0)
    throw new CannotRun(
      [
        `The configuration of ${visible(base)} is broken, so nobody can say who approves. Correct it first:`,
        ...lines,
      ].join('\n'),
    );
  for (const line of lines) terminal.err(`warning: ${line}\n`);
}

/** Whether a pre-approval does not hold, which no approval can mend. */
function isVoid(tree: Requirement): boolean {
  if ('of' in tree) return tree.of.some(isVoid);
  return tree.kind === 'fact' && tree.isVoid && !tree.holds;
}

function toText(requirements: Requirements, { explain, base }: Options, { paint }: Terminal): string {
  const { tree, isConfigured, procedures } = requirements;
  const notes = isConfigured
    ? []
    : ['Nothing is checked: the configuration has no `approval`. This is what it would ask for without any rule.'];
  const what =
    base === undefined
      ? `A change of each of ${plural(procedures.length, 'procedure')}`
      : `${plural(procedures.length, 'procedure')} affected`;
  if (!tree)
    return `${[`${base === undefined ? 'Nothing' : 'The change affects nothing'} that has to be approved.`, ...notes].join('\n')}\n`;
  const lines = explain
    ? requirementLines(tree).map(({ depth, text }) => `${'  '.repeat(depth)}${visible(text)}`)
    : [...new Set(askedIn(tree))].map((line) => `  ${visible(line)}`);
  const [head = '', ...rest] = explain ? lines : [`${what}:`, ...lines];
  const hint = explain ? [] : ['', 'steward approval --explain says why.'];
  return noCommand(`${[paint.bold(head), ...rest, ...hint, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`);
}

function askedIn(tree: Requirement): readonly string[] {
  if ('of' in tree) return tree.of.flatMap(askedIn);
  if (tree.kind === 'approvals') return [`${tree.count} of ${tree.from.map(approverName).join(', ')}`];
  return tree.kind === 'fact' ? [tree.why] : [];
}

function toJson({ tree, isConfigured, procedures }: Requirements): string {
  return toJsonText({
    version: 1,
    configured: isConfigured,
    procedures: procedures.map(({ path, kinds }) => ({ path, kinds: [...kinds].sort() })),
    tree: tree && plain(tree),
  });
}

function plain(tree: Requirement): unknown {
  if ('of' in tree) return { ...tree, of: tree.of.map(plain) };
  if (!('from' in tree)) return tree;
  return { ...tree, from: tree.from.map((one) => (one.kind === 'admins' ? 'admins' : one.handle)) };
}
