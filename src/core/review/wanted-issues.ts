// core/review: the issues that should be open today, whatever is open now.
import { compareDates } from '../calendar-date.ts';
import { byCodePoint } from '../code-point-order.ts';
import { ownerKey, sameOwner } from '../owner.ts';
import type { OwnerState } from '../snapshot.ts';
import { gravityOf, isGrave, type ReviewEntry, riskOf } from './entry.ts';
import type { IssueKind, KnownIssue } from './known-issue.ts';
import type { Owners } from './owner-facts.ts';
import type { PlanInput } from './plan-input.ts';

/** An issue that should be open: for whom, about what, the gravest and most overdue procedure first. */
export type WantedIssue = {
  readonly kind: IssueKind;
  readonly key: string;
  readonly formerKeys: readonly string[];
  readonly about: 'one' | 'several';
  readonly owner: string;
  readonly entries: readonly ReviewEntry[];
  readonly undated: readonly ReviewEntry[];
};

/** `unowned`: asked for, and there is nobody to ask. */
export type Wanted = { readonly issues: readonly WantedIssue[]; readonly unowned: readonly ReviewEntry[] };

/**
 * One issue for each owner about what is due at low or medium risk, one for each due procedure of high or critical risk, and one for each
 * owner who is gone, or says that some are not theirs. A procedure is due from the day after its planned day, and stays so in an open issue until it is reviewed, also when
 * its plan moves. An undated procedure opens none.
 */
export function wantedIssues({ entries, owners, issues, today }: PlanInput): Wanted {
  const isOrphan = orphanTest(owners, issues);
  const living = entries.filter((entry) => entry.owner !== null && !isOrphan(entry));
  const listed = listedOpen(issues);
  const asked = entries.filter((entry) => isAsked(entry, today, listed)).sort(byUrgency);
  const askedOfLiving = asked.filter((entry) => living.includes(entry));
  const undated = living.filter((entry) => entry.due === null && isPast(entry.planned, today)).sort(byPath);
  return {
    issues: [
      ...askedOfLiving.filter(isGrave).map(toSingle),
      ...bundles(
        askedOfLiving.filter((entry) => !isGrave(entry)),
        undated,
      ),
      ...orphanIssues(entries.filter(isOrphan).sort(byUrgency)),
    ],
    unowned: asked.filter(({ owner }) => owner === null),
  };
}

const LIVING: readonly OwnerState['state'][] = ['alive', 'unknown'];

/** Whether GitHub said that this owner cannot act; what nobody knows is no reason. */
export function isGone(owner: string, owners: Owners): boolean {
  return !LIVING.includes(owners.get(ownerKey(owner))?.state ?? 'unknown');
}

/** Whose owner is gone, or said that it is not theirs. */
function orphanTest(owners: Owners, issues: readonly KnownIssue[]): (entry: ReviewEntry) => boolean {
  const disowned = Map.groupBy(
    issues.flatMap((issue) => issue.disowned ?? []),
    ({ key }) => key,
  );
  return ({ key, formerKeys, owner }) =>
    owner !== null &&
    (isGone(owner, owners) ||
      [key, ...formerKeys].some((one) => (disowned.get(one) ?? []).some((said) => sameOwner(said.owner, owner))));
}

/** Riskiest first, then most overdue, then by key. */
export function byUrgency(a: ReviewEntry, b: ReviewEntry): number {
  return (
    gravityOf(riskOf(b)) - gravityOf(riskOf(a)) ||
    compareDates(a.due ?? '9999-12-31', b.due ?? '9999-12-31') ||
    byCodePoint(a.key, b.key)
  );
}

function byPath(a: ReviewEntry, b: ReviewEntry): number {
  return byCodePoint(a.repository, b.repository) || byCodePoint(a.path, b.path);
}

function isAsked(entry: ReviewEntry, today: string, listed: ReadonlyMap<string, string | null>): boolean {
  if (entry.due === null || entry.planned === null) return false;
  return isPast(entry.planned, today) || [entry.key, ...entry.formerKeys].some((key) => listed.get(key) === entry.due);
}

/** By key, the due day of every procedure that an open review issue lists. */
function listedOpen(issues: readonly KnownIssue[]): ReadonlyMap<string, string | null> {
  const open = issues.filter(({ kind, state }) => kind === 'review' && state === 'open');
  return new Map(open.flatMap(({ listed }) => listed.map(({ key, due }) => [key, due] as const)));
}

function isPast(day: string | null, today: string): boolean {
  return day !== null && today > day;
}

function toSingle(entry: ReviewEntry): WantedIssue {
  const { key, formerKeys, owner } = entry;
  return { kind: 'review', key, formerKeys, about: 'one', owner: owner ?? '', entries: [entry], undated: [] };
}

function bundles(asked: readonly ReviewEntry[], undated: readonly ReviewEntry[]): readonly WantedIssue[] {
  const never = Map.groupBy(undated, keyOfOwner);
  return several('review', asked).map((issue) => ({ ...issue, undated: never.get(issue.key) ?? [] }));
}

function orphanIssues(orphans: readonly ReviewEntry[]): readonly WantedIssue[] {
  return several('orphaned', orphans);
}

function several(kind: IssueKind, entries: readonly ReviewEntry[]): readonly WantedIssue[] {
  return [...Map.groupBy(entries, keyOfOwner)].map(([key, owned]) => ({
    kind,
    key,
    formerKeys: [],
    about: 'several',
    owner: owned[0]?.owner ?? '',
    entries: owned,
    undated: [],
  }));
}

function keyOfOwner({ owner }: ReviewEntry): string {
  return ownerKey(owner ?? '');
}
