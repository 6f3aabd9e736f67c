// core/codeowners: which of the places counts.
import type { SnapshotFile } from '../snapshot.ts';
import { CODEOWNERS_PATHS, type Codeowners } from './codeowners.ts';
import { notLoaded, parseCodeowners } from './parse.ts';
import { tooLargeWording, unreadableWording } from './problems.ts';

/** The file that counts (null: there is none), and the paths of those that GitHub ignores because of it. */
export type FoundCodeowners = { readonly codeowners: Codeowners | null; readonly ignored: readonly string[] };

/**
 * Finds the CODEOWNERS file among the files of one side, by GitHub's order of places: the first that is there counts. One that is
 * there and cannot be used (a symbolic link, not UTF-8) still hides the later ones; it gives no rules and one problem that says why.
 */
export function findCodeowners(files: Iterable<SnapshotFile>): FoundCodeowners {
  const byPath = new Map<string, SnapshotFile>();
  for (const file of files) byPath.set(file.path, file);
  const [counts, ...ignored] = CODEOWNERS_PATHS.flatMap((path) => byPath.get(path) ?? []);
  return { codeowners: counts ? read(counts) : null, ignored: ignored.map(({ path }) => path) };
}

function read(file: SnapshotFile): Codeowners {
  if ('text' in file) return parseCodeowners(file.path, file.text);
  if (file.unreadable === 'too-large') return notLoaded(file.path, tooLargeWording(file.bytes ?? null));
  return notLoaded(file.path, unreadableWording(file.unreadable), 'unreadable');
}
