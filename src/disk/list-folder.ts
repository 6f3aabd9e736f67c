// disk: the files of a plain folder, by name.
import { type Dirent, readdirSync } from 'node:fs';
import { byCodePoint } from '../core/code-point-order.ts';
import { errorCode } from './error-code.ts';
import { type Listed, named } from './listed.ts';

/** git's own data, and what a package manager puts there: a plain folder has no ignore rules that would say so. */
const SKIPPED = new Set(['.git', 'node_modules']);

/** What was found; `denied`: folders that may not be listed. */
export type FolderListing = { readonly files: readonly Listed[]; readonly denied: readonly string[] };

/**
 * Every file and link under `root`, in code-point order. Linked folders are not entered. Pipes, sockets and devices are left out, as
 * git does. `.git` and `node_modules` are skipped at every depth.
 */
export function listFolder(root: string): FolderListing {
  const files: Listed[] = [];
  const denied: string[] = [];
  // A stack of its own: a folder may be nested deeper than calls can be.
  const waiting: Found[] = [{ name: '', path: '', kind: 'folder' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, kind } = next;
    if (kind !== 'folder') {
      files.push({ path, kind, oid: null });
      continue;
    }
    const found = entriesOf(root, path);
    if (found === null) denied.push(path);
    else for (const entry of found) waiting.push(entry);
  }
  return { files, denied };
}

/** `name` is what is sorted by: a folder's ends in a slash, which is what makes the order of the whole listing right. */
type Found = { readonly name: string; readonly path: string; readonly kind: Listed['kind'] | 'folder' };

/** What stands in one folder, last name first; null where it may not be listed. */
function entriesOf(root: string, folder: string): readonly Found[] | null {
  const entries = read(`${root}/${folder}`);
  if (entries === null) return null;
  const inside = folder === '' ? '' : `${folder}/`;
  const found: Found[] = [];
  for (const entry of entries) {
    const { text: name, isUtf8 } =
      typeof entry.name === 'string' ? { text: entry.name, isUtf8: true } : named(entry.name);
    const kind = isUtf8 ? kindOf(entry, name) : 'named';
    if (kind !== null) found.push({ name: kind === 'folder' ? `${name}/` : name, path: inside + name, kind });
  }
  return found.sort((a, b) => byCodePoint(b.name, a.name));
}

function read(path: string): readonly (Dirent | Dirent<Buffer>)[] | null {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    const isExact = !entries.some((entry) => entry.name.includes('\uFFFD'));
    return isExact ? entries : readdirSync(path, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? [] : null;
  }
}

function kindOf(entry: Dirent | Dirent<Buffer>, name: string): Found['kind'] | null {
  if (SKIPPED.has(name)) return null;
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'symlink' : null;
}
