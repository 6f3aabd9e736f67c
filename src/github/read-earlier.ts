// github: an earlier state of a pull request, to tell whether an approval of it still holds.
import { z } from 'zod';
import type { Clock } from '../core/policy/policy-of.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { ask, noneThere } from './ask.ts';
import { changesBetween } from './complete-changes.ts';
import { fullName, type GitHub, type PullRef } from './github.ts';
import { guessFor } from './guess.ts';
import type { OpenPull } from './kept-pulls.ts';
import { changedPlaces, decidingPlaces, placesAbove } from './places.ts';
import { FILE, toChangedFile, toChanges } from './read-changes.ts';
import { readFiles } from './read-sides.ts';
import { addEntries, createShelf } from './shelf.ts';

/** GitHub compares no more files ("Compare two commits"). */
const MOST_COMPARED = 300;
const COMPARED = z.object({ files: z.array(FILE).default([]), merge_base_commit: z.object({ sha: z.string() }) });

/** `commit`, compared with the base that the pull request has now; null where GitHub has it no more. */
export async function readEarlier(
  github: GitHub,
  { facts, snapshot }: OpenPull,
  pull: PullRef,
  commit: string,
  clock: Clock,
): Promise<Snapshot | null> {
  const repository = { owner: pull.owner, name: pull.name };
  const doing = { verb: 'compare', object: `an earlier state of ${fullName(pull)}#${pull.number}` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { owner: pull.owner, repo: pull.name, basehead: `${facts.base}...${commit}` },
  };
  const compared = await ask(github, doing, request, COMPARED).catch(noneThere);
  if (compared === null) return null;
  const { files, merge_base_commit: mergeBase } = compared.data;
  const changes =
    files.length < MOST_COMPARED
      ? files.map(toChangedFile)
      : await changesBetween(github, repository, { base: mergeBase.sha, head: commit });
  const comparison = {
    ...{ repository, organisation: facts.organisation, commits: { head: commit, base: facts.base } },
    ...{ names: { head: snapshot.head.name, base: facts.baseBranch }, changes: toChanges(changes) },
    ...{ organisationPolicy: snapshot.organisationPolicy, clock },
  };
  const shelf = createShelf(repository);
  // All that is wanted, as far as it can be told beforehand, in one query.
  const guessed = changedPlaces(comparison.changes, guessFor(github, repository));
  const places = [...decidingPlaces(comparison.changes), ...placesAbove(guessed, false), ...guessed];
  await addEntries(github, shelf, comparison.commits, places);
  return readFiles(github, comparison, shelf);
}
