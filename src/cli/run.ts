// cli: `steward` with its commands, from arguments to an exit code.
import { Command, CommanderError } from 'commander';
import { visible } from '../core/display.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import type { ExitCode, Terminal } from './terminal.ts';

type Make = (terminal: Terminal, end: (code: ExitCode) => void) => Command;

/** By name. A command's modules are loaded when it is asked for: a short one should not wait for what a long one needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Make>>> = {
  check: async () => (await import('./check.ts')).checkCommand,
  list: async () => (await import('./list.ts')).listCommand,
  due: async () => (await import('./due.ts')).dueCommand,
  who: async () => (await import('./who.ts')).whoCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  reviewed: async () => (await import('./reviewed.ts')).reviewedCommand,
  config: async () => (await import('./config.ts')).configCommand,
  approval: async () => (await import('./approval.ts')).approvalCommand,
  init: async () => (await import('./init.ts')).initCommand,
  admin: async () => (await import('./admin.ts')).adminCommand,
};

/** Runs `steward` with `args` (without the program's own name). Never throws: what goes wrong is told on `err` and gives 2. */
export async function run(args: readonly string[], version: string, terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const end = (ended: ExitCode): void => {
    code = ended;
  };
  const program = new Command('steward')
    .description(
      'Sees to it that every operations procedure kept in git has an owner who can act and is reviewed in time.',
    )
    .version(version)
    .addHelpText(
      'after',
      '\nExamples:\n  $ steward check\n  $ steward who PostgresPrimaryDown\n  $ steward due --within 30d\n\nExit codes: 0 fine; 1 the conclusion is failure (or --max-warnings is passed); 2 could not run.',
    );
  const [first = ''] = args;
  const wanted = Object.hasOwn(COMMANDS, first) ? [first] : Object.keys(COMMANDS);
  for (const name of wanted) {
    const make = await COMMANDS[name]?.();
    if (make) program.addCommand(make(terminal, end));
  }
  speakThrough(terminal, program, '');
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, terminal);
  }
}

/** `command`, and those below it, print through the terminal and leave the exit to `run`. */
function speakThrough(terminal: Terminal, command: Command, above: string): void {
  const name = `${above}${command.name()}`;
  command
    .exitOverride()
    .showHelpAfterError(`(${name} --help tells more)`)
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      outputError: (text, write) => write(shown(text.trimEnd().replace(/^error: /, 'steward: '))),
    });
  for (const one of command.commands) speakThrough(terminal, one, `${name} `);
}

/** commander repeats what was typed; its own lines stay lines. */
function shown(text: string): string {
  return `${text.split('\n').map(visible).join('\n')}\n`;
}

function failed(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has printed it
  if (error instanceof CannotRun) terminal.err(`steward: ${error.message}\n`);
  else
    terminal.err(
      `steward: this is a fault of ours, please report it: ${visible(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
  return 2;
}
