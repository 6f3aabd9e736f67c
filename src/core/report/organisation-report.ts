// core/report: how well an organisation's procedures are owned, reviewed and answered for, once a week.
import { byCodePoint } from '../code-point-order.ts';
import { codeCell } from '../code-span.ts';
import type { FeedbackMeasures, FeedbackReport } from '../feedback/measures.ts';
import { plural } from '../plural.ts';
import { BODY_ROOM, fitting } from '../review/text-budget.ts';

/** Counts over some procedures; docs/report.md says what each means. */
export type ReportCounts = {
  readonly procedures: number;
  /** They have an accountable owner. */
  readonly owned: number;
  /** And the owner is there and may write. */
  readonly able: number;
  readonly specific: number;
  readonly dated: number;
  readonly current: number;
  readonly orphaned: number;
  /** Overdue, and no open issue asks for the review yet. */
  readonly waiting: number;
  /** Feedback of the last 90 days, and what of it had an answer. */
  readonly feedback: number;
  readonly answered: number;
};

/** The counts of one owner in one repository; `owner` null: nobody. */
export type ReportRow = ReportCounts & { readonly owner: string | null; readonly repository: string };

export type Report = {
  readonly total: ReportCounts;
  /** By name; nobody last. */
  readonly owners: readonly (ReportCounts & { readonly name: string | null })[];
  readonly repositories: readonly (ReportCounts & { readonly name: string })[];
};

const COUNTS = [
  ...(['procedures', 'owned', 'able', 'specific', 'dated', 'current', 'orphaned', 'waiting'] as const),
  ...(['feedback', 'answered'] as const),
] as const;

export const NO_COUNTS = Object.fromEntries(COUNTS.map((name) => [name, 0])) as ReportCounts;

/** All together, by owner (in any case of letters) and by repository. */
export function reportOf(rows: readonly ReportRow[]): Report {
  const owners = Map.groupBy(rows, ({ owner }) => owner?.toLowerCase() ?? null);
  const repositories = Map.groupBy(rows, ({ repository }) => repository);
  return {
    total: sum(rows),
    owners: [...owners.values()]
      .map((theirs) => ({ name: theirs[0]?.owner ?? null, ...sum(theirs) }))
      .sort((a, b) => byName(a.name, b.name)),
    repositories: [...repositories]
      .map(([name, its]) => ({ name, ...sum(its) }))
      .sort((a, b) => byName(a.name, b.name)),
  };
}

function sum(rows: readonly ReportCounts[]): ReportCounts {
  return rows.reduce(
    (all, row) => Object.fromEntries(COUNTS.map((name) => [name, all[name] + row[name]])) as ReportCounts,
    NO_COUNTS,
  );
}

function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return byCodePoint(a.toLowerCase(), b.toLowerCase()) || byCodePoint(a, b);
}

/** What the report of a week ago said; a name that it did not have is new. */
export type Before = { readonly on: string; readonly report: Report };

export type ReportText = {
  readonly report: Report;
  readonly before: Before | null;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** Repositories that the place of the report must not name: their procedures are in the total only. */
  readonly unnamed: number;
  /** How feedback is answered, of what may be named: open, and of the last 90 days. */
  readonly feedback: FeedbackReport;
};

export const REPORT_TITLE = 'Operations procedures: the weekly report';

const LINES: readonly { readonly says: string; readonly part: keyof ReportCounts; readonly of: keyof ReportCounts }[] =
  [
    { says: 'have an owner', part: 'owned', of: 'procedures' },
    { says: 'have an owner who can act', part: 'able', of: 'procedures' },
    { says: 'are given to somebody by a specific line of CODEOWNERS', part: 'specific', of: 'procedures' },
    { says: 'have a valid review date', part: 'dated', of: 'procedures' },
    { says: 'are reviewed in time', part: 'current', of: 'procedures' },
    { says: 'are orphans', part: 'orphaned', of: 'procedures' },
    { says: 'are overdue and wait for their issue', part: 'waiting', of: 'procedures' },
  ];
const HEAD = 'procedures | owned | can act | specific | dated | current | orphaned | waiting | answered';

