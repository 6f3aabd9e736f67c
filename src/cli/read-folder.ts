// cli: a folder → the snapshot that the rules judge, with a progress line on long work.
import { resolve } from 'node:path';
import { type Clock, headPolicy, judgingPolicy } from '../core/policy/policy-of.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { readSnapshot } from '../disk/read-snapshot.ts';
import { progress, type Terminal } from './terminal.ts';

export type Folder = { readonly dir: string; readonly base: string | null; readonly configFile: string | null };

/** The snapshot of `folder`. Its own configuration chooses the procedures (both configurations, where the change edits it). */
export async function readFolder(folder: Folder, clock: Clock, terminal: Terminal): Promise<Snapshot> {
  const line = progress(terminal, 'Reading procedures:');
  try {
    return await readSnapshot({
      dir: resolve(terminal.cwd, folder.dir),
      base: folder.base,
      configFile: folder.configFile === null ? null : resolve(terminal.cwd, folder.configFile),
      selectProcedures: (early) => {
        const judging = judgingPolicy(early, clock).isProcedure;
        const edited = headPolicy(early, clock)?.isProcedure;
        return edited ? (path) => judging(path) || edited(path) : judging;
      },
      onProgress: line.at,
    });
  } finally {
    line.end();
  }
}
