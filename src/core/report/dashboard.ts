// core/report: the dashboard of a repository: all that its procedures wait for, in one issue that is kept up to date.
import { addInterval, compareDates } from '../calendar-date.ts';
import { checkBox } from '../check-box.ts';
import { byCodePoint } from '../code-point-order.ts';
import { codeSpan, sentence } from '../code-span.ts';
import { plural } from '../plural.ts';
import type { Risk } from '../procedure/procedure.ts';
import { gravityOf } from '../review/entry.ts';
import type { Waiting } from '../review/issue-plan.ts';
import { codeLink } from '../review/links.ts';
import { BODY_ROOM, fitting, folded } from '../review/text-budget.ts';

/** A procedure on the dashboard. Days are `YYYY-MM-DD`. */
export type Shown = {
  /** As the plan of issues names it (`ReviewEntry.key`). */
  readonly key: string;
  readonly path: string;
  readonly title: string;
  /** The page of the file. */
  readonly url: string | null;
  readonly owner: string | null;
  readonly risk: Risk;
  /** The real due day; null: undated, or never due. */
  readonly due: string | null;
  /** The owner is gone, empty or has lost access. */
  readonly isOrphan: boolean;
  /** The open issue that asks about it: `#7`, or `acme/reviews#7`. */
  readonly issue: string | null;
  readonly snoozedUntil: string | null;
};

export type Dashboard = {
  readonly procedures: readonly Shown[];
  /** What is due and has no issue yet (`planIssues`). */
  readonly waiting: readonly Waiting[];
  /** What could not be read, with the sentence that says why. */
  readonly unreadable: readonly { readonly path: string; readonly message: string }[];
  readonly today: string;
};

export const DASHBOARD_TITLE = 'Operations procedures: what there is to do';

const SOON = 'P30D';
const OPEN_LINES = 15;

type Section = { readonly name: string; readonly says: string; readonly lines: readonly string[] };

/**
 * The text under the marker, under 60,000 characters whatever there is. Days are absolute and lists are sorted: where nothing changed,
 * it is the same text.
 */
export function dashboardText({ procedures, waiting, unreadable, today }: Dashboard): string {
  const sorted = procedures.toSorted(byNeed);
  const soon = addInterval(today, SOON);
  const isOverdue = ({ due }: Shown) => due !== null && compareDates(due, today) < 0;
  const isSoon = (one: Shown) => one.due !== null && !isOverdue(one) && compareDates(one.due, soon) <= 0;
  const sections: readonly Section[] = [
    section('Blocked', 'They are due, and there is nobody to ask: name an owner.', blocked(waiting, procedures)),
    section('Overdue', 'The day of their review has passed.', sorted.filter(isOverdue).map(line)),
    section(
      'Due within 30 days',
      'Nobody has been asked yet, unless an issue is named.',
      sorted.filter(isSoon).map(line),
    ),
    section('Orphaned', 'Their owner is gone, empty, or has lost access.', sorted.filter(isOrphan).map(line)),
    section('Waiting', 'They are due, and their issue is opened later.', waitingLines(waiting)),
    section('Snoozed', 'Somebody asked for more time.', sorted.filter(isSnoozed(today)).map(snoozedLine)),
    section('Unreadable', 'The app cannot read them, and so cannot look after them.', unreadableLines(unreadable)),
  ];
  const shown = sections.filter(({ lines }) => lines.length > 0);
  const head = [
    `${plural(procedures.length, 'procedure')}. ${summary(shown)}`,
    '',
    checkBox('Look at the repository again now', { do: 'refresh' }),
    '',
  ];
  return `${[...head, ...fitted(shown, BODY_ROOM - head.join('\n').length)].join('\n').trimEnd()}\n`;
}

function section(name: string, says: string, lines: readonly string[]): Section {
  return { name, says, lines };
}

function summary(shown: readonly Section[]): string {
  if (shown.length === 0) return 'Nothing has to be done.';
  return `${shown.map(({ name, lines }) => `${name}: **${lines.length}**`).join(', ')}.`;
}

/** Every section has a share of the room; what a short one leaves goes to those after it. */
function fitted(sections: readonly Section[], room: number): readonly string[] {
  let left = room;
  return sections.flatMap(({ name, says, lines }, at) => {
    const title = [`### ${name} (${lines.length})`, says, ''];
    const share = Math.floor(left / (sections.length - at)) - title.join('\n').length - 200;
    const { kept, left: out } = fitting(lines, Math.max(0, share));
    const text = [
      ...title,
      ...kept.slice(0, OPEN_LINES),
      ...(kept.length > OPEN_LINES ? [''] : []),
      ...folded(`${kept.length - OPEN_LINES} more`, kept.slice(OPEN_LINES)),
      ...(out > 0 ? ['', `_and ${out} more_`] : []),
      '',
    ];
    left -= text.join('\n').length + 1;
    return text;
  });
}

const isOrphan = ({ isOrphan: orphan }: Shown) => orphan;
const isSnoozed =
  (today: string) =>
  ({ snoozedUntil }: Shown) =>
    snoozedUntil !== null && snoozedUntil >= today;
const isOpenable = ({ why }: Waiting) => why !== 'no-owner';

function line(shown: Shown): string {
  const { title, url, path, owner, risk, due, issue } = shown;
  const facts = [
    ...(due === null ? [] : [`due ${due}`]),
    risk,
    owner === null ? 'no owner' : codeSpan(owner),
    ...(issue === null ? [] : [issue]),
  ];
  return `- ${codeLink(title, url, 120)} ${codeSpan(path, 160)}: ${facts.join(', ')}`;
}

function snoozedLine(shown: Shown): string {
  return `${line(shown)}, until ${shown.snoozedUntil}`;
}

function blocked(waiting: readonly Waiting[], procedures: readonly Shown[]): readonly string[] {
  const stuck = new Set(waiting.filter(({ why }) => why === 'no-owner').flatMap((one) => one.procedures));
  return procedures
    .filter(({ key }) => stuck.has(key))
    .toSorted(byNeed)
    .map(line);
}

function waitingLines(waiting: readonly Waiting[]): readonly string[] {
  return waiting.filter(isOpenable).map(({ owner, risk, since, procedures, reason }) => {
    const whose = owner === null ? '' : ` of ${codeSpan(owner)}`;
    const due = since === null ? '' : `, due since ${since}`;
    return `- ${plural(procedures.length, 'procedure')}${whose} (${risk}${due}): ${sentence(reason)}`;
  });
}

function unreadableLines(unreadable: Dashboard['unreadable']): readonly string[] {
  return unreadable
    .toSorted((a, b) => byCodePoint(a.path, b.path))
    .map(({ path, message }) => `- ${codeSpan(path, 160)}: ${sentence(message)}`);
}

/** Riskiest first, then the most overdue. */
function byNeed(a: Shown, b: Shown): number {
  return (
    gravityOf(b.risk) - gravityOf(a.risk) ||
    byCodePoint(a.due ?? '9999', b.due ?? '9999') ||
    byCodePoint(a.path, b.path)
  );
}
