// core/review: what an issue about reviews says. Days are absolute, so that a day passing changes nothing.
import { checkBox } from '../check-box.ts';
import { codeSpan } from '../code-span.ts';
import { visible } from '../display.ts';
import { writeMarker } from '../marker.ts';
import { plural } from '../plural.ts';
import type { Check } from './checks.ts';
import { isEditedSinceReview, type ReviewEntry, riskOf } from './entry.ts';
import { codeLink, linked } from './links.ts';
import { BODY_ROOM, fitting, folded } from './text-budget.ts';

/** An issue about one procedure of high or critical risk, or about all others of one owner. */
export type ReviewIssue = {
  readonly key: string;
  readonly owner: string;
  readonly about: 'one' | 'several';
  /** Asked for, in the order in which they are listed. */
  readonly entries: readonly ReviewEntry[];
  /** Never reviewed, and their clock has run out: listed only. */
  readonly undated: readonly ReviewEntry[];
  readonly delegatedTo: string | null;
  readonly snoozedUntil: string | null;
  /** The owner said so. */
  readonly needsWork: boolean;
};

const IN_FULL = 5;
const UNFOLDED = 25;
const TITLE_LIMIT = 200;

/** The title: plain text, on one line. */
export function reviewTitle({ about, owner, entries }: ReviewIssue): string {
  const [first] = entries;
  if (about === 'several' || !first) return `Reviews due: procedures of ${owner}`;
  return `Review due: ${first.isNameable ? shortened(visible(first.title)) : 'a procedure that is not public'}`;
}

/** The body, without a mention: marker, why now, what changed, feedback, what to check, boxes. Under 60,000 characters. */
export function reviewBody(issue: ReviewIssue): string {
  const top = [writeMarker({ kind: 'review', key: issue.key }), ...standing(issue)];
  const [first] = issue.entries;
  const parts = issue.about === 'one' && first ? oneBody(first, issue.owner) : severalBody(issue);
  return `${[...top, ...parts].join('\n')}\n`;
}

/** `body` with a line that speaks to somebody, for the one text that may: that of a new issue. */
export function withMention(body: string, handle: string): string {
  const [marker = '', ...rest] = body.split('\n');
  return [marker, `${handle}${PLEASE}`, '', ...rest].join('\n');
}

const PLEASE = ', please see to this.';

/** `body` as it was before `withMention`. */
export function withoutMention(body: string): string {
  const [marker = '', first = '', blank, ...rest] = body.split('\n');
  return first.startsWith('@') && first.endsWith(PLEASE) && blank === '' ? [marker, ...rest].join('\n') : body;
}

function standing({ delegatedTo, snoozedUntil, needsWork }: ReviewIssue): readonly string[] {
  return [
    ...(delegatedTo ? [`Delegated to ${codeSpan(delegatedTo)}.`, ''] : []),
    ...(needsWork ? ['It **needs work**, say those who answer for it.', ''] : []),
    ...(snoozedUntil ? [`Snoozed until ${snoozedUntil}.`, ''] : []),
  ];
}

function oneBody(entry: ReviewEntry, owner: string): readonly string[] {
  if (!entry.isNameable) {
    return [
      `A procedure of ${codeSpan(owner)} that is not public, of ${riskOf(entry)} risk, has to be reviewed. ${dueWords(entry)}`,
    ];
  }
  return [
    `${codeLink(entry.title, entry.url)} (${codeSpan(entry.path)}), owned by ${codeSpan(owner)}, has to be reviewed: is it still right?`,
    '',
    '### Why now',
    `${dueWords(entry)} Its risk is **${riskOf(entry)}**.`,
    '',
    '### Since the last review',
    changeWords(entry),
    '',
    ...(entry.feedback.open > 0 ? ['### Open feedback', feedbackWords(entry), ''] : []),
    '### What to check',
    ...entry.checks.map(checkLine),
    '',
    '### When it is right',
    ...confirmation(entry),
    '',
    ONE_HELP,
  ];
}

function confirmation(entry: ReviewEntry): readonly string[] {
  if (entry.pendingPull) return [`Confirmed in ${pullLink(entry.pendingPull)}; this closes when that is merged.`];
  return [
    checkBox('I **tested** it, and it is right', { do: 'reviewed', key: entry.key, how: 'tested' }),
    checkBox('I **read** it, and it is right', { do: 'reviewed', key: entry.key, how: 'read' }),
  ];
}

const ONE_HELP =
  'Or in a comment: `/reviewed tested — what I checked`. `/needs-work`, `/snooze 14d because …`, `/delegate @user`, `/not-ours @team` and `/retire` work too.';
const SEVERAL_HELP =
  'Tick what is right, or say it in a comment: `/reviewed path/to/procedure.md tested — what I checked`. `/snooze 14d because …`, `/delegate @user`, `/not-ours @team path` and `/retire path` work too.';

