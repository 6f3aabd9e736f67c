// core/procedure: metadata changed in place: only the lines that are meant.
import { applyEdits, type Edit } from '../edit.ts';
import { lineStarts, offsetAt } from '../position.ts';
import type { Block, BlockEntry, FrontMatter, Plain } from './front-matter.ts';
import { type AddedAliases, type KeyNames, keyNames } from './metadata-keys.ts';
import { readFrontMatter } from './read-front-matter.ts';
import { shown } from './slot.ts';
import { quotingOf, writeScalar } from './write-scalar.ts';

/** The edits, or why there are none: the end of a sentence, e.g. "the front matter cannot be read". */
export type MetadataEdits = { readonly edits: readonly Edit[] } | { readonly cannot: string };

/** What a value shall be; null takes the key out. */
export type NewValues = Readonly<Record<string, string | null>>;

/**
 * The edits that give the keys of `values` these values and change nothing else: formatting, comments, order, quoting, line endings and
 * BOM stay. A key that stands there under an accepted alias keeps that name. A file without front matter gets a block. What the edits
 * make is read back; where it is not exactly what was asked for, there are none. `text` is the file as read, `frontMatter` what it gave.
 */
export function setMetadata(
  path: string,
  text: string,
  frontMatter: FrontMatter,
  values: NewValues,
  aliases: AddedAliases = {},
): MetadataEdits {
  if (frontMatter.state === 'broken') return { cannot: 'the front matter cannot be read' };
  if (frontMatter.state === 'none') {
    const wanted = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
    return checked(path, text, new Map(wanted), newBlock(path, text, frontMatter.insertAt, wanted));
  }
  const plan = planChanges(frontMatter.block, values, keyNames(aliases));
  const edits: Edit[] = [];
  const additions: (readonly [string, string])[] = [];
  for (const change of plan) {
    const edit = editFor(path, text, frontMatter.block, change);
    if ('cannot' in edit) return edit;
    if ('add' in edit) additions.push(edit.add);
    else edits.push(edit);
  }
  if (additions.length > 0) {
    const added = insertion(path, text, frontMatter.block, additions);
    if ('cannot' in added) return added;
    edits.push(added);
  }
  return checked(path, text, expected(frontMatter.block, plan), edits);
}

/** `entry`: where the key stands now. */
type Change = { readonly key: string; readonly entry: BlockEntry | null; readonly value: string | null };

/** A key that is set is changed where it counts; one that is removed goes under all its names. */
function planChanges(block: Block, values: NewValues, names: KeyNames): readonly Change[] {
  return Object.entries(values).flatMap(([key, value]): readonly Change[] => {
    const canonical = names.get(key)?.key ?? key;
    const standing = block.entries
      .filter((entry) => (names.get(entry.key)?.key ?? entry.key) === canonical && entry.key !== 'layout')
      .sort((a, b) => (names.get(a.key)?.rank ?? 0) - (names.get(b.key)?.rank ?? 0));
    if (value === null) return standing.map((entry) => ({ key: entry.key, entry, value }));
    const entry =
      standing.find((candidate) => candidate.value !== null && candidate.value !== '') ?? standing[0] ?? null;
    return entry && entry.value === value ? [] : [{ key: entry?.key ?? key, entry, value }];
  });
}

function editFor(
  path: string,
  text: string,
  block: Block,
  { key, entry, value }: Change,
): Edit | { readonly add: readonly [string, string] } | { readonly cannot: string } {
  if (!entry) return { add: [key, value ?? ''] };
  if (typeof entry.value === 'object' && entry.value !== null) {
    return { cannot: `\`${shown(key)}\` holds a ${Array.isArray(entry.value) ? 'list' : 'map'}` };
  }
  if (value === null) return removal(path, text, block, entry);
  const span = entry.valueSpan;
  const isWritten = entry.value !== null && entry.value !== '';
  if (span === null && isWritten) return { cannot: `\`${shown(key)}\` is written as a block, an anchor or an alias` };
  if (span === null || span[0] === span[1]) return filling(path, text, block, entry, value);
  const written = text.slice(...span);
  if (/^[&*!|>]/.test(written)) return { cannot: `\`${shown(key)}\` is written as a block, an anchor or an alias` };
  return { path, start: span[0], end: span[1], insert: writeScalar(value, block.language, quotingOf(written)) };
}

/** An empty value: `owner:` gets it behind the colon. */
function filling(
  path: string,
  text: string,
  block: Block,
  { key, keyAt }: BlockEntry,
  value: string,
): Edit | { readonly cannot: string } {
  const start = offsetAt(lineStarts(text), keyAt);
  const colon = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:#"'][^\s:]*)[ \t]*:/.exec(text.slice(start, start + 300));
  if (!colon || block.language !== 'yaml')
    return { cannot: `it cannot be told where the value of \`${shown(key)}\` ends` };
  const at = start + colon[0].length;
  return { path, start: at, end: at, insert: ` ${writeScalar(value, 'yaml', 'plain')}` };
}

