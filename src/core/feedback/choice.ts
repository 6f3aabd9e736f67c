// core/feedback: why a procedure that somebody named is not taken.
import { codeSpan } from '../code-span.ts';
import type { KnownProcedure } from './known-procedure.ts';

/** `near`: what may have been meant, as far as whoever asked may see it. */
export type NotChosen =
  | { readonly why: 'no-right' }
  | { readonly why: 'unknown' | 'several'; readonly named: string; readonly near: readonly KnownProcedure[] };

const MOST_NEAR = 5;

/** The one comment that says so. Nobody is mentioned, and what somebody wrote stands in code spans. */
export function notChosenText(refusal: NotChosen, repository: string): string {
  if (refusal.why === 'no-right')
    return 'Not changed: which procedure this is about is said by whoever filed it, or by somebody who may change it.\n';
  const { named, near, why } = refusal;
  const said =
    why === 'several'
      ? `${codeSpan(named, 160)} may be several procedures.`
      : `No procedure is known as ${codeSpan(named, 160)}.`;
  const names = near.slice(0, MOST_NEAR).map((one) => {
    const isHere = one.repository.toLowerCase() === repository.toLowerCase();
    return `- ${codeSpan(isHere ? one.path : `${one.repository}/${one.path}`, 200)}`;
  });
  const list = names.length > 0 ? `\n\nThese come near:\n\n${names.join('\n')}` : '';
  return `${said} Comment \`/steward procedure <path or id>\` with its whole path.${list}\n`;
}
