// core/procedure: YAML's traps, mended one by one, so that all of them are reported at once.
import type { ReadProblem } from './front-matter.ts';
import type { FilePositions, Replacement } from './text-place.ts';
import { type ParsedDocument, trapOf } from './yaml-traps.ts';

/** So many traps are mended in one text, and none where YAML finds more errors than a person makes: each costs two parses. */
const MOST_REPAIRS = 8;
const MOST_ERRORS = 30;

/**
 * Parses `text`; where YAML refuses it, the trap is reported, mended in a copy, and the copy is parsed. `document` is the first one
 * that YAML accepts, or null; `toOriginal` translates its offsets.
 */
export function repairTraps(
  text: string,
  parse: (text: string) => ParsedDocument,
  positions: FilePositions,
): {
  readonly document: ParsedDocument | null;
  /** What `document` was parsed from. */
  readonly mended: string;
  readonly problems: readonly ReadProblem[];
  readonly toOriginal: (offset: number) => number;
} {
  const problems: ReadProblem[] = [];
  const done: Replacement[] = [];
  let current = text;
  for (;;) {
    const document = parse(current);
    const toOriginal = (offset: number) => originalOffset(done, offset);
    if (document.errors.length === 0) return { document, mended: current, problems, toOriginal };
    const isHopeless = document.errors.length > MOST_ERRORS || problems.length + 1 >= MOST_REPAIRS;
    const trap = trapOf(current, document, isHopeless ? null : parse);
    const changes = trap.changes.map((change) => ({
      start: toOriginal(change.start),
      end: toOriginal(change.end),
      insert: change.insert,
    }));
    const isNew = changes.every(({ start, end }) => done.every((other) => end <= other.start || start >= other.end));
    const edits = isNew ? positions.edit(changes) : [];
    const fix = { text: trap.fix, edits, certain: trap.isCertain && edits.length > 0 };
    problems.push({ at: positions.at(toOriginal(trap.offset)), message: trap.message, fix });
    if (changes.length === 0 || !isNew || isHopeless) return { document: null, mended: current, problems, toOriginal };
    current = replaced(current, trap.changes);
    done.push(...changes);
  }
}

function replaced(text: string, changes: readonly Replacement[]): string {
  return changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((all, { start, end, insert }) => all.slice(0, start) + insert + all.slice(end), text);
}

/** The offset in the text before `done` (in its offsets) that `offset` of the text after it comes from. */
function originalOffset(done: readonly Replacement[], offset: number): number {
  let shift = 0;
  for (const { start, end, insert } of done.toSorted((a, b) => a.start - b.start)) {
    if (offset - shift <= start) break;
    const inside = offset - shift - start;
    if (inside < insert.length) return Math.min(end, start + inside);
    shift += insert.length - (end - start);
  }
  return offset - shift;
}
