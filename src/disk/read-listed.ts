// disk: what was listed → its text, from the disk or from a commit.
import type { SnapshotFile } from '../core/snapshot.ts';
import { type Git, lacksObjects } from './git.ts';
import type { Listed } from './listed.ts';
import { type Blob, readBlobs } from './read-blobs.ts';
import { fileReader } from './read-file.ts';

/** How many of the files to read are read. */
export type Progress = (done: number, total: number) => void;

/** What a reader gives for each path: null for a file that is not there. */
export type ReadFiles = ReadonlyMap<string, SnapshotFile | null>;

/** So many files are read between two looks at the event loop: few enough for a progress line and Ctrl-C. */
const AT_A_TIME = 64;

/** From the disk under `root`; from `git` (null: never) where git was told not to look at the disk and nothing is there. */
export async function readFromDisk(
  { root, git, onProgress }: { root: string; git: Git | null; onProgress?: Progress | undefined },
  wanted: readonly Listed[],
): Promise<ReadFiles> {
  const readFile = fileReader(root);
  const files = new Map<string, SnapshotFile | null>();
  for (const listed of wanted) {
    files.set(listed.path, withoutReading(listed) ?? readFile(listed.path));
    if (files.size % AT_A_TIME !== 0) continue;
    onProgress?.(files.size, wanted.length);
    await new Promise(setImmediate);
  }
  onProgress?.(wanted.length, wanted.length);
  if (git === null) return files;
  const absent = wanted.filter(({ path, isUnwatched }) => isUnwatched && files.get(path) === null);
  const blobs = await readBlobs(git, absent.flatMap(toBlob)).catch(noneHeld);
  return new Map([...files, ...blobs]);
}

/** A sparse clone need not hold what it leaves out: those files are not looked at. */
function noneHeld(error: unknown): ReadFiles {
  if (lacksObjects(error)) return new Map();
  throw error;
}

/** From a commit. `known`: texts that were read already, by blob id. */
export async function readFromCommit(
  { git, known }: { git: Git; known: ReadonlyMap<string, string> },
  wanted: readonly Listed[],
): Promise<ReadFiles> {
  const files = new Map<string, SnapshotFile | null>();
  for (const listed of wanted) {
    const text = known.get(listed.oid ?? '');
    files.set(listed.path, withoutReading(listed) ?? (text === undefined ? null : { path: listed.path, text }));
  }
  const unknown = wanted.filter(({ path }) => files.get(path) === null);
  return new Map([...files, ...(await readBlobs(git, unknown.flatMap(toBlob)))]);
}

function toBlob({ path, oid }: Listed): Blob[] {
  return oid === null ? [] : [{ path, oid }];
}

/** What its kind alone makes unreadable. */
function withoutReading({ path, kind }: Listed): SnapshotFile | null {
  if (kind === 'file') return null;
  return { path, unreadable: kind === 'named' ? 'path-not-utf8' : kind };
}
