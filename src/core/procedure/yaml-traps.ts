// core/procedure: what a person did where YAML only says that it cannot go on.
import { type Document, isScalar, type ParsedNode, visit, type YAMLParseError } from 'yaml';
import { visible } from '../display.ts';
import type { Replacement } from './text-place.ts';

export type ParsedDocument = Document.Parsed<ParsedNode>;

/** What is wrong at `offset`, and the changes (of the text that was parsed) after which YAML goes on; none where there is no telling. */
export type Trap = {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
  readonly changes: readonly Replacement[];
  readonly isCertain: boolean;
};

/** Null where nothing is to be tried. */
type Parse = ((text: string) => ParsedDocument) | null;

type Case = {
  readonly text: string;
  readonly document: ParsedDocument;
  readonly error: YAMLParseError;
  readonly parse: Parse;
  /** The line of the error. */
  readonly line: Line;
};

type Line = {
  readonly start: number;
  readonly text: string;
  readonly key: string | null;
  readonly valueAt: number;
  readonly value: string;
};

/** The trap behind the first error of `document`, which must have one. */
export function trapOf(text: string, document: ParsedDocument, parse: Parse): Trap {
  const error = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION') ?? document.errors[0];
  if (!error) throw new Error('Could not explain a YAML document: it has no error');
  const found: Case = { text, document, error, parse, line: lineAt(text, error.pos[0]) };
  const traps =
    error.code === 'RESOURCE_EXHAUSTION'
      ? []
      : [tab, openQuote, openBracket, missingBlank, reserved, wrongIndent, unquoted];
  for (const trap of traps) {
    const explained = trap(found);
    if (explained) return explained;
  }
  return { offset: error.pos[0], ...plainWords(error), changes: [], isCertain: false };
}

function tab({ text, error, line }: Case): Trap | null {
  const indent = /^[ \t]*/.exec(line.text)?.[0] ?? '';
  if (!indent.includes('\t')) return error.code === 'TAB_AS_INDENT' ? tabInside(error) : null;
  const changes = [...text.matchAll(/^[ \t]*\t[ \t]*(?=\S)/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    insert: match[0].replaceAll('\t', '  '),
  }));
  return {
    offset: line.start,
    message: 'A tab indents this line; YAML takes only blanks.',
    fix: 'Indent with two blanks for each tab.',
    changes,
    isCertain: false,
  };
}

function tabInside(error: YAMLParseError): Trap {
  return {
    offset: error.pos[0],
    message: 'A tab stands where YAML takes only blanks.',
    fix: 'Replace the tab by a blank.',
    changes: [{ start: error.pos[0], end: error.pos[0] + 1, insert: ' ' }],
    isCertain: false,
  };
}

/** A quote that nobody closed swallows the lines below, and the error is far away. */
function openQuote({ text, document, error }: Case): Trap | null {
  const quoted = lastQuoted(document.contents, error.pos[0]);
  if (!quoted) return null;
  const line = lineAt(text, quoted.start);
  const isOpen = error.code === 'MISSING_CHAR' && error.message.startsWith('Missing closing');
  if (!isOpen && !/\n[ \t]*(?:- )?[\w-]{1,60}:(?:\s|$)/.test(text.slice(quoted.start, quoted.end))) return null;
  const quote = text[quoted.start] ?? '"';
  const inside = line.text.slice(quoted.start - line.start + 1).trimEnd();
  const curly = /[\u201C-\u201F\u2018-\u201B]$/.test(inside);
  const end = quoted.start + 1 + inside.length;
  return {
    offset: quoted.start,
    message: `The quote that opens here (${quote}) is not closed on its line${curly ? '; a curly quote does not close it' : ''}.`,
    fix: `Close it: ${shown(quote + (curly ? inside.slice(0, -1) : inside) + quote)}.`,
    changes: [{ start: curly ? end - 1 : end, end, insert: quote }],
    isCertain: false,
  };
}

function lastQuoted(contents: ParsedNode | null, before: number): { start: number; end: number } | null {
  let last: { start: number; end: number } | null = null;
  if (contents === null) return null;
  visit(contents, {
    Scalar: (_, node) => {
      if (!isScalar(node) || !node.range || !node.type?.startsWith('QUOTE')) return;
      if (node.range[0] <= before) last = { start: node.range[0], end: node.range[1] };
    },
  });
  return last;
}

