// cli: read a folder for a command that only looks.
import { type Command, Option } from 'commander';
import { visible } from '../core/display.ts';
import { surveyOf } from '../core/policy/entries.ts';
import type { Clock, PolicyInForce } from '../core/policy/policy-of.ts';
import type { Survey } from '../core/policy/rule.ts';
import { clockOf } from './clock.ts';
import { readFolder } from './read-folder.ts';
import type { Terminal } from './terminal.ts';

export type Look = { readonly survey: Survey; readonly policy: PolicyInForce; readonly repository: string };

/** `--today`, which every command that speaks of reviews has. */
export function todayOption(): Option {
  return new Option(
    '--today <YYYY-MM-DD>',
    'judge as if it were this day (default: today in the configured time zone)',
  );
}

/** `--format`, limited to what the command has. */
export function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print').choices(formats).default(formats[0]);
}

/** The procedures of `dir`. A broken configuration is told on `err` and its wrong values have their defaults: looking still works. */
export async function look(dir: string, options: { readonly today?: string }, terminal: Terminal): Promise<Look> {
  const clock: Clock = clockOf(options.today, terminal);
  const snapshot = await readFolder({ dir, base: null, configFile: null }, clock, terminal);
  const { survey, policy } = surveyOf(snapshot, clock);
  for (const { path, at, message } of policy.problems) {
    terminal.err(`warning: ${visible(path)}:${at.line}:${at.column}: ${visible(message)}\n`);
  }
  if (survey.entries.length === 0) terminal.err(nothingFound(policy.settings.procedures.include));
  return { survey, policy, repository: snapshot.repository.name };
}

/** For a folder without a procedure: what was looked for (globs), and what to do. */
export function nothingFound(include: readonly string[]): string {
  return `0 procedures; looked for ${include.map(visible).join(', ')}; try \`steward init\`.\n`;
}

/** Adds examples below a command's help. */
export function examples(command: Command, lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);
}
