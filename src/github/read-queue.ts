// github: which pull requests a merge group brings in.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { changedMeanwhile } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { baseBranchOf } from './read-merge-group.ts';

const MOST = 100;
const ANSWER = z.object({
  repository: z.object({
    mergeQueue: z
      .object({
        entries: z.object({
          nodes: z.array(
            z.object({ position: z.int(), pullRequest: z.object({ number: z.int() }).nullable() }).nullable(),
          ),
        }),
      })
      .nullable(),
  }),
});

/**
 * The numbers of the pull request that the group ends with and of all that wait before it, on which it stands. Rejects where the queue does
 * not have it: then nobody knows what is in the group.
 */
export async function readQueue(
  github: GitHub,
  repository: RepositoryName,
  headRef: string,
): Promise<readonly number[]> {
  const doing = { verb: 'read', object: `the merge queue of ${fullName(repository)}` };
  const text = `query($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    mergeQueue(branch: $branch) { entries(first: ${MOST}) { nodes { position pullRequest { number } } } }
  }
}`;
  const variables = { owner: repository.owner, name: repository.name, branch: baseBranchOf(headRef) };
  const { mergeQueue } = (await askGraphql(github, doing, { text, variables }, { data: ANSWER })).repository;
  const entries = (mergeQueue?.entries.nodes ?? []).flatMap((entry) => entry ?? []);
  const last = Number(/\/pr-(\d+)-[0-9a-f]+$/.exec(headRef)?.[1]);
  const own = entries.find(({ pullRequest }) => pullRequest?.number === last);
  if (!own) throw changedMeanwhile(doing);
  const before = entries.filter(({ position }) => position <= own.position);
  if (before.some(({ pullRequest }) => pullRequest === null)) throw changedMeanwhile(doing);
  return before.flatMap(({ pullRequest }) => pullRequest?.number ?? []).sort((a, b) => a - b);
}
