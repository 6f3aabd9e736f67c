// cli: `steward due`.
import { Command, Option } from 'commander';
import { addInterval } from '../core/calendar-date.ts';
import { visible } from '../core/display.ts';
import { parseSpan } from '../core/interval.ts';
import { plannedDays } from '../core/policy/planned-days.ts';
import { entryJson } from '../core/policy/report/entry-json.ts';
import { forecastOf } from '../core/review/forecast.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { type Due, dueText } from './due-text.ts';
import { toJsonText } from './json.ts';
import { examples, formatOption, type Look, look, todayOption } from './look.ts';
import { toCsv } from './procedures-for-scripts.ts';
import type { Terminal } from './terminal.ts';

type Options = { readonly today?: string; readonly within?: string; readonly format: 'text' | 'json' | 'csv' };

export function dueCommand(terminal: Terminal): Command {
  const command = new Command('due')
    .description('what is overdue and what is due soon, by owner, and what the next quarter brings')
    .argument('[dir]', 'the folder', '.')
    .addOption(todayOption())
    .addOption(
      new Option(
        '--within <span>',
        'how far ahead to look, such as 30d or "2 weeks" (default: review.dueSoon of the configuration)',
      ),
    )
    .addOption(formatOption(['text', 'json', 'csv']))
    .action(async (dir: string, options: Options) => {
      const within = options.within === undefined ? null : spanOf(options.within);
      const due = dueOf(await look(dir, options, terminal), within);
      const print = { json: toJson, csv: () => toCsv(due.entries), text: () => dueText(due, terminal) };
      terminal.out(print[options.format](due));
    });
  return examples(command, [
    'steward due',
    'steward due --within 30d',
    'steward due . --today 2027-01-01 --format json',
  ]);
}

function spanOf(written: string): string {
  const span = parseSpan(written);
  if ('iso' in span) return span.iso;
  throw new CannotRun(
    `--within ${visible(written)} ${visible(span.problem)}.${span.suggestion ? ` Did you mean ${visible(span.suggestion)}?` : ''}`,
  );
}

/** What is due or planned until the end of the span, and the forecast, which looks at everything. */
function dueOf({ survey, policy }: Look, within: string | null): Due {
  const planned = plannedDays(survey.entries, policy.settings);
  const until = addInterval(policy.today, within ?? policy.settings.review.dueSoon);
  const isUndated = (state: string): boolean => state === 'undated' || state === 'invalid';
  return {
    today: policy.today,
    until,
    entries: survey.entries.filter((entry) => (planned.get(entry) ?? '9999-12-31') <= until),
    planned,
    undated: survey.entries.filter(({ review }) => isUndated(review.state)).length,
    forecast: forecastOf(
      [...planned].map(([{ owner, review }, day]) => ({
        owner: owner?.handle ?? null,
        due: review.next ?? day,
        planned: day,
      })),
      policy.today,
    ),
  };
}

/** The procedures as `list` gives them, each with its planned day, and the forecast. */
function toJson({ entries, planned, forecast }: Due): string {
  const procedures = entries.map((entry) => ({ ...entryJson(entry), planned: planned.get(entry) ?? null }));
  return toJsonText({ version: 1, procedures, forecast });
}
