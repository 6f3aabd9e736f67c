// github: a pull request → the Snapshot that the rules judge; the same one that disk/ gives of a folder.
import type { Clock } from '../core/policy/policy-of.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { completed } from './complete-changes.ts';
import { changedMeanwhile } from './failure.ts';
import { fullName, type GitHub, type PullRef, type RepositoryName } from './github.ts';
import { guessFor } from './guess.ts';
import { organisationPolicy, policyPlaces } from './organisation-policy.ts';
import { changedPlaces, decidingPlaces, placesAbove } from './places.ts';
import { type PullFacts, readFacts } from './pull-facts.ts';
import { type ChangedFile, readChanges, toChanges } from './read-changes.ts';
import { readSides } from './read-sides.ts';
import { addEntries, askable, createShelf, type Shelf } from './shelf.ts';

export type ReadPull = {
  readonly pull: PullRef;
  /** The commit that is to be judged. */
  readonly head: string;
  readonly clock: Clock;
  /** `POLICY_REPO`; null: the organisation's own places are looked at. */
  readonly policyRepository: RepositoryName | null;
};

/**
 * `closed`: there is nothing to judge any more. `moved`: it has another head by now, and work for this one stops.
 * `notes`: sentences on what was not looked at and why. `files`: the changes with the lines that the pull request shows.
 */
export type PullRead =
  | { readonly state: 'closed' }
  | { readonly state: 'moved'; readonly head: string }
  | {
      readonly state: 'open';
      readonly facts: PullFacts;
      readonly snapshot: Snapshot;
      readonly notes: readonly string[];
      readonly files: readonly ChangedFile[];
    };

/**
 * Reads a pull request in two requests and, where the rules want GitHub's word on owners and CODEOWNERS, two more. Rejects with
 * `Limited` or `GitHubFailed`: what could not be read is never taken for absent.
 */
export async function readPull(github: GitHub, { pull, head, clock, policyRepository }: ReadPull): Promise<PullRead> {
  const listed = await readChanges(github, pull);
  const shelf = createShelf(pull);
  const places = policyPlaces(pull.owner, policyRepository);
  const question = { pull, head, policyPlaces: places };
  const wanted = askable(firstPlaces(github, pull, listed));
  const { facts, policies, left } = await readFacts(github, question, wanted, shelf.entries);
  if (!facts.isOpen) return { state: 'closed' };
  if (facts.head !== head) return { state: 'moved', head: facts.head };

  const commits = { head, base: facts.base };
  const files = await completed(github, { pull, listed, facts });
  await addEntries(github, shelf, commits, left);
  assertSame(pull, files, shelf);
  const policy = await organisationPolicy(github, places, policies, clock('UTC'));
  const comparison = {
    repository: { owner: pull.owner, name: pull.name },
    organisation: facts.organisation,
    commits,
    names: { head: headName(facts), base: facts.baseBranch },
    changes: toChanges(files),
    organisationPolicy: policy.file,
    clock,
  };
  return { state: 'open', facts, snapshot: await readSides(github, comparison, shelf), notes: policy.notes, files };
}

function firstPlaces(github: GitHub, pull: PullRef, listed: readonly ChangedFile[]) {
  const changes = toChanges(listed);
  const guessed = changedPlaces(changes, guessFor(github, pull));
  return [...decidingPlaces(changes), ...placesAbove(guessed, false), ...guessed];
}

/** The list of files and the head were read one after the other: both must tell of the same blobs. */
function assertSame(pull: PullRef, files: readonly ChangedFile[], { entries }: Shelf): void {
  for (const { path, oid, status } of files) {
    if (oid === null || status === 'removed' || !entries.head.has(path)) continue;
    const entry = entries.head.get(path) ?? null;
    if (entry === null || (entry.type === 'blob' && entry.oid !== oid))
      throw changedMeanwhile({ verb: 'read', object: `${fullName(pull)}#${pull.number}` });
  }
}

function headName({ isFork, headRepository, headBranch }: PullFacts): string {
  return isFork ? `${headRepository?.owner ?? 'a deleted fork'}:${headBranch}` : headBranch;
}