/** The text under the marker, under 60,000 characters. Nothing of it is active. */
export function reportText({ report, before, on, unnamed, feedback }: ReportText): string {
  const since = before === null ? '' : ` The change since ${before.on} stands in brackets.`;
  const { total } = report;
  const head = [
    `${plural(total.procedures, 'procedure')} in ${repositoriesOf(report.repositories.length + unnamed)} on ${on}.${since}`,
    '',
    ...LINES.map(({ says, part, of }) => `- ${share(total, before?.report.total, part, of)} ${says}`),
    ...(total.feedback === 0
      ? []
      : [`- ${share(total, before?.report.total, 'answered', 'feedback')} reports of the last 90 days were answered`]),
    '',
  ];
  const hidden =
    unnamed === 0
      ? []
      : [
          `_In the counts above, and not named here, where more people read: ${repositoriesOf(unnamed)} that ${unnamed === 1 ? 'is' : 'are'} not public._`,
        ];
  const answers = feedback.total.total === 0 ? [] : feedbackTable(feedback);
  const room = BODY_ROOM - head.join('\n').length - length(answers) - 800;
  const owners = table('owner', report.owners, before?.report.owners, room / 2);
  const repositories = table('repository', report.repositories, before?.report.repositories, room - length(owners));
  return `${[...head, '### By owner', '', ...owners, '', '### By repository', '', ...repositories, '', ...answers, ...hidden].join('\n').trimEnd()}\n`;
}

type Named = ReportCounts & { readonly name: string | null };

/** The largest first, so that what is cut off is small. */
function table(
  of: string,
  rows: readonly Named[],
  before: readonly Named[] | undefined,
  room: number,
): readonly string[] {
  const known = before && new Map(before.map((row) => [row.name?.toLowerCase() ?? null, row]));
  const sorted = rows.toSorted((a, b) => b.procedures - a.procedures || byName(a.name, b.name));
  const lines = sorted.map((row) => {
    const then = known && (known.get(row.name?.toLowerCase() ?? null) ?? NO_COUNTS);
    const cells = [
      row.name === null ? '_nobody_' : codeCell(row.name, 120),
      `${row.procedures}${change(row.procedures, then?.procedures)}`,
      ...(['owned', 'able', 'specific', 'dated', 'current', 'orphaned', 'waiting'] as const).map(
        (name) => `${row[name]}${change(row[name], then?.[name])}`,
      ),
      row.feedback === 0 ? '' : `${row.answered} of ${row.feedback}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const { kept, left } = fitting(lines, room - 300);
  return [
    `| ${of} | ${HEAD} |`,
    `|---${'|--:'.repeat(HEAD.split('|').length)}|`,
    ...kept,
    ...(left > 0 ? ['', `_and ${left} more with fewer procedures_`] : []),
  ];
}

const FEEDBACK_HEAD = 'of | open | dangerous | unanswered | overdue | first answer | resolved | reopened';
/** Of owners, and of repositories: those with the most reports. */
const MOST_ANSWERING = 100;

/** Times are medians. */
function feedbackTable({ total, owners, repositories }: FeedbackReport): readonly string[] {
  const most = <T extends FeedbackMeasures>(rows: readonly T[]) =>
    rows.toSorted((a, b) => b.total - a.total).slice(0, MOST_ANSWERING);
  const left = Math.max(0, owners.length - MOST_ANSWERING) + Math.max(0, repositories.length - MOST_ANSWERING);
  return [
    '### Feedback',
    '',
    `| ${FEEDBACK_HEAD} |`,
    `|---${'|--:'.repeat(FEEDBACK_HEAD.split('|').length - 1)}|`,
    feedbackLine('all', total),
    ...most(owners).map((row) => feedbackLine(row.owner === null ? '_nobody_' : codeCell(row.owner, 120), row)),
    ...most(repositories).map((row) => feedbackLine(codeCell(row.repository, 120), row)),
    ...(left > 0 ? ['', `_and ${left} more with fewer reports_`] : []),
    '',
  ];
}

function feedbackLine(name: string, measures: FeedbackMeasures): string {
  const { open, openDangerous, unanswered, overdue, firstAnswerHours, resolutionHours, reopened } = measures;
  const hours = (spread: FeedbackMeasures['firstAnswerHours']) => (spread === null ? '' : `${spread.median} h`);
  const cells = [open, openDangerous, unanswered, overdue, hours(firstAnswerHours), hours(resolutionHours), reopened];
  return `| ${[name, ...cells].join(' | ')} |`;
}

function repositoriesOf(count: number): string {
  return `${count} ${count === 1 ? 'repository' : 'repositories'}`;
}

function length(lines: readonly string[]): number {
  return lines.join('\n').length;
}

function share(
  now: ReportCounts,
  then: ReportCounts | undefined,
  part: keyof ReportCounts,
  whole: keyof ReportCounts,
): string {
  const percent = now[whole] === 0 ? '' : ` (${percentOf(now[part], now[whole])} %)`;
  return `**${now[part]} of ${now[whole]}**${percent}${change(now[part], then?.[part])}`;
}

/** 100 only for all and 0 only for none. */
function percentOf(part: number, whole: number): number {
  if (part === whole) return 100;
  return part === 0 ? 0 : Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

function change(now: number, then: number | undefined): string {
  if (then === undefined || now === then) return '';
  return now > then ? ` (+${now - then})` : ` (−${then - now})`;
}
