// flows: who may be named for feedback, and which of their people can be asked.
import type { Meant } from '../core/feedback/find-meant.ts';
import { procedureKey } from '../core/feedback/known-procedure.ts';
import type { Ownership, Person, Responsible } from '../core/feedback/responsible.ts';
import { responsibleOf } from '../core/feedback/route.ts';
import { ownerKey } from '../core/owner.ts';
import { readOwners } from '../github/read-owners.ts';
import { readTeamPeople } from '../github/read-team-people.ts';
import { assignedLoads, type FeedbackRead } from '../store/feedback.ts';
import { readInstallation } from '../store/installations.ts';
import { type Owned, readOwnTexts } from '../store/known-procedures.ts';
import { type FeedbackCatalog, ownershipOf, repositoryOf } from './feedback-catalog.ts';
import type { Home } from './feedback-home.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

export type Owners = {
  /** By `procedureKey`. */
  readonly ownership: ReadonlyMap<string, Ownership>;
  /** Handles (as `ownerKey`) that GitHub knows, that can act, and that may be named where the issue stands. */
  readonly resolved: ReadonlySet<string>;
};

type Question = {
  readonly home: Home;
  readonly catalog: FeedbackCatalog;
  readonly meant: Meant;
  readonly owned: ReadonlyMap<string, Owned>;
};

/** GitHub is asked only where the catalog knows of no declared owner who can act. */
export async function ownersFor(tools: Tools, question: Question): Promise<Owners> {
  const { home, meant, owned } = question;
  const ownership = new Map([...owned].map(([key, one]) => [key, ownershipOf(one)]));
  const mayName = await namingIn(tools, home);
  const resolved = new Set<string>();
  for (const one of owned.values())
    if (one.owner !== null && one.standing === 'alive' && mayName(one.owner, one)) resolved.add(ownerKey(one.owner));
  const withoutFallback = { ...home.settings, owners: { fallback: null } };
  if (responsibleOf({ meant, ownership, resolved }, withoutFallback)?.by === 'declared') return { ownership, resolved };
  for (const { place, handles } of askedIn(question)) {
    const named = handles.filter(({ handle, of }) => mayName(handle, of)).map(({ handle }) => handle);
    for (const key of await aliveIn(tools, place, named)) resolved.add(key);
  }
  return { ownership, resolved };
}

/** `of`: the procedure for which somebody is named; null: for the repository. */
type Asked = { readonly handle: string; readonly of: Owned | null };
type AskedAt = { readonly place: RepositoryRef; readonly handles: Asked[] };

/** Whom the catalog does not follow: code owners, those under a new name, and the fallback; each where they have to act. */
function askedIn({ home, catalog, meant, owned }: Question): readonly AskedAt[] {
  const asked = new Map<string, AskedAt>();
  const ask = (place: RepositoryRef, handles: readonly Asked[]) => {
    const key = `${place.owner}/${place.name}`.toLowerCase();
    asked.set(key, { place, handles: [...(asked.get(key)?.handles ?? []), ...handles] });
  };
  const hits = meant.kind === 'none' ? [] : meant.kind === 'one' ? [meant.hit] : meant.hits;
  for (const { procedure } of hits) {
    const place = repositoryOf(catalog, procedure);
    const of = owned.get(procedureKey(procedure));
    if (!place || !of) continue;
    const { declared, codeOwners } = ownershipOf(of);
    const isAsked = declared !== null && of.standing !== 'alive';
    ask(
      place,
      [...codeOwners, ...(isAsked ? [declared] : [])].map((handle) => ({ handle, of })),
    );
  }
  const { fallback } = home.settings.owners;
  if (fallback !== null) ask(home.ref, [{ handle: fallback, of: null }]);
  return [...asked.values()];
}

/** Those of `handles`, as keys, that can act in a repository now. */
export async function aliveIn(
  { connection, store }: Tools,
  { installation, owner, name }: RepositoryRef,
  handles: readonly string[],
): Promise<readonly string[]> {
  const distinct = [...new Map(handles.map((handle) => [ownerKey(handle), handle])).values()];
  if (distinct.length === 0) return [];
  const known = await readInstallation(store, installation);
  const place = { owner, name, organisation: known?.isOrganisation ? known.account : null };
  const states = await readOwners(connection.reading(installation), place, distinct);
  return distinct.filter((_, at) => states[at]?.state === 'alive').map(ownerKey);
}

export type MayName = (handle: string, of: Owned | null) => boolean;

/**
 * In a public place only who stands in the repository's own files is named: what only the organisation's policy says (a fallback, whom a
 * slug stands for) is not for everybody.
 */
export async function namingIn({ store }: Tools, { id, isPrivate, settings }: Home): Promise<MayName> {
  if (isPrivate) return () => true;
  const texts = (await readOwnTexts(store, id)).map(ownerKey);
  const mapped = new Set(Object.values(settings.owners.map).map(ownerKey));
  return (handle, of) => {
    const key = ownerKey(handle);
    const isWritten = texts.some((text) => text.includes(key)) || ownerKey(of?.body ?? '').includes(key);
    if (isWritten || of === null) return isWritten;
    if (of.codeOwners.some((one) => ownerKey(one) === key)) return true;
    const isDeclared = of.owner !== null && ownerKey(of.owner) === key;
    return isDeclared && of.ownerSource !== 'organisation' && !mapped.has(key);
  };
}

/** The people of whoever is responsible, and whom the app assigned before, though they are not among them any more. */
export async function peopleOf(
  tools: Tools,
  { handle, kind }: Pick<Responsible, 'handle' | 'kind'>,
  { home, number, kept }: { readonly home: Home; readonly number: number; readonly kept: FeedbackRead | null },
): Promise<readonly Person[]> {
  const { installation } = home.ref;
  const loads = await assignedLoads(tools.store, installation, { repository: home.id, number });
  const found =
    kind === 'user'
      ? [{ login: handle.slice(1), isBusy: false }]
      : await readTeamPeople(tools.connection.reading(installation), handle);
  const people = found.map(({ login, isBusy }): Person => {
    const load = loads.get(login.toLowerCase());
    return { login, load: load?.open ?? 0, lastAssignedAt: load?.lastAt ?? null, isGone: false, isBusy };
  });
  const before = kept?.written.record?.assigned ?? null;
  if (before === null || people.some(({ login }) => login.toLowerCase() === before.toLowerCase())) return people;
  return [...people, { login: before, load: 0, lastAssignedAt: null, isGone: true, isBusy: false }];
}
