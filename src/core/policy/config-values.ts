// core/policy: the kinds of values a configuration is made of. Each error is the end of "it must be …".
import { z } from 'zod';
import { parseDate } from '../calendar-date.ts';
import { parseInterval, parseSpan } from '../interval.ts';
import { parseOwner } from '../owner.ts';
import { globProblem, MAX_GLOBS } from './globs.ts';
import { parseDays, parseHours } from './opening-hours.ts';
import type { Refusal } from './refusal.ts';
import { timeZoneProblem } from './time-zone.ts';

z.config({ jitless: true }); // Nothing is compiled at run time, so that the service can forbid code generation.

const MAPPING = 'a mapping, one "key: value" a line';

/** A mapping with these keys and no others. */
export function section<const Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: MAPPING });
}

/** A mapping from words of the user's own. It has no prototype, so that `constructor` is a word like any other. */
export function dictionary<Value extends z.ZodType>(value: Value) {
  return z
    .record(z.string(), value, { error: MAPPING })
    .transform((written): Readonly<Record<string, z.output<Value>>> => Object.assign(Object.create(null), written));
}

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, { error: 'a list' });
}

export function flag() {
  return z.boolean({ error: 'true or false' });
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: either(words) });
}

/** `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A whole number. */
export function count(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** A text that is not blank, of at most `most` characters. */
export function text(most: number) {
  const error = `a text of 1 to ${most} characters`;
  return z.string({ error }).max(most, { error }).regex(/\S/, { error });
}

/** A text in the form of `pattern`. */
export function form(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error });
}

export function globs() {
  const glob = checked('a glob such as "docs/runbooks/**/*.md"', globProblem);
  return list(glob).max(MAX_GLOBS, { error: `a list of at most ${MAX_GLOBS} globs` });
}

export function timeZone() {
  return checked('a time zone such as "Europe/Berlin"', timeZoneProblem);
}

/** A review interval in English or ISO 8601; `never (reason)` is one. */
export function interval() {
  return read(time('a time such as "6 months", "90 days" or "quarterly"'), parseInterval);
}

/** A span of time in English or ISO 8601, as an ISO 8601 duration. */
export function span() {
  return read(time('a time such as "14 days"'), (written) => {
    const parsed = parseSpan(written);
    return 'iso' in parsed ? parsed.iso : parsed;
  });
}

export function calendarDate() {
  return read(z.string({ error: 'a date such as 2027-03-31' }), (written) => {
    const parsed = parseDate(written, 'iso');
    if ('problem' in parsed) return parsed;
    const { date, suggestion } = parsed;
    return suggestion === null ? date : { problem: 'is not in the form YYYY-MM-DD', suggestion };
  });
}

/** A GitHub team or user by handle or address, as a handle; `owners.map` is not asked, so that this stands for itself. */
export function owner() {
  return read(z.string({ error: 'a GitHub team or user such as "@acme/sre"' }), (written) => {
    const parsed = parseOwner(written, { map: {}, organisation: null });
    if ('owner' in parsed) return parsed.owner.handle;
    return { problem: 'is not the handle of a GitHub team or user such as "@acme/sre"', suggestion: parsed.suggestion };
  });
}

export function days() {
  return read(z.string({ error: 'days such as "mon-thu"' }), parseDays);
}

export function hours() {
  return read(z.string({ error: 'whole hours such as "9-16"' }), parseHours);
}

function time(error: string) {
  return z.union([z.string({ error }), z.number({ error })], { error });
}

/** A text that `problemOf` finds nothing wrong with. */
function checked(error: string, problemOf: (written: string) => Refusal | null) {
  return read(z.string({ error }), (written) => problemOf(written) ?? written);
}

/** `schema`, and what `parse` makes of it where that is no refusal. */
function read<Schema extends z.ZodType, Value>(schema: Schema, parse: (written: z.output<Schema>) => Value) {
  return schema.transform((written, context): Exclude<Value, Refusal> => {
    const value = parse(written);
    if (!isRefusal(value)) return value as Exclude<Value, Refusal>;
    const { problem, suggestion } = value;
    context.issues.push({ code: 'custom', input: written, message: problem, params: { suggestion } });
    return z.NEVER;
  });
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'problem' in value;
}
