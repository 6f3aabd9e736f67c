// github: the files of the two sides, as they are read bit by bit.
import { byCodePoint } from '../core/code-point-order.ts';
import type { SnapshotFile } from '../core/snapshot.ts';
import { type BlobWanted, fromEntry } from './entry.ts';
import type { GitHub, RepositoryName } from './github.ts';
import { readBlobs } from './read-blobs.ts';
import { type Commits, type Entries, noEntries, type Place, readEntries, type SideName } from './read-entries.ts';

/** What was read of a repository. `files`: null where nothing (or a folder) stands at a path. */
export type Shelf = {
  readonly repository: RepositoryName;
  readonly entries: Entries;
  readonly files: Readonly<Record<SideName, Map<string, SnapshotFile | null>>>;
};

export function createShelf(repository: RepositoryName): Shelf {
  return { repository, entries: noEntries(), files: { head: new Map(), base: new Map() } };
}

/** A name that git does not hold as UTF-8 reaches us with replacement characters: nothing can be asked for by it. */
const NOT_UTF8 = '\uFFFD';

/** Reads what of `places` was not asked for yet. */
export async function addEntries(
  github: GitHub,
  { repository, entries }: Shelf,
  commits: Commits,
  places: readonly Place[],
): Promise<void> {
  const unknown = askable(places).filter(({ side, path }) => !entries[side].has(path));
  await readEntries(github, { repository, commits }, unknown, entries);
}

/** `places` that GitHub can be asked for. */
export function askable(places: readonly Place[]): readonly Place[] {
  return places.filter(({ path }) => !path.includes(NOT_UTF8));
}

/** Makes files of the entries at `places`; blobs that GraphQL does not show as they are get read one by one. */
export async function addFiles(github: GitHub, shelf: Shelf, places: readonly Place[]): Promise<void> {
  const { repository, entries, files } = shelf;
  const blobs: (BlobWanted & { readonly side: SideName })[] = [];
  for (const { side, path } of places) {
    if (files[side].has(path)) continue;
    if (path.includes(NOT_UTF8)) {
      files[side].set(path, { path, unreadable: 'path-not-utf8' });
      continue;
    }
    const entry = entries[side].get(path) ?? null;
    const file = entry && fromEntry(path, entry);
    if (file && 'oid' in file) blobs.push({ ...file, side });
    else files[side].set(path, file);
  }
  const read = await readBlobs(github, repository, blobs);
  for (const [at, { side, path }] of blobs.entries()) files[side].set(path, read[at] ?? null);
}

/** The files of one side, by path. */
export function filesOf({ files }: Shelf, side: SideName): readonly SnapshotFile[] {
  return [...files[side].values()].flatMap((file) => file ?? []).sort((a, b) => byCodePoint(a.path, b.path));
}