/** A key alone on its line goes with the line. */
function removal(
  path: string,
  text: string,
  block: Block,
  { key, keyAt, valueSpan }: BlockEntry,
): Edit | { readonly cannot: string } {
  const starts = lineStarts(text);
  const start = starts[keyAt.line - 1] ?? 0;
  const end = starts[keyAt.line] ?? text.length;
  const before = text.slice(start, offsetAt(starts, keyAt)).replace(/^\uFEFF/, '');
  const isAlone = before.trim() === '' && (valueSpan === null || valueSpan[1] <= end) && block.language !== 'json';
  return isAlone
    ? { path, start, end, insert: '' }
    : { cannot: `\`${shown(key)}\` does not stand on a line of its own` };
}

function insertion(
  path: string,
  text: string,
  block: Block,
  additions: readonly (readonly [string, string])[],
): Edit | { readonly cannot: string } {
  const eol = lineEnding(text);
  const { language } = block;
  if (language === 'json') return jsonInsertion(path, text, block, additions, eol);
  const starts = lineStarts(text);
  const indents = block.language === 'toml' ? new Set<string>() : indentsOf(text, block, starts);
  const [indent = ''] = indents;
  if (indents.size > 1 || indent.trim() !== '') return { cannot: 'its keys do not stand on lines of their own' };
  const at = block.language === 'toml' ? beforeTables(text, block, starts) : block.insertAt;
  const lines = additions.map(([key, value]) => `${indent}${line(key, value, language)}${eol}`).join('');
  return { path, start: at, end: at, insert: lines };
}

/** What stands before the keys on their lines. */
function indentsOf(text: string, block: Block, starts: readonly number[]): ReadonlySet<string> {
  return new Set(block.entries.map(({ keyAt }) => text.slice(starts[keyAt.line - 1] ?? 0, offsetAt(starts, keyAt))));
}

function line(key: string, value: string, language: 'yaml' | 'toml'): string {
  const name = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
  return language === 'yaml'
    ? `${name}: ${writeScalar(value, 'yaml', 'plain')}`
    : `${name} = ${writeScalar(value, 'toml', 'double')}`;
}

/** In TOML what follows the header of a table belongs to that table. */
function beforeTables(text: string, block: Block, starts: readonly number[]): number {
  const first = block.entries[0]?.keyAt.line ?? 1;
  for (let at = first - 1; at < starts.length; at += 1) {
    const start = starts[at] ?? 0;
    if (start >= block.insertAt) break;
    if (/^[ \t]*\[\[?[\w."' -]+\]\]?[ \t]*(?:#|\r?\n)/.test(text.slice(start, start + 300))) return start;
  }
  return block.insertAt;
}

function jsonInsertion(
  path: string,
  text: string,
  block: Block,
  additions: readonly (readonly [string, string])[],
  eol: string,
): Edit | { readonly cannot: string } {
  const last = block.entries.at(-1);
  if (!last?.valueSpan) return { cannot: 'it cannot be told where the last value ends' };
  const starts = lineStarts(text);
  const before = text.slice(starts[last.keyAt.line - 1] ?? 0, offsetAt(starts, last.keyAt));
  const gap = before.trim() === '' ? `${eol}${before}` : ' ';
  const insert = additions.map(([key, value]) => `,${gap}${JSON.stringify(key)}: ${JSON.stringify(value)}`).join('');
  return { path, start: last.valueSpan[1], end: last.valueSpan[1], insert };
}

function newBlock(
  path: string,
  text: string,
  at: number,
  values: readonly (readonly [string, string])[],
): readonly Edit[] {
  const eol = lineEnding(text);
  const lines = values.map(([key, value]) => line(key, value, 'yaml'));
  if (lines.length === 0) return [];
  const rest = text.slice(at, at + 2);
  const gap = rest === '' || /^\r?\n/.test(rest) ? '' : eol;
  return [{ path, start: at, end: at, insert: `${['---', ...lines, '---'].join(eol)}${eol}${gap}` }];
}

/** The ending of the text's first line; a text of one line gets LF. */
function lineEnding(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** What the block shall say. */
function expected(block: Block, plan: readonly Change[]): ReadonlyMap<string, Plain> {
  const wanted = new Map(block.entries.map(({ key, value }) => [key, value]));
  for (const { key, value } of plan) {
    if (value === null) wanted.delete(key);
    else wanted.set(key, value);
  }
  return wanted;
}

/** The edits, if the text they make says exactly what is wanted and has the same body. */
function checked(
  path: string,
  text: string,
  wanted: ReadonlyMap<string, Plain>,
  edits: readonly Edit[],
): MetadataEdits {
  if (edits.length === 0) return { edits };
  const after = readFrontMatter(path, applyEdits(text, edits));
  const isExact =
    after.state === 'read' &&
    after.block.entries.length === wanted.size &&
    after.block.entries.every(({ key, value }) => JSON.stringify(value) === JSON.stringify(wanted.get(key)));
  return isExact ? { edits } : { cannot: 'it is written in a way that cannot be changed safely' };
}
