// core/policy: one configuration file: its data, and where everything in it stands.
import { visible } from '../display.ts';
import type { Edit } from '../edit.ts';
import type { Fix, Problem } from '../finding.ts';
import { FILE_START, lineStarts, offsetAt, type Position } from '../position.ts';
import { isPlainMap, type Plain } from '../procedure/front-matter.ts';
import { readYaml } from '../procedure/read-yaml.ts';

/** A configuration file as it was read. */
export type PolicyFile = { readonly path: string; readonly text: string };

export type Path = readonly (string | number)[];

export type PlainMap = { readonly [key: string]: Plain };

/** A problem of a configuration file (`config-valid`). */
export type ConfigProblem = Problem & { readonly path: string };

/** `at`: where the value at a path begins; `keyAt`: where its key does. */
export type ConfigSource = PolicyFile & {
  readonly at: (path: Path) => Position;
  readonly keyAt: (path: Path) => Position;
};

export type ConfigReading = {
  /** Null where nothing of the file can be used. */
  readonly source: ConfigSource | null;
  readonly value: PlainMap;
  readonly problems: readonly ConfigProblem[];
};

/** The largest configuration that is read, in bytes of UTF-8 (contract, "Limits"). */
export const MAX_CONFIG_BYTES = 65_536;

/** So many problems of one file are worth telling at once; it also bounds the time. */
export const MAX_PROBLEMS = 100;

export const EMPTY: PlainMap = Object.freeze(Object.create(null));

/** What `file` says, or every reason why it cannot be used. An empty file says nothing and is fine. */
export function readConfigSource(file: PolicyFile): ConfigReading {
  const { path } = file;
  const unusable = (problems: readonly ConfigProblem[]) => ({ source: null, value: EMPTY, problems });
  const refused = (at: Position, message: string, text: string) =>
    unusable([{ rule: 'config-valid', path, at, message, fix: advice(text) }]);

  const bytes = new TextEncoder().encode(file.text).length;
  if (bytes > MAX_CONFIG_BYTES) {
    const [is, limit] = [bytes, MAX_CONFIG_BYTES].map((size) => size.toLocaleString('en'));
    return refused(FILE_START, `The configuration is ${is} bytes long; at most ${limit} are read.`, 'Shorten it.');
  }
  const reading = readYaml(file.text, { path, maxBytes: MAX_CONFIG_BYTES });
  const named = (problems: readonly Omit<ConfigProblem, 'rule' | 'path'>[]): readonly ConfigProblem[] =>
    problems.map((problem) => ({ rule: 'config-valid', path, ...problem }));
  if (!reading.ok) return unusable(named(reading.problems));
  const { at, keyAt, warnings } = reading;
  const value = reading.value ?? EMPTY;
  if (isPlainMap(value)) return { source: { ...file, at, keyAt }, value, problems: named(warnings) };
  const message = `The configuration is ${shown(value)}; it must be a mapping, one "key: value" a line.`;
  return refused(at([]), message, 'Begin it with a key such as `enforce: new`.');
}

/** A fix that is a sentence only. */
export function advice(text: string): Fix {
  return { text, edits: [], certain: false };
}

/** A guess at what was meant: `text`, and the edit that puts `insert` in the place of `written`, where that stands at `at` as it is. */
export function guess(
  source: ConfigSource,
  at: Position,
  written: Plain | undefined,
  insert: string,
  text: string,
): Fix {
  const span = spanAt(source, at, written);
  const edits: readonly Edit[] = span ? [{ path: source.path, start: span[0], end: span[1], insert }] : [];
  return { text, edits, certain: false };
}

/** `value` in words, safe to show: text in backticks and not longer than a line. */
export function shown(value: Plain | undefined): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length > 0 ? 'a list' : 'an empty list';
  if (typeof value === 'object') return 'a mapping';
  const text = String(value);
  if (text.trim() === '') return 'blank';
  return `\`${visible(text.length > 60 ? `${text.slice(0, 59)}…` : text)}\``;
}

/** A scalar or a list of scalars as YAML, quoted where it would be read as something else. */
export function toYaml(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(toYaml).join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  const isPlainWord = /^[a-z\d](?:[\w ./+-]*\w)?$/i.test(value) && Number.isNaN(Number(value));
  return isPlainWord && !/^(?:true|false|null)$/i.test(value) ? value : JSON.stringify(value);
}

/** The offsets of the scalar `written` that stands at `at`, quotes included; null where that cannot be told. */
export function spanAt(
  { text }: ConfigSource,
  at: Position,
  written: Plain | undefined,
): readonly [start: number, end: number] | null {
  const start = offsetIn(text, at);
  const length = writtenLength(text, start, written);
  return length > 0 ? [start, start + length] : null;
}

function offsetIn(text: string, at: Position): number {
  const bom = at.line === 1 && text.startsWith('\uFEFF') ? 1 : 0; // A BOM is an offset and no column.
  return offsetAt(lineStarts(text), at) + bom;
}

/** How long the scalar at `start` is as it stands there, quotes included; 0 where that cannot be told. */
function writtenLength(text: string, start: number, value: Plain | undefined): number {
  const quoted = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'/y;
  quoted.lastIndex = start;
  const found = typeof value === 'string' ? quoted.exec(text) : null;
  if (found) return found[0].length;
  if (value === null || value === undefined || typeof value === 'object') return 0;
  return text.startsWith(String(value), start) ? String(value).length : 0;
}
