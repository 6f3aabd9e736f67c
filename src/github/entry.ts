// github: a file of a commit as GitHub's GraphQL shows it → a file of the snapshot.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { byteLimit, fromBytes } from '../core/file-bytes.ts';
import type { SnapshotFile } from '../core/snapshot.ts';

/** What is asked of every file. The mode tells a link from a file; the blob alone does not. */
export const ENTRY_FRAGMENT = `fragment Entry on TreeEntry {
  mode type oid object { ... on Blob { byteSize isBinary isTruncated text } }
}`;

export const ENTRY_BLOB = z.object({
  byteSize: z.int(),
  isBinary: z.boolean().nullable(),
  isTruncated: z.boolean(),
  text: z.string().nullable(),
});

export const ENTRY = z.object({
  mode: z.int(),
  type: z.string(),
  oid: z.string(),
  /** An object that is no blob answers with nothing of this. */
  object: z.union([ENTRY_BLOB, z.object({})]).nullable(),
});

/** What stands at a path of a commit. */
export type TreeEntry = z.infer<typeof ENTRY>;

/** A blob whose bytes must be asked for one by one, because GraphQL does not show them as they are. */
export type BlobWanted = { readonly path: string; readonly oid: string };

const SYMLINK = 0o120000;
const SUBMODULE = 0o160000;

/** The file at `path`; null where a folder stands there; or the blob that has to be read first. */
export function fromEntry(path: string, entry: TreeEntry): SnapshotFile | BlobWanted | null {
  if (entry.mode === SYMLINK) return { path, unreadable: 'symlink' };
  if (entry.mode === SUBMODULE || entry.type === 'commit') return { path, unreadable: 'submodule' };
  if (entry.type !== 'blob') return null;
  const { object, oid } = entry;
  if (object === null || !('byteSize' in object)) return { path, oid };
  const { byteSize, isTruncated, text } = object;
  if (byteSize > byteLimit(path)) return { path, unreadable: 'too-large', bytes: byteSize };
  const bytes = isTruncated || text === null ? null : Buffer.from(text);
  // GitHub makes UTF-8 of what is not: only the hash says that these are the bytes of the file.
  return bytes !== null && isBlob(bytes, oid) ? fromBytes(path, bytes) : { path, oid };
}

/** Whether `bytes` are the git blob that is named `oid`, in a repository of SHA-1 or of SHA-256. */
export function isBlob(bytes: Buffer, oid: string): boolean {
  const hash = createHash(oid.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === oid;
}
