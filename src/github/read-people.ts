// github: what people may do in a repository at this moment. Nothing of it is remembered.
import { z } from 'zod';
import { loginKey, type People, type Permission } from '../core/change/people.ts';
import { askAll } from './ask.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import type { TeamNow } from './read-members.ts';
import { permissionOf } from './read-user.ts';

export type PeopleWanted = {
  readonly teams: readonly TeamNow[];
  /** Those on whose rights the verdict hangs: each is looked at. */
  readonly must: readonly string[];
  /** Those of whom it has to be known whether they administer, too. */
  readonly exactly: readonly string[];
  /** Those who might still approve: of many, the first are looked at. */
  readonly may: readonly string[];
  /** Every administrator is to be known. */
  readonly asksAdmins: boolean;
};

/** Enough to say that somebody can. */
const MOST_ASKED = 20;
const AT_ONCE = 8;
const MOST_ADMINS = 1_000;

/** Whoever is in a team that may write is known by it; of others each costs one request, and of the administrators all one. */
export async function readPeople(
  github: GitHub,
  repository: RepositoryName,
  { teams, must, exactly, may, asksAdmins }: PeopleWanted,
): Promise<People> {
  const permissions = new Map<string, Permission>();
  const note = (login: string, permission: Permission) => permissions.set(loginKey(login), permission);
  const isKnown = (login: string) => permissions.has(loginKey(login));
  for (const { members } of teams.filter(({ mayWrite }) => mayWrite)) for (const login of members) note(login, 'write');
  if (asksAdmins) for (const login of await readAdmins(github, repository)) note(login, 'admin');
  const asked = [...unique(must), ...unique(may).slice(0, MOST_ASKED)].filter((login) => !isKnown(login));
  const rest = unique([...exactly, ...asked]);
  for (let at = 0; at < rest.length; at += AT_ONCE) {
    const some = rest.slice(at, at + AT_ONCE);
    const found = await Promise.all(some.map((login) => permissionOf(github, repository, login)));
    for (const [index, login] of some.entries()) note(login, found[index] ?? 'none');
  }
  return {
    permissions: Object.fromEntries(permissions),
    members: Object.fromEntries(teams.map(({ handle, members }) => [handle, members])),
  };
}

function unique(logins: readonly string[]): readonly string[] {
  return [...new Map(logins.map((login) => [loginKey(login), login])).values()];
}

const ADMINS = z.array(z.object({ login: z.string(), permissions: z.object({ admin: z.boolean() }).optional() }));

async function readAdmins(github: GitHub, { owner, name }: RepositoryName): Promise<readonly string[]> {
  const doing = { verb: 'list', object: `the administrators of ${fullName({ owner, name })}` };
  const parameters = { owner, repo: name, permission: 'admin' };
  const request = { route: 'GET /repos/{owner}/{repo}/collaborators', parameters };
  const found = await askAll(github, doing, request, { page: ADMINS, most: MOST_ADMINS });
  return found.flatMap(({ login, permissions }) => (permissions?.admin ? [login] : []));
}
