// core/review: the day on which each review of a repository is planned, every owner by itself.
import { ownerKey } from '../owner.ts';
import { type Dated, levelReviews } from './level.ts';

/** A procedure with a due day. `owner`: a handle; null where nobody owns it. */
export type Planning = {
  readonly id: string;
  readonly path: string;
  readonly owner: string | null;
  readonly due: string;
  /** ISO 8601; null where only the due day is known. */
  readonly interval: string | null;
};

/** `spread` false: every review is planned for its due day. `perWeek`: how many an owner is asked for in a week. */
export type Spreading = { readonly spread: boolean; readonly perWeek: number };

/** The planned day of each, in their order. */
export function plannedByOwner(procedures: readonly Planning[], { spread, perWeek }: Spreading): readonly string[] {
  if (!spread) return procedures.map(({ due }) => due);
  const planned = new Map<Planning, string>();
  for (const owned of Map.groupBy(procedures, ({ owner }) => owner && ownerKey(owner)).values()) {
    const dated = withDistinctIds(owned);
    const days = levelReviews(dated, perWeek);
    for (const [index, one] of owned.entries()) planned.set(one, days.get(dated[index]?.id ?? '') ?? one.due);
  }
  return procedures.map((one) => planned.get(one) ?? one.due);
}

/** Two procedures of a repository may share an id by mistake; the later one then goes by its path. */
function withDistinctIds(owned: readonly Planning[]): readonly Dated[] {
  const seen = new Set<string>();
  return owned.map(({ id, path, due, interval }) => {
    const distinct = seen.has(id) ? `${id} ${path}` : id;
    seen.add(id);
    return { id: distinct, due, interval };
  });
}
