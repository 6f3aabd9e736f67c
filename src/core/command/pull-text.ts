// core/command: what stands in a pull request of the app's, and in the comment where it may not make one.
import { codeSpan, sentence } from '../code-span.ts';
import { plural } from '../plural.ts';
import type { AttestationRecord } from '../review/attestation-record.ts';

/** What a pull request of the app's proposes. */
export type Proposal = 'reviewed' | 'retire' | 'approve-owner';

/** A procedure and what is asked for it. `by`: `@login`; `owner`: a handle, where it is to get another one. */
export type ProposedFor = {
  readonly path: string;
  readonly by: string;
  readonly note: string;
  readonly owner: string | null;
};

const SHOWN_LIMIT = 18_000;
const NOTE_LIMIT = 500;

/** Plain text without a word of theirs: it becomes the subject of a commit. */
export function pullTitle(proposal: Proposal, count: number): string {
  switch (proposal) {
    case 'reviewed':
      return `Record ${plural(count, 'review')}`;
    case 'retire':
      return `Deprecate ${plural(count, 'procedure')}`;
    case 'approve-owner':
      return `Give ${plural(count, 'procedure')} another owner`;
  }
}

/** `from`: the issue or pull request where it was said, as GitHub links it (`#7`); null: it must not be named here. */
export function reviewsText(records: readonly AttestationRecord[], from: string | null): string {
  const lines = records.map(({ path, by, on, how, note }) => {
    const did = how === null ? 'reviewed' : `**${how}**`;
    return `- ${codeSpan(path)}: ${did} by ${sentence(by)} on ${on}${note === '' ? '' : `: ${sentence(note, NOTE_LIMIT)}`}`;
  });
  return [
    `These are right, say those who answer for them${from === null ? '' : `, in ${from}`}. Only the review keys change.`,
    '',
    ...listed(lines),
    '',
    'Each review holds for the text that it saw. Nobody has approved this pull request yet, and the app never does.',
  ].join('\n');
}

/** The same for a pull request that deprecates procedures or gives them to another owner. */
export function proposalText(
  proposal: Exclude<Proposal, 'reviewed'>,
  proposed: readonly ProposedFor[],
  from: string | null,
): string {
  const what = proposal === 'retire' ? 'These are not to be used any more' : 'These get another owner';
  const lines = proposed.map(({ path, by, note, owner }) => {
    const to = owner === null ? '' : ` to ${codeSpan(owner)}`;
    return `- ${codeSpan(path)}${to}, asked for by ${sentence(by)}${note === '' ? '' : `: ${sentence(note, NOTE_LIMIT)}`}`;
  });
  return [
    `${what}${from === null ? '' : `, as asked for in ${from}`}.`,
    '',
    ...listed(lines),
    '',
    'Nobody has approved this pull request yet, and the app never does.',
  ].join('\n');
}

/** The hidden line carries them all; what is shown beside it has to fit. */
function listed(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let room = SHOWN_LIMIT;
  for (const line of lines) {
    room -= line.length;
    if (room < 0) break;
    kept.push(line);
  }
  const more = lines.length - kept.length;
  return more > 0 ? [...kept, `- _and ${more} more_`] : kept;
}

/** Lines of a file that are to become others. `link`: the editor at the first of them. */
export type Paste = {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
  readonly link: string | null;
};

const TEXT_LIMIT = 50_000;

/** The comment with the lines to paste, where the app may not write to the branch. */
export function pasteText(login: string, pastes: readonly Paste[]): string {
  const parts = [
    `${sentence(`@${login}`)}, this app cannot write to a branch here, so these lines have to be put in by hand:`,
  ];
  let length = 0;
  for (const paste of pastes) {
    const part = `${placeOf(paste)}\n\n${fenced(paste.lines)}`;
    length += part.length;
    if (length > TEXT_LIMIT) {
      parts.push('_More are left out: say it again for them._');
      break;
    }
    parts.push(part);
  }
  return parts.join('\n\n');
}

function placeOf({ path, first, last, link }: Paste): string {
  const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  return `In ${codeSpan(path)}, ${link ? `[${lines}](${link})` : lines} become${first === last ? 's' : ''}:`;
}

/** The fence is longer than any that the text holds, so that nothing in it ends the block. */
function fenced(lines: readonly string[]): string {
  const text = lines.join('\n').toWellFormed();
  const longest = [...text.matchAll(/`{3,}/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
