// core/procedure: TOML front matter, with the positions of its top-level keys.
import { parse, TomlError } from 'smol-toml';
import { visible } from '../display.ts';
import { lineStarts, offsetAt } from '../position.ts';
import { type BlockEntry, isPlainMap, type Place, type Plain, type Reading, type ReadProblem } from './front-matter.ts';
import { MAX_DEPTH, MAX_VALUES, textProblems, UNSAFE_KEYS } from './text-limits.ts';
import { type FilePositions, filePositions } from './text-place.ts';
import { bareDates, type TomlKey, tomlKeys } from './toml-tokens.ts';

/** `text` as plain data, or why not. Dates and times stay as they are written. The limits of `readYaml` hold. Never throws. */
export function readToml(text: string, place: Place): Reading {
  const unfit = textProblems(text, place);
  if (unfit.length > 0) return { ok: false, problems: unfit };
  const positions = filePositions(text, place);
  const dates = bareDates(text);
  try {
    const parsed: unknown = parse(withQuotes(text, dates), { maxDepth: MAX_DEPTH });
    return toReading(parsed, tomlKeys(text), positions);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { ok: false, problems: [notToml(error, text, dates, positions)] };
  }
}

function toReading(parsed: unknown, keys: readonly TomlKey[], positions: FilePositions): Reading {
  const limits: Limits = { values: 0, reason: null };
  const value = toPlain(parsed, 0, [], limits);
  const named = new Map(keys.map((key) => [key.key, key]));
  const startOf = ([key]: readonly (string | number)[]) => positions.at(named.get(String(key))?.keyAt ?? 0);
  const placeOf = ([key]: readonly (string | number)[]) => {
    const found = named.get(String(key));
    return positions.at(found?.valueSpan?.[0] ?? found?.keyAt ?? 0);
  };
  if (limits.reason !== null) {
    const { message, fix, path } = limits.reason;
    return { ok: false, problems: [{ at: startOf(path), message, fix: { text: fix, edits: [], certain: false } }] };
  }
  const entries = keys.map((key): BlockEntry => {
    const span = key.valueSpan;
    return {
      key: key.key,
      value: (isPlainMap(value) ? value[key.key] : null) ?? null,
      keyAt: startOf([key.key]),
      valueAt: placeOf([key.key]),
      valueSpan: span && [positions.offset(span[0]), positions.offset(span[1])],
    };
  });
  return { ok: true, value, entries, at: placeOf, keyAt: startOf, warnings: [] };
}

type Limits = {
  values: number;
  reason: { readonly path: readonly string[]; readonly message: string; readonly fix: string } | null;
};

function toPlain(value: unknown, depth: number, path: readonly string[], limits: Limits): Plain {
  limits.values += 1;
  const flatter = 'Write less, and flatter, metadata.';
  if (limits.values > MAX_VALUES)
    limits.reason ??= {
      path,
      message: `More than ${MAX_VALUES.toLocaleString('en')} values stand here.`,
      fix: flatter,
    };
  if (depth > MAX_DEPTH)
    limits.reason ??= { path, message: `The values are nested more than ${MAX_DEPTH} levels deep.`, fix: flatter };
  if (limits.reason !== null) return null;
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1, path, limits));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const map: { [key: string]: Plain } = Object.create(null);
  for (const [key, inner] of Object.entries(value ?? {})) {
    const here = [...path, key];
    if (UNSAFE_KEYS.has(key))
      limits.reason ??= { path: here, message: `\`${key}\` is not allowed as a key.`, fix: 'Rename the key.' };
    map[key] = toPlain(inner, depth + 1, here, limits);
  }
  return map;
}

function withQuotes(text: string, dates: readonly (readonly [number, number])[]): string {
  let result = '';
  let from = 0;
  for (const [start, end] of dates) {
    result += `${text.slice(from, start)}"${text.slice(start, end)}"`;
    from = end;
  }
  return result + text.slice(from);
}

function notToml(
  error: TomlError,
  text: string,
  dates: readonly (readonly [number, number])[],
  positions: FilePositions,
): ReadProblem {
  const starts = lineStarts(text);
  const lineStart = offsetAt(starts, { line: error.line, column: 1 });
  let offset = lineStart + error.column - 1;
  for (const [start, end] of dates) {
    if (start < lineStart) continue;
    if (start < offset) offset -= end < offset - 1 ? 2 : 1;
  }
  const reason = error.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '') ?? '';
  return {
    at: positions.at(Math.max(lineStart, Math.min(offset, text.length))),
    message: `TOML cannot be read on from here: ${visible(reason)}.`,
    fix: { text: 'Write `key = "value"` lines.', edits: [], certain: false },
  };
}
