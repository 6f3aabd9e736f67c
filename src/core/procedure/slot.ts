// core/procedure: one key of a metadata block as it is being read: its value, its place, and where its problems go.
import { visible } from '../display.ts';
import type { Fix, Problem, RuleId } from '../finding.ts';
import { nearest } from '../nearest.ts';
import type { Block, BlockEntry, Plain } from './front-matter.ts';
import { isPlainMap } from './front-matter.ts';
import { quotingOf, writeScalar } from './write-scalar.ts';

export type Slot = {
  /** The file the block stands in, for the edits of fixes. */
  readonly path: string;
  /** The text of that file; null where it is not at hand (numbers are then shown as YAML read them). */
  readonly text: string | null;
  readonly block: Block;
  readonly entry: BlockEntry;
  readonly report: (problem: Problem) => void;
};

/** The path of a value below a slot's key. */
export type Below = readonly (string | number)[];

/** What is wrong with a value; `instead`: what most likely was meant; `otherwise`: what to do where that is not known. */
export type Fault = {
  readonly rule: RuleId;
  readonly level?: Problem['level'];
  readonly message: string;
  readonly instead?: string | null;
  readonly otherwise?: string;
  /** Whether `instead` means exactly the same as what stands there. */
  readonly certain?: boolean;
  readonly below?: Below;
};

/** Reports a fault at its value, with an edit where the value stands alone on its key. */
export function reportFault(slot: Slot, fault: Fault): void {
  const { rule, level, message, below = [] } = fault;
  const at = below.length === 0 ? slot.entry.valueAt : slot.block.at([slot.entry.key, ...below]);
  slot.report({ rule, at, message, fix: fixOf(slot, fault), ...(level ? { level } : {}) });
}

function fixOf(slot: Slot, { instead = null, otherwise, certain = false, below = [] }: Fault): Fix | null {
  if (instead === null) return otherwise === undefined ? null : { text: otherwise, edits: [], certain: false };
  const { entry, block, text, path } = slot;
  const isScalar = typeof entry.value !== 'object' && below.length === 0;
  const span = isScalar && text !== null ? entry.valueSpan : null;
  if (!span || text === null) return { text: `Write \`${shown(instead)}\`.`, edits: [], certain: false };
  const insert = writeScalar(instead, block.language, quotingOf(text.slice(...span)));
  const edits = [{ path, start: span[0], end: span[1], insert }];
  return { text: `Write \`${entry.key}: ${shown(insert)}\`.`, edits, certain };
}

/** Reports a value of the wrong kind (`` `owner` is a map``); returns null, for there is no value then. */
export function reportKind(slot: Slot, value: Plain, wanted: string, below: Below = []): null {
  const name = [slot.entry.key, ...below.filter((part) => typeof part === 'string')].join('.');
  const message = `\`${shown(name)}\` is ${kindOf(value)}; it should be ${wanted}.`;
  reportFault(slot, { rule: 'metadata-valid', message, otherwise: `Write ${wanted}.`, below });
  return null;
}

function kindOf(value: Plain): string {
  if (value === null) return 'empty';
  if (typeof value === 'object') return isPlainMap(value) ? 'a map' : 'a list';
  return typeof value === 'string' ? 'text' : `the ${typeof value} ${value}`;
}

/** The text of a scalar, trimmed; numbers and booleans as they are written; null for a list, a map or nothing. */
export function scalarText(slot: Slot, value: Plain): string | null {
  if (typeof value === 'string') return value.trim();
  if (value === null || typeof value === 'object') return null;
  const span = value === slot.entry.value && slot.text !== null ? slot.entry.valueSpan : null;
  return span && slot.text !== null ? slot.text.slice(...span).trim() : String(value);
}

/** The text of the slot's value on one line; a problem where it is a list or a map. */
export function readText(slot: Slot): string | null {
  const text = scalarText(slot, slot.entry.value);
  if (text === null) reportKind(slot, slot.entry.value, 'text');
  return text === null || text === '' ? null : text.replace(/\s+/g, ' ');
}

/** The items of a list of text; text alone is a list of one, or of what its commas separate where `commas` says so. */
export function readList(slot: Slot, value: Plain, below: Below = [], commas = true): readonly string[] | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.flatMap((item, index) => listItem(slot, item, [...below, index]));
  const text = scalarText(slot, value);
  if (text === null) {
    reportKind(slot, value, 'a list', below);
    return null;
  }
  return (commas ? text.split(',') : [text]).map((item) => item.trim()).filter((item) => item !== '');
}

function listItem(slot: Slot, item: Plain, below: Below): readonly string[] {
  if (item === null) return [];
  const text = scalarText(slot, item);
  if (text === null) reportKind(slot, item, 'text', below);
  return text === null || text === '' ? [] : [text];
}

/** The one of `choices` that a value is, without regard to case; a problem with the nearest one where it is none. */
export function readChoice<T extends string>(
  slot: Slot,
  value: Plain,
  choices: Choices<T>,
  below: Below = [],
): T | null {
  const name = [slot.entry.key, ...below].join('.');
  const text = scalarText(slot, value);
  if (text === null) {
    reportKind(slot, value, `one of ${listed(choices.values)}`, below);
    return null;
  }
  const wanted = text.toLowerCase();
  const found = choices.values.find((choice) => choice === wanted) ?? choices.synonyms?.get(wanted);
  if (found !== undefined) return found;
  if (wanted === '') return null;
  reportFault(slot, {
    rule: 'metadata-valid',
    message: `\`${name}\` is \`${shown(text)}\`, which is none of ${listed(choices.values)}.`,
    instead: nearest(wanted, choices.values) ?? sameLetters(wanted, choices.values),
    otherwise: `Write one of ${listed(choices.values)}.`,
    below,
  });
  return null;
}

/** Letters in another order are two edits, too many for so short words; here there are few words to be mistaken for. */
function sameLetters(word: string, choices: readonly string[]): string | null {
  const letters = (text: string) => [...text].sort().join('');
  return choices.find((choice) => choice.length === word.length && letters(choice) === letters(word)) ?? null;
}

/** The values of an enumeration; `synonyms`: other words that are taken for one of them. */
export type Choices<T extends string> = { readonly values: readonly T[]; readonly synonyms?: ReadonlyMap<string, T> };

/** `` `a`, `b` or `c` ``. */
export function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** Reports the keys of a nested map that mean nothing there, each with the nearest that does. */
export function reportStrangers(
  slot: Slot,
  map: { readonly [key: string]: Plain },
  known: readonly string[],
  below: Below,
): void {
  for (const key of Object.keys(map)
    .filter((name) => !known.includes(name))
    .slice(0, 10)) {
    const near = nearest(key, known);
    const name = [slot.entry.key, ...below].join('.');
    slot.report({
      rule: 'metadata-valid',
      at: slot.block.at([slot.entry.key, ...below, key]),
      message: `\`${shown(key)}\` means nothing in \`${name}\`, which has ${listed(known)}.`,
      fix: { text: near ? `Write \`${near}\`.` : `Take \`${shown(key)}\` out.`, edits: [], certain: false },
    });
  }
}

/** What somebody else wrote, on one line and not the whole of it. */
export function shown(text: string): string {
  return visible(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
