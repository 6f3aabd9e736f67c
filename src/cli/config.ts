// cli: `steward config`.
import { Command } from 'commander';
import { visible } from '../core/display.ts';
import { plural } from '../core/plural.ts';
import { judgingPolicy } from '../core/policy/policy-of.ts';
import { clockOf } from './clock.ts';
import { examples, todayOption } from './look.ts';
import { readFolder } from './read-folder.ts';
import { table } from './table.ts';
import type { ExitCode, Terminal } from './terminal.ts';

type Options = { readonly explain?: boolean; readonly config?: string; readonly today?: string };

export function configCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('config')
    .description('validate the configuration; with --explain, print each value and where it comes from')
    .argument('[dir]', 'the folder', '.')
    .option('--explain', 'print every value with its source')
    .option('--config <file>', 'another configuration file than .github/runbook-steward.yml')
    .addOption(todayOption())
    .action(async (dir: string, options: Options) => {
      const clock = clockOf(options.today, terminal);
      const snapshot = await readFolder({ dir, base: null, configFile: options.config ?? null }, clock, terminal);
      const policy = judgingPolicy(snapshot, clock);
      for (const { path, at, message, fix, level } of policy.problems) {
        terminal.out(
          `${visible(path)}:${at.line}:${at.column}: ${level ?? 'failure'}: ${visible(message)}${fix ? ` ${visible(fix.text)}` : ''}\n`,
        );
      }
      if (options.explain) {
        const rows = policy.sources.map(({ key, value, layer, path, line, locked }) => [
          key,
          `${layer}${path ? ` ${path}:${line ?? 1}` : ''}${locked ? ' (locked)' : ''}`,
          JSON.stringify(value),
        ]);
        terminal.out(`${table(['KEY', 'SOURCE', 'VALUE'], rows, terminal.paint.bold)}\n`);
      }
      const failures = policy.problems.filter((problem) => (problem.level ?? 'failure') === 'failure').length;
      const counts = `${plural(failures, 'failure')}, ${plural(policy.problems.length - failures, 'warning')}`;
      terminal.out(`Configuration: ${visible(policy.description)}; ${counts}.\n`);
      if (policy.advisory)
        terminal.out('Nothing is enforced: add .github/runbook-steward.yml (an empty file will do).\n');
      end(failures > 0 ? 1 : 0);
    });
  return examples(command, ['steward config', 'steward config --explain', 'steward config --config new-policy.yml']);
}
