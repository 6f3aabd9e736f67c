// core/feedback: who is responsible for feedback, and which person is asked.
import { byCodePoint } from '../code-point-order.ts';
import { ownerKey } from '../owner.ts';

/** What the catalog says of a procedure's owners: the accountable one, and CODEOWNERS' of its path in their order. */
export type Ownership = { readonly declared: string | null; readonly codeOwners: readonly string[] };

/** `by`: from where the owner is known. */
export type Responsible = {
  readonly handle: string;
  readonly kind: 'team' | 'user';
  readonly by: 'declared' | 'codeowners' | 'fallback';
};

/** Somebody who could be asked. `load`: open feedback assigned to them; `lastAssignedAt`: milliseconds since the epoch. */
export type Person = {
  readonly login: string;
  readonly load: number;
  readonly lastAssignedAt: number | null;
  readonly isGone: boolean;
  readonly isBusy: boolean;
};

/**
 * The declared owner, else the first code owner (a team before a person), else the fallback; null where none is left. `resolved` are
 * the handles (as `ownerKey`) that GitHub knows, that can act, and that may be named in this place: whatever a file says, nobody else.
 */
export function responsibleFor(
  { declared, codeOwners }: Ownership,
  fallback: string | null,
  resolved: ReadonlySet<string>,
): Responsible | null {
  const isUsable = (handle: string | null): handle is string => handle !== null && resolved.has(ownerKey(handle));
  if (isUsable(declared)) return { handle: declared, kind: kindOf(declared), by: 'declared' };
  const usable = codeOwners.filter(isUsable);
  const owner = usable.find((handle) => kindOf(handle) === 'team') ?? usable[0];
  if (owner !== undefined) return { handle: owner, kind: kindOf(owner), by: 'codeowners' };
  return isUsable(fallback) ? { handle: fallback, kind: kindOf(fallback), by: 'fallback' } : null;
}

/**
 * The login of the person who is asked: the one with the least to do, then whoever was asked longest ago, then by name. Never the
 * reporter, nobody who is gone or busy; null where nobody is left. Asked again and again with the counts it leads to, it goes round.
 */
export function personToAsk(people: readonly Person[], reporter: string): string | null {
  const able = people.filter(
    ({ login, isGone, isBusy }) => !isGone && !isBusy && ownerKey(login) !== ownerKey(reporter),
  );
  const [first] = able.toSorted(
    (a, b) => a.load - b.load || (a.lastAssignedAt ?? -1) - (b.lastAssignedAt ?? -1) || byCodePoint(a.login, b.login),
  );
  return first?.login ?? null;
}

/** Whether `handle` is the reporter's own. */
export function isReporter(handle: string, reporter: string): boolean {
  return ownerKey(handle) === ownerKey(`@${reporter}`);
}

function kindOf(handle: string): Responsible['kind'] {
  return handle.includes('/') ? 'team' : 'user';
}
