// core/feedback: feedback that a merged pull request settles.
import { codeSpan } from '../code-span.ts';
import { proseOf } from './prose.ts';

/** A merged pull request. `paths`: every path that it changed, old names too. `texts`: its title, its body, its commits' messages. */
export type MergedPull = {
  readonly repository: string;
  readonly number: number;
  readonly mergeSha: string;
  readonly paths: readonly string[];
  readonly texts: readonly string[];
};

/** An open feedback issue and the procedure that it is about. */
export type OpenFeedback = {
  readonly repository: string;
  readonly number: number;
  readonly procedure: { readonly repository: string; readonly path: string };
};

const LONGEST_TEXT = 70_000;

/** Whether a pull request settles an issue: it touches the procedure and names the issue. */
export function settles(pull: MergedPull, feedback: OpenFeedback): boolean {
  if (!isSame(pull.repository, feedback.procedure.repository)) return false;
  if (!pull.paths.includes(feedback.procedure.path)) return false;
  return pull.texts.some((text) => names(text.slice(0, LONGEST_TEXT), pull.repository, feedback));
}

/** `#12` in the same repository, `owner/name#12`, or the issue's address. What stands in code or a comment names nothing. */
function names(text: string, from: string, { repository, number }: OpenFeedback): boolean {
  const seen = proseOf(text);
  const references = seen.matchAll(/(?<![\w&/#-])(?:([\w.-]{1,100}\/[\w.-]{1,100}))?#(\d{1,10})(?![\w-])/g);
  for (const [, where, which] of references)
    if (Number(which) === number && isSame(where ?? from, repository)) return true;
  const addresses = seen.matchAll(
    /https?:\/\/[\w.:-]{1,200}\/([\w.-]{1,100}\/[\w.-]{1,100})\/issues\/(\d{1,10})(?![\w-])/g,
  );
  for (const [, where = '', which] of addresses) if (Number(which) === number && isSame(where, repository)) return true;
  return false;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * What the reporter, who hears of every comment on the own issue, is told when it closes. `isShown`: whether the readers of the issue may
 * see the procedure's repository; else neither it nor its commit is named.
 */
export function closingText(pull: MergedPull, feedback: OpenFeedback, isShown: boolean): string {
  const isHere = isSame(pull.repository, feedback.repository);
  const where = isHere ? `#${pull.number}` : `${pull.repository}#${pull.number}`;
  const commit = isHere ? pull.mergeSha : `${pull.repository}@${pull.mergeSha}`;
  const what = `${codeSpan(feedback.procedure.path)} was changed for this in ${where}, merged as ${commit}.`;
  return [
    `${isHere || isShown ? what : 'The procedure was changed for this.'} Thank you for telling.`,
    '',
    'If it is still not right, reopen this issue and say what is missing.',
    '',
  ].join('\n');
}