function severalBody({ owner, entries, undated }: ReviewIssue): readonly string[] {
  const named = entries.filter(({ isNameable }) => isNameable);
  const head = [
    `${plural(entries.length, 'procedure')} of ${codeSpan(owner)} ${entries.length === 1 ? 'has' : 'have'} to be reviewed: are they still right?`,
    'Each leaves this list when the default branch shows its new review, and the issue closes with the last one.',
    '',
    SEVERAL_HELP,
    '',
  ];
  const inFull = named.slice(0, IN_FULL).flatMap(fullItem);
  const rest = named.slice(IN_FULL).map((entry, index) => itemLine(entry, index < UNFOLDED));
  const listedRoom = BODY_ROOM - [...head, ...inFull].join('\n').length - (undated.length > 0 ? 6000 : 500);
  const { kept, left } = fitting(rest, listedRoom);
  const hidden = entries.length - named.length;
  const never = fitting(undated.filter(({ isNameable }) => isNameable).map(undatedLine), 5000);
  return [
    ...head,
    ...inFull,
    ...kept.slice(0, UNFOLDED),
    ...folded(`${plural(Math.max(0, kept.length - UNFOLDED), 'more procedure')}`, kept.slice(UNFOLDED)),
    ...(left > 0 ? ['', `_and ${plural(left, 'more procedure')}, listed here as others leave_`] : []),
    ...(hidden > 0 ? ['', `_and ${plural(hidden, 'procedure')} of repositories that are not public_`] : []),
    ...(undated.length > 0
      ? [
          '',
          ...folded(`${plural(undated.length, 'procedure')} never reviewed`, [...never.kept, ...leftOut(never.left)]),
        ]
      : []),
  ];
}

function leftOut(left: number): readonly string[] {
  return left > 0 ? ['', `_and ${left} more_`] : [];
}

function fullItem(entry: ReviewEntry): readonly string[] {
  const feedback = entry.feedback.open > 0 ? [`  - ${feedbackWords(entry)}`] : [];
  return [
    itemLine(entry),
    `  - ${changeWords(entry)}`,
    ...feedback,
    // What is true of every procedure would stand there again and again.
    ...entry.checks
      .filter(({ what }) => what !== null)
      .slice(0, 3)
      .map((check) => `  ${checkLine(check)}`),
  ];
}

/** In a long list the path stands behind the link only. */
function itemLine(entry: ReviewEntry, isPathShown = true): string {
  const title = codeLink(entry.title, entry.url, 120);
  const name = isPathShown || entry.url === null ? `${title} ${codeSpan(entry.path, 160)}` : title;
  const facts = [
    `due ${entry.due}`,
    `${riskOf(entry)} risk`,
    ...(isEditedSinceReview(entry) ? ['edited since its review'] : []),
  ];
  if (entry.pendingPull) return `- ${name}: confirmed in ${pullLink(entry.pendingPull)}`;
  return checkBox(`${name}: ${facts.join(', ')}`, { do: 'reviewed', key: entry.key, how: 'read' });
}

function undatedLine(entry: ReviewEntry): string {
  return checkBox(`${codeLink(entry.title, entry.url, 120)} ${codeSpan(entry.path, 160)}`, {
    do: 'reviewed',
    key: entry.key,
    how: 'read',
  });
}

function dueWords({ due, planned, last }: ReviewEntry): string {
  const before = last ? ` The last review was on ${last}.` : ' No earlier review is recorded.';
  if (due === null) return `It was never reviewed.`;
  if (planned === null || planned === due) return `The review was due on ${due}.${before}`;
  // Not the planned day: it may move while the issue is open, and that is no news.
  return `The review is due on ${due}, and is asked for earlier so that not all come together.${before}`;
}

function changeWords(entry: ReviewEntry): string {
  const edited = isEditedSinceReview(entry);
  const compare = entry.compareUrl ? ` ${linked('What changed', entry.compareUrl)}.` : '';
  if (edited === false) return 'The text has not changed since the last review.';
  if (edited === true) return `The text was **edited since the last review**.${compare}`;
  return compare === ''
    ? 'Which text the last review saw is not recorded.'
    : `Changes since the last review:${compare}`;
}

function feedbackWords({ feedback }: ReviewEntry): string {
  const dangerous = feedback.dangerous > 0 ? `, ${feedback.dangerous} of them **dangerous**` : '';
  return `${plural(feedback.open, 'open report')} from those who use it${dangerous}.`;
}

function checkLine({ ask, what }: Check): string {
  return what === null ? `- ${ask}` : `- ${ask} ${codeSpan(what)}`;
}

function pullLink({ number, url }: NonNullable<ReviewEntry['pendingPull']>): string {
  return linked(`pull request ${number}`, url);
}

function shortened(text: string): string {
  return text.length > TITLE_LIMIT ? `${text.slice(0, TITLE_LIMIT).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
