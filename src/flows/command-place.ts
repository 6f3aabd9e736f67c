// flows: where a command was given, and which procedures are meant there.
import type { Asked } from '../core/command/asked.ts';
import { meantBy } from '../core/command/meant.ts';
import type { Refusal } from '../core/command/refusal.ts';
import { entryKeys } from '../core/review/entry-keys.ts';
import { type IssueNow, readIssue } from '../github/issues.ts';
import { readNames } from '../store/catalog.ts';
import { knownRepositories, type RepositoryKept } from '../store/repositories.ts';
import { type ReviewIssue, reviewIssueAt } from '../store/review-issues.ts';
import type { RepositoryRef } from './job.ts';
import { learnRepository } from './learn-repository.ts';
import type { Tools } from './tools.ts';

export type Place = {
  readonly repository: RepositoryRef;
  readonly home: RepositoryKept;
  readonly number: number;
  /** The issue as it is now; a pull request is one too. */
  readonly now: IssueNow;
  /** Its number again, where it is a pull request. */
  readonly pull: number | null;
  /** What is remembered of it, where it is one of the app's about reviews. */
  readonly review: ReviewIssue | null;
};

/** Procedures of one repository, by path. */
export type Meant = { readonly repository: RepositoryKept; readonly paths: readonly string[] };

/** Null where it is gone, or nothing can be said of its repository. */
export async function readPlace(
  tools: Tools,
  repository: RepositoryRef,
  { number, isPull }: { readonly number: number; readonly isPull: boolean },
): Promise<Place | null> {
  const home = await learnRepository(tools, repository);
  const now =
    home && (await readIssue(tools.connection.readingIssues(repository.installation), { repository, number }));
  if (!home || !now) return null;
  const review = now.isOurs ? await reviewIssueAt(tools.store, { repository: home.id, number }) : null;
  return {
    repository: { ...repository, owner: home.owner, name: home.name },
    home,
    number,
    now,
    pull: isPull ? number : null,
    review,
  };
}

/** Whether a command is about the issue as a whole. */
export function isOfIssue({ name }: Asked): boolean {
  return name === 'snooze' || name === 'delegate';
}

/**
 * What is meant: the procedures named (by path or id, in a box by key), else all that the issue lists where the command may stand for all
 * of them, or the one that there is.
 */
export async function meantIn(
  tools: Tools,
  place: Place,
  asked: Asked,
  keys: readonly string[],
): Promise<{ readonly meant: readonly Meant[]; readonly refusals: readonly Refusal[] }> {
  const named = 'procedures' in asked ? asked.procedures : [];
  if (place.review === null) {
    if (named.length === 0) return { meant: [], refusals: [{ why: 'say-which', name: asked.name }] };
    const found = meantBy(named, await readNames(tools.store, place.home.id));
    return { meant: [{ repository: place.home, paths: found.paths }], refusals: found.refusals };
  }
  const all = await listedIn(tools, place, place.review);
  const listed = all.filter(({ repository }) => mayBeNamed(place, repository));
  // Not even whether a name is right is told where everybody reads it.
  if (listed.length === 0 && all.length > 0) return { meant: [], refusals: [{ why: 'not-public' }] };
  if (keys.length > 0) return { meant: ofKeys(listed, keys), refusals: [] };
  if (named.length === 0) {
    const isForAll =
      isOfIssue(asked) || asked.name === 'approve-owner' || listed.flatMap(({ paths }) => paths).length === 1;
    const refusals: readonly Refusal[] = isForAll ? [] : [{ why: 'say-which', name: asked.name }];
    return { meant: isForAll ? listed : [], refusals };
  }
  return ofNames(listed, named);
}

/** A procedure of a private repository is not spoken of where everybody reads it. */
function mayBeNamed({ home }: Place, target: RepositoryKept): boolean {
  return home.id === target.id || home.isPrivate || !target.isPrivate;
}

type Listed = Meant & { readonly names: Awaited<ReturnType<typeof readNames>>; readonly keys: readonly string[] };

/** The procedures that an issue lists, where they are now. */
async function listedIn({ store }: Tools, { home }: Place, review: ReviewIssue): Promise<readonly Listed[]> {
  const wanted = new Set(review.listed.map(({ key }) => key));
  const elsewhere = [...wanted].flatMap((key) => /^(\d{1,15}):/.exec(key)?.[1] ?? []).map(Number);
  const others = await knownRepositories(store, review.installation, [...new Set(elsewhere)]);
  const listed: Listed[] = [];
  for (const repository of [home, ...others.filter(({ id }) => id !== home.id)]) {
    const names = await readNames(store, repository.id);
    const keys = entryKeys(names, repository, home);
    const isListed = names.map(({ aliases }, at) => [keys[at] ?? '', ...aliases].some((key) => wanted.has(key)));
    const kept = names.filter((_, at) => isListed[at]);
    if (kept.length === 0) continue;
    listed.push({
      ...{ repository, names: kept, paths: kept.map(({ path }) => path) },
      keys: keys.filter((_, at) => isListed[at]),
    });
  }
  return listed;
}

function ofKeys(listed: readonly Listed[], keys: readonly string[]): readonly Meant[] {
  return listed.flatMap(({ repository, paths, ...one }) => {
    const own = paths.filter((_, at) => keys.includes(one.keys[at] ?? ''));
    return own.length > 0 ? [{ repository, paths: own }] : [];
  });
}

function ofNames(listed: readonly Listed[], named: readonly string[]) {
  const found = meantBy(
    named,
    listed.flatMap(({ names }) => names),
  );
  const meant = listed.flatMap(({ repository, paths }) => {
    const own = paths.filter((path) => found.paths.includes(path));
    return own.length > 0 ? [{ repository, paths: own }] : [];
  });
  return { meant, refusals: found.refusals };
}
