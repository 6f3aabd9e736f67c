// github: the default branch of a repository → the Snapshot that the catalog is made from.
import { CODEOWNERS_PATHS } from '../core/codeowners/codeowners.ts';
import { findCodeowners } from '../core/codeowners/find-codeowners.ts';
import { isDecidingFile } from '../core/policy/affected.ts';
import { CONFIG_PATH } from '../core/policy/config-path.ts';
import { ownersNamed } from '../core/policy/owners-named.ts';
import { type Clock, judgingPolicy } from '../core/policy/policy-of.ts';
import type { Side, Snapshot, SnapshotFile } from '../core/snapshot.ts';
import type { RepositoryName } from './github.ts';
import { fullName, type GitHub } from './github.ts';
import { organisationPolicy } from './organisation-policy.ts';
import { readBlobTexts } from './read-blob-texts.ts';
import { readCodeownersErrors } from './read-codeowners-errors.ts';
import { readOwners } from './read-owners.ts';
import { readTree, type TreeFile } from './read-tree.ts';
import type { RepositoryFacts } from './repository-facts.ts';

export type ReadRepository = {
  readonly facts: RepositoryFacts & { readonly defaultBranch: { readonly name: string; readonly sha: string } };
  readonly policyPlaces: readonly RepositoryName[];
  /** What GitHub answered about them. */
  readonly policies: Readonly<Record<string, unknown>>;
  readonly clock: Clock;
  /** What is known already of the blobs with these ids, by id: they are not read again. The path of what it gives does not count. */
  readonly known: (blobs: readonly string[]) => Promise<ReadonlyMap<string, SnapshotFile>>;
};

export type RepositoryRead = {
  readonly snapshot: Snapshot;
  /** The blob of each file of the snapshot. */
  readonly blobs: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
};

const SYMLINK = '120000';
const SUBMODULE = '160000';
const CATALOG_INFO = /(?:^|\/)catalog-info\.yaml$/;

/** Reads the tree and, of the files that decide and of the procedures, what is not known yet; the owners last. */
export async function readRepository(github: GitHub, wanted: ReadRepository): Promise<RepositoryRead> {
  const { facts, policyPlaces, policies, clock } = wanted;
  const { owner, name, defaultBranch } = facts;
  const repository = { owner, name };
  const [tree, policy] = await Promise.all([
    readTree(github, repository, defaultBranch.sha),
    organisationPolicy(github, policyPlaces, policies, clock('UTC')),
  ]);
  const files = new Map<string, SnapshotFile>();
  const add = async (isWanted: (path: string) => boolean) => {
    const fresh = tree.filter(({ path }) => !files.has(path) && isWanted(path));
    for (const file of await filesOf(github, repository, fresh, wanted.known)) files.set(file.path, file);
  };
  const snapshotNow = (): Snapshot => ({
    version: 1,
    repository: { name: fullName(repository), organisation: facts.organisation },
    head: sideOf(defaultBranch, tree, files),
    ...{ base: null, changes: null, givenConfig: null, organisationPolicy: policy.file, owners: null },
  });
  await add((path) => path === CONFIG_PATH || CODEOWNERS_PATHS.some((place) => place === path));
  const { settings, isProcedure } = judgingPolicy(snapshotNow(), clock);
  const withCatalogInfo = settings.owners.from.includes('catalog-info');
  if (settings.enabled)
    await add((path) => isProcedure(path) || isDecidingFile(path) || (withCatalogInfo && CATALOG_INFO.test(path)));
  const snapshot = snapshotNow();
  return {
    snapshot: settings.enabled ? await withGitHubsWord(github, facts, snapshot, clock) : snapshot,
    blobs: new Map(tree.filter(({ path }) => files.has(path)).map(({ path, oid }) => [path, oid])),
    notes: policy.notes,
  };
}

function sideOf(
  { name, sha }: { readonly name: string; readonly sha: string },
  tree: readonly TreeFile[],
  files: ReadonlyMap<string, SnapshotFile>,
): Side {
  const paths = tree.map(({ path }) => path);
  return { name, sha, paths, files: paths.flatMap((path) => files.get(path) ?? []) };
}

async function filesOf(
  github: GitHub,
  repository: RepositoryName,
  wanted: readonly TreeFile[],
  known: ReadRepository['known'],
): Promise<readonly SnapshotFile[]> {
  const links = wanted.flatMap(({ path, mode }): readonly SnapshotFile[] => {
    if (mode === SYMLINK) return [{ path, unreadable: 'symlink' }];
    return mode === SUBMODULE ? [{ path, unreadable: 'submodule' }] : [];
  });
  const blobs = wanted.filter(({ mode }) => mode !== SYMLINK && mode !== SUBMODULE);
  const here = blobs.length === 0 ? new Map<string, SnapshotFile>() : await known(blobs.map(({ oid }) => oid));
  const found = blobs.flatMap(({ path, oid }) => {
    const file = here.get(oid);
    return file ? [{ ...file, path }] : [];
  });
  const fresh = blobs.filter(({ oid }) => !here.has(oid));
  return [...links, ...found, ...(await readBlobTexts(github, repository, fresh))];
}

/** What only GitHub can tell: whether the owners can act, and which lines of CODEOWNERS it skips. */
async function withGitHubsWord(
  github: GitHub,
  { owner, name, organisation, defaultBranch }: ReadRepository['facts'],
  snapshot: Snapshot,
  clock: Clock,
): Promise<Snapshot> {
  const { head } = snapshot;
  const hasCodeowners = findCodeowners(head.files).codeowners !== null;
  const [owners, errors] = await Promise.all([
    readOwners(github, { owner, name, organisation }, ownersNamed(snapshot, clock)),
    hasCodeowners ? readCodeownersErrors(github, { owner, name }, defaultBranch.sha) : null,
  ]);
  return { ...snapshot, owners, head: errors === null ? head : { ...head, codeownersErrors: errors } };
}
