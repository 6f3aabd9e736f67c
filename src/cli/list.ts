// cli: `steward list`.
import { Command } from 'commander';
import type { Entry } from '../core/policy/verdict.ts';
import { feedbackSite, hasFeedbackForm } from './feedback-site.ts';
import { examples, formatOption, look, todayOption } from './look.ts';
import { noCommand } from './no-command.ts';
import { toCsv, toJson } from './procedures-for-scripts.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

type Options = { readonly today?: string; readonly format: 'text' | 'json' | 'csv' };

export function listCommand(terminal: Terminal): Command {
  const command = new Command('list')
    .description('every procedure with its owner, code owners, risk, review and status')
    .argument('[dir]', 'the folder', '.')
    .addOption(todayOption())
    .addOption(formatOption(['text', 'json', 'csv']))
    .action(async (dir: string, options: Options) => {
      const looked = await look(dir, options, terminal);
      const { entries } = looked.survey;
      terminal.out(FORMATS[options.format](entries, terminal));
      if (options.format !== 'text' || entries.length === 0) return;
      const site = await feedbackSite(dir, hasFeedbackForm(looked), terminal);
      if (site)
        terminal.out(
          `\nSomething wrong in one of them: ${site(null)} (steward who <path> fills it in)\nNot checked: which are questioned (needs GitHub: open reports).\n`,
        );
    });
  return examples(command, [
    'steward list',
    'steward list --format csv > procedures.csv',
    "steward list --format json | jq '.procedures[] | select(.owner == null) | .path'",
  ]);
}

const FORMATS: Readonly<Record<Options['format'], (entries: readonly Entry[], terminal: Terminal) => string>> = {
  text: (entries, { paint }) =>
    entries.length === 0
      ? ''
      : noCommand(table(['PATH', 'OWNER', 'CODE OWNERS', 'RISK', 'REVIEW', 'STATUS'], entries.map(row), paint.bold)),
  json: toJson,
  csv: toCsv,
};

function row({ procedure, owner, codeOwners, coverage, risk, review }: Entry): readonly string[] {
  const owners =
    codeOwners.length > 2 ? `${codeOwners.slice(0, 2).join(' ')} +${codeOwners.length - 2}` : codeOwners.join(' ');
  return [
    procedure.path,
    owner?.handle ?? '-',
    coverage === 'catch-all' ? `${owners} (catch-all)` : owners || '-',
    risk ?? '-',
    review.next ? `${review.state} ${review.next}` : review.state,
    procedure.status,
  ];
}
