// core: the bytes of a file, as the rules may see them. Disk and GitHub give the same answer because both ask here.
import { isUtf8 } from 'node:buffer';
import type { SnapshotFile, Unreadable } from './snapshot.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** The most that a configuration may hold, in bytes (public contract, limits). */
export const CONFIG_BYTES = 64 * KIB;
/** As much as front matter may take: a NUL in there, or before it in a picture, means that the file is no text. */
const BINARY_WITHIN = 16 * KIB;
/** Git LFS: a pointer file is under 1,024 bytes and begins with its version (both forms that clients have written). */
const LFS_VERSIONS = ['version https://git-lfs.github.com/spec/', 'version https://hawser.github.com/spec/'];

/** How many bytes of the file at `path` are read at most; a larger file is `too-large`. The figures are the public contract's limits. */
export function byteLimit(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'CODEOWNERS') return 3 * MIB;
  if (name === '_procedures.yml' || path === '.github/runbook-steward.yml') return CONFIG_BYTES;
  return MIB;
}

/** A file's text (BOM and line endings kept), or why it has none. `bytes` must not exceed `byteLimit(path)`. */
export function fromBytes(path: string, bytes: Buffer): SnapshotFile {
  const unreadable = whyUnreadable(bytes);
  return unreadable === null ? { path, text: bytes.toString('utf8') } : { path, unreadable, bytes: bytes.length };
}

function whyUnreadable(bytes: Buffer): Unreadable | null {
  if (hasUtf16Mark(bytes)) return 'utf-16';
  if (bytes.subarray(0, BINARY_WITHIN).includes(0)) return 'binary';
  if (!isUtf8(bytes)) return 'not-utf8';
  return isLfsPointer(bytes) ? 'lfs-pointer' : null;
}

function hasUtf16Mark(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function isLfsPointer(bytes: Buffer): boolean {
  return bytes.length < 1024 && LFS_VERSIONS.some((version) => bytes.indexOf(version) === 0);
}
