// disk: one file of a folder, read without following links and without trusting its size.
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { byteLimit, fromBytes } from '../core/file-bytes.ts';
import type { SnapshotFile } from '../core/snapshot.ts';
import { errorCode } from './error-code.ts';

/** A pipe that takes a file's place between looking and opening would block for ever without O_NONBLOCK. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads one file under a root, `limit` bytes at most (else those of its name); null where there is no file. It never throws. */
export type FileReader = (path: string, limit?: number) => SnapshotFile | null;

/** A reader of the folder `root`, a real path. It remembers which folders are links: nothing is read through one. */
export function fileReader(root: string): FileReader {
  const folders = new Map<string, boolean>([['', true]]);
  return (path, limit = byteLimit(path)) => {
    try {
      return isRealFolder(root, folderOf(path), folders) ? readOne(root, path, limit) : null;
    } catch (error) {
      return whyNot(path, error);
    }
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function isRealFolder(root: string, folder: string, known: Map<string, boolean>): boolean {
  const before = known.get(folder);
  if (before !== undefined) return before;
  const isReal = isRealFolder(root, folderOf(folder), known) && lstatSync(`${root}/${folder}`).isDirectory();
  known.set(folder, isReal);
  return isReal;
}

function readOne(root: string, path: string, limit: number): SnapshotFile | null {
  const stat = lstatSync(`${root}/${path}`);
  if (stat.isSymbolicLink()) return { path, unreadable: 'symlink' };
  if (!stat.isFile()) return null;
  const handle = openSync(`${root}/${path}`, FLAGS);
  try {
    return readOpen(path, handle, limit);
  } finally {
    closeSync(handle);
  }
}

function readOpen(path: string, handle: number, limit: number): SnapshotFile | null {
  const stat = fstatSync(handle);
  if (!stat.isFile()) return null;
  if (stat.size > limit) return { path, unreadable: 'too-large', bytes: stat.size };
  const bytes = Buffer.allocUnsafe(stat.size);
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(handle, bytes, filled, bytes.length - filled, null);
    if (count === 0) break; // Cut short by somebody else meanwhile.
    filled += count;
  }
  return fromBytes(path, bytes.subarray(0, filled));
}

function whyNot(path: string, error: unknown): SnapshotFile | null {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  return { path, unreadable: code === 'ELOOP' ? 'symlink' : 'denied' };
}
