// flows: what the plan of the issues of a place is made from, of the catalog and the app's own records alone.
import { type ReviewedRepository, reviewEntries } from '../core/catalog/review-entries.ts';
import { ownerKey } from '../core/owner.ts';
import { readProcedure } from '../core/procedure/read-procedure.ts';
import { checksOf } from '../core/review/checks.ts';
import { mondayOf } from '../core/review/days.ts';
import type { ReviewEntry } from '../core/review/entry.ts';
import type { PlanInput, Used } from '../core/review/plan-input.ts';
import { withFormerKeys } from '../core/review/renamed.ts';
import { isGone } from '../core/review/wanted-issues.ts';
import { fileLink, historyLink, pullLink } from '../github/web-links.ts';
import { readAttestationsKept } from '../store/attestations.ts';
import { reportedIn } from '../store/feedback-reports.ts';
import { openingsSince } from '../store/openings.ts';
import { pendingReviews } from '../store/own-pulls.ts';
import { type ReviewIssue, readReviewIssues } from '../store/review-issues.ts';
import { procedureTexts, type ReviewSource, reviewedProcedures } from '../store/review-sources.ts';
import { everybody, publicNames } from './public-names.ts';
import { knownPeople, type People } from './review-people.ts';
import type { ReviewPlace } from './review-place.ts';
import type { Tools } from './tools.ts';

/** Of one place, on one day. `people` are those whom the catalog knows; others have to be asked for. */
export type ReviewInput = Omit<PlanInput, 'owners' | 'issues'> & {
  readonly place: ReviewPlace;
  readonly people: People;
  readonly issues: readonly ReviewIssue[];
  readonly repositories: readonly ReviewedRepository[];
};

export async function readReviewInput(tools: Tools, place: ReviewPlace): Promise<ReviewInput> {
  const { store, clock, hour } = tools;
  const { home, settings } = place;
  const { timeZone } = settings.review;
  const today = clock(timeZone);
  const repositories: ReviewedRepository[] = [];
  for (const source of place.sources) repositories.push(await reviewedRepository(tools, source, today));
  const mayName = home.isPrivate ? everybody : await publicNames(store, repositories);
  const issues = await readReviewIssues(store, home.id);
  const people = await knownPeople(tools, place);
  const all = repositories.flatMap((one) => reviewEntries(one, addressesOf(tools, place, one)));
  const entries = all
    .filter(({ owner }) => owner === null || mayName(owner))
    .map((entry) => ({ ...entry, approvers: entry.approvers.filter(mayName) }));
  if (entries.length < all.length)
    tools.log.info({ hidden: all.length - entries.length }, 'A public place must not name who owns these procedures.');
  const { fallback } = settings.owners;
  const shown = fallback !== null && mayName(fallback) ? fallback : null;
  const known = withFormerKeys(entries, issues);
  return {
    ...{ place, people, issues, repositories, today, hour: hour(timeZone) },
    entries: await withDetails(tools, known, { issues, people, today, repositories }),
    settings: { ...settings, owners: { ...settings.owners, fallback: shown } },
    used: await usedSince(tools, home, today),
  };
}

async function reviewedRepository({ store }: Tools, source: ReviewSource, today: string): Promise<ReviewedRepository> {
  return {
    ...source,
    procedures: await reviewedProcedures(store, source.id),
    attestations: await readAttestationsKept(store, source.id),
    pending: await pendingReviews(store, source.id),
    feedback: await reportedIn(store, source.id, today),
  };
}

function addressesOf({ webUrl }: Tools, { home, sources }: ReviewPlace, { id, owner, name }: ReviewedRepository) {
  const branch = sources.find((source) => source.id === id)?.defaultBranch ?? 'HEAD';
  const at = { webUrl, repository: { owner, name }, branch };
  return {
    place: { id: home.id, isPrivate: home.isPrivate },
    fileUrl: (path: string) => fileLink(at, path),
    historyUrl: (path: string, since: string) => historyLink(at, path, since),
    pullUrl: (number: number) => pullLink(at, number),
  };
}

/** How many issues were opened already this week and today, in all places of the installation. */
async function usedSince({ store }: Tools, { id, installation }: ReviewPlace['home'], today: string): Promise<Used> {
  const week = await openingsSince(store, installation, mondayOf(today));
  const perOwnerWeekly = new Map<string, number>();
  for (const { owner } of week) perOwnerWeekly.set(owner, (perOwnerWeekly.get(owner) ?? 0) + 1);
  const ofDay = week.filter(({ on }) => on === today);
  return { perOwnerWeekly, perDay: ofDay.length, perRun: ofDay.filter(({ place }) => place === id).length };
}

type Known = Pick<ReviewInput, 'issues' | 'people' | 'today' | 'repositories'>;

/** What an issue says of a procedure beyond its dates, for those that an issue may be about. */
async function withDetails(
  { store }: Tools,
  entries: readonly ReviewEntry[],
  { issues, people, today, repositories }: Known,
): Promise<readonly ReviewEntry[]> {
  const open = issues.filter(({ state }) => state === 'open');
  const listed = new Set(open.flatMap((issue) => issue.listed.map(({ key }) => key)));
  const isAsked = ({ key, formerKeys, due, planned, owner }: ReviewEntry) =>
    owner !== null &&
    !isGone(owner, people) &&
    ((due !== null && planned !== null && today > planned) || [key, ...formerKeys].some((one) => listed.has(one)));
  const asked = new Set(entries.filter(isAsked));
  const checks = new Map<ReviewEntry, ReviewEntry['checks']>();
  for (const repository of repositories) {
    const own = [...asked].filter((entry) => entry.repository === `${repository.owner}/${repository.name}`);
    const texts = await procedureTexts(
      store,
      repository.id,
      own.map(({ path }) => path),
    );
    for (const entry of own) checks.set(entry, checksIn(repository, entry.path, texts.get(entry.path) ?? ''));
  }
  const proposals = proposalsIn(open);
  return entries.map((entry) => ({
    ...entry,
    checks: checks.get(entry) ?? [],
    successors: (entry.owner !== null && proposals.get(ownerKey(entry.owner))) || [],
  }));
}

/** Where no texts are stored, what is true of every procedure is left to check. */
function checksIn({ settings, owner }: ReviewedRepository, path: string, text: string): ReviewEntry['checks'] {
  const { aliases, dates } = settings.metadata;
  const reading = { aliases, dates, ownersMap: settings.owners.map, organisation: owner };
  return checksOf(
    readProcedure({ path, text, directories: [], repository: null, organisation: null, settings: reading }),
  );
}

/** Whom the open orphan issues propose, by the owner who is gone. */
function proposalsIn(open: readonly ReviewIssue[]): ReadonlyMap<string, ReviewIssue['successors']> {
  const orphans = open.filter(({ kind }) => kind === 'orphaned');
  return new Map(orphans.map(({ key, successors }) => [key, successors]));
}
