// test/stand-in: who is calling, and may they? GitHub's permission for each operation.
// https://docs.github.com/rest/authentication/permissions-required-for-github-apps
import { type Call, type Caller, type GitHub, notFound, Refusal } from './call.ts';
import { userToken } from './emulator.ts';
import { isAtLeast, levelOf } from './rights.ts';
import { findRepository, findUser, type Installation, isChosen, type Permissions, type Repository } from './world.ts';

export type Token = {
  readonly installation: Installation;
  readonly permissions: Permissions;
  readonly repositories: ReadonlySet<number> | undefined;
  /** Milliseconds since 1970, by the real clock. */
  readonly expiresAt: number;
};

/** Token → what it stands for. */
export type Tokens = Map<string, Token>;

const isJsonWebToken = (value: string) => value.split('.').length === 3;

/** Who sent this `authorization` header; a token that GitHub does not know is a 401. A JSON web token is checked where it is used. */
export function callerOf(github: GitHub, tokens: Tokens, authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: 'none' };
  const value = authorization.replace(/^(bearer|token) /i, '');
  const token = tokens.get(value);
  if (token && token.expiresAt > Date.now()) {
    if (token.installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
    return { kind: 'installation', token: value, ...token };
  }
  if (isJsonWebToken(value)) return { kind: 'app' };
  const login = value.slice(userToken('').length);
  if (value.startsWith(userToken('')) && findUser(github.world, login)) return { kind: 'user', login };
  throw new Refusal(401, 'Bad credentials');
}

type Needed = readonly [names: readonly string[], right: 'read' | 'write'];

/** First part of the operation's id, or the whole id → permission. Whole ids win. */
const needed: Readonly<Record<string, Needed>> = {
  checks: [['checks'], 'read'],
  'checks/create': [['checks'], 'write'],
  'checks/update': [['checks'], 'write'],
  git: [['contents'], 'read'],
  'git/create-blob': [['contents'], 'write'],
  'git/create-commit': [['contents'], 'write'],
  'git/create-ref': [['contents'], 'write'],
  'git/create-tree': [['contents'], 'write'],
  'git/delete-ref': [['contents'], 'write'],
  'git/update-ref': [['contents'], 'write'],
  issues: [['issues', 'pull_requests'], 'read'],
  'issues/add-assignees': [['issues', 'pull_requests'], 'write'],
  'issues/add-labels': [['issues', 'pull_requests'], 'write'],
  'issues/create': [['issues'], 'write'],
  'issues/create-comment': [['issues', 'pull_requests'], 'write'],
  'issues/create-label': [['issues', 'pull_requests'], 'write'],
  'issues/delete-comment': [['issues', 'pull_requests'], 'write'],
  'issues/remove-assignees': [['issues', 'pull_requests'], 'write'],
  'issues/remove-label': [['issues', 'pull_requests'], 'write'],
  'issues/set-labels': [['issues', 'pull_requests'], 'write'],
  'issues/update': [['issues', 'pull_requests'], 'write'],
  'issues/update-comment': [['issues', 'pull_requests'], 'write'],
  'issues/update-label': [['issues', 'pull_requests'], 'write'],
  pulls: [['pull_requests'], 'read'],
  'pulls/create': [['pull_requests'], 'write'],
  'pulls/create-review': [['pull_requests'], 'write'],
  'pulls/request-reviewers': [['pull_requests'], 'write'],
  'pulls/update': [['pull_requests'], 'write'],
  reactions: [['issues', 'pull_requests'], 'read'],
  'reactions/create-for-issue': [['issues', 'pull_requests'], 'write'],
  'reactions/create-for-issue-comment': [['issues', 'pull_requests'], 'write'],
  repos: [['contents'], 'read'],
  'repos/create-or-update-file-contents': [['contents'], 'write'],
  'repos/get': [['metadata'], 'read'],
  'repos/get-collaborator-permission-level': [['metadata'], 'read'],
  'repos/list-collaborators': [['metadata'], 'read'],
  'repos/list-pull-requests-associated-with-commit': [['pull_requests', 'contents'], 'read'],
  teams: [['members'], 'read'],
};

export const neededBy = (operation: string): Needed | undefined =>
  needed[operation] ?? needed[operation.split('/')[0] ?? ''];

export const grants = (permissions: Permissions, [names, right]: Needed) =>
  names.some((name) => permissions[name] === 'write' || permissions[name] === right);

/** Whether the caller sees that the repository exists. */
export function sees(github: GitHub, caller: Caller, repository: Repository): boolean {
  if (repository.visibility === 'public') return true;
  if (caller.kind === 'user') return isAtLeast(levelOf(github.world, caller.login, repository), 'read');
  return caller.kind === 'installation' && isOwn(caller, repository);
}

/** Whether the repository is the installation's and among those the token was narrowed to. */
export function isOwn(caller: Caller, repository: Repository): boolean {
  if (caller.kind !== 'installation' || caller.installation.account.id !== repository.owner.id) return false;
  return isChosen(caller.installation, repository) && (caller.repositories?.has(repository.id) ?? true);
}

/** The repository the call names; throws what GitHub answers where the caller may not do this there. */
export function repositoryOf(github: GitHub, call: Call): Repository {
  const repository = findRepository(github.world, `${call.params['owner']}/${call.params['repo']}`);
  if (!repository || !sees(github, call.caller, repository)) throw notFound();
  mayAct(github, call, repository);
  return repository;
}

/** Throws where the caller lacks the permission for this operation in this repository. */
function mayAct(github: GitHub, { caller, operation, method }: Call, repository: Repository): void {
  const right = neededBy(operation);
  const writes = right?.[1] === 'write';
  if (caller.kind === 'user') {
    const least = operation.startsWith('issues/') || operation.startsWith('pulls/') || !writes ? 'read' : 'write';
    if (isAtLeast(levelOf(github.world, caller.login, repository), least)) return;
    throw new Refusal(403, 'Must have push access to repository');
  }
  if (caller.kind === 'none' && !writes) return;
  if (caller.kind !== 'installation') throw new Refusal(401, 'Requires authentication');
  const mayByToken = !right || grants(caller.permissions, right);
  const isReading = method === 'GET' && repository.visibility === 'public';
  if (isOwn(caller, repository) ? !mayByToken : !isReading)
    throw new Refusal(403, 'Resource not accessible by integration');
  if (writes && repository.archived) throw new Refusal(403, 'Repository was archived so is read-only.');
}

/** Throws unless the installation may see its organisation's teams. */
export function mayReadMembers({ caller, operation }: Call): void {
  const right = neededBy(operation);
  if (caller.kind === 'installation' && right && grants(caller.permissions, right)) return;
  if (caller.kind === 'installation') throw new Refusal(403, 'Resource not accessible by integration');
  if (caller.kind !== 'user') throw notFound();
}
