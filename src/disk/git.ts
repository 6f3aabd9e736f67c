// disk: git, run so that nothing a repository contains can make it run other code, reach the network or write.
import { type ExecFileException, execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { visible } from '../core/display.ts';
import { env } from '../env.ts';
import { CannotRun } from './cannot-run.ts';

const TIME_LIMIT_MS = 120_000;
const OUTPUT_LIMIT_BYTES = 2 ** 30;

const SETTINGS = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'diff.external=', 'core.pager=cat'];
const ALWAYS = ['--no-pager', '--literal-pathspecs', ...SETTINGS.flatMap((setting) => ['-c', setting])];

/** git in one folder. `run` gives what the command printed; it rejects with `GitFailed`. */
export type Git = {
  readonly dir: string;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Buffer>;
};

export type RunOptions = { readonly input?: string | Buffer; readonly env?: Readonly<Record<string, string>> };

/** A git command that ended badly. `code` is its exit code; null where git is not installed, or was stopped. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed';
  readonly code: number | null;
  readonly isMissing: boolean;
  readonly stderr: string;

  constructor(command: string, error: ExecFileException, stderr: string) {
    super(`Could not run git ${command}`, { cause: error });
    this.code = typeof error.code === 'number' ? error.code : null;
    this.isMissing = error.code === 'ENOENT';
    this.stderr = stderr;
  }
}

/** git in `dir`, an existing folder. `extra` is added to the environment of every command. */
export function gitIn(dir: string, extra: Readonly<Record<string, string>> = {}): Git {
  const base = { ...env.git, ...SILENT, GIT_CEILING_DIRECTORIES: dirname(dir), ...extra };
  return {
    dir,
    run: (args, options = {}) => start(dir, args, { ...base, ...options.env }, options.input ?? ''),
  };
}

/** The C locale, because refusals are told apart by their text; no protocol, because a partial clone would fetch what it lacks. */
const SILENT = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
};

function start(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input: string | Buffer,
) {
  return new Promise<Buffer>((resolve, reject) => {
    const options = {
      cwd,
      env: environment,
      encoding: 'buffer',
      timeout: TIME_LIMIT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: OUTPUT_LIMIT_BYTES,
    } as const;
    const child = execFile('git', [...ALWAYS, ...args], options, (error, stdout, stderr) => {
      if (error) reject(new GitFailed(args[0] ?? '', error, stderr.toString('utf8')));
      else resolve(stdout);
    });
    child.stdin?.on('error', () => {}); // git may end before it has read all: its exit code says what happened.
    child.stdin?.end(input);
  });
}

/**
 * git in `dir` with every filter driver switched off. A driver (`filter.<name>.clean`) is a program that git runs to compare a file
 * with its blob; a `.git` folder that came in an archive may name any program there.
 */
export async function withoutFilters(git: Git): Promise<Git> {
  const listed = await git.run(['config', '-z', '--name-only', '--get-regexp', '^filter\\.']).catch(noneFound);
  const drivers = new Set(
    listed
      .toString('utf8')
      .split('\0')
      .filter((key) => key !== '')
      .map((key) => key.slice(0, key.lastIndexOf('.'))),
  );
  const settings = [...drivers].flatMap((driver): [string, string][] => [
    [`${driver}.clean`, ''],
    [`${driver}.smudge`, ''],
    [`${driver}.process`, ''],
    [`${driver}.required`, 'false'],
  ]);
  const numbered = settings.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return gitIn(git.dir, { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(numbered) });
}

/** For `catch`: exit code 1 is git's "there is none"; all else is passed on. */
export function noneFound(error: unknown): Buffer {
  if (error instanceof GitFailed && error.code === 1) return Buffer.alloc(0);
  throw error;
}

/** Why git did not answer, as a sentence for the person. */
export function toCannotRun(dir: string, error: unknown): unknown {
  if (!(error instanceof GitFailed)) return error;
  return new CannotRun(sentenceFor(dir, error), { cause: error });
}

/** Whether git stopped because a partial clone does not hold what it was asked for. */
export function lacksObjects(error: unknown): boolean {
  return (
    error instanceof GitFailed &&
    /transport '[^']*' not allowed|promisor remote|lazy fetching disabled/.test(error.stderr)
  );
}

function sentenceFor(dir: string, error: GitFailed): string {
  const { stderr, isMissing, cause } = error;
  const where = visible(dir);
  if (isMissing) return 'git is not installed, or not on the PATH: install it and run again.';
  if (/dubious ownership/.test(stderr)) {
    return `git refuses to read ${where} because another user owns it: if you trust it, run \`git config --global --add safe.directory ${where}\`.`;
  }
  if (lacksObjects(error)) return PARTIAL;
  if (isStopped(cause))
    return `git did not answer in ${TIME_LIMIT_MS / 1000} seconds in ${where}: run \`git status\` there.`;
  const said = visible(stderr.trim().split('\n').at(-1) ?? '').replace(/^fatal: /, '');
  return `git could not read ${where}: ${said === '' ? 'it ended without a word' : said}. Run \`git status\` there.`;
}

/** For a clone made with `--filter`: what is compared is not on this machine. */
export const PARTIAL =
  'This is a partial clone, and files to compare with are not in it: run `git fetch --refetch --no-filter` and then this command again.';

function isStopped(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'killed' in cause && cause.killed === true;
}

/** What git printed, without its last line break; null where it has no answer, or there is no git. */
export async function answerOf(git: Git, args: readonly string[]): Promise<string | null> {
  try {
    const text = (await git.run(args)).toString('utf8').replace(/\r?\n$/, '');
    return text === '' ? null : text;
  } catch (error) {
    if (error instanceof GitFailed) return null;
    throw error;
  }
}
