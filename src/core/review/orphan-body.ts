// core/review: what an issue about procedures says whose owner is gone.
import { checkBox } from '../check-box.ts';
import { codeSpan, sentence } from '../code-span.ts';
import { writeMarker } from '../marker.ts';
import { plural } from '../plural.ts';
import type { OwnerState } from '../snapshot.ts';
import { type ReviewEntry, riskOf } from './entry.ts';
import { codeLink } from './links.ts';
import type { Successor } from './successors.ts';
import { BODY_ROOM, fitting } from './text-budget.ts';

export type OrphanIssue = {
  readonly key: string;
  /** The handle that cannot act. */
  readonly gone: string;
  readonly state: OwnerState['state'];
  /** In the order in which they are listed. */
  readonly entries: readonly ReviewEntry[];
  readonly successors: readonly Successor[];
};

const WHY: Readonly<Record<OwnerState['state'], string>> = {
  alive: 'can act',
  missing: 'does not exist any more',
  'no-access': 'has no access to the repository any more',
  'no-write': 'has no write access to the repository any more',
  empty: 'has no members any more',
  secret: 'is a secret team, which cannot be asked',
  unknown: 'could not be found',
};

/** The title: plain text. */
export function orphanTitle({ gone, state }: Pick<OrphanIssue, 'gone' | 'state'>): string {
  return `Procedures need a new owner: ${gone} ${isLiving(state) ? 'says that they are not theirs' : 'is gone'}`;
}

/** Then it is an orphan only because its owner said so. */
function isLiving(state: OrphanIssue['state']): boolean {
  return state === 'alive' || state === 'unknown';
}

/** The body, without a mention: who is gone and how, proposals with their reasons and boxes, then the procedures. Under 60,000 characters. */
export function orphanBody(issue: OrphanIssue): string {
  const named = issue.entries.filter(({ isNameable }) => isNameable);
  const head = [
    writeMarker({ kind: 'orphaned', key: issue.key }),
    `${standing(issue)} Nobody answers for them until another owner is on the default branch.`,
    '',
    '### Who could own them',
    ...proposals(issue.successors),
    '',
    'Or in a comment: `/approve-owner @org/team`. That proposes the change of the front matter and of CODEOWNERS; it closes this issue when it is merged.',
    '',
    '### The procedures',
  ];
  const { kept, left } = fitting(named.map(orphanLine), BODY_ROOM - head.join('\n').length);
  const hidden = issue.entries.length - named.length;
  const foot = [
    ...(left > 0 ? ['', `_and ${plural(left, 'more procedure')}_`] : []),
    ...(hidden > 0 ? ['', `_and ${plural(hidden, 'procedure')} of repositories that are not public_`] : []),
  ];
  return `${[...head, ...kept, ...foot].join('\n')}\n`;
}

function standing({ gone, state, entries }: OrphanIssue): string {
  const count = plural(entries.length, 'procedure');
  if (!isLiving(state)) return `${codeSpan(gone)} ${WHY[state]}, and owns ${count}.`;
  return `${codeSpan(gone)} owns ${count}, and says that ${entries.length === 1 ? 'it is' : 'they are'} not theirs.`;
}

function proposals(successors: readonly Successor[]): readonly string[] {
  if (successors.length === 0) return ['Nobody who can act was found near them.'];
  return successors.map(({ handle, reasons }) =>
    checkBox(`${codeSpan(handle)}: ${reasons.map((reason) => sentence(reason)).join(' ')}`, {
      do: 'approve-owner',
      owner: handle,
    }),
  );
}

function orphanLine(entry: ReviewEntry): string {
  const due = entry.due === null ? 'never reviewed' : `review due ${entry.due}`;
  return `- ${codeLink(entry.title, entry.url, 120)} ${codeSpan(entry.path, 160)}: ${riskOf(entry)} risk, ${due}`;
}
