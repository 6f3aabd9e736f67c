// core/policy: how well procedures are owned and reviewed, counted.
import { byCodePoint } from '../code-point-order.ts';
import type { Entry } from './verdict.ts';

/** Counts over some procedures. `resolvable`: GitHub knows the owner and it can act; null where nobody was asked. */
export type Counts = {
  readonly procedures: number;
  readonly owned: number;
  readonly resolvable: number | null;
  readonly specificallyCovered: number;
  readonly dated: number;
  readonly current: number;
  readonly overdue: number;
};

export type OwnerCounts = Counts & { readonly owner: string | null };

/** The counts of `entries`. `current` includes what is due soon and what is never due. */
export function countEntries(entries: readonly Entry[]): Counts {
  const count = (fits: (entry: Entry) => boolean): number => entries.filter(fits).length;
  return {
    procedures: entries.length,
    owned: count(({ owner }) => owner !== null),
    resolvable: null,
    specificallyCovered: count(({ coverage }) => coverage === 'specific'),
    dated: count(({ review }) => review.state !== 'undated' && review.state !== 'invalid'),
    current: count(
      ({ review }) => review.state === 'current' || review.state === 'due-soon' || review.state === 'never',
    ),
    overdue: count(({ review }) => review.state === 'overdue'),
  };
}

/** The counts by owner, most procedures first; what nobody owns comes last. */
export function countByOwner(entries: readonly Entry[]): readonly OwnerCounts[] {
  const owners = new Map<string | null, Entry[]>();
  for (const entry of entries) {
    const key = entry.owner?.handle ?? null;
    const same = owners.get(key);
    if (same) same.push(entry);
    else owners.set(key, [entry]);
  }
  return [...owners]
    .map(([owner, owned]) => ({ owner, ...countEntries(owned) }))
    .sort(
      (a, b) =>
        Number(a.owner === null) - Number(b.owner === null) ||
        b.procedures - a.procedures ||
        byCodePoint(a.owner ?? '', b.owner ?? ''),
    );
}
