// github: teams, what they may do in a repository, and whether anybody is in them.
import { z } from 'zod';
import { ownerKey } from '../core/owner.ts';
import type { OwnerState } from '../core/snapshot.ts';
import { ask, noneThere } from './ask.ts';
import { askGraphql } from './ask-graphql.ts';
import type { GitHub, RepositoryName } from './github.ts';

/** Where the owners are to act. `organisation`: that the repository belongs to; null where it is a person's. */
export type OwnersPlace = RepositoryName & { readonly organisation: string | null };

type State = OwnerState['state'];

/** Teams in one query. */
const AT_ONCE = 50;

const TEAM = z
  .object({
    slug: z.string(),
    privacy: z.enum(['SECRET', 'VISIBLE']),
    members: z.object({ totalCount: z.int() }),
    repositories: z.object({
      edges: z.array(z.object({ permission: z.string(), node: z.object({ nameWithOwner: z.string() }) })),
    }),
  })
  .nullable();
const ANSWER = z.object({ organization: z.record(z.string(), TEAM).nullable() });

/**
 * The states of teams (`@org/team`), by `ownerKey`. Members of child teams count, and so do rights that come from a parent. A team of
 * another organisation than the repository's can have no access to it.
 */
export async function readTeams(
  github: GitHub,
  place: OwnersPlace,
  handles: readonly string[],
): Promise<ReadonlyMap<string, State>> {
  const states = new Map<string, State>();
  const own: string[] = [];
  for (const handle of handles) {
    const [organisation = ''] = handle.slice(1).split('/');
    if (organisation.toLowerCase() === place.organisation?.toLowerCase()) own.push(handle);
    else states.set(ownerKey(handle), 'no-access');
  }
  for (let at = 0; at < own.length; at += AT_ONCE) {
    for (const [handle, state] of await readSome(github, place, own.slice(at, at + AT_ONCE))) {
      states.set(ownerKey(handle), state);
    }
  }
  return states;
}

async function readSome(
  github: GitHub,
  place: OwnersPlace,
  handles: readonly string[],
): Promise<readonly (readonly [string, State])[]> {
  const slugs = handles.map((handle) => handle.slice(handle.indexOf('/') + 1));
  const text = `query($org: String!, $name: String!${slugs.map((_, at) => `, $s${at}: String!`).join('')}) {
  organization(login: $org) {
    ${slugs.map((_, at) => `t${at}: team(slug: $s${at}) { ...Team }`).join('\n    ')}
  }
}
fragment Team on Team {
  slug privacy members(first: 1) { totalCount }
  repositories(first: 100, query: $name) { edges { permission node { nameWithOwner } } }
}`;
  const variables = {
    org: place.organisation ?? '',
    name: place.name,
    ...Object.fromEntries(slugs.map((slug, at) => [`s${at}`, slug])),
  };
  const doing = { verb: 'read', object: `${slugs.length} teams of ${place.organisation}` };
  const { organization } = await askGraphql(github, doing, { text, variables }, { data: ANSWER });
  return Promise.all(
    handles.map(async (handle, at) => {
      const answer = organization?.[`t${at}`];
      if (answer === undefined) return [handle, 'unknown'] as const;
      return [handle, await stateOf(github, place, slugs[at] ?? '', answer)] as const;
    }),
  );
}

async function stateOf(github: GitHub, place: OwnersPlace, slug: string, team: z.infer<typeof TEAM>): Promise<State> {
  if (team === null) return (await isThere(github, place, slug)) ? 'unknown' : 'missing';
  if (team.privacy === 'SECRET') return 'secret';
  if (team.members.totalCount === 0) return 'empty';
  const full = `${place.owner}/${place.name}`.toLowerCase();
  const edge = team.repositories.edges.find(({ node }) => node.nameWithOwner.toLowerCase() === full);
  if (edge && /^(?:WRITE|MAINTAIN|ADMIN)$/.test(edge.permission)) return 'alive';
  return repositoryRight(github, place, slug);
}

/** What GraphQL does not find is asked for once more where GitHub documents the answer: no team is called gone by mistake. */
async function isThere(github: GitHub, { organisation }: OwnersPlace, slug: string): Promise<boolean> {
  const doing = { verb: 'read', object: `the team @${organisation}/${slug}` };
  const request = {
    route: 'GET /orgs/{org}/teams/{team_slug}',
    parameters: { org: organisation ?? '', team_slug: slug },
  };
  return (await ask(github, doing, request, z.object({ slug: z.string() })).catch(noneThere)) !== null;
}

const RIGHT = z.object({ permissions: z.object({ pull: z.boolean(), push: z.boolean() }) });

/** "Check team permissions for a repository": 404 says that the team has none, rights of a parent team included. */
async function repositoryRight(github: GitHub, place: OwnersPlace, slug: string): Promise<State> {
  const { organisation, owner, name } = place;
  const doing = { verb: 'read', object: `the rights of @${organisation}/${slug} in ${owner}/${name}` };
  const request = {
    route: 'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}',
    parameters: { org: organisation ?? '', team_slug: slug, owner, repo: name },
    headers: { accept: 'application/vnd.github.v3.repository+json' },
  };
  const answer = await ask(github, doing, request, RIGHT).catch(noneThere);
  if (answer === null) return 'no-access';
  return answer.data.permissions.push ? 'alive' : 'no-write';
}
