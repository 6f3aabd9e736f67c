// core/review: how many reviews the coming weeks bring.
import { addInterval } from '../calendar-date.ts';
import { byCodePoint } from '../code-point-order.ts';
import { mondayOf } from './days.ts';

/** A procedure with a due day, and the day on which its review is planned. */
export type PlannedReview = { readonly owner: string | null; readonly due: string; readonly planned: string };

/** The week that begins on `week` (a Monday): how many reviews of `owner` are planned in it, and how many would be due in it. */
export type ForecastWeek = {
  readonly week: string;
  readonly owner: string | null;
  readonly planned: number;
  readonly due: number;
};

/**
 * The next quarter from the week of `today` on, by week and owner, without weeks in which nothing happens. What lies before `today` counts
 * in the week of `today`: it has still to be done.
 */
export function forecastOf(reviews: readonly PlannedReview[], today: string): readonly ForecastWeek[] {
  const until = addInterval(today, 'P3M');
  const weeks = new Map<string, { week: string; owner: string | null; planned: number; due: number }>();
  const count = (owner: string | null, day: string, what: 'planned' | 'due'): void => {
    if (day > until) return;
    const week = mondayOf(day < today ? today : day);
    const key = JSON.stringify([week, owner]);
    const known = weeks.get(key) ?? { week, owner, planned: 0, due: 0 };
    known[what] += 1;
    weeks.set(key, known);
  };
  for (const { owner, planned, due } of reviews) {
    count(owner, planned, 'planned');
    count(owner, due, 'due');
  }
  return [...weeks.values()].sort(
    (a, b) =>
      byCodePoint(a.week, b.week) ||
      Number(a.owner === null) - Number(b.owner === null) ||
      byCodePoint(a.owner ?? '', b.owner ?? ''),
  );
}
