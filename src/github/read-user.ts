// github: what a person may do in a repository, now.
import { z } from 'zod';
import type { OwnerState } from '../core/snapshot.ts';
import { ask, noneThere } from './ask.ts';
import type { GitHub, RepositoryName } from './github.ts';

/** What a person may do: `triage` counts as read, `maintain` as write, as far as changing files goes. */
export type Permission = 'none' | 'read' | 'write' | 'admin';

const PERMISSION = z.object({
  permission: z.string(),
  user: z.object({ permissions: z.object({ push: z.boolean() }).optional() }).nullish(),
});

/** What `login` may do in `repository` at this moment; never remembered. Null where GitHub knows no such person. */
export async function permissionOf(
  github: GitHub,
  { owner, name }: RepositoryName,
  login: string,
): Promise<Permission | null> {
  const doing = { verb: 'read', object: `the rights of @${login} in ${owner}/${name}` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    parameters: { owner, repo: name, username: login },
  };
  const answer = await ask(github, doing, request, PERMISSION).catch(noneThere);
  if (answer === null) return null;
  const { permission, user } = answer.data;
  if (permission === 'admin' || permission === 'write') return permission;
  if (user?.permissions?.push) return 'write';
  return permission === 'read' ? 'read' : 'none';
}

/** The state of a person as an owner. GitHub answers 404 for a repository that it hides as well, so that the person is asked for too. */
export async function readUserState(
  github: GitHub,
  repository: RepositoryName,
  login: string,
): Promise<OwnerState['state']> {
  const permission = await permissionOf(github, repository, login);
  if (permission === null) return (await isThere(github, login)) ? 'unknown' : 'missing';
  if (permission === 'none') return 'no-access';
  return permission === 'read' ? 'no-write' : 'alive';
}

async function isThere(github: GitHub, login: string): Promise<boolean> {
  const doing = { verb: 'read', object: `the account @${login}` };
  const request = { route: 'GET /users/{username}', parameters: { username: login } };
  return (await ask(github, doing, request, z.object({ login: z.string() })).catch(noneThere)) !== null;
}
