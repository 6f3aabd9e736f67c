// core/review: when people may be spoken to.
import { weekdayOf } from './days.ts';

/** Days are ISO 8601 (Monday 1); hours of the day, `toHour` excluded. */
export type OpenOn = { readonly days: readonly number[]; readonly fromHour: number; readonly toHour: number };

/** Whether issues are opened at `hour` (0 to 23) of `today`, both in the configured time zone. */
export function isOpenHour({ days, fromHour, toHour }: OpenOn, today: string, hour: number): boolean {
  return days.includes(weekdayOf(today)) && hour >= fromHour && hour < toHour;
}