/** `owner:@acme/sre`: without a blank behind the colon it is no key. */
function missingBlank({ text, error }: Case): Trap | null {
  const first = lineAt(text, error.pos[0]);
  const match = /^([ \t]*(?:- )?)([A-Za-z_][\w-]{0,60}):([^\s:/][^\s]*)[ \t\r]*$/.exec(first.text);
  if (!match || first.key !== null) return null;
  const [, indent = '', key = '', value = ''] = match;
  const start = first.start + indent.length + key.length + 1;
  const written = needsQuotes(value) ? quoted(value) : value;
  return {
    offset: first.start + indent.length,
    message: `A blank is missing behind \`${key}:\`, so YAML does not see a key.`,
    fix: `Write ${shown(`${key}: ${written}`)}.`,
    changes: [{ start, end: start + value.length, insert: ` ${written}` }],
    isCertain: false,
  };
}

const RESERVED: Readonly<Record<string, string>> = { '@': '`@`', '`': 'a backtick', '%': '`%`' };

/** A value that begins with a character that YAML keeps for itself: certain to be text, for nothing else could be meant. */
function reserved({ text, document, error, parse, line }: Case): Trap | null {
  const name = RESERVED[text[error.pos[0]] ?? ''];
  if (error.code !== 'BAD_SCALAR_START' || name === undefined) return null;
  const rest = withoutComment(text.slice(error.pos[0], line.start + line.text.length));
  const inList = /^[^,[\]{}]*/.exec(rest)?.[0].trimEnd() ?? '';
  const start = error.pos[0];
  const [left, leftInList] = [rest, inList].map((value) => errorsAfter(text, parse, start, value));
  const value = parse !== null && (leftInList ?? 0) <= (left ?? 0) ? inList : rest;
  const mends = Math.min(left ?? 0, leftInList ?? 0) < document.errors.length;
  const owner = line.key === null ? null : `\`${visible(line.key)}\``;
  const holder = owner === null ? 'A value' : start === line.valueAt ? owner : `A value of ${owner}`;
  return {
    offset: start,
    message: `${holder} begins with ${name}, which YAML does not allow without quotes.`,
    fix: `Put the value in quotes: ${shown(quoted(value))}.`,
    changes: mends ? [{ start, end: start + value.length, insert: quoted(value) }] : [],
    isCertain: true,
  };
}

/** How many errors are left once the value at `start` is in quotes; infinitely many where nothing is to be tried. */
function errorsAfter(text: string, parse: Parse, start: number, value: string): number {
  if (parse === null || value === '') return Number.POSITIVE_INFINITY;
  return parse(text.slice(0, start) + quoted(value) + text.slice(start + value.length)).errors.length;
}

/** A list or map in brackets that the text ends without closing. The library calls that an indentation. */
function openBracket({ text, error }: Case): Trap | null {
  const closing = /^Flow .* end with a ([\]}])$/.exec(error.message)?.[1];
  if (closing === undefined) return null;
  const opening = closing === '}' ? '{' : '[';
  const offset = text.lastIndexOf(opening, error.pos[0]);
  if (offset === -1) return null;
  return {
    offset,
    message: `\`${opening}\` is opened here and never closed.`,
    fix: `Add the missing \`${closing}\` behind the last value in it.`,
    changes: [],
    isCertain: false,
  };
}

/** A key that is indented more than the value above it is taken for the rest of that value. */
function wrongIndent({ text, error }: Case): Trap | null {
  if (error.code !== 'MULTILINE_IMPLICIT_KEY' && error.code !== 'BAD_INDENT') return null;
  const isMultiline = error.code === 'MULTILINE_IMPLICIT_KEY';
  const lines = linesBetween(text, error.pos[0], error.pos[1]);
  const line = lines.slice(isMultiline ? 1 : 0).find(({ key }) => key !== null);
  const [first] = lines;
  if (!first || !line || line.key === null) return null;
  const indent = line.text.length - line.text.trimStart().length;
  if (indent === 0 && isMultiline) return notYaml(first);
  return {
    offset: line.start + indent,
    message: `\`${visible(line.key.slice(0, 60))}\` is indented like no line above it, so YAML cannot tell what it belongs to.`,
    fix: 'Indent it like the keys it belongs with.',
    changes: [],
    isCertain: false,
  };
}

