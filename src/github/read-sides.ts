// github: what a change is about → head and base with every file that the rules may want of it.
import { byCodePoint } from '../core/code-point-order.ts';
import { CODEOWNERS_PATHS } from '../core/codeowners/codeowners.ts';
import { findCodeowners } from '../core/codeowners/find-codeowners.ts';
import { isTouched } from '../core/policy/affected.ts';
import { ownersNamed } from '../core/policy/owners-named.ts';
import { type Clock, headPolicy, judgingPolicy } from '../core/policy/policy-of.ts';
import {
  type Change,
  type CodeownersError,
  type Side,
  type Snapshot,
  type SnapshotFile,
  textOf,
} from '../core/snapshot.ts';
import { noteEnforcement } from './enforcement.ts';
import { outOfReach } from './failure.ts';
import { furtherProcedures, needsTree } from './further-procedures.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { noteGuess } from './guess.ts';
import { changedPlaces, decidingPlaces, placesAbove, unchangedPlaces } from './places.ts';
import { readCodeownersErrors } from './read-codeowners-errors.ts';
import type { Commits, Place } from './read-entries.ts';
import { readOwners } from './read-owners.ts';
import { readTree } from './read-tree.ts';
import { addEntries, addFiles, filesOf, type Shelf } from './shelf.ts';

/** Unchanged procedures that are read because CODEOWNERS or `_procedures.yml` changes. */
const MOST_FURTHER = 2000;

/** A change, as far as it is known before its procedures are. */
export type Comparison = {
  readonly repository: RepositoryName;
  readonly organisation: string | null;
  readonly commits: Commits;
  readonly names: { readonly head: string; readonly base: string };
  readonly changes: readonly Change[];
  readonly organisationPolicy: SnapshotFile | null;
  readonly clock: Clock;
};

/** The snapshot of a change. `shelf` holds what was read of it already; what else the rules want is read now, owners last. */
export async function readSides(github: GitHub, comparison: Comparison, shelf: Shelf): Promise<Snapshot> {
  const { snapshot, isTouching } = await readBoth(github, comparison, shelf);
  return isTouching ? withGitHubsWord(github, comparison, snapshot) : snapshot;
}

/** The same without GitHub's word on owners and CODEOWNERS: what the files say. */
export async function readFiles(github: GitHub, comparison: Comparison, shelf: Shelf): Promise<Snapshot> {
  return (await readBoth(github, comparison, shelf)).snapshot;
}

type Both = { readonly snapshot: Snapshot; readonly isTouching: boolean };

async function readBoth(github: GitHub, comparison: Comparison, shelf: Shelf): Promise<Both> {
  const { changes, clock, commits } = comparison;
  const deciding = decidingPlaces(changes);
  await addEntries(github, shelf, commits, deciding);
  await addFiles(github, shelf, deciding);
  const early = snapshotOf(comparison, shelf, null);
  const judging = judgingPolicy(early, clock);
  const edited = headPolicy(early, clock);
  const isProcedure = (path: string) => judging.isProcedure(path) || (edited?.isProcedure(path) ?? false);
  noteGuess(github, comparison.repository, judging.isProcedure);
  await noteEnforcement(github, comparison.repository, judging);
  if (!judging.settings.enabled || !isTouched(changes, judging.isProcedure))
    return { snapshot: early, isTouching: false };

  const paths = needsTree(changes) ? await pathsOf(github, comparison) : null;
  const further = paths ? furtherOf(comparison, shelf, paths, judging.isProcedure) : [];
  const withCatalog = judging.settings.owners.from.includes('catalog-info');
  const wanted: readonly Place[] = [...changedPlaces(changes, isProcedure), ...unchangedPlaces(further)];
  const above = placesAbove(wanted, withCatalog);
  await addEntries(github, shelf, commits, [...wanted, ...above]);
  await addFiles(github, shelf, [...wanted, ...above]);
  return { snapshot: snapshotOf(comparison, shelf, paths), isTouching: true };
}

async function pathsOf(github: GitHub, { repository, commits }: Comparison): Promise<readonly string[]> {
  return (await readTree(github, repository, commits.head)).map(({ path }) => path).sort(byCodePoint);
}

function furtherOf(
  { repository, changes }: Comparison,
  shelf: Shelf,
  paths: readonly string[],
  isProcedure: (path: string) => boolean,
): readonly string[] {
  const before = filesOf(shelf, 'base');
  const further = furtherProcedures({ changes, paths, isProcedure, before, after: afterMerge(shelf, changes) });
  if (further.length <= MOST_FURTHER) return further;
  const doing = { verb: 'read', object: `the procedures of ${fullName(repository)}` };
  throw outOfReach(doing, `it affects ${further.length} procedures, and ${MOST_FURTHER} are read at most`);
}

function afterMerge(shelf: Shelf, changes: readonly Change[]): readonly SnapshotFile[] {
  const touched = new Set(changes.flatMap(({ path, previousPath }) => [path, previousPath]));
  return CODEOWNERS_PATHS.flatMap((path) => shelf.files[touched.has(path) ? 'head' : 'base'].get(path) ?? []);
}

function snapshotOf(comparison: Comparison, shelf: Shelf, paths: readonly string[] | null): Snapshot {
  const { repository, organisation, commits, names, changes, organisationPolicy } = comparison;
  const side = (name: 'head' | 'base'): Side => ({
    name: names[name],
    sha: commits[name],
    paths: name === 'head' ? paths : null,
    files: filesOf(shelf, name),
    isPartial: true,
  });
  return {
    version: 1,
    repository: { name: fullName(repository), organisation },
    head: side('head'),
    base: side('base'),
    changes,
    givenConfig: null,
    organisationPolicy,
    owners: null,
  };
}

/** What only GitHub can tell: whether the owners can act, and which lines of CODEOWNERS it skips. */
async function withGitHubsWord(github: GitHub, comparison: Comparison, snapshot: Snapshot): Promise<Snapshot> {
  const { repository, organisation, commits, changes, clock } = comparison;
  const { head, base } = snapshot;
  if (base === null) return snapshot;
  const isMoved = changes.some(({ path, previousPath }) => isCodeowners(path) || isCodeowners(previousPath ?? path));
  const [side, sha] = isMoved ? [head, commits.head] : [base, commits.base];
  const [owners, errors] = await Promise.all([
    readOwners(github, { ...repository, organisation }, ownersNamed(snapshot, clock)),
    findCodeowners(side.files).codeowners ? readCodeownersErrors(github, repository, sha) : null,
  ]);
  if (errors === null) return { ...snapshot, owners };
  const before = isMoved ? errorsThatStoodBefore(errors, head, base) : errors;
  return {
    ...snapshot,
    owners,
    base: { ...base, codeownersErrors: before },
    head: { ...head, codeownersErrors: errors },
  };
}

/** Of the errors of the head's CODEOWNERS, those of lines that the base's has as well: one question serves both sides. */
function errorsThatStoodBefore(errors: readonly CodeownersError[], head: Side, base: Side): readonly CodeownersError[] {
  const path = findCodeowners(base.files).codeowners?.path ?? '';
  const linesOf = (side: Side, name: string) =>
    textOf(side.files.find((file) => file.path === name))?.split(/\r?\n/) ?? [];
  const old = new Set(linesOf(base, path));
  return errors
    .filter((error) => old.has(linesOf(head, error.path)[error.line - 1] ?? ''))
    .map((error) => ({ ...error, path }));
}

function isCodeowners(path: string): boolean {
  return CODEOWNERS_PATHS.some((place) => place === path);
}
