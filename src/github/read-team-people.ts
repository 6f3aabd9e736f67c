// github: who in a team can be asked now. GitHub's own status says who is busy.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import type { GitHub } from './github.ts';

export type TeamPerson = { readonly login: string; readonly isBusy: boolean };

/** One of the first hundred is asked; nobody needs more to choose from. */
const TEXT = `query($org: String!, $slug: String!) {
  organization(login: $org) { team(slug: $slug) { members(first: 100) {
    nodes { login status { indicatesLimitedAvailability } }
  } } }
}`;

const PERSON = z.object({
  login: z.string(),
  status: z.object({ indicatesLimitedAvailability: z.boolean() }).nullish(),
});
const TEAM = z.object({ members: z.object({ nodes: z.array(PERSON) }) });
const ANSWER = z.object({ organization: z.object({ team: TEAM.nullable() }).nullable() });

/** The members of a team (`@org/team`), those of child teams included; none where it cannot be seen. */
export async function readTeamPeople(github: GitHub, handle: string): Promise<readonly TeamPerson[]> {
  const [org = '', slug = ''] = handle.slice(1).split('/');
  const doing = { verb: 'read', object: `the members of ${handle}` };
  const mayBeMissing = (path: readonly unknown[]) => path[0] === 'organization';
  const { organization } = await askGraphql(
    github,
    doing,
    { text: TEXT, variables: { org, slug } },
    { data: ANSWER, mayBeMissing },
  );
  const nodes = organization?.team?.members.nodes ?? [];
  return nodes.map(({ login, status }) => ({ login, isBusy: status?.indicatesLimitedAvailability === true }));
}
