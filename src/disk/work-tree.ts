// disk: is this folder the top of a git work tree?
import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../core/display.ts';
import { CannotRun } from './cannot-run.ts';
import { errorCode } from './error-code.ts';
import { type Git, GitFailed, gitIn, toCannotRun, withoutFilters } from './git.ts';

/** The real path of the folder `dir`; a `CannotRun` where there is none. */
export function realFolder(dir: string): string {
  let isFolder: boolean;
  try {
    isFolder = statSync(dir).isDirectory();
  } catch (cause) {
    throw new CannotRun(noFolder(dir, cause), { cause });
  }
  if (!isFolder)
    throw new CannotRun(`${visible(dir)} is a file, not a folder: give the folder that holds the procedures.`);
  return realpathSync(dir);
}

function noFolder(dir: string, cause: unknown): string {
  return errorCode(cause) === 'EACCES'
    ? `The folder ${visible(dir)} cannot be read: ask for permission to read it.`
    : `There is no folder ${visible(dir)}: check the path.`;
}

/**
 * git in `root` (a real path) where that is the top of a work tree; null for a plain folder, and where git is not installed.
 * A folder inside another repository is a plain folder. A bare repository, and one that git refuses to read, is a `CannotRun`.
 */
export async function findWorkTree(root: string): Promise<Git | null> {
  if (!existsSync(join(root, '.git'))) {
    if (['HEAD', 'objects', 'refs'].every((name) => existsSync(join(root, name)))) throw bare(root);
    return null;
  }
  try {
    const git = gitIn(root);
    const [top, safe] = await Promise.all([git.run(['rev-parse', '--show-toplevel']), withoutFilters(git)]);
    return realpathSync(withoutLastBreak(top.toString('utf8'))) === root ? safe : null;
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    if (error.isMissing || /not a git repository/.test(error.stderr)) return null;
    if (/must be run in a work tree/.test(error.stderr)) throw bare(root);
    throw toCannotRun(root, error);
  }
}

function bare(root: string): CannotRun {
  return new CannotRun(
    `${visible(root)} is a bare git repository, which has no files to check: clone it and run in the clone.`,
  );
}

function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Why `--base` cannot be used in `root`, which is a plain folder, as a sentence. */
export async function whyNoHistory(root: string): Promise<string> {
  try {
    const top = await gitIn(root, { GIT_CEILING_DIRECTORIES: '' }).run(['rev-parse', '--show-toplevel']);
    const where = withoutLastBreak(top.toString('utf8'));
    return `--base needs the top of a git work tree, and ${visible(root)} is inside the one at ${visible(where)}: run there.`;
  } catch (error) {
    if (error instanceof GitFailed && error.isMissing)
      return '--base needs git, which is not installed or not on the PATH.';
    return `--base needs git, and ${visible(root)} is a plain folder: run in a clone, or without --base.`;
  }
}
