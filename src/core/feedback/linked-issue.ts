// core/feedback: feedback on a procedure of another repository goes there too.
import { codeSpan } from '../code-span.ts';
import { visible } from '../display.ts';
import { linked } from '../review/links.ts';
import type { KnownProcedure } from './known-procedure.ts';
import type { Feedback } from './read-feedback.ts';

export type LinkedIssue = { readonly repository: string; readonly title: string; readonly body: string };

/** The issue as it was filed. `url` is GitHub's own address of it. */
export type FiledIssue = {
  readonly repository: string;
  readonly number: number;
  readonly url: string;
  readonly reporter: string;
  readonly isPrivate: boolean;
};

const MOST_LINES = 40;
const LONGEST_LINE = 300;

/**
 * The issue to open in the procedure's own repository; null where the feedback stays: it is there already, or one of the two places is
 * private and the other is not, so that one would tell of the other.
 */
export function linkedIssue(
  filed: FiledIssue,
  procedure: KnownProcedure & { readonly isPrivate: boolean },
  feedback: Feedback,
): LinkedIssue | null {
  if (procedure.repository.toLowerCase() === filed.repository.toLowerCase()) return null;
  if (procedure.isPrivate !== filed.isPrivate) return null;
  const parts = [
    `${codeSpan(filed.reporter)} filed ${linked('this feedback', filed.url)} on ${codeSpan(procedure.path)}. Both issues close together.`,
    '',
    ...quoted(feedback.what),
    ...(feedback.quote ? ['', 'It is about these words:', '', ...quoted(feedback.quote)] : []),
  ];
  return { repository: procedure.repository, title: feedbackTitle(procedure.path), body: `${parts.join('\n')}\n` };
}

/** Whether one of the two is open, and when that was last changed (milliseconds since the epoch). */
export type OneOfTwo = { readonly isOpen: boolean; readonly changedAt: number };

/** What has to be done so that both issues are as the one that changed last; null: they agree. Of two changes at once the open one counts. */
export function closeTogether(
  filed: OneOfTwo,
  linkedTo: OneOfTwo,
): { readonly issue: 'filed' | 'linked'; readonly do: 'close' | 'reopen' } | null {
  if (filed.isOpen === linkedTo.isOpen) return null;
  const isFiledLast = filed.changedAt === linkedTo.changedAt ? filed.isOpen : filed.changedAt > linkedTo.changedAt;
  const last = isFiledLast ? filed : linkedTo;
  return { issue: isFiledLast ? 'linked' : 'filed', do: last.isOpen ? 'reopen' : 'close' };
}

/** Titles are plain text; a zero-width space keeps a name in one from being read as a mention or a reference. */
function feedbackTitle(path: string): string {
  return `Feedback on ${visible(path)
    .slice(0, 180)
    .toWellFormed()
    .replace(/[@#](?=\S)/g, '$&\u200B')}`;
}

/** Somebody's lines, each in a code span of its own: nothing in them is read as Markdown, a mention or a command. */
function quoted(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const shown = lines.slice(0, MOST_LINES).map((line) => `> ${codeSpan(line.trimEnd(), LONGEST_LINE)}\\`);
  const left = lines.length - shown.length;
  return [
    ...shown.map((line, at) => (at === shown.length - 1 ? line.slice(0, -1) : line)),
    ...(left > 0 ? [`> _and ${left} more lines_`] : []),
  ];
}
