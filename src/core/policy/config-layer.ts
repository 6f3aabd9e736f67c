// core/policy: one configuration file, checked: what of it stands, and what is wrong.
import { parseDate } from '../calendar-date.ts';
import type { Plain } from '../procedure/front-matter.ts';
import { isLeftEmpty, problemsOf, wholeOf } from './config-problems.ts';
import { configSchema } from './config-schema.ts';
import {
  advice,
  type ConfigProblem,
  type ConfigReading,
  type ConfigSource,
  EMPTY,
  MAX_PROBLEMS,
  type Path,
  type PlainMap,
  shown,
} from './config-source.ts';
import { isList, valueAt, without } from './config-tree.ts';

/** One of the two files the settings come from. `value` holds only what the schema accepts. */
export type ConfigLayer = {
  readonly source: ConfigSource | null;
  readonly value: PlainMap;
  readonly problems: readonly ConfigProblem[];
};

/**
 * What stands of `reading` on `today` (`YYYY-MM-DD`). A wrong value is reported and left out, and so is an unknown key; of an override
 * and of an approval rule, which mean little in parts, the whole is left out.
 */
export function checkedLayer(reading: ConfigReading, today: string): ConfigLayer {
  const { source } = reading;
  if (!source) return reading;
  const problems = [...reading.problems, ...lapsed(reading.value, source, today)];
  const value = settled(reading.value, (issues, checked) => {
    for (const issue of issues) {
      if (problems.length < MAX_PROBLEMS) problems.push(...problemsOf(issue, checked, source));
    }
  });
  return { source, value, problems: problems.slice(0, MAX_PROBLEMS) };
}

type Issues = NonNullable<ReturnType<typeof configSchema.safeParse>['error']>['issues'];

/** Each round leaves out what the schema refuses; what a refusal hid comes up in the next. The rounds are few, as the schema is flat. */
function settled(written: PlainMap, report: (issues: Issues, value: PlainMap) => void): PlainMap {
  let value = written;
  for (let round = 0; round < 8; round += 1) {
    const { error } = configSchema.safeParse(value);
    if (!error) return value;
    report(error.issues, value);
    value = without(
      value,
      error.issues.flatMap((issue) => leftOut(issue, value)),
    );
  }
  return EMPTY;
}

function leftOut(issue: Issues[number], value: PlainMap): readonly Path[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  return [isLeftEmpty(valueAt(value, path), path) ? path : wholeOf(path)];
}

/** Overrides whose last day is over: they no longer hold, and somebody should know. */
function lapsed(value: PlainMap, source: ConfigSource, today: string): readonly ConfigProblem[] {
  const overrides = valueAt(value, ['overrides']);
  if (!isList(overrides)) return [];
  return overrides.flatMap((_, index): readonly ConfigProblem[] => {
    const path = ['overrides', index, 'until'];
    const until = lastDay(valueAt(value, path));
    if (until === null || until >= today) return [];
    return [
      {
        rule: 'config-valid',
        level: 'warning',
        path: source.path,
        at: source.at(path),
        message: `The override of ${shown(firstGlob(value, index))} lapsed: it held until ${until}.`,
        fix: advice('Remove the override, or agree on a later day and write it under `until`.'),
      },
    ];
  });
}

function firstGlob(value: PlainMap, index: number): Plain | undefined {
  return valueAt(value, ['overrides', index, 'files', 0]);
}

function lastDay(until: Plain | undefined): string | null {
  const read = typeof until === 'string' ? parseDate(until, 'iso') : null;
  return read && 'date' in read && read.suggestion === null ? read.date : null;
}
