// test: a repository as one was found in the field: 263 pages of five teams, 58 of which were stamped on one day.
import { mondayOf } from '../../../src/core/review/days.ts';

export type Page = {
  readonly id: string;
  readonly owner: string;
  readonly last: string;
  readonly risk: 'low' | 'medium' | 'high' | 'critical' | null;
};

const TEAMS = ['@acme/sre', '@acme/database', '@acme/network', '@acme/platform', '@acme/payments'];

/** The pages, the same in every run. */
export const STAMPED: readonly Page[] = Array.from({ length: 263 }, (_, i) => ({
  id: `runbooks/${TEAMS[i % 5]?.slice(6)}/page-${i}.md`,
  owner: TEAMS[i % 5] ?? '',
  last: i < 58 ? '2026-03-17' : dayOf(i),
  risk: i % 29 === 0 ? 'critical' : i % 13 === 0 ? 'high' : i % 3 === 0 ? 'low' : null,
}));

/** One to every other day of the year before. */
function dayOf(i: number): string {
  return new Date(Date.UTC(2025, 10, 1 + ((i * 97) % 365))).toISOString().slice(0, 10);
}

/** How many of `days` are in the week that has most of them. */
export function busiestWeek(days: readonly string[]): number {
  const weeks = Map.groupBy(days, mondayOf);
  return Math.max(0, ...[...weeks.values()].map((week) => week.length));
}
