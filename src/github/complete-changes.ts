// github: a pull request that changes more files than GitHub lists.
import { z } from 'zod';
import { ask } from './ask.ts';
import { changedMeanwhile } from './failure.ts';
import { fullName, type GitHub, type PullRef, type RepositoryName } from './github.ts';
import type { PullFacts } from './pull-facts.ts';
import { type ChangedFile, MOST_FILES } from './read-changes.ts';
import { readTree, type TreeFile } from './read-tree.ts';

/** The list as GitHub gave it, where it is whole; else the changes by comparing the trees, in which a rename is a removal and an addition. */
export async function completed(
  github: GitHub,
  {
    pull,
    listed,
    facts,
  }: { readonly pull: PullRef; readonly listed: readonly ChangedFile[]; readonly facts: PullFacts },
): Promise<readonly ChangedFile[]> {
  if (listed.length >= facts.changedFiles) return listed;
  if (listed.length < MOST_FILES)
    throw changedMeanwhile({ verb: 'read', object: `the files of ${fullName(pull)}#${pull.number}` });
  const mergeBase = await readMergeBase(github, pull, facts);
  return changesBetween(github, pull, { base: mergeBase, head: facts.head });
}

/** What changed from one commit to another, file by file, by their trees. */
export async function changesBetween(
  github: GitHub,
  repository: RepositoryName,
  commits: { readonly base: string; readonly head: string },
): Promise<readonly ChangedFile[]> {
  const [before, after] = await Promise.all([
    readTree(github, repository, commits.base),
    readTree(github, repository, commits.head),
  ]);
  const old = new Map(before.map((file) => [file.path, file]));
  const kept = new Set(after.map(({ path }) => path));
  return [
    ...after.flatMap((file) => changeOf(file, old.get(file.path))),
    ...before.filter(({ path }) => !kept.has(path)).map(({ path }) => removed(path)),
  ];
}

function changeOf({ path, oid, mode }: TreeFile, before: TreeFile | undefined): ChangedFile | [] {
  if (before === undefined) return { status: 'added', path, oid, patch: null };
  if (before.oid === oid && before.mode === mode) return [];
  return { status: 'modified', path, oid, patch: null };
}

function removed(path: string): ChangedFile {
  return { status: 'removed', path, oid: null, patch: null };
}

const COMPARED = z.object({ merge_base_commit: z.object({ sha: z.string() }) });

async function readMergeBase(github: GitHub, { owner, name }: RepositoryName, { base, head }: PullFacts) {
  const doing = { verb: 'compare', object: `two commits of ${owner}/${name}` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { owner, repo: name, basehead: `${base}...${head}`, per_page: 1 },
  };
  return (await ask(github, doing, request, COMPARED)).data.merge_base_commit.sha;
}
