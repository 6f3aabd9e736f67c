// core/review: many reviews that fall due together are asked for one after the other.
import { byCodePoint } from '../code-point-order.ts';
import { dateOfDay, dayNumber, daysIn, weekOf } from './days.ts';
import { fixedHash } from './fixed-hash.ts';

/** A dated procedure. `id` is unique among those of its owner; `interval` is an ISO 8601 duration, null where only the due day is known. */
export type Dated = { readonly id: string; readonly due: string; readonly interval: string | null };

/** How far a review may move forward, of its interval. */
const MOST = 0.15;
const WEEK = 7;

type Seeker = Dated & { readonly rank: number; readonly weeks: readonly number[]; readonly earliest: number };

/**
 * The planned day of each procedure of one owner, by id: its due day while no more than `perWeek` are due in that week; for the others an
 * earlier day that a fixed hash of the id decides, at most 15 % of the interval earlier, in a week that has room. Where no week has room,
 * all weeks fill evenly. Never past the due day; the same for any order; one procedure more or less moves few others.
 */
export function levelReviews(procedures: readonly Dated[], perWeek: number): ReadonlyMap<string, string> {
  const load = new Map<number, number>();
  const planned = new Map<string, string>();
  // Whoever ranks first chooses first, so that a newcomer displaces one of those behind it, who displaces the next, and nobody else.
  const seekers = procedures.map(toSeeker).sort((a, b) => a.rank - b.rank || byCodePoint(a.id, b.id));
  for (const seeker of seekers) {
    const week = weekFor(seeker, load, Math.max(1, perWeek));
    load.set(week, (load.get(week) ?? 0) + 1);
    planned.set(seeker.id, dayIn(week, seeker));
  }
  return planned;
}

function toSeeker({ id, due, interval }: Dated): Seeker {
  const day = dayNumber(due);
  const length = interval === null ? 0 : daysIn(interval, due);
  const earliest = day - Math.floor(length * MOST);
  const [first, last] = [weekOf(earliest), weekOf(day)];
  const earlier = Array.from({ length: (last - first) / WEEK }, (_, index) => first + index * WEEK);
  const liking = new Map(earlier.map((week) => [week, fixedHash(`${id} ${week}`)]));
  const weeks = [last, ...earlier.sort((a, b) => (liking.get(a) ?? 0) - (liking.get(b) ?? 0))];
  return { id, due, interval, rank: fixedHash(id), weeks, earliest };
}

/** The first week, as the id likes them, that is not fuller than it has to be. */
function weekFor({ weeks }: Seeker, load: ReadonlyMap<number, number>, perWeek: number): number {
  const roundOf = (week: number): number => Math.floor((load.get(week) ?? 0) / perWeek);
  const round = Math.min(...weeks.map(roundOf));
  return weeks.find((week) => roundOf(week) === round) ?? weeks[0] ?? 0;
}

function dayIn(week: number, { id, due, earliest }: Seeker): string {
  if (week === weekOf(dayNumber(due))) return due;
  const from = Math.max(week, earliest);
  return dateOfDay(from + (fixedHash(`${id} day`) % (week + WEEK - from)));
}
