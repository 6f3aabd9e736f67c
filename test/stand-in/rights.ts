// test/stand-in: who may do what in a repository, as GitHub adds it up.
import {
  findOrganisation,
  keyOf,
  type Level,
  levels,
  type Organisation,
  type Repository,
  type Team,
  type World,
} from './world.ts';

const strongest = (found: readonly Level[]): Level =>
  found.reduce((best, one) => (levels.indexOf(one) > levels.indexOf(best) ? one : best), 'none');

export const isAtLeast = (level: Level, needed: Level) => levels.indexOf(level) >= levels.indexOf(needed);

/** The team and all that it is a child of, nearest first. */
export function withParents(organisation: Organisation, team: Team): readonly Team[] {
  const line: Team[] = [];
  for (let at: Team | undefined = team; at && !line.includes(at); at = parentOf(organisation, at)) line.push(at);
  return line;
}

const parentOf = (organisation: Organisation, team: Team) =>
  team.parent === null ? undefined : organisation.teams.get(keyOf(team.parent));

/** Logins of the team's members and of its children's. */
export function membersOf(organisation: Organisation, team: Team): ReadonlySet<string> {
  const below = [...organisation.teams.values()].filter((one) => withParents(organisation, one).includes(team));
  return new Set(below.flatMap((one) => [...one.members]));
}

/** What the team may do: what it or a team above it was given. */
export const teamLevel = (organisation: Organisation, team: Team, repository: Repository): Level =>
  strongest(withParents(organisation, team).map((one) => one.grants.get(repository) ?? 'none'));

/** What the person may do: the strongest of what the person, its teams and the organisation were given. */
export function levelOf(world: World, login: string, repository: Repository): Level {
  const key = keyOf(login);
  if (key === keyOf(repository.owner.login)) return 'admin';
  const organisation = findOrganisation(world, repository.owner.login);
  if (organisation?.admins.has(key)) return 'admin';
  const teams = [...(organisation?.teams.values() ?? [])].filter((team) => team.members.has(key));
  return strongest([
    repository.visibility === 'public' ? 'read' : 'none',
    repository.grants.get(key) ?? 'none',
    organisation?.members.has(key) ? organisation.basePermission : 'none',
    ...teams.map((team) => (organisation ? teamLevel(organisation, team, repository) : 'none')),
  ]);
}
