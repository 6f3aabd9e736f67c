// core/policy: the day on which each procedure's review is planned.
import { plannedByOwner } from '../review/planned-by-owner.ts';
import type { Settings } from './settings.ts';
import type { Entry } from './verdict.ts';

/**
 * The planned day (`YYYY-MM-DD`) of every entry that has a due day: levelled for each owner by itself, with as many reviews a week as
 * `issues.perOwnerWeekly` says; the due day itself where `review.spread` is false.
 */
export function plannedDays(entries: readonly Entry[], settings: Settings): ReadonlyMap<Entry, string> {
  const dated = entries.filter(({ review }) => review.next !== null && review.state !== 'never');
  const days = plannedByOwner(
    dated.map(({ procedure: { id, path }, owner, review }) => ({
      ...{ id, path, owner: owner?.handle ?? null, due: review.next ?? '' },
      interval: review.interval && 'iso' in review.interval ? review.interval.iso : null,
    })),
    { spread: settings.review.spread, perWeek: settings.issues.perOwnerWeekly },
  );
  return new Map(dated.map((entry, index) => [entry, days[index] ?? '']));
}
