// core/feedback: what a check run says of procedures that those who use them have reported on.
import { codeSpan } from '../code-span.ts';
import type { Questioned, ReviewDueNow } from './review-due.ts';

/** Issues are those of the repository in which the check run stands. */
export type ReportedProcedure = {
  readonly path: string;
  readonly questioned: Questioned | null;
  readonly dueNow: ReviewDueNow | null;
};

const MOST_ISSUES = 5;

/** A sentence, as Markdown; null where nothing has to be said. */
export function reportedText({ path, questioned, dueNow }: ReportedProcedure): string | null {
  if (questioned)
    return `⚠️ ${codeSpan(path)} is **questioned**: somebody called it dangerous on ${questioned.since}${listed(questioned.issues)}. Its review is due now.`;
  if (dueNow)
    return `⚠️ ${codeSpan(path)} had three reports within 90 days${listed(dueNow.issues)}: its review is due now.`;
  return null;
}

function listed(issues: readonly number[]): string {
  if (issues.length === 0) return '';
  const more = issues.length > MOST_ISSUES ? ` and ${issues.length - MOST_ISSUES} more` : '';
  return ` (${issues
    .slice(0, MOST_ISSUES)
    .map((issue) => `#${issue}`)
    .join(', ')}${more})`;
}