function notYaml(line: Line): Trap {
  return {
    offset: line.start + (line.text.length - line.text.trimStart().length),
    message: `This line is no \`key: value\`: ${shown(line.text.trim())}.`,
    fix: 'Write it as `key: value`, or indent it if it continues the line above.',
    changes: [],
    isCertain: false,
  };
}

/** What else goes wrong in `key: value` goes right in quotes. */
function unquoted({ text, error, line, document, parse }: Case): Trap | null {
  if (line.key === null || line.value === '' || error.pos[0] < line.valueAt) return null;
  const why = reasonOf(error, line.value);
  if (why === null) return null;
  const value = withoutComment(line.value);
  const mends = errorsAfter(text, parse, line.valueAt, value) < document.errors.length;
  return {
    offset: line.valueAt,
    message: `The value of \`${visible(line.key)}\` ${why}.`,
    fix: `Put the value in quotes: ${shown(quoted(value))}.`,
    changes: mends ? [{ start: line.valueAt, end: line.valueAt + value.length, insert: quoted(value) }] : [],
    isCertain: false,
  };
}

function reasonOf(error: YAMLParseError, value: string): string | null {
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') return 'has a colon and a blank in it, which YAML reads as one more key';
  if (value.startsWith('*')) return 'begins with `*`, which YAML reads as an alias';
  if (value.startsWith('[')) return 'begins with `[`, which YAML reads as a list';
  if (value.startsWith('{')) return 'begins with `{`, which YAML reads as a map';
  if (/^["']/.test(value)) return 'goes on behind the closing quote';
  return null;
}

const WORDS: Readonly<Partial<Record<YAMLParseError['code'], readonly [message: string, fix: string]>>> = {
  MULTIPLE_DOCS: ['A second YAML document begins here; only one is read.', 'Delete the line that begins with `---`.'],
  BAD_INDENT: ['This line is indented like no line above it.', 'Indent it like the lines it belongs with.'],
  BAD_DIRECTIVE: ['A line that begins with `%` is a YAML directive; none is read.', 'Delete the line.'],
  BAD_DQ_ESCAPE: [
    'A backslash stands in double quotes before a character that it does not go with.',
    'Use single quotes, or write `\\\\`.',
  ],
  DUPLICATE_KEY: ['A key is set twice.', 'Keep one of the two.'],
  KEY_OVER_1024_CHARS: ['A key is longer than 1,024 characters.', 'Shorten it.'],
  MULTIPLE_ANCHORS: ['A value has two anchors (`&name`).', 'Keep one of the two.'],
  MULTIPLE_TAGS: ['A value has two tags (`!name`).', 'Delete them, or put the value in quotes if it is text.'],
  RESOURCE_EXHAUSTION: ['The values are nested too deeply.', 'Write less, and flatter, metadata.'],
};

function plainWords(error: YAMLParseError): { message: string; fix: string } {
  const [message, fix] = WORDS[error.code] ?? [
    `YAML cannot read on from here: ${visible(error.message)}.`,
    'Write `key: value` lines, and put text with special characters in quotes.',
  ];
  return { message, fix };
}

function linesBetween(text: string, start: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  for (let at = start; at <= end && at < text.length; ) {
    lines.push(lineAt(text, at));
    const next = text.indexOf('\n', at);
    if (next === -1) break;
    at = next + 1;
  }
  return lines;
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
  const lead = /^[ \t]*(?:- +)*/.exec(line)?.[0].length ?? 0;
  const colon = line.slice(lead).search(/:(?:\s|$)/);
  const none: Line = { start, text: line, key: null, valueAt: start + lead, value: line.slice(lead) };
  if (colon === -1 || colon > 200) return none;
  const after = lead + colon + 1;
  const blanks = line.slice(after).length - line.slice(after).trimStart().length;
  return {
    start,
    text: line,
    key: line.slice(lead, lead + colon).trim(),
    valueAt: start + after + blanks,
    value: line.slice(after + blanks),
  };
}

function withoutComment(value: string): string {
  const comment = value.search(/\s#/);
  return (comment === -1 ? value : value.slice(0, comment)).trimEnd();
}

function needsQuotes(value: string): boolean {
  return /^[@`%*&!|>#{}[\],?:"'-]|[:#]/.test(value);
}

function quoted(value: string): string {
  return /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}

/** `text` as code in a message, shortened; in plain quotes where a backtick would end the code. */
function shown(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return short.includes('`') ? `“${visible(short)}”` : `\`${visible(short)}\``;
}
