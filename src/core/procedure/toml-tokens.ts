// core/procedure: just enough of TOML's grammar to say where a top-level key and its value stand.

/** A top-level key. `valueSpan` is null where the key heads a table or is one part of a dotted key. */
export type TomlKey = {
  readonly key: string;
  readonly keyAt: number;
  readonly valueSpan: readonly [start: number, end: number] | null;
};

type Token = { readonly text: string; readonly start: number; readonly end: number };

const DATE = String.raw`\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})?)?(?![\w.:+-])`;
const TIME = String.raw`\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?![\w.:+-])`;
const STRINGS = [
  String.raw`"""(?:\\[^]|[^\\])*?"{3,5}`,
  `'''[^]*?'{3,5}`,
  String.raw`"(?:\\.|[^"\\\n])*"`,
  String.raw`'[^'\n]*'`,
];
const TOKEN = [...STRINGS, '#[^\\n]*', DATE, TIME, String.raw`[\w.:+-]+`, '[^]'].join('|');

function tokens(text: string): readonly Token[] {
  return Array.from(text.matchAll(new RegExp(TOKEN, 'g')), ({ 0: token, index }) => ({
    text: token,
    start: index,
    end: index + token.length,
  }));
}

/** Where dates and times stand bare: as text they are kept as written, which a parser's dates are not (2022-02-31). */
export function bareDates(text: string): readonly (readonly [start: number, end: number])[] {
  const date = new RegExp(`^(?:${DATE}|${TIME})`);
  return tokens(text)
    .filter((token) => date.test(token.text))
    .map(({ start, end }) => [start, end]);
}

/** The top-level keys of valid TOML, in order; the first place of each. */
export function tomlKeys(text: string): readonly TomlKey[] {
  const keys = new Map<string, TomlKey>();
  let isInTable = false;
  for (const statement of statements(text)) {
    const isHeader = statement[0]?.text === '[';
    isInTable ||= isHeader;
    const found = isHeader ? headerOf(statement) : isInTable ? null : keyOf(statement);
    if (found && !keys.has(found.key)) keys.set(found.key, found);
  }
  return [...keys.values()];
}

/** The tokens of each statement, blanks and comments left out. */
function statements(text: string): readonly (readonly Token[])[] {
  const all: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  for (const token of tokens(text)) {
    if ('[{'.includes(token.text)) depth += 1;
    if (']}'.includes(token.text)) depth -= 1;
    if (token.text === '\n' && depth <= 0) {
      all.push(current);
      current = [];
    } else if (token.text.trim() !== '' && !token.text.startsWith('#')) current.push(token);
  }
  all.push(current);
  return all.filter((statement) => statement.length > 0);
}

function headerOf(statement: readonly Token[]): TomlKey | null {
  const name = statement.find((token) => token.text !== '[');
  return name ? { key: firstPart(name.text), keyAt: name.start, valueSpan: null } : null;
}

function keyOf(statement: readonly Token[]): TomlKey | null {
  const [name] = statement;
  const equals = statement.findIndex((token) => token.text === '=');
  const first = statement[equals + 1];
  const last = statement.at(-1);
  if (!name || !first || !last || equals === -1) return null;
  const key = firstPart(name.text);
  const isWhole = equals === 1 && (key === name.text || /^["']/.test(name.text));
  return { key, keyAt: name.start, valueSpan: isWhole ? [first.start, last.end] : null };
}

function firstPart(name: string): string {
  if (name.startsWith("'")) return name.slice(1, -1);
  if (!name.startsWith('"')) return name.split('.', 1)[0] ?? name;
  try {
    return String(JSON.parse(name));
  } catch {
    // TOML has escapes that JSON has not; such a key is none of ours.
    return name.slice(1, -1);
  }
}
