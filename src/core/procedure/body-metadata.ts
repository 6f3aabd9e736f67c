// core/procedure: metadata that people put in the text instead of the front matter.
import type { Position } from '../position.ts';
import { keyOfLabel, valueOfLabel } from './body-labels.ts';
import type { BodyMetadata, Procedure } from './procedure.ts';

const LINE_LIMIT = 1000;
const COMMENT_LINES = 30;
const MOST = 50;
/** A label without emphasis is taken where a document says what it is: at its head. */
const HEAD_LINES = 40;

/**
 * Metadata in the body: `**Owner:** …` and the like (also in quotes and lists), tables of two columns or of one row below their heads,
 * HTML comments, and Google's `freshness` comment. It is offered as a fix and never valid. Time is linear in the text.
 */
export function bodyMetadataOf({
  text,
  frontMatter,
}: Pick<Procedure, 'text' | 'frontMatter'>): readonly BodyMetadata[] {
  const at = frontMatter.state === 'none' ? frontMatter.insertAt : frontMatter.bodyAt;
  const firstLine = text.slice(0, at).split('\n').length;
  const lines = text
    .slice(at)
    .split('\n')
    .map((line) => line.slice(0, LINE_LIMIT).trimEnd());
  const found: BodyMetadata[] = [];
  for (const span of spansOf(lines)) {
    for (const { label, written, line, column } of labelled(lines, span)) {
      const metadata = described(label, written, { line: line + firstLine, column });
      if (metadata) found.push(metadata);
    }
    if (found.length >= MOST) break;
  }
  return found;
}

/** A label and what stands behind it; lines from 0. */
type Labelled = { readonly label: string; readonly written: string; readonly line: number; readonly column: number };

/** Lines `from` to before `to`: one line of text, a table, or a comment. Code is left out. */
type Span = { readonly kind: 'text' | 'table' | 'comment'; readonly from: number; readonly to: number };

function* spansOf(lines: readonly string[]): Iterable<Span> {
  let fence: string | null = null;
  for (let from = 0; from < lines.length; ) {
    const line = lines[from] ?? '';
    const ticks = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    const isCode = fence !== null || ticks !== null;
    if (fence === null) fence = ticks;
    else if (ticks?.startsWith(fence) && line.trim() === ticks) fence = null;
    const kind = line.includes('<!--') ? 'comment' : /^\s*\|/.test(line) ? 'table' : 'text';
    const to = isCode ? from + 1 : endOf(lines, from, kind);
    if (!isCode) yield { kind, from, to };
    from = to;
  }
}

function endOf(lines: readonly string[], from: number, kind: Span['kind']): number {
  if (kind === 'text') return from + 1;
  const isInside =
    kind === 'table' ? (at: number) => /^\s*\|/.test(lines[at] ?? '') : (at: number) => !lines[at - 1]?.includes('-->');
  const most = kind === 'table' ? lines.length : Math.min(lines.length, from + COMMENT_LINES);
  let to = from + 1;
  while (to < most && isInside(to)) to += 1;
  return to;
}

function labelled(lines: readonly string[], { kind, from, to }: Span): readonly Labelled[] {
  const part = lines.slice(from, to);
  if (kind === 'table') return inTable(part, from);
  if (kind === 'comment') return inComment(part, from);
  return inText(part[0] ?? '', from);
}

/** `> **Last Reviewed:** 2024-05-01`, `- Owner: @acme/x`, several on a line with `|` or `<br>` between them. */
function inText(line: string, at: number): readonly Labelled[] {
  let column = 1;
  return line.split(/(<br ?\/?>|\s\|\s)/).flatMap((part) => {
    const start = column;
    column += part.length;
    const match = EMPHASISED.exec(part) ?? (at < HEAD_LINES ? PLAIN.exec(part) : null);
    const [label = '', written = ''] = match?.slice(-2) ?? [];
    return match ? [{ label, written, line: at, column: start + part.lastIndexOf(written) }] : [];
  });
}

const LEAD = String.raw`^\s{0,8}(?:>\s{0,4}|[-*+]\s{1,4}|\d{1,3}\.\s{1,4}){0,4}`;
const EMPHASISED = new RegExp(
  `${LEAD}(?:\\*{1,3}|_{1,3})([^*_:|]{2,40}?)\\s?(?::(?:\\*{1,3}|_{1,3})|(?:\\*{1,3}|_{1,3})\\s?:)\\s{0,8}(\\S.*)$`,
);
const PLAIN = new RegExp(`${LEAD}([\\p{L}][\\p{L} _-]{1,39}):\\s{1,8}(\\S.*)$`, 'u');

/** `| Owner | @acme/x |`, or one row of values below a row of at least two known labels. */
function inTable(rows: readonly string[], at: number): readonly Labelled[] {
  const cells = rows.slice(0, 200).map(cellsOf);
  const [heads = [], rule, values = []] = cells;
  const hasHeads = cells.length === 3 && rule?.every(({ text }) => /^:?-+:?$/.test(text)) === true;
  if (hasHeads && heads.filter(({ text }) => keyOfLabel(text) !== null).length >= 2) {
    return heads.flatMap(({ text }, index) => {
      const value = values[index];
      return value ? [{ label: text, written: value.text, line: at + 2, column: value.column }] : [];
    });
  }
  return cells.flatMap(([label, value, ...others], index) =>
    label && value && others.length === 0
      ? [{ label: label.text, written: value.text, line: at + index, column: value.column }]
      : [],
  );
}

function cellsOf(row: string): readonly { readonly text: string; readonly column: number }[] {
  const start = row.indexOf('|') + 1;
  let column = start + 1;
  return row
    .slice(start)
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => {
      const place = column + (cell.length - cell.trimStart().length);
      column += cell.length + 1;
      return { text: cell.trim(), column: place };
    });
}

/** `<!-- owner: @acme/x -->`, one label a line, or `freshness: { owner: 'x' reviewed: '2020-01-31' }` (Google's documents). */
function inComment(part: readonly string[], at: number): readonly Labelled[] {
  const isFreshness = part.some((line) => /\bfreshness:\s{0,8}\{/.test(line));
  return part.flatMap((line, index) => {
    const matches = line.matchAll(isFreshness ? QUOTED_PAIR : COMMENT_PAIR);
    return [...matches].map((match) => {
      const [, label = '', written = ''] = match;
      return { label, written, line: at + index, column: match.index + match[0].lastIndexOf(written) + 1 };
    });
  });
}

const QUOTED_PAIR = /([a-z_]{2,40}):\s{0,8}['"]([^'"]{1,200})['"]/gi;
const COMMENT_PAIR = /(?:^|<!--)[\s*>-]{0,8}([a-z][a-z _-]{1,39}):\s{1,8}((?:(?!-->).){1,300})/gi;

function described(label: string, written: string, at: Position): BodyMetadata | null {
  const key = keyOfLabel(label);
  if (key === null) return null;
  const said = valueOfLabel(key, written);
  return said && { key, written: said.written, value: said.value, at };
}
