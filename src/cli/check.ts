// cli: `steward check`.
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { visible } from '../core/display.ts';
import { plural } from '../core/plural.ts';
import { check, type Enforce } from '../core/policy/check.ts';
import type { Clock } from '../core/policy/policy-of.ts';
import { toWorkflowCommands } from '../core/policy/report/annotations.ts';
import { toJson } from '../core/policy/report/json.ts';
import { toMarkdown } from '../core/policy/report/markdown.ts';
import { toSarif } from '../core/policy/report/sarif.ts';
import { toText } from '../core/policy/report/text.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { clockOf } from './clock.ts';
import { repair } from './fix.ts';
import { inert } from './json.ts';
import { examples, formatOption, nothingFound, todayOption } from './look.ts';
import { readFolder } from './read-folder.ts';
import type { ExitCode, Terminal } from './terminal.ts';

type Options = {
  readonly base?: string;
  readonly enforce?: Enforce;
  readonly today?: string;
  readonly config?: string;
  readonly maxWarnings?: number;
  readonly fix?: boolean;
  readonly all?: boolean;
  readonly format: keyof typeof FORMATS;
  readonly saveSnapshot?: string;
  readonly replay?: string;
};

export function checkCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('check')
    .description('what the pull-request check says of a folder, or of the changes since a branch')
    .argument('[dir]', 'the folder', '.')
    .option('--base <ref>', 'judge only the changes since this branch or commit, by its configuration')
    .addOption(
      new Option('--enforce <mode>', 'what fails: new findings, every finding of what is touched, or nothing').choices([
        'new',
        'touched',
        'off',
      ]),
    )
    .addOption(todayOption())
    .option('--config <file>', 'judge by this configuration file')
    .option('--max-warnings <n>', 'exit with 1 above this many warnings', wholeNumber)
    .option('--fix', 'make the certain repairs in place')
    .option('--all', 'text: list every finding by itself, notices too')
    .addOption(formatOption(Object.keys(FORMATS)))
    .option('--save-snapshot <file>', 'also save all that was looked at as JSON, to replay elsewhere')
    .option('--replay <file>', 'judge a saved snapshot in the place of a folder')
    .action(async (dir: string, options: Options) => {
      if (options.replay !== undefined && (options.fix || options.base !== undefined))
        throw new CannotRun('--replay judges what was saved: it goes without --fix and --base.');
      const clock = clockOf(options.today, terminal);
      const read = (): Promise<Snapshot> => snapshotOf(dir, options, clock, terminal);
      const findingsOf = (snapshot: Snapshot) => decide(snapshot, options, clock).findings;
      const root = resolve(terminal.cwd, dir);
      const snapshot = options.fix ? await repair({ dir: root, read, findingsOf }, terminal) : await read();
      if (options.saveSnapshot !== undefined) await save(resolve(terminal.cwd, options.saveSnapshot), snapshot);
      const verdict = decide(snapshot, options, clock);
      terminal.out(FORMATS[options.format](verdict, terminal, options));
      if (options.format !== 'text' && isEmpty(verdict)) terminal.err(nothingFound(verdict.lookedAt.include));
      end(exitCode(verdict, options.maxWarnings, terminal));
    });
  return examples(command, [
    'steward check',
    'steward check --base origin/main',
    'steward check --fix',
    'steward check . --enforce touched --max-warnings 0',
    'steward check --format sarif > steward.sarif',
  ]);
}

const FORMATS = {
  text: (verdict: Verdict, { paint }: Terminal, { all = false }: Options) => toText(verdict, { paint, all }),
  json: (verdict: Verdict) => inert(toJson(verdict)),
  sarif: (verdict: Verdict) => inert(toSarif(verdict)),
  // A log shows colours; a path that has any is annotated nowhere, and reads as it is written.
  github: (verdict: Verdict) => toWorkflowCommands(verdict).split('\n').map(visible).join('\n'),
  md: (verdict: Verdict) => toMarkdown(verdict),
} as const;

function wholeNumber(written: string): number {
  if (!/^\d{1,9}$/.test(written)) throw new InvalidArgumentError('Give a whole number, 0 or more.');
  return Number(written);
}

async function snapshotOf(dir: string, options: Options, clock: Clock, terminal: Terminal): Promise<Snapshot> {
  if (options.replay === undefined)
    return readFolder({ dir, base: options.base ?? null, configFile: options.config ?? null }, clock, terminal);
  const file = resolve(terminal.cwd, options.replay);
  const json = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CannotRun(`--replay ${visible(options.replay ?? '')}: the file cannot be read.`, { cause });
  });
  return (await import('../disk/replay.ts')).loadSnapshot(json);
}

async function save(file: string, snapshot: Snapshot): Promise<void> {
  const { saveSnapshot } = await import('../disk/replay.ts'); // Rarely asked for, and its schema takes its time.
  await writeFile(file, saveSnapshot(snapshot)).catch((cause: unknown) => {
    throw new CannotRun(`--save-snapshot ${visible(file)}: the file cannot be written.`, { cause });
  });
}

/** The verdict; throws `CannotRun` with each place where the base's configuration is broken. */
function decide(snapshot: Snapshot, options: Options, clock: Clock): Verdict {
  const judgement = check(snapshot, { today: clock, enforce: options.enforce });
  if ('verdict' in judgement) return judgement.verdict;
  const places = judgement.cannotDecide.map(
    ({ path, at, message }) => `${visible(path)}:${at.line}:${at.column}: ${visible(message)}`,
  );
  const whose = snapshot.givenConfig ? 'given' : `of ${visible(snapshot.base?.name ?? 'the base')}`;
  const said = `The configuration ${whose} is broken, so nothing can be judged by it. Correct it first:`;
  throw new CannotRun([said, ...places].join('\n'));
}

/** Whether there was nothing to judge: formats for machines do not say so. */
function isEmpty({ conclusion, summary }: Verdict): boolean {
  return conclusion !== 'skipped' && summary.procedures === 0;
}

function exitCode({ conclusion, summary }: Verdict, maxWarnings: number | undefined, terminal: Terminal): ExitCode {
  if (conclusion === 'failure') return 1;
  if (maxWarnings === undefined || summary.warnings <= maxWarnings) return 0;
  terminal.err(`${plural(summary.warnings, 'warning')}; --max-warnings allows ${maxWarnings}.\n`);
  return 1;
}
