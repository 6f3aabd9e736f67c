// flows: where everybody stands who may be asked about a review. What the catalog knows is not asked for again.
import type { Standing } from '../core/catalog/owner-standing.ts';
import { ownerKey } from '../core/owner.ts';
import type { Member, OwnerFacts } from '../core/review/owner-facts.ts';
import type { OwnerState } from '../core/snapshot.ts';
import { readBusy } from '../github/read-busy.ts';
import { readMembers } from '../github/read-members.ts';
import { readOwners } from '../github/read-owners.ts';
import { readInstallation } from '../store/installations.ts';
import { assignedIn } from '../store/issues.ts';
import { ownersOf } from '../store/owners.ts';
import { REVIEW_KINDS } from '../store/review-issues.ts';
import type { ReviewPlace } from './review-place.ts';
import type { Tools } from './tools.ts';

/** By `ownerKey`. */
export type People = Map<string, OwnerFacts>;

const STATES: Readonly<Record<Standing, OwnerState['state']>> = {
  alive: 'alive',
  gone: 'missing',
  // Only the new name is to be written down.
  renamed: 'alive',
  empty: 'empty',
  secret: 'secret',
  'no-access': 'no-access',
  'no-write': 'no-write',
  unknown: 'unknown',
};

/** The owners, as the catalog knows them. Whoever can act in one of several repositories is not gone. */
export async function knownPeople({ store }: Tools, { sources }: ReviewPlace): Promise<People> {
  const people: People = new Map();
  const ids = sources.map(({ id }) => id);
  for (const { handle, kind, standing, renamedTo } of await ownersOf(store, ids)) {
    const now = renamedTo ?? handle;
    if (people.get(ownerKey(handle))?.state !== 'alive')
      people.set(ownerKey(handle), { handle: now, kind, state: STATES[standing], members: [] });
  }
  return people;
}

/** Others who may be told, as if they could be: only where they would be is it asked for (`lookUp`). */
export function supposed(people: People, handles: readonly string[]): People {
  const all = new Map(people);
  for (const handle of handles) {
    const kind = handle.includes('/') ? 'team' : 'user';
    if (!all.has(ownerKey(handle))) all.set(ownerKey(handle), { handle, kind, state: 'alive', members: [] });
  }
  return all;
}

/** Adds what GitHub says now of people who are not known from the catalog. */
export async function lookUp(
  { connection, store }: Tools,
  people: People,
  { home }: ReviewPlace,
  handles: readonly string[],
): Promise<void> {
  const fresh = handles.filter((handle) => !people.has(ownerKey(handle)));
  if (fresh.length === 0) return;
  const known = await readInstallation(store, home.installation);
  const place = { owner: home.owner, name: home.name, organisation: known?.isOrganisation ? home.owner : null };
  for (const { handle, state } of await readOwners(connection.reading(home.installation), place, fresh)) {
    const kind = handle.includes('/') ? 'team' : 'user';
    people.set(ownerKey(handle), { handle, kind, state, members: [] });
  }
}

/** Adds who is in teams of whom one member is to be asked: whether each can act, is away, and has how much to do already. */
export async function addMembers(
  { connection, store }: Tools,
  people: People,
  { home }: ReviewPlace,
  teams: readonly string[],
): Promise<void> {
  const github = connection.reading(home.installation);
  const found = await readMembers(github, home, teams);
  const logins = [...new Set(found.flatMap(({ members }) => members))];
  const [busy, assigned] = [await readBusy(github, logins), await assignedIn(store, home.installation, REVIEW_KINDS)];
  for (const { handle, members, mayWrite } of found) {
    const facts =
      people.get(ownerKey(handle)) ?? [...people.values()].find((one) => ownerKey(one.handle) === ownerKey(handle));
    if (!facts) continue;
    const told = members.map((login): Member => {
      const open = assigned.get(login.toLowerCase()) ?? 0;
      return { login, canAct: mayWrite, isBusy: busy.has(login.toLowerCase()), open };
    });
    for (const [key, one] of people) if (one === facts) people.set(key, { ...facts, members: told });
  }
}
