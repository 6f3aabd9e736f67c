// core/feedback: what somebody may have meant, by the words that are shared.
import { byCodePoint } from '../code-point-order.ts';
import type { ProcedureIndex } from './index-procedures.ts';
import type { KnownProcedure } from './known-procedure.ts';
import type { Place } from './look-up.ts';
import { partsOf } from './words.ts';

const MOST_NEAR = 3;
const MOST_WORDS = 300;
/** A word that more procedures than this share says nothing, unless there are few procedures. */
const COMMON_SHARE = 0.2;
const COMMON_LEAST = 20;

/**
 * Up to three procedures that `place` may show, the likeliest first: rare words count more than common ones, those of the form's field
 * more than those of the title, and those of the text least. None where no telling word is shared.
 */
export function nearestProcedures(
  written: { readonly field: string; readonly title: string; readonly what: string },
  index: ProcedureIndex,
  { repository, visible }: Place,
): readonly KnownProcedure[] {
  const own = repository.toLowerCase();
  const isShown = ({ repository: at }: KnownProcedure) =>
    visible === null || visible.has(at) || at.toLowerCase() === own;
  const shown = index.procedures.filter(isShown).length;
  const scores = new Map<KnownProcedure, number>();
  const mostCommon = Math.max(COMMON_LEAST, shown * COMMON_SHARE);
  for (const [word, weight] of weighted(written)) {
    const having = (index.words.get(word) ?? []).filter(isShown);
    if (having.length > mostCommon) continue;
    const worth = weight * Math.log(1 + shown / having.length);
    for (const procedure of having) scores.set(procedure, (scores.get(procedure) ?? 0) + worth);
  }
  return [...scores]
    .map(([procedure, score]) => ({ procedure, score, isOwn: procedure.repository.toLowerCase() === own }))
    .sort(
      (a, b) =>
        Number(b.isOwn) - Number(a.isOwn) || b.score - a.score || byCodePoint(a.procedure.path, b.procedure.path),
    )
    .slice(0, MOST_NEAR)
    .map(({ procedure }) => procedure);
}

function weighted({
  field,
  title,
  what,
}: {
  readonly field: string;
  readonly title: string;
  readonly what: string;
}): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const parts: readonly (readonly [string, number])[] = [
    [field, 3],
    [title, 2],
    [what.slice(0, 4_000), 1],
  ];
  for (const [text, weight] of parts) {
    for (const word of partsOf(text.slice(0, 4_000))) {
      if (word.length < 3 || STOP_WORDS.has(word) || weights.size >= MOST_WORDS) continue;
      weights.set(word, Math.max(weight, weights.get(word) ?? 0));
    }
  }
  return weights;
}

/** Words of feedback itself, and those that every sentence has. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  'the and for with from this that not does did was were are has have had can cannot could should would when what where which who how why step steps procedure procedures runbook runbooks playbook playbooks sop doc docs document page file feedback wrong unclear dangerous idea please help thanks hello http https www com github blob main master issue after before into onto over under out off your you our all any one two but than then there here its'.split(
    ' ',
  ),
);
