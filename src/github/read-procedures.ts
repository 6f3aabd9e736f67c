// github: some procedures of a repository as they are at one commit → a Snapshot of just these.
import type { Clock } from '../core/policy/policy-of.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { GitHub, RepositoryName } from './github.ts';
import { organisationPolicy, policyPlaces } from './organisation-policy.ts';
import { readFiles } from './read-sides.ts';
import { type RepositoryFacts, readRepositoryFacts } from './repository-facts.ts';
import { createShelf } from './shelf.ts';

export type ProceduresWanted = {
  readonly repository: RepositoryName;
  readonly paths: readonly string[];
  /** The commit; null: the tip of the default branch. */
  readonly sha: string | null;
  readonly clock: Clock;
  readonly policyRepository: RepositoryName | null;
};

/** `sha`: the commit that was read. The default branch's configuration is the one at that commit. */
export type ProceduresRead = {
  readonly facts: RepositoryFacts & { readonly defaultBranch: { readonly name: string; readonly sha: string } };
  readonly sha: string;
  readonly snapshot: Snapshot;
};

/** Null where the repository is gone, out of reach, or empty. Nobody is asked about owners. */
export async function readProcedures(github: GitHub, wanted: ProceduresWanted): Promise<ProceduresRead | null> {
  const { repository, paths, clock, policyRepository } = wanted;
  const places = policyPlaces(repository.owner, policyRepository);
  const read = await readRepositoryFacts(github, repository, places);
  const defaultBranch = read?.facts.defaultBranch ?? null;
  if (read === null || defaultBranch === null) return null;
  const policy = await organisationPolicy(github, places, read.policies, clock('UTC'));
  const sha = wanted.sha ?? defaultBranch.sha;
  // A change of these files that changes nothing: so they are read in one go, with all that decides about them.
  const comparison = {
    ...{ repository, organisation: read.facts.organisation, commits: { head: sha, base: sha } },
    names: { head: defaultBranch.name, base: defaultBranch.name },
    changes: paths.map((path) => ({ status: 'modified', path }) as const),
    ...{ organisationPolicy: policy.file, clock },
  };
  const snapshot = await readFiles(github, comparison, createShelf(repository));
  return { facts: { ...read.facts, defaultBranch }, sha, snapshot };
}
