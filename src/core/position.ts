// core: where something stands in a text.

/** A place in a text: line and column, both 1-based; columns count UTF-16 code units, as GitHub's and editors' do. */
export type Position = { readonly line: number; readonly column: number };

/** Where a whole file is meant: the first line. */
export const FILE_START: Position = { line: 1, column: 1 };

/** The offsets at which the lines of `text` begin. LF and CRLF end a line; a lone CR does not (as in git and on GitHub). */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The position of `offset`, by the line starts of its text (binary search). */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The offset of `position`; a position past the last line gives the last line's start. */
export function offsetAt(starts: readonly number[], position: Position): number {
  const line = Math.min(Math.max(position.line, 1), starts.length);
  return (starts[line - 1] ?? 0) + position.column - 1;
}
