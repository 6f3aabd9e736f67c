// cli: which day it is.
import { parseDate, todayIn } from '../core/calendar-date.ts';
import { visible } from '../core/display.ts';
import type { Clock } from '../core/policy/policy-of.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import type { Terminal } from './terminal.ts';

/** `--today` where it is given (throws `CannotRun` where it is no date), else the terminal's clock in the asked time zone. */
export function clockOf(today: string | undefined, terminal: Pick<Terminal, 'now'>): Clock {
  if (today === undefined) return (timeZone) => todayIn(timeZone ?? 'UTC', terminal.now());
  const parsed = parseDate(today, 'iso');
  if ('problem' in parsed || parsed.date !== today)
    throw new CannotRun(`--today ${visible(today)}: give a date that exists, as YYYY-MM-DD.`);
  return () => parsed.date;
}
