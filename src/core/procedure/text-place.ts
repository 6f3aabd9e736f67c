// core/procedure: offsets in a part of a file → positions and edits in the file.
import type { Edit } from '../edit.ts';
import { lineStarts, type Position, positionAt } from '../position.ts';
import type { Place } from './front-matter.ts';

/** The change of `[start, end)` of the part to `insert`. */
export type Replacement = { readonly start: number; readonly end: number; readonly insert: string };

export type FilePositions = {
  readonly at: (offset: number) => Position;
  readonly offset: (offset: number) => number;
  /** The edits of the file; none where its path is not known. */
  readonly edit: (changes: readonly Replacement[]) => readonly Edit[];
};

/** How offsets in `text` translate to the file it was taken from. A BOM counts as an offset, not as a column. */
export function filePositions(text: string, place: Place): FilePositions {
  const starts = lineStarts(text);
  const { path, firstLine = 1, offset: base = 0 } = place;
  const hasBom = text.startsWith('\uFEFF');
  return {
    at: (offset) => {
      const { line, column } = positionAt(starts, offset);
      return { line: line + firstLine - 1, column: hasBom && line === 1 && column > 1 ? column - 1 : column };
    },
    offset: (offset) => offset + base,
    edit: (changes) =>
      path === undefined
        ? []
        : changes.map(({ start, end, insert }) => ({ path, start: start + base, end: end + base, insert })),
  };
}
