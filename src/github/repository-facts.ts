// github: what is so of a repository now, in one query, with the organisation policy that holds for it.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { ENTRY_FRAGMENT } from './entry.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { isPolicyPlace, policySelection } from './organisation-policy.ts';

export type RepositoryFacts = {
  /** GitHub's number, which stays when the repository is renamed or transferred. */
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  /** That it belongs to; null where it is a person's. */
  readonly organisation: string | null;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly hasIssues: boolean;
  /** Null: it is empty. */
  readonly defaultBranch: { readonly name: string; readonly sha: string } | null;
};

/** What is selected of a repository. */
export const FACTS_FRAGMENT = `fragment Facts on Repository {
  databaseId name isPrivate isArchived hasIssuesEnabled owner { __typename login }
  defaultBranchRef { name target { oid } }
}`;

export const FACTS = z
  .object({
    databaseId: z.int(),
    name: z.string(),
    isPrivate: z.boolean(),
    isArchived: z.boolean(),
    hasIssuesEnabled: z.boolean(),
    owner: z.object({ __typename: z.string(), login: z.string() }),
    defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
  })
  .transform(
    ({ databaseId, name, owner, isPrivate, isArchived, hasIssuesEnabled, defaultBranchRef }): RepositoryFacts => ({
      ...{ id: databaseId, owner: owner.login, name, isPrivate, isArchived, hasIssues: hasIssuesEnabled },
      organisation: owner.__typename === 'Organization' ? owner.login : null,
      defaultBranch: defaultBranchRef?.target
        ? { name: defaultBranchRef.name, sha: defaultBranchRef.target.oid }
        : null,
    }),
  );

const ANSWER = z.object({ repository: FACTS.nullable() }).catchall(z.unknown());

export type FactsRead = { readonly facts: RepositoryFacts; readonly policies: Readonly<Record<string, unknown>> };

/** Null where the repository is gone, or was taken from the app. `policies` are the answers that `organisationPolicy` reads. */
export async function readRepositoryFacts(
  github: GitHub,
  repository: RepositoryName,
  policyPlaces: readonly RepositoryName[],
): Promise<FactsRead | null> {
  const policy = policySelection(policyPlaces);
  const text = `query($owner: String!, $name: String!${policy.parameters}) {
  repository(owner: $owner, name: $name) { ...Facts }
  ${policy.text}
}
${FACTS_FRAGMENT}
${ENTRY_FRAGMENT}`;
  const { owner, name } = repository;
  const doing = { verb: 'read', object: fullName(repository) };
  const mayBeMissing = (path: readonly unknown[]) =>
    isPolicyPlace(path) || (path.length === 1 && path[0] === 'repository');
  const answer = await askGraphql(
    github,
    doing,
    { text, variables: { owner, name, ...policy.variables } },
    {
      data: ANSWER,
      mayBeMissing,
    },
  );
  const { repository: facts, ...policies } = answer;
  return facts && { facts, policies };
}
