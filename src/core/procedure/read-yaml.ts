// core/procedure: YAML 1.2 (core schema) read within limits, every problem at its line and column.
import { isMap, parseDocument } from 'yaml';
import type { Position } from '../position.ts';
import type { Place, Reading, ReadProblem } from './front-matter.ts';
import { textProblems } from './text-limits.ts';
import { filePositions } from './text-place.ts';
import { yamlEntries, yamlPositions } from './yaml-positions.ts';
import { repairTraps } from './yaml-repair.ts';
import { yamlToPlain } from './yaml-to-plain.ts';

/**
 * `text` as plain data, or every reason why not. Dates stay strings. Refused: more than `maxBytes`, control characters, more than 50
 * aliases, 5,000 values or 20 levels, merge keys, tags, directives, duplicate keys, keys that are not plain words, `__proto__`,
 * `constructor` and `prototype` as keys, several documents. Never throws. Empty text is `null`.
 */
export function readYaml(text: string, place: Place): Reading {
  const unfit = textProblems(text, place);
  if (unfit.length > 0) return { ok: false, problems: unfit };
  const positions = filePositions(text, place);
  const { document, mended, problems: syntax, toOriginal } = repairTraps(text, parse, positions);
  if (document === null) return { ok: false, problems: syntax };
  if (document.directives?.docStart === true) {
    const directive = /^\uFEFF?(?:(?:#[^\n]*|[ \t]*)\r?\n)*(?=%)/.exec(text);
    if (directive) return { ok: false, problems: [directiveAt(positions.at(directive[0].length))] };
  }
  const toFile = (offset: number) => positions.at(toOriginal(offset));
  const {
    value,
    problems: limits,
    warnings,
  } = yamlToPlain(document.contents, { text: mended, at: toFile, edit: positions.edit });
  const problems: readonly ReadProblem[] = [...syntax, ...limits].sort(byPlace);
  if (problems.length > 0) return { ok: false, problems };
  const { at, keyAt } = yamlPositions(document.contents, toFile);
  const entries = isMap(document.contents) ? yamlEntries(document.contents, value, positions) : [];
  return { ok: true, value, entries, at, keyAt, warnings };
}

function parse(text: string) {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    // The library's own check is quadratic in the number of keys; `yamlToPlain` has a set.
    uniqueKeys: false,
    prettyErrors: false,
    // Not `silent`: that hides a second document.
    logLevel: 'error',
  });
}

/** `%YAML 1.1` would change what the values mean. */
function directiveAt(at: Position): ReadProblem {
  const message = 'A line that begins with `%` is a YAML directive; none is read.';
  return { at, message, fix: { text: 'Delete the line.', edits: [], certain: false } };
}

function byPlace(a: ReadProblem, b: ReadProblem): number {
  return a.at.line - b.at.line || a.at.column - b.at.column;
}
