// disk: a file that is not there yet.
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../core/display.ts';
import { CannotRun } from './cannot-run.ts';
import { realFolder } from './work-tree.ts';

/**
 * Writes a new file at `path` (from `dir`, its folders made where they are missing). False where something stands there already, which
 * is left as it is. `CannotRun` where a folder on the way is a link or a file, or cannot be written to.
 */
export function createFile(dir: string, path: string, text: string): boolean {
  const root = realFolder(dir);
  const steps = path.split('/');
  steps.slice(0, -1).forEach((_, at) => {
    makeFolder(root, steps.slice(0, at + 1).join('/'), path);
  });
  if (lstatSync(join(root, path), { throwIfNoEntry: false })) return false;
  try {
    writeFileSync(join(root, path), text, { flag: 'wx', flush: true });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new CannotRun(
      `Could not write ${visible(path)}: check that you may write there and that the disk is not full.`,
      {
        cause,
      },
    );
  }
}

function makeFolder(root: string, folder: string, path: string): void {
  const found = lstatSync(join(root, folder), { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw new CannotRun(`Did not write ${visible(path)}, because ${visible(folder)} is not a folder.`);
  try {
    mkdirSync(join(root, folder));
  } catch (cause) {
    throw new CannotRun(`Could not make the folder ${visible(folder)}: check that you may write there.`, { cause });
  }
}
