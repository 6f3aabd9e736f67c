// disk: edited texts, back into their files.
import { chmodSync, chownSync, lstatSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { visible } from '../core/display.ts';
import { CannotRun } from './cannot-run.ts';
import { realFolder } from './work-tree.ts';

/** A file's whole new text, to the last byte: BOM and line endings included. */
export type ChangedFile = { readonly path: string; readonly text: string };

/**
 * Replaces each file in `dir` by its new text; a reader sees the old file or the new one, never a part. The mode stays. Nothing is
 * written where one of the paths is not a file of this folder (missing, a link, through a linked folder, outside) or is read-only:
 * `CannotRun`.
 */
export async function writeFiles(dir: string, changed: readonly ChangedFile[]): Promise<void> {
  const root = realFolder(dir);
  const checked = changed.map((file) => ({ ...file, stat: checkTarget(root, file) }));
  for (const { path, text, stat } of checked) {
    try {
      replaceFile(join(root, path), text, stat);
    } catch (cause) {
      throw new CannotRun(
        `Could not write ${visible(path)}: check that you may write there and that the disk is not full.`,
        { cause },
      );
    }
  }
}

function checkTarget(root: string, { path, text }: ChangedFile): Stats {
  const steps = path.split('/');
  if (!steps.every(isPlainStep)) throw refusal(path, 'it is not a path inside the folder');
  if (!text.isWellFormed()) throw refusal(path, 'its new text cannot be written as UTF-8');
  const folders = steps.slice(0, -1).map((_, i) => join(root, ...steps.slice(0, i + 1)));
  const isReal = folders.every((folder) => lstatSync(folder, { throwIfNoEntry: false })?.isDirectory());
  const stat = isReal ? lstatSync(join(root, path), { throwIfNoEntry: false }) : undefined;
  if (!isReal) throw refusal(path, 'its folder is a link or not there any more');
  if (stat === undefined) throw refusal(path, 'it is not there any more');
  if (!stat.isFile()) throw refusal(path, 'it is not a file');
  // A new file in its place would not ask for the right to write, and root has it always: who took it away meant it.
  if ((stat.mode & 0o222) === 0) throw refusal(path, 'it is read-only');
  return stat;
}

/** A backslash parts folders on Windows, and `.git` (in any case: not every disk knows case) is git's own. */
function isPlainStep(step: string): boolean {
  return step !== '' && step !== '.' && step !== '..' && !step.includes('\0') && step.toLowerCase() !== '.git';
}

function refusal(path: string, why: string): CannotRun {
  return new CannotRun(`Did not write ${visible(path)}, because ${why}: nothing was changed.`);
}

function replaceFile(path: string, text: string, stat: Stats): void {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.steward-${process.pid}`);
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: stat.mode, flush: true });
    chmodSync(temporary, stat.mode); // The mode above passes through the umask.
    keepOwner(temporary, stat);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only root may give files away, and only root needs to: anybody else's files are his already. */
function keepOwner(path: string, { uid, gid }: Stats): void {
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}
