// disk: the texts of a commit, out of git's object database.
import { byteLimit, fromBytes } from '../core/file-bytes.ts';
import type { SnapshotFile } from '../core/snapshot.ts';
import type { Git } from './git.ts';

export type Blob = { readonly path: string; readonly oid: string };

/** The files of `blobs`, by path, as they stand in the object database; null for one that a partial clone does not hold. */
export async function readBlobs(git: Git, blobs: readonly Blob[]): Promise<ReadonlyMap<string, SnapshotFile | null>> {
  if (blobs.length === 0) return new Map();
  const sizes = await sizesOf(git, blobs);
  const small = blobs.filter(({ path, oid }) => (sizes.get(oid) ?? Number.POSITIVE_INFINITY) <= byteLimit(path));
  const contents = await contentsOf(git, small);
  return new Map(blobs.map(({ path, oid }) => [path, toFile(path, sizes.get(oid), contents.get(oid))]));
}

function toFile(path: string, size: number | undefined, bytes: Buffer | undefined): SnapshotFile | null {
  if (size === undefined) return null;
  return bytes && size <= byteLimit(path) ? fromBytes(path, bytes) : { path, unreadable: 'too-large', bytes: size };
}

/** Sizes come first, so that no large file is ever read. A missing object has none. */
async function sizesOf(git: Git, blobs: readonly Blob[]): Promise<ReadonlyMap<string, number>> {
  const output = await git.run(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input: lines(blobs) });
  const sizes = new Map<string, number>();
  for (const line of output.toString('latin1').split('\n')) {
    const [oid = '', size = ''] = line.split(' ');
    if (/^\d+$/.test(size)) sizes.set(oid, Number(size));
  }
  return sizes;
}

/** Each answer is `<oid> <size>`, a line break, that many bytes, a line break. */
async function contentsOf(git: Git, blobs: readonly Blob[]): Promise<ReadonlyMap<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  if (blobs.length === 0) return contents;
  const output = await git.run(['cat-file', '--batch=%(objectname) %(objectsize)'], { input: lines(blobs) });
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [oid = '', size = ''] = output.toString('latin1', at, end).split(' ');
    const from = end + 1;
    const to = from + Number(size);
    contents.set(oid, output.subarray(from, to));
    at = to + 1;
  }
  return contents;
}

function lines(blobs: readonly Blob[]): string {
  return [...new Set(blobs.map(({ oid }) => oid))].map((oid) => `${oid}\n`).join('');
}
