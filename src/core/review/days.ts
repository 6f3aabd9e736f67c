// core/review: counting in days and weeks. Dates are `YYYY-MM-DD`, from 1970 to 9999.
import { addInterval } from '../calendar-date.ts';

const DAY = 86_400_000;

/** The days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** The date that `dayNumber` gives `day` for. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** ISO 8601: Monday is 1, Sunday 7. */
export function weekdayOf(date: string): number {
  return ((dayNumber(date) + 3) % 7) + 1;
}

/** The day number of the Monday before `day`, or of `day` itself. */
export function weekOf(day: number): number {
  return day - ((day + 3) % 7);
}

/** The Monday of the week that `date` is in. */
export function mondayOf(date: string): string {
  return dateOfDay(weekOf(dayNumber(date)));
}

/** How many days `iso`, an ISO 8601 duration, lasts from `date`. */
export function daysIn(iso: string, date: string): number {
  return dayNumber(addInterval(date, iso)) - dayNumber(date);
}

/** `days` later; earlier where negative. */
export function addDays(date: string, days: number): string {
  return dateOfDay(dayNumber(date) + days);
}
