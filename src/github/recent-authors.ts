// github: who worked lately on some files.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

/** One commit of one file by somebody with an account. `on`: `YYYY-MM-DD`. */
export type Authored = { readonly login: string; readonly on: string };

const MOST_COMMITS = 20;
const HISTORY = z.object({
  nodes: z.array(
    z.object({
      oid: z.string(),
      committedDate: z.string(),
      author: z.object({ user: z.object({ login: z.string() }).nullable() }).nullable(),
    }),
  ),
});
const ANSWER = z.object({
  repository: z.object({ object: z.record(z.string(), HISTORY).nullable() }).nullable(),
});

/** The authors of the last commits of each of `paths`, each commit once, in one request. */
export async function readRecentAuthors(
  github: GitHub,
  { repository, branch }: { readonly repository: RepositoryName; readonly branch: string },
  paths: readonly string[],
): Promise<readonly Authored[]> {
  const text = `query($owner: String!, $name: String!, $branch: String!${paths.map((_, at) => `, $p${at}: String!`).join('')}) {
  repository(owner: $owner, name: $name) { object(expression: $branch) { ... on Commit {
    ${paths.map((_, at) => `h${at}: history(first: ${MOST_COMMITS}, path: $p${at}) { nodes { oid committedDate author { user { login } } } }`).join('\n    ')}
  } } }
}`;
  const { owner, name } = repository;
  const variables = {
    ...{ owner, name, branch: `refs/heads/${branch}` },
    ...Object.fromEntries(paths.map((path, at) => [`p${at}`, path])),
  };
  const doing = { verb: 'read', object: `who worked on ${paths.length} files of ${fullName(repository)}` };
  const mayBeMissing = () => true;
  const { repository: found } = await askGraphql(github, doing, { text, variables }, { data: ANSWER, mayBeMissing });
  const commits = Object.values(found?.object ?? {}).flatMap(({ nodes }) => nodes);
  const once = new Map(commits.map((commit) => [commit.oid, commit]));
  return [...once.values()].flatMap(({ author, committedDate }) =>
    author?.user ? [{ login: author.user.login, on: committedDate.slice(0, 10) }] : [],
  );
}
