// core/codeowners: one line of a CODEOWNERS file, cut into its words.

/** A word and the offset in its line at which it starts. */
export type Word = { readonly text: string; readonly start: number };

/** The words of a line: its pattern, its owners. `cutByHash`: a `#` ended the pattern in the middle of a word. */
export type LineWords = { readonly pattern: Word; readonly owners: readonly Word[]; readonly cutByHash: boolean };

const BLANKS = new Set([' ', '\t', '\r', '\v', '\f']);

/**
 * The words of `line` without its comment, or null for a blank or comment line. A `#` starts a comment wherever it stands. In the
 * pattern a backslash keeps the next character, so that `my\ file` is one word.
 */
export function readLine(line: string): LineWords | null {
  const start = skipBlanks(line, 0);
  const patternEnd = endOfPattern(line, start);
  if (patternEnd === start) return null;
  const owners: Word[] = [];
  for (let at = skipBlanks(line, patternEnd); at < line.length && line[at] !== '#'; ) {
    const end = endOfWord(line, at);
    owners.push({ text: line.slice(at, end), start: at });
    at = skipBlanks(line, end);
  }
  return { pattern: { text: line.slice(start, patternEnd), start }, owners, cutByHash: line[patternEnd] === '#' };
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && BLANKS.has(line[at] ?? '')) at++;
  return at;
}

function endOfPattern(line: string, from: number): number {
  let at = from;
  while (at < line.length && line[at] !== '#' && !BLANKS.has(line[at] ?? '')) at += line[at] === '\\' ? 2 : 1;
  return Math.min(at, line.length);
}

function endOfWord(line: string, from: number): number {
  let at = from;
  while (at < line.length && line[at] !== '#' && !BLANKS.has(line[at] ?? '')) at++;
  return at;
}
