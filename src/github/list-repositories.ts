// github: the repositories of an installation.
import { z } from 'zod';
import { askAll } from './ask.ts';
import { askGraphql } from './ask-graphql.ts';
import type { GitHub } from './github.ts';
import { FACTS, FACTS_FRAGMENT, type RepositoryFacts } from './repository-facts.ts';

const OWNED = z.object({
  repositoryOwner: z
    .object({
      repositories: z.object({
        nodes: z.array(FACTS.nullable()),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    })
    .nullable(),
});

/** A page of `repositoriesOf`; `next` null: it was the last. */
export type RepositoriesPage = { readonly repositories: readonly RepositoryFacts[]; readonly next: string | null };

/**
 * The repositories of an account that the app can see, a hundred in one request, with the tips of their default branches. Public ones
 * are among them whether or not the app was given them: `grantedRepositories` tells.
 */
export async function repositoriesOf(github: GitHub, account: string, after: string | null): Promise<RepositoriesPage> {
  const text = `query($login: String!${after === null ? '' : ', $after: String!'}) {
  repositoryOwner(login: $login) {
    repositories(first: 100, ownerAffiliations: [OWNER], orderBy: { field: NAME, direction: ASC }${after === null ? '' : ', after: $after'}) {
      nodes { ...Facts } pageInfo { hasNextPage endCursor }
    }
  }
}
${FACTS_FRAGMENT}`;
  const variables = { login: account, ...(after === null ? {} : { after }) };
  const doing = { verb: 'list', object: `the repositories of ${account}` };
  // A repository that the app was not given hides its branches, and one that is being deleted itself.
  const mayBeMissing = (path: readonly unknown[]) => path[0] === 'repositoryOwner';
  const { repositoryOwner } = await askGraphql(github, doing, { text, variables }, { data: OWNED, mayBeMissing });
  const { nodes, pageInfo } = repositoryOwner?.repositories ?? {
    nodes: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  };
  return {
    repositories: nodes.flatMap((node) => node ?? []),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

const GRANTED = z
  .object({
    repositories: z.array(z.object({ id: z.int(), name: z.string(), owner: z.object({ login: z.string() }) })),
  })
  .transform(({ repositories }) => repositories.map(({ id, name, owner }) => ({ id, name, owner: owner.login })));

const MOST = 100_000;

/** The repositories that the app was given, by their numbers and names. */
export function grantedRepositories(
  github: GitHub,
): Promise<readonly { readonly id: number; readonly owner: string; readonly name: string }[]> {
  const doing = { verb: 'list', object: `the repositories of installation ${github.installation}` };
  const request = { route: 'GET /installation/repositories', parameters: {} };
  return askAll(github, doing, request, { page: GRANTED, most: MOST });
}
