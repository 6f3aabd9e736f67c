// disk: the file that `--config` names.
import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { visible } from '../core/display.ts';
import { CONFIG_BYTES } from '../core/file-bytes.ts';
import type { SnapshotFile } from '../core/snapshot.ts';
import { CannotRun } from './cannot-run.ts';
import { fileReader } from './read-file.ts';

/** The configuration at `path`, which stays its name; links are followed, because a person named it. Missing or denied: `CannotRun`. */
export function readGivenConfig(path: string): SnapshotFile {
  const file = read(path);
  if (file === null) throw new CannotRun(`There is no configuration file ${visible(path)}: check the path.`);
  if ('unreadable' in file && file.unreadable === 'denied') {
    throw new CannotRun(`The configuration file ${visible(path)} cannot be read: ask for permission to read it.`);
  }
  return { ...file, path };
}

function read(path: string): SnapshotFile | null {
  try {
    const real = realpathSync(path);
    return fileReader(dirname(real))(basename(real), CONFIG_BYTES);
  } catch {
    return null; // Nothing there, or a circle of links.
  }
}
