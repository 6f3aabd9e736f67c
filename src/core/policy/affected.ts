// core/policy: which procedures a change is about.
import { CODEOWNERS_PATHS } from '../codeowners/codeowners.ts';
import { DIRECTORY_DEFAULTS } from '../procedure/directory-defaults.ts';
import type { Metadata } from '../procedure/procedure.ts';
import type { Change } from '../snapshot.ts';
import { CONFIG_PATH } from './config-path.ts';
import type { Survey } from './rule.ts';
import type { Entry } from './verdict.ts';

/** Whether `path` decides about procedures without being one: configuration, `_procedures.yml` or CODEOWNERS. */
export function isDecidingFile(path: string): boolean {
  return path === CONFIG_PATH || isDirectoryDefaults(path) || CODEOWNERS_PATHS.some((place) => place === path);
}

function isDirectoryDefaults(path: string): boolean {
  return path === DIRECTORY_DEFAULTS || path.endsWith(`/${DIRECTORY_DEFAULTS}`);
}

/** Whether the change touches anything that the check is about, on either side of a rename. */
export function isTouched(changes: readonly Change[], isProcedure: (path: string) => boolean): boolean {
  return pathsOf(changes).some((path) => isDecidingFile(path) || isProcedure(path));
}

/**
 * The head's entries that the change affects (contract §3): their own file changes, their effective metadata changes through
 * `_procedures.yml`, or their code owners change through CODEOWNERS.
 */
export function affectedBy(
  changes: readonly Change[],
  head: Survey,
  before: (entry: Entry) => Entry | null,
): readonly Entry[] {
  const paths = pathsOf(changes);
  const changed = new Set(paths);
  const defaultsMoved = paths.some(isDirectoryDefaults);
  const codeOwnersMoved = CODEOWNERS_PATHS.some((place) => changed.has(place));
  return head.entries.filter((entry) => {
    if (changed.has(entry.procedure.path)) return true;
    const old = defaultsMoved || codeOwnersMoved ? before(entry) : null;
    if (!old) return false;
    if (codeOwnersMoved && old.codeOwners.join() !== entry.codeOwners.join()) return true;
    return defaultsMoved && valuesOf(old.procedure.metadata) !== valuesOf(entry.procedure.metadata);
  });
}

function pathsOf(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
}

/** The values of the metadata without where they stand, as text to compare. */
function valuesOf(metadata: Metadata): string {
  const where = new Set(['source', 'span', 'at']);
  return JSON.stringify(metadata, (key, value: unknown) => (where.has(key) ? undefined : value));
}
