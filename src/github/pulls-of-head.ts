// github: the open pull requests that have a commit as their head.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

const LISTED = z.object({ number: z.int(), headRefOid: z.string() });
type Listed = z.infer<typeof LISTED>;

/** A field of a repository: its open pull requests, the hundred that changed last. */
export const OPEN_PULLS_FIELD = `pullRequests(states: OPEN, first: 100, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount nodes { number headRefOid }
    }`;
export const OPEN_PULLS = z.object({ totalCount: z.int(), nodes: z.array(LISTED) });

/** What is known of the open pull requests that have the head of one that was read. */
export type SameHead = {
  /** Their numbers, rising, that one's included. */
  readonly pulls: readonly number[];
  /** Whether these are all: the repository has no more open ones than were looked through. */
  readonly isWhole: boolean;
  /** The branch that the head is on, here or in a fork. */
  readonly branch: string;
};

export function sameHeadOf({ totalCount, nodes }: z.infer<typeof OPEN_PULLS>, head: string, branch: string): SameHead {
  return { pulls: numbersOf(nodes, head), isWhole: totalCount <= nodes.length, branch };
}

/** Of a commit, which may be in several repositories: one that is out of sight is null. */
const ELSEWHERE = LISTED.extend({ state: z.string(), repository: z.object({ id: z.string() }) });
const ANSWER = z.object({
  repository: z.object({
    id: z.string(),
    pullRequests: OPEN_PULLS,
    object: z
      .object({
        associatedPullRequests: z.object({ nodes: z.array(ELSEWHERE.nullable()) }).nullish(),
      })
      .nullable(),
    ofBranch: z.object({ nodes: z.array(LISTED) }).optional(),
  }),
});

/**
 * Their numbers, rising; in one request, or none where `known` says all. In a repository with more than a hundred open ones, those of its
 * own branches and those of the branch that is known are found whenever they changed: GitHub tells of a fork's commit only by its branch.
 */
export async function pullsOfHead(
  github: GitHub,
  { owner, name }: RepositoryName,
  sha: string,
  known: SameHead | null,
): Promise<readonly number[]> {
  if (known?.isWhole) return known.pulls;
  const doing = { verb: 'list', object: `the open pull requests of ${fullName({ owner, name })}` };
  const [parameter, ofBranch] = known
    ? [
        ', $branch: String!',
        'ofBranch: pullRequests(states: OPEN, headRefName: $branch, first: 100) { nodes { number headRefOid } }',
      ]
    : ['', ''];
  const text = `query($owner: String!, $name: String!, $head: GitObjectID!${parameter}) {
  repository(owner: $owner, name: $name) {
    id
    ${OPEN_PULLS_FIELD}
    object(oid: $head) {
      ... on Commit { associatedPullRequests(first: 100) { nodes { number headRefOid state repository { id } } } }
    }
    ${ofBranch}
  }
}`;
  const variables = { owner, name, head: sha, ...(known ? { branch: known.branch } : {}) };
  const { repository } = await askGraphql(
    github,
    doing,
    { text, variables },
    {
      data: ANSWER,
      mayBeMissing: (path) => path.includes('associatedPullRequests'),
    },
  );
  const ofCommit = (repository.object?.associatedPullRequests?.nodes ?? []).flatMap((pull) =>
    pull?.state === 'OPEN' && pull.repository.id === repository.id ? [pull] : [],
  );
  return numbersOf([...repository.pullRequests.nodes, ...ofCommit, ...(repository.ofBranch?.nodes ?? [])], sha);
}

function numbersOf(pulls: readonly Listed[], sha: string): readonly number[] {
  const heads = pulls.filter(({ headRefOid }) => headRefOid === sha);
  return [...new Set(heads.map(({ number }) => number))].sort((a, b) => a - b);
}
