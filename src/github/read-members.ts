// github: who is in teams now. Members of child teams are members.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { type Doing, outOfReach } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

/** A team and its members, those of child teams included. `mayWrite`: all of them may, by what the team itself was given. */
export type TeamNow = { readonly handle: string; readonly members: readonly string[]; readonly mayWrite: boolean };

/** More is out of reach: then nothing can be decided, and nothing passes. */
const MOST_MEMBERS = 2_000;
const MOST_TEAMS = 50;

const PAGE_INFO = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const MEMBERS = z.object({ nodes: z.array(z.object({ login: z.string() })), pageInfo: PAGE_INFO });
const TEAM = z
  .object({
    slug: z.string(),
    members: MEMBERS,
    repositories: z.object({
      edges: z.array(z.object({ permission: z.string(), node: z.object({ nameWithOwner: z.string() }) })),
    }),
  })
  .nullable();

/** The answer to a `TeamSelection`; null where the app may not see the organisation. */
export const TEAMS_ANSWER = z.record(z.string(), TEAM).nullish();

/** The part of a query that asks for teams of the organisation of a repository; the query names it `$name`. */
export type TeamSelection = {
  readonly handles: readonly string[];
  readonly parameters: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly text: string;
};

const PAGE = 'nodes { login } pageInfo { hasNextPage endCursor }';

/** Teams of another organisation can have no access, and are left out. */
export function teamSelection(organisation: string | null, teams: readonly string[], doing: Doing): TeamSelection {
  const handles = teams.filter((handle) => organisationOf(handle) === organisation?.toLowerCase());
  if (handles.length > MOST_TEAMS)
    throw outOfReach(doing, `${handles.length} teams are asked, and ${MOST_TEAMS} can be`);
  if (handles.length === 0) return { handles, parameters: '', variables: {}, text: '' };
  const parts = handles.map(
    (_, at) => `t${at}: team(slug: $s${at}) {
      slug members(first: 100) { ${PAGE} }
      repositories(first: 100, query: $name) { edges { permission node { nameWithOwner } } }
    }`,
  );
  return {
    handles,
    parameters: `, $org: String!${handles.map((_, at) => `, $s${at}: String!`).join('')}`,
    variables: {
      org: organisation ?? '',
      ...Object.fromEntries(handles.map((handle, at) => [`s${at}`, slugOf(handle)])),
    },
    text: `organization(login: $org) { ${parts.join(' ')} }`,
  };
}

/** The teams of a selection that exist and can be seen. */
export async function teamsIn(
  github: GitHub,
  doing: Doing,
  repository: RepositoryName,
  { handles }: TeamSelection,
  answers: z.infer<typeof TEAMS_ANSWER>,
): Promise<readonly TeamNow[]> {
  const full = fullName(repository).toLowerCase();
  const teams: TeamNow[] = [];
  for (const [index, handle] of handles.entries()) {
    const team = answers?.[`t${index}`] ?? null;
    if (team === null) continue;
    const members = team.members.nodes.map(({ login }) => login);
    for (let { pageInfo } = team.members; pageInfo.hasNextPage; ) {
      if (members.length >= MOST_MEMBERS) throw outOfReach(doing, `${handle} has more than ${MOST_MEMBERS} members`);
      const page = await furtherMembers(github, doing, handle, pageInfo.endCursor ?? '');
      members.push(...page.nodes.map(({ login }) => login));
      ({ pageInfo } = page);
    }
    const edge = team.repositories.edges.find(({ node }) => node.nameWithOwner.toLowerCase() === full);
    const mayWrite = edge !== undefined && /^(?:WRITE|MAINTAIN|ADMIN)$/.test(edge.permission);
    teams.push({ handle, members, mayWrite });
  }
  return teams;
}

/** Teams by themselves, of the organisation that `repository` belongs to. */
export async function readMembers(
  github: GitHub,
  repository: RepositoryName,
  handles: readonly string[],
): Promise<readonly TeamNow[]> {
  const doing = { verb: 'read', object: `${handles.length} teams of ${repository.owner}` };
  const selection = teamSelection(repository.owner, handles, doing);
  if (selection.handles.length === 0) return [];
  const text = `query($name: String!${selection.parameters}) { ${selection.text} }`;
  const variables = { name: repository.name, ...selection.variables };
  const data = z.object({ organization: TEAMS_ANSWER });
  const mayBeMissing = (path: readonly unknown[]) => path[0] === 'organization';
  const { organization } = await askGraphql(github, doing, { text, variables }, { data, mayBeMissing });
  return teamsIn(github, doing, repository, selection, organization);
}

async function furtherMembers(github: GitHub, doing: Doing, handle: string, after: string) {
  const text = `query($org: String!, $slug: String!, $after: String!) {
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after) { ${PAGE} } } }
}`;
  const variables = { org: organisationOf(handle), slug: slugOf(handle), after };
  const data = z.object({ organization: z.object({ team: z.object({ members: MEMBERS }) }) });
  return (await askGraphql(github, doing, { text, variables }, { data })).organization.team.members;
}

function organisationOf(handle: string): string {
  return handle.slice(1, handle.indexOf('/')).toLowerCase();
}

function slugOf(handle: string): string {
  return handle.slice(handle.indexOf('/') + 1);
}
