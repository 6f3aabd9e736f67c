// test/stand-in/git: what lies in a folder.
import type { ObjectStore } from './object-store.ts';

export type TreeEntry = {
  /** From the tree that was listed. */
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  /** Bytes; null for what is not a file. */
  readonly size: number | null;
};

function entry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/);
  return {
    path: line.slice(tab + 1),
    mode,
    type: type === 'tree' || type === 'commit' ? type : 'blob',
    sha,
    size: size === '-' ? null : Number(size),
  };
}

/** The entries of a tree or commit, in git's order; with `recursive` also those of every folder below. */
export function listTree(store: ObjectStore, sha: string, recursive: boolean): Promise<readonly TreeEntry[]> {
  const words = ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha];
  return store.once(words.join(' '), async () =>
    (await store.git(words)).toString('utf8').split('\0').filter(Boolean).map(entry),
  );
}

/** The entry at `path` of a commit, or undefined. A symlink and a submodule are themselves, never what they point to. */
export async function entryAt(store: ObjectStore, commit: string, path: string): Promise<TreeEntry | undefined> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const parent = await store.read(`${commit}:${folder}`);
  if (parent?.type !== 'tree') return undefined;
  const name = path.slice(folder === '' ? 0 : folder.length + 1);
  const found = (await listTree(store, parent.sha, false)).find((one) => one.path === name);
  return found && { ...found, path };
}
