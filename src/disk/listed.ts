// disk: a path that a listing gave, before anything is read.
import { isUtf8 } from 'node:buffer';

export type Listed = {
  readonly path: string;
  /** `named`: the name is not UTF-8; `path` shows its bad bytes as `\xNN`, and nothing is opened by it. */
  readonly kind: 'file' | 'symlink' | 'submodule' | 'named';
  /** The blob that holds exactly what is on disk; null where git cannot tell without reading. */
  readonly oid: string | null;
  /** git was told not to look for it on disk (sparse checkout, `assume-unchanged`): where it is missing, the blob stands for it. */
  readonly isUnwatched?: true;
};

/** The NUL-terminated records of `bytes`; a record that is not UTF-8 is marked and its bad bytes shown as `\xNN`. */
export function records(bytes: Buffer): readonly { readonly text: string; readonly isUtf8: boolean }[] {
  if (isUtf8(bytes)) {
    const texts = bytes.toString('utf8').split('\0');
    texts.pop();
    return texts.map((text) => ({ text, isUtf8: true }));
  }
  const found = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0, from);
    const to = end === -1 ? bytes.length : end;
    found.push(named(bytes.subarray(from, to)));
    from = to + 1;
  }
  return found;
}

/** A name as text: exact where it is UTF-8, else with its bad bytes shown as `\xNN`. */
export function named(bytes: Buffer): { readonly text: string; readonly isUtf8: boolean } {
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), isUtf8: true };
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => isUtf8(bytes.subarray(at, at + size)) && at + size <= bytes.length);
    text += length === undefined ? `\\x${hex(bytes[at] ?? 0)}` : bytes.toString('utf8', at, at + length);
    at += length ?? 1;
  }
  return { text, isUtf8: false };
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
