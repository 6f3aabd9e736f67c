// cli: `steward due` for a person.
import { daysBetween } from '../core/calendar-date.ts';
import { byCodePoint } from '../core/code-point-order.ts';
import { visible } from '../core/display.ts';
import { plural } from '../core/plural.ts';
import type { Paint } from '../core/policy/report/text.ts';
import type { Entry } from '../core/policy/verdict.ts';
import type { ForecastWeek } from '../core/review/forecast.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What `steward due` found: the entries due or planned until `until`, the planned day of every dated entry, and the next quarter. */
export type Due = {
  readonly today: string;
  readonly until: string;
  readonly entries: readonly Entry[];
  readonly planned: ReadonlyMap<Entry, string>;
  readonly undated: number;
  readonly forecast: readonly ForecastWeek[];
};

const WEEKS_SHOWN = 30;

/** The text form: by owner, then what cannot be told, then the forecast. */
export function dueText(due: Due, { paint }: Pick<Terminal, 'paint'>): string {
  const overdue = due.entries.filter(({ review }) => review.state === 'overdue').length;
  const title = paint.bold(`${overdue} overdue, ${due.entries.length - overdue} due by ${due.until}`);
  const whens = whensOf(due);
  const owners = byOwner(due.entries).map(([owner, entries]) => ownerText(owner, entries, whens, due, paint));
  const notes = [
    ...(due.undated > 0
      ? [`${plural(due.undated, 'procedure')} without a usable review date (steward list shows which).`]
      : []),
    ...(due.entries.length > 0 ? ['When one is right: steward reviewed <path> -m "what I checked"'] : []),
  ].map((line) => paint.dim(line));
  const parts = [title, ...owners, forecastText(due.forecast, paint), notes.join('\n')];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** By owner, the one with the longest overdue procedure first; within an owner, the longest overdue first. */
function byOwner(due: readonly Entry[]): readonly (readonly [string, readonly Entry[]])[] {
  const sorted = [...due].sort(
    (a, b) => byCodePoint(a.review.next ?? '', b.review.next ?? '') || byCodePoint(a.procedure.path, b.procedure.path),
  );
  return [...Map.groupBy(sorted, ({ owner }) => owner?.handle ?? 'no owner')];
}

function ownerText(
  owner: string,
  entries: readonly Entry[],
  whens: ReadonlyMap<Entry, string>,
  { planned }: Due,
  paint: Paint,
): string {
  const lines = entries.map((entry) => {
    const { procedure, review, risk } = entry;
    const colour = review.state === 'overdue' ? paint.red : paint.yellow;
    const day = planned.get(entry);
    const notes = [...(risk ? [risk] : []), ...(day !== review.next ? [`planned ${day}`] : [])];
    const told = notes.length > 0 ? paint.dim(` (${notes.join(', ')})`) : '';
    return `  ${colour(`${review.next}  ${whens.get(entry)}`)}  ${visible(procedure.path)}${told}`;
  });
  return [paint.bold(visible(owner)), ...lines].join('\n');
}

/** How far from `today` each entry is due, in words that are all of one width. */
function whensOf({ entries, today }: Due): ReadonlyMap<Entry, string> {
  const words = entries.map((entry) => [entry, whenOf(daysBetween(today, entry.review.next ?? today))] as const);
  const width = words.reduce((widest, [, when]) => Math.max(widest, when.length), 0);
  return new Map(words.map(([entry, when]) => [entry, when.padEnd(width)]));
}

function whenOf(days: number): string {
  if (days < 0) return `overdue by ${plural(-days, 'day')}`;
  return days === 0 ? 'due today' : `due in ${plural(days, 'day')}`;
}

function forecastText(forecast: readonly ForecastWeek[], paint: Paint): string {
  if (forecast.length === 0) return '';
  const rows = forecast
    .slice(0, WEEKS_SHOWN)
    .map(({ week, owner, planned, due }) => [week, owner ?? 'no owner', String(planned), String(due)]);
  const left = forecast.length - rows.length;
  const more = left > 0 ? paint.dim(`and ${plural(left, 'more line')} (--format json has them all)\n`) : '';
  const head = ['WEEK OF', 'OWNER', 'PLANNED', 'DUE'];
  return `${paint.bold('The next quarter')}\n${table(head, rows, paint.dim)}${more}`.trimEnd();
}
