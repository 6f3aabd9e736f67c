// test/stand-in/operation: organisations, teams, people, and what they may do in a repository.
import { mayReadMembers, repositoryOf, sees } from '../access.ts';
import { type Call, notFound, page, param } from '../call.ts';
import type { Engine, Handlers } from '../engine.ts';
import { isAtLeast, levelOf, membersOf, teamLevel } from '../rights.ts';
import { account, organisation, publicUser, teamFull } from '../words/account.ts';
import { permissionsOf, repository } from '../words/repository.ts';
import { findOrganisation, findRepository, findUser, keyOf, type Level, type Repository } from '../world.ts';

function teamOf(engine: Engine, call: Call) {
  const home = findOrganisation(engine.world, param(call, 'org'));
  const team = home?.teams.get(keyOf(param(call, 'team_slug')));
  mayReadMembers(call);
  const { caller } = call;
  if (!home || !team || (caller.kind === 'installation' && caller.installation.account.id !== home.account.id))
    throw notFound();
  return { home, team };
}

/** The four words of the older answer: https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
const legacy: Readonly<Record<Level, string>> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

/** What `permission` asks for: at least this. */
const rightOf: Readonly<Record<string, Level>> = {
  pull: 'read',
  triage: 'triage',
  push: 'write',
  maintain: 'maintain',
  admin: 'admin',
};

/** That anybody may read it makes nobody a collaborator. */
function isCollaborator({ world }: Engine, login: string, home: Repository): boolean {
  const isMember = findOrganisation(world, home.owner.login)?.members.has(keyOf(login)) ?? false;
  return isMember || home.visibility !== 'public' || levelOf(world, login, home) !== 'read';
}

export const people: Handlers = {
  'orgs/get': (engine, call) => {
    const home = findOrganisation(engine.world, param(call, 'org'));
    if (!home) throw notFound();
    return { status: 200, body: organisation(engine, home) };
  },
  'users/get-by-username': (engine, call) => {
    const login = param(call, 'username');
    const user = findUser(engine.world, login) ?? findOrganisation(engine.world, login)?.account;
    if (!user) throw notFound();
    return { status: 200, body: publicUser(engine, user) };
  },
  'teams/get-by-name': (engine, call) => {
    const { home, team } = teamOf(engine, call);
    return { status: 200, body: teamFull(engine, home, team) };
  },
  'teams/list-members-in-org': (engine, call) => {
    const { home, team } = teamOf(engine, call);
    const members = [...membersOf(home, team)].sort().flatMap((login) => findUser(engine.world, login) ?? []);
    const { items, headers } = page(engine.url, call, members);
    return { status: 200, body: items.map((user) => account(engine, user)), headers };
  },
  'teams/check-permissions-for-repo-in-org': (engine, call) => {
    const { home, team } = teamOf(engine, call);
    const target = findRepository(engine.world, `${param(call, 'owner')}/${param(call, 'repo')}`);
    if (!target || !sees(engine, call.caller, target)) throw notFound();
    const level = teamLevel(home, team, target);
    if (level === 'none') throw notFound();
    if (!call.accept.includes('repository+json')) return { status: 204 };
    const body = { ...repository(engine, target), permissions: permissionsOf(level), role_name: level };
    return { status: 200, body };
  },
  'repos/list-collaborators': (engine, call) => {
    const home = repositoryOf(engine, call);
    const wanted = rightOf[call.query.get('permission') ?? 'pull'] ?? 'read';
    const all = [...engine.world.users.values()]
      .map((user) => ({ user, level: levelOf(engine.world, user.login, home) }))
      .filter(({ user, level }) => isAtLeast(level, wanted) && isCollaborator(engine, user.login, home))
      .sort((a, b) => (a.user.login < b.user.login ? -1 : 1));
    const { items, headers } = page(engine.url, call, all);
    const words = items.map(({ user, level }) => ({
      ...account(engine, user),
      permissions: permissionsOf(level),
      role_name: level,
    }));
    return { status: 200, body: words, headers };
  },
  'repos/get-collaborator-permission-level': (engine, call) => {
    const home = repositoryOf(engine, call);
    const user = findUser(engine.world, param(call, 'username'));
    if (!user) throw notFound();
    const level = levelOf(engine.world, user.login, home);
    const words = { ...account(engine, user), permissions: permissionsOf(level), role_name: level };
    return { status: 200, body: { permission: legacy[level], role_name: level, user: words } };
  },
};
