// test/stand-in/graphql: what a query starts from.
import { sees } from '../access.ts';
import { membersOf, teamLevel } from '../rights.ts';
import { bot, nodeId } from '../words/account.ts';
import { findOrganisation, findRepository, findUser, keyOf, type Organisation, type Team } from '../world.ts';
import { connection, type PageArguments, typedError } from './connection.ts';
import { type Asking, actorNode, need, repositoryNode } from './repository-node.ts';

const teamPermissions = {
  none: 'READ',
  read: 'READ',
  triage: 'TRIAGE',
  write: 'WRITE',
  maintain: 'MAINTAIN',
  admin: 'ADMIN',
} as const;

function teamNode(asking: Asking, organisation: Organisation, team: Team): object {
  const { world, url } = asking.engine;
  const parent = team.parent === null ? undefined : organisation.teams.get(keyOf(team.parent));
  const children = [...organisation.teams.values()].filter(
    (one) => one.parent !== null && keyOf(one.parent) === keyOf(team.slug),
  );
  return {
    ...{ __typename: 'Team', id: nodeId('T', team.id), databaseId: team.id, slug: team.slug, name: team.name },
    ...{ combinedSlug: `${team.organisation}/${team.slug}`, privacy: team.privacy === 'secret' ? 'SECRET' : 'VISIBLE' },
    url: `${url}/orgs/${team.organisation}/teams/${team.slug}`,
    organization: () => organisationNode(asking, organisation),
    parentTeam: () => (parent ? teamNode(asking, organisation, parent) : null),
    childTeams: (page: PageArguments) =>
      connection(
        'childTeams',
        children.map((one) => teamNode(asking, organisation, one)),
        page,
      ),
    members: ({ membership, ...page }: PageArguments & { membership?: string | null }) => {
      const logins = membership === 'IMMEDIATE' ? team.members : membersOf(organisation, team);
      const users = [...logins].sort().flatMap((login) => findUser(world, login) ?? []);
      return connection(
        'members',
        users.map((user) => actorNode(asking, user)),
        page,
        { edge: () => ({ role: 'MEMBER' }) },
      );
    },
    repositories: ({ query, ...page }: PageArguments & { query?: string | null }) => {
      const homes = [...world.repositories.values()].filter((home) => teamLevel(organisation, team, home) !== 'none');
      const found = homes.filter((home) => !query || keyOf(home.name).includes(keyOf(query)));
      const nodes = found.map((home) => ({
        ...repositoryNode(asking, home),
        level: teamLevel(organisation, team, home),
      }));
      return connection('repositories', nodes, page, {
        edge: ({ level }) => ({ permission: teamPermissions[level] }),
      });
    },
  };
}

function organisationNode(asking: Asking, organisation: Organisation): object {
  const { id, login } = organisation.account;
  return {
    ...{
      __typename: 'Organization',
      id: nodeId('O', id),
      databaseId: id,
      login,
      name: login,
      url: `${asking.engine.url}/${login}`,
    },
    team: ({ slug }: { slug: string }) => {
      need(asking, 'members');
      const team = organisation.teams.get(keyOf(slug));
      return team ? teamNode(asking, organisation, team) : null;
    },
    teams: ({ query, ...page }: PageArguments & { query?: string | null }) => {
      need(asking, 'members');
      const found = [...organisation.teams.values()].filter((one) => !query || keyOf(one.slug).includes(keyOf(query)));
      return connection(
        'teams',
        found.map((one) => teamNode(asking, organisation, one)),
        page,
      );
    },
    repository: ({ name }: { name: string }) => namedRepository(asking, `${login}/${name}`),
    repositories: (page: PageArguments) => repositoriesOf(asking, login, page),
  };
}

/** Those that the caller sees, by name. */
function repositoriesOf(asking: Asking, login: string, page: PageArguments): object {
  const { engine, caller } = asking;
  const seen = [...engine.world.repositories.values()]
    .filter((home) => keyOf(home.owner.login) === keyOf(login) && sees(engine, caller, home))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return connection('repositories', seen, page, { node: (home) => repositoryNode(asking, home) });
}

function namedRepository(asking: Asking, name: string): object {
  const home = findRepository(asking.engine.world, name);
  if (home && sees(asking.engine, asking.caller, home)) return repositoryNode(asking, home);
  throw typedError('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`);
}

function nodeOf(asking: Asking, id: string): object {
  const { world } = asking.engine;
  const home = [...world.repositories.values()].find((one) => nodeId('R', one.id) === id);
  if (home && sees(asking.engine, asking.caller, home)) return repositoryNode(asking, home);
  const user = [...world.users.values()].find((one) => nodeId('U', one.id) === id);
  if (user) return actorNode(asking, user);
  for (const organisation of world.organisations.values()) {
    const team = [...organisation.teams.values()].find((one) => nodeId('T', one.id) === id);
    if (team) return teamNode(asking, organisation, team);
  }
  throw typedError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

/** The root of a query. */
export function queryRoot(asking: Asking): object {
  const { engine, caller } = asking;
  const resetAt = () => new Date((Math.floor(Date.now() / 1000) + 3600) * 1000).toISOString();
  const viewer = caller.kind === 'user' ? findUser(engine.world, caller.login) : undefined;
  return {
    viewer: () => ({ ...actorNode(asking, viewer ?? bot(engine)), __typename: 'User' }),
    rateLimit: () => ({ cost: 1, limit: 5000, nodeCount: 0, remaining: 4999, used: 1, resetAt: resetAt() }),
    node: ({ id }: { id: string }) => nodeOf(asking, id),
    // One that is not there is null, with an error of its own.
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map(async (id) => nodeOf(asking, id)),
    repository: ({ owner, name }: { owner: string; name: string }) => namedRepository(asking, `${owner}/${name}`),
    organization: ({ login }: { login: string }) => {
      const found = findOrganisation(engine.world, login);
      if (found) return organisationNode(asking, found);
      throw typedError('NOT_FOUND', `Could not resolve to an Organization with the login of '${login}'.`);
    },
    user: ({ login }: { login: string }) => {
      const found = findUser(engine.world, login);
      if (found) return actorNode(asking, found);
      throw typedError('NOT_FOUND', `Could not resolve to a User with the login of '${login}'.`);
    },
    repositoryOwner: ({ login }: { login: string }) => {
      const organisation = findOrganisation(engine.world, login);
      const user = findUser(engine.world, login);
      if (organisation) return organisationNode(asking, organisation);
      const repositories = (page: PageArguments) => repositoriesOf(asking, login, page);
      return user ? { ...actorNode(asking, user), repositories } : null;
    },
  };
}
