// core/command: who may give which command.
import { sameOwner } from '../owner.ts';
import type { CommandName } from './asked.ts';

/** Who gives a command, by what GitHub says of them now. `belongs`: they are the user, or in the team (or a team below it). */
export type Actor = {
  readonly login: string;
  readonly permission: 'none' | 'read' | 'write' | 'admin';
  readonly belongs: (handle: string) => boolean;
};

/** Who stands where for a procedure. Handles. `isOwnerGone`: GitHub said that the owner cannot act. */
export type Standing = {
  readonly owner: string | null;
  readonly isOwnerGone: boolean;
  readonly approvers: readonly string[];
  /** Of the configuration. */
  readonly fallback: string | null;
  /** To whom the review was handed on. */
  readonly delegate: string | null;
};

type Role = 'owner' | 'delegate' | 'approver' | 'fallback' | 'admin';

/**
 * The fallback stands in where there is no owner who can act, and the administrators where there is no fallback. An administrator does
 * not by that know whether a procedure is right.
 */
const MAY: Readonly<Record<CommandName, readonly Role[]>> = {
  reviewed: ['owner', 'delegate', 'approver', 'fallback'],
  'needs-work': ['owner', 'delegate', 'approver', 'fallback', 'admin'],
  snooze: ['owner', 'delegate', 'fallback', 'admin'],
  delegate: ['owner', 'fallback', 'admin'],
  'not-ours': ['owner', 'fallback', 'admin'],
  retire: ['owner', 'approver', 'fallback', 'admin'],
  'approve-owner': ['owner', 'fallback', 'admin'],
};

/** Whether `actor` may give the command about a procedure. Nobody may without write access to its repository. */
export function mayCommand(name: CommandName, actor: Actor, standing: Standing): boolean {
  if (actor.permission !== 'write' && actor.permission !== 'admin') return false;
  return MAY[name].some((role) => holds(role, actor, standing));
}

function holds(role: Role, actor: Actor, { owner, isOwnerGone, approvers, fallback, delegate }: Standing): boolean {
  const isOrphan = owner === null || isOwnerGone;
  switch (role) {
    case 'owner':
      return !isOrphan && actor.belongs(owner);
    case 'delegate':
      return delegate !== null && sameOwner(delegate, `@${actor.login}`);
    case 'approver':
      return approvers.some(actor.belongs);
    case 'fallback':
      return isOrphan && (fallback === null ? actor.permission === 'admin' : actor.belongs(fallback));
    case 'admin':
      return actor.permission === 'admin';
  }
}

/** The same in words, without a name: the end of "only …". */
export function whoMay(name: CommandName): string {
  const words: Readonly<Record<Role, string>> = {
    owner: 'its owner',
    delegate: 'whom the owner delegated it to',
    approver: 'the approvers that it names',
    fallback: 'the fallback (where no owner can act)',
    admin: 'an administrator',
  };
  const named = MAY[name].map((role) => words[role]);
  return `${named.slice(0, -1).join(', ')} or ${named.at(-1)} may, with write access to the repository`;
}
