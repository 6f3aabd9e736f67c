// github: procedures that a change affects without touching them.

import { CODEOWNERS_PATHS } from '../core/codeowners/codeowners.ts';
import { findCodeowners } from '../core/codeowners/find-codeowners.ts';
import { indexCodeowners, ownersOf } from '../core/codeowners/match.ts';
import { DIRECTORY_DEFAULTS } from '../core/procedure/directory-defaults.ts';
import type { Change, SnapshotFile } from '../core/snapshot.ts';

export type Touch = {
  readonly changes: readonly Change[];
  /** Every path of the head. */
  readonly paths: readonly string[];
  readonly isProcedure: (path: string) => boolean;
  /** CODEOWNERS as it is on the base, and as it will be after the merge. */
  readonly before: readonly SnapshotFile[];
  readonly after: readonly SnapshotFile[];
};

/** Whether `changes` may affect procedures that they do not touch, so that the whole tree has to be known. */
export function needsTree(changes: readonly Change[]): boolean {
  return pathsOf(changes).some((path) => isCodeowners(path) || folderOfDefaults(path) !== null);
}

/** The unchanged procedures below a `_procedures.yml` that is touched, and those whose code owners change. */
export function furtherProcedures({ changes, paths, isProcedure, before, after }: Touch): readonly string[] {
  const touched = pathsOf(changes);
  const changed = new Set(touched);
  const folders = touched.flatMap((path) => folderOfDefaults(path) ?? []);
  const hasNewOwners = touched.some(isCodeowners) ? comparison(before, after) : () => false;
  return paths.filter(
    (path) =>
      !changed.has(path) &&
      isProcedure(path) &&
      (folders.some((folder) => path.startsWith(folder)) || hasNewOwners(path)),
  );
}

function comparison(before: readonly SnapshotFile[], after: readonly SnapshotFile[]): (path: string) => boolean {
  const [old, fresh] = [ownersBy(before), ownersBy(after)];
  return (path) => old(path) !== fresh(path);
}

function ownersBy(files: readonly SnapshotFile[]): (path: string) => string {
  const { codeowners } = findCodeowners(files.filter(({ path }) => isCodeowners(path)));
  if (codeowners === null) return () => '';
  const index = indexCodeowners(codeowners);
  return (path) =>
    ownersOf(index, path)
      .map(({ handle }) => handle)
      .join();
}

function pathsOf(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
}

function isCodeowners(path: string): boolean {
  return CODEOWNERS_PATHS.some((place) => place === path);
}

function folderOfDefaults(path: string): string | null {
  if (path !== DIRECTORY_DEFAULTS && !path.endsWith(`/${DIRECTORY_DEFAULTS}`)) return null;
  return path.slice(0, -DIRECTORY_DEFAULTS.length);
}
