// cli: rows for a terminal, aligned by what they take on the screen.
import stringWidth from 'string-width';
import { visible } from '../core/display.ts';

/** `rows` below `head`, in columns two blanks apart; cells are made visible, and the last column is never padded. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  styleHead: (text: string) => string,
): string {
  const cells = [head, ...rows].map((row) => row.map(visible));
  const widths = head.map((_, column) =>
    cells.reduce((width, row) => Math.max(width, stringWidth(row[column] ?? '')), 0),
  );
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)),
      )
      .join('  ')
      .trimEnd(),
  );
  const [first = '', ...others] = lines;
  return `${[styleHead(first), ...others].join('\n')}\n`;
}
