// disk: head and base with the texts that are wanted.
import { byCodePoint } from '../core/code-point-order.ts';
import type { Change, Side, Snapshot, SnapshotFile } from '../core/snapshot.ts';
import { CannotRun } from './cannot-run.ts';
import { type Git, PARTIAL } from './git.ts';
import type { Listed } from './listed.ts';
import { type Progress, readFromCommit, readFromDisk } from './read-listed.ts';

/** All that was listed, before a file is read. */
export type Sources = {
  readonly git: Git | null;
  readonly root: string;
  readonly repository: Snapshot['repository'];
  readonly head: ListedSide;
  readonly base: ListedSide | null;
  readonly changes: readonly Change[] | null;
  /** Folders that may not be listed; they stand among the files, as `denied`. */
  readonly denied: readonly string[];
};

type ListedSide = { readonly name: string; readonly sha: string | null; readonly files: readonly Listed[] };

/** Both sides with the files whose path `isWanted`. The base has the earlier text of a renamed file too, wherever it stood. */
export async function readSides(
  sources: Sources,
  isWanted: (path: string) => boolean,
  onProgress?: Progress,
): Promise<Pick<Snapshot, 'head' | 'base' | 'changes'>> {
  const { git, root, head, base, denied } = sources;
  const wanted = head.files.filter(({ path }) => isWanted(path));
  const read = await readFromDisk({ root, git, onProgress }, wanted);
  const gone = new Set(wanted.filter(({ path, isUnwatched }) => read.get(path) === null && !isUnwatched));
  const listed = gone.size === 0 ? head.files : head.files.filter((file) => !gone.has(file));
  const files = [...present(read.values()), ...denied.map((path) => ({ path, unreadable: 'denied' }) as const)];
  const headSide = toSide(head, listed, files);
  if (git === null || base === null) return { head: headSide, base: null, changes: null };

  const earlier = new Set(
    sources.changes?.flatMap((c) => (c.previousPath && isWanted(c.path) ? [c.previousPath] : [])),
  );
  const wantedBefore = base.files.filter(({ path }) => earlier.has(path) || isWanted(path));
  const known = knownTexts(wanted, read);
  const readBefore = await readFromCommit({ git, known }, wantedBefore);
  if ([...readBefore.values()].includes(null)) throw new CannotRun(PARTIAL);
  return {
    head: headSide,
    base: toSide(base, base.files, present(readBefore.values())),
    changes: asOnDisk(sources.changes ?? [], headSide.paths),
  };
}

function toSide(side: ListedSide, listed: readonly Listed[], files: SnapshotFile[]) {
  const sorted = files.sort((a, b) => byCodePoint(a.path, b.path));
  return { name: side.name, sha: side.sha, paths: listed.map(({ path }) => path), files: sorted } satisfies Side;
}

function present(files: Iterable<SnapshotFile | null>): SnapshotFile[] {
  return [...files].filter((file) => file !== null);
}

function knownTexts(listed: readonly Listed[], read: ReadonlyMap<string, SnapshotFile | null>): Map<string, string> {
  const known = new Map<string, string>();
  for (const { path, oid } of listed) {
    const file = read.get(path);
    if (oid !== null && file && 'text' in file) known.set(oid, file.text);
  }
  return known;
}

/** git calls a file that became a pipe, or that went away meanwhile, modified: for the rules it is removed. */
function asOnDisk(changes: readonly Change[], paths: readonly string[]): readonly Change[] {
  const onDisk = new Set(paths);
  return changes.flatMap((change) => {
    if (change.status === 'removed' || onDisk.has(change.path)) return [change];
    return change.status === 'added' ? [] : [{ status: 'removed', path: change.previousPath ?? change.path } as const];
  });
}
