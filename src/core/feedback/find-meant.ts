// core/feedback: the procedure that an issue is about.
import type { ProcedureIndex } from './index-procedures.ts';
import { type KnownProcedure, procedureKey } from './known-procedure.ts';
import { type Hit, type Place, resolver } from './look-up.ts';
import { nearestProcedures } from './nearest-procedures.ts';
import { readFeedback } from './read-feedback.ts';
import { searchText } from './search-text.ts';

export type { Hit, Place } from './look-up.ts';

/**
 * What an issue means. `one`: `isClose` where a name had to be corrected for it. `several`: check boxes; `more` were left off. `none`:
 * up to three that it may have meant, the likeliest first.
 */
export type Meant =
  | { readonly kind: 'one'; readonly hit: Hit }
  | { readonly kind: 'several'; readonly hits: readonly Hit[]; readonly more: number }
  | { readonly kind: 'none'; readonly near: readonly KnownProcedure[] };

/** An issue as it stands now. */
export type IssueText = { readonly title: string; readonly body: string };

const MOST_OFFERED = 10;

/**
 * The procedures that `issue` means: by the form's field, a link with any ref or anchor, path, id, alias, old name, alert, file name or
 * title; exactly first, then within two edits. What `place` may not show is not there for this search, so that no answer tells that it
 * exists. Bounded in time for any text; the same text always gives the same answer.
 */
export function findMeant({ title, body }: IssueText, index: ProcedureIndex, place: Place): Meant {
  const feedback = readFeedback(body);
  const find = resolver(index, place);
  const field = feedback.procedure === null ? [] : find.named(feedback.procedure);
  if (field.length > 0 && !field[0]?.isClose) return meantBy(field);
  const text = searchText(
    { title: title.slice(0, 1_000), what: feedback.what, field: feedback.procedure ?? '' },
    index,
    find,
  );
  const exact = text.filter(({ isClose }) => !isClose);
  if (exact.length > 0) return meantBy([...exact, ...field]);
  const close = [...field, ...text];
  if (close.length > 0) return meantBy(field.length > 0 ? field : text);
  const near = nearestProcedures({ field: feedback.procedure ?? '', title, what: feedback.what }, index, place);
  return { kind: 'none', near };
}

/** The procedures that one name means, as in `procedure <path or id>`. */
export function findNamed(name: string, index: ProcedureIndex, place: Place): Meant {
  const hits = resolver(index, place).named(name.slice(0, 1_000));
  if (hits.length > 0) return meantBy(hits);
  return { kind: 'none', near: nearestProcedures({ field: name, title: '', what: '' }, index, place) };
}

function meantBy(hits: readonly Hit[]): Meant {
  const distinct = new Map<string, Hit>();
  for (const hit of hits) {
    const key = procedureKey(hit.procedure);
    if (!distinct.has(key)) distinct.set(key, hit);
  }
  const [first, ...others] = distinct.values();
  if (first && others.length === 0) return { kind: 'one', hit: first };
  return {
    kind: 'several',
    hits: [...distinct.values()].slice(0, MOST_OFFERED),
    more: Math.max(0, distinct.size - MOST_OFFERED),
  };
}
