// core/change: who somebody is on GitHub, as it was looked up.
import { ownerKey } from '../owner.ts';
import { type Approver, approverKey } from './requirement.ts';

/** GitHub's words for a collaborator's rights. */
export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/**
 * The answers of GitHub at this moment, by login without regard to case. Who is not in `permissions` has none; a team that is not in
 * `members` does not exist or cannot be seen. Members of nested teams are members.
 */
export type People = {
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly members: Readonly<Record<string, readonly string[]>>;
};

/** Answers made ready for questions. */
export type Lookup = {
  readonly canWrite: (login: string) => boolean;
  readonly isAdmin: (login: string) => boolean;
  readonly belongs: (login: string, approver: Approver) => boolean;
  /** Who is meant by an approver; null where there is no such team. */
  readonly whoIs: (approver: Approver) => readonly string[] | null;
};

const WRITES: readonly Permission[] = ['admin', 'maintain', 'write'];

/** The questions that the evaluation asks of `people`. */
export function lookupIn(people: People): Lookup {
  const permissions = new Map(
    Object.entries(people.permissions).map(([login, permission]) => [loginKey(login), permission]),
  );
  const members = new Map(Object.entries(people.members).map(([team, logins]) => [ownerKey(team), logins]));
  const whoIs = (approver: Approver): readonly string[] | null => {
    if (approver.kind === 'user') return [approver.handle.slice(1)];
    if (approver.kind === 'team') return members.get(approverKey(approver)) ?? null;
    return Object.keys(people.permissions).filter((login) => people.permissions[login] === 'admin');
  };
  return {
    canWrite: (login) => WRITES.includes(permissions.get(loginKey(login)) ?? 'none'),
    isAdmin: (login) => permissions.get(loginKey(login)) === 'admin',
    belongs: (login, approver) => (whoIs(approver) ?? []).some((one) => loginKey(one) === loginKey(login)),
    whoIs,
  };
}

/** What makes two logins the same account: GitHub does not regard case, and an `@` before it means nothing. */
export function loginKey(login: string): string {
  return login.replace(/^@/, '').toLowerCase();
}
