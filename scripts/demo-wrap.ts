// scripts: prose → lines that fit.
import stringWidth from 'string-width';

export type Frame = { readonly first: string; readonly rest: string; readonly columns: number };

/** One line of words as lines of at most `columns`, the first behind `first`, the others behind `rest`. A word is never torn. */
export function wrapped(line: string, { first, rest, columns }: Frame): readonly string[] {
  const lines: string[] = [];
  let current = first;
  let width = stringWidth(first);
  let isEmpty = true;
  for (const word of line.split(' ')) {
    const size = stringWidth(word);
    if (!isEmpty && width + 1 + size > columns) {
      lines.push(current);
      [current, width, isEmpty] = [rest, stringWidth(rest), true];
    }
    current += isEmpty ? word : ` ${word}`;
    width += size + (isEmpty ? 0 : 1);
    isEmpty = false;
  }
  return [...lines, current];
}
