// github: the heads of the open pull requests that moved lately, of a hundred repositories in one query.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { GitHubFailed } from './failure.ts';
import type { GitHub, RepositoryName } from './github.ts';

export type PullHead = {
  readonly number: number;
  readonly sha: string;
  readonly isRecent: boolean;
  /** Milliseconds since 1970: when anything happened to it, a review for one. */
  readonly updatedAt: number;
};

export type PullHeads = {
  /** Its names by now. */
  readonly repository: RepositoryName;
  /** GitHub's number of the repository. */
  readonly id: number;
  /** All that moved since then, and some that did not. */
  readonly pulls: readonly PullHead[];
  /** Whether these are all that are open. */
  readonly isComplete: boolean;
};

/** So many repositories in one query. */
export const REPOSITORIES_AT_ONCE = 100;
/** So many pull requests of each; where more moved, those of that repository are read on by themselves. */
const FIRST = 20;
const MORE = 100;

const PULLS = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  nodes: z.array(z.object({ number: z.int(), headRefOid: z.string(), updatedAt: z.string() }).nullable()),
});
const REPOSITORY = z
  .object({
    databaseId: z.int(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
    pullRequests: PULLS.nullable(),
  })
  .nullable();
type Pulls = z.infer<typeof PULLS>;

/**
 * The open pull requests of `repositories` that moved since `since` (milliseconds since 1970), and at which head they are; null in the
 * place of a repository that is out of reach. What is too much for one query is asked for in two.
 */
export async function readPullHeads(
  github: GitHub,
  repositories: readonly RepositoryName[],
  since: number,
): Promise<readonly (PullHeads | null)[]> {
  if (repositories.length === 0) return [];
  try {
    return await readAtOnce(github, repositories, since);
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.isTooMuch) || repositories.length === 1) throw error;
    const half = Math.ceil(repositories.length / 2);
    return [
      ...(await readPullHeads(github, repositories.slice(0, half), since)),
      ...(await readPullHeads(github, repositories.slice(half), since)),
    ];
  }
}

async function readAtOnce(
  github: GitHub,
  repositories: readonly RepositoryName[],
  since: number,
): Promise<readonly (PullHeads | null)[]> {
  const parameters = repositories.map((_, at) => `$o${at}: String!, $n${at}: String!`).join(', ');
  const selected = repositories.map((_, at) => `r${at}: repository(owner: $o${at}, name: $n${at}) { ...Heads }`);
  const variables = Object.fromEntries(
    repositories.flatMap(({ owner, name }, at) => [
      [`o${at}`, owner],
      [`n${at}`, name],
    ]),
  );
  const text = `query(${parameters}) {\n  ${selected.join('\n  ')}\n}\n${headsFragment(FIRST, '')}`;
  const doing = { verb: 'list', object: `the open pull requests of ${repositories.length} repositories` };
  // Renamed away, deleted, or taken from the app: then it is null; and so are its pull requests where they are withheld.
  const mayBeMissing = (path: readonly unknown[]) => typeof path[0] === 'string' && /^r\d+$/.test(path[0]);
  const data = await askGraphql(
    github,
    doing,
    { text, variables },
    { data: z.record(z.string(), REPOSITORY), mayBeMissing },
  );
  const all: (PullHeads | null)[] = [];
  for (const at of repositories.keys()) {
    const found = data[`r${at}`];
    all.push(found?.pullRequests ? await wholeOf(github, found, found.pullRequests, since) : null);
  }
  return all;
}

async function wholeOf(
  github: GitHub,
  { databaseId, name, owner }: NonNullable<z.infer<typeof REPOSITORY>>,
  first: Pulls,
  since: number,
): Promise<PullHeads> {
  const repository = { owner: owner.login, name };
  const pulls = headsIn(first, since);
  let { hasNextPage, endCursor } = first.pageInfo;
  while (hasNextPage && endCursor !== null && pulls.at(-1)?.isRecent) {
    const page = await readMore(github, repository, endCursor);
    if (page === null) break;
    pulls.push(...headsIn(page, since));
    ({ hasNextPage, endCursor } = page.pageInfo);
  }
  return { repository, id: databaseId, pulls, isComplete: !hasNextPage };
}

async function readMore(github: GitHub, { owner, name }: RepositoryName, after: string): Promise<Pulls | null> {
  const text = `query($owner: String!, $name: String!, $after: String!) {
  repository(owner: $owner, name: $name) { ...Heads }
}
${headsFragment(MORE, ', after: $after')}`;
  const doing = { verb: 'list', object: `the open pull requests of ${owner}/${name}` };
  const shape = z.object({ repository: REPOSITORY });
  const { repository } = await askGraphql(github, doing, { text, variables: { owner, name, after } }, { data: shape });
  return repository?.pullRequests ?? null;
}

function headsFragment(first: number, after: string): string {
  return `fragment Heads on Repository {
  databaseId name owner { login }
  pullRequests(states: [OPEN], first: ${first}${after}, orderBy: { field: UPDATED_AT, direction: DESC }) {
    pageInfo { hasNextPage endCursor } nodes { number headRefOid updatedAt }
  }
}`;
}

function headsIn({ nodes }: Pulls, since: number): PullHead[] {
  return nodes.flatMap((node) => (node ? [headOf(node, Date.parse(node.updatedAt), since)] : []));
}

type Node = NonNullable<Pulls['nodes'][number]>;

/** What cannot be read as a time counts as recent. */
function headOf({ number, headRefOid }: Node, updatedAt: number, since: number): PullHead {
  return { number, sha: headRefOid, isRecent: !(updatedAt < since), updatedAt };
}
