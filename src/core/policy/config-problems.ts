// core/policy: what the schema finds wrong → problems in a person's words, with the nearest right value.
import type { z } from 'zod';
import { nearest } from '../nearest.ts';
import type { Plain } from '../procedure/front-matter.ts';
import { dottedKeys, keysAt } from './config-outline.ts';
import {
  advice,
  type ConfigProblem,
  type ConfigSource,
  guess,
  type Path,
  type PlainMap,
  shown,
  toYaml,
} from './config-source.ts';
import { valueAt } from './config-tree.ts';

type Issue = z.core.$ZodIssue;

/** `issue` of a configuration as the problems it stands for: one for each unknown key, none for a key that is left empty. */
export function problemsOf(issue: Issue, value: PlainMap, source: ConfigSource): readonly ConfigProblem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, value, source));
  const written = valueAt(value, path);
  if (isLeftEmpty(written, path)) return [];
  return [written === undefined ? missing(issue, path, source) : wrong(issue, path, written, source)];
}

/** `review:` with nothing behind it is as if it were not there; an empty item of a list is not. */
export function isLeftEmpty(written: Plain | undefined, path: Path): boolean {
  return written === null && typeof path.at(-1) === 'string';
}

/** What is left out with a value that is wrong: overrides and approval rules mean little in parts. */
export function wholeOf(path: Path): Path {
  if (path[0] === 'overrides') return path.slice(0, 2);
  return path[0] === 'approval' && path[1] === 'rules' ? path.slice(0, 3) : path;
}

function wholeName(path: Path): string {
  if (wholeOf(path).length === path.length) return 'it';
  return path[0] === 'overrides' ? 'the whole override' : 'the whole approval rule';
}

/** The path in words: `` `review.dueSoon` ``, or an item of it. */
export function keyName(path: Path): string {
  const name = shown(path.filter((step) => typeof step === 'string').join('.'));
  return typeof path.at(-1) === 'number' ? `An item of ${name}` : name;
}

function wrong(issue: Issue, path: Path, written: Plain, source: ConfigSource): ConfigProblem {
  const what =
    issue.code === 'invalid_type' && typeof written === 'string' && written.trim() !== ''
      ? `the text ${shown(written)}`
      : shown(written);
  const why = issue.code === 'custom' ? `, which ${issue.message}` : `; it must be ${issue.message}`;
  const meant = likely(issue, written);
  const at = source.at(path);
  return {
    rule: 'config-valid',
    path: source.path,
    at,
    message: `${keyName(path)} is ${what}${why}.`,
    fix:
      meant === null
        ? advice(`Correct it or remove it; until then ${wholeName(path)} counts as not written.`)
        : guess(source, at, written, toYaml(meant), `Write \`${toYaml(meant)}\`.`),
  };
}

function missing(issue: Issue, path: Path, source: ConfigSource): ConfigProblem {
  return {
    rule: 'config-valid',
    path: source.path,
    at: source.at(path.slice(0, -1)),
    message: `${keyName(path)} is missing; it must be ${issue.message}.`,
    fix: advice(`Add it; until then ${wholeName(path)} counts as not written.`),
  };
}

function unknownKey(path: Path, key: string, value: PlainMap, source: ConfigSource): ConfigProblem {
  const at = source.keyAt([...path, key]);
  return {
    rule: 'config-valid',
    level: 'warning',
    path: source.path,
    at,
    message: `${shown(key)} is not ${kindOfKey(path)}; it is ignored.`,
    fix: knownKey(path, key, value, source),
  };
}

function knownKey(path: Path, key: string, value: PlainMap, source: ConfigSource): ConfigProblem['fix'] {
  const known = keysAt(path);
  const meant = nearest(key, known);
  const text = `Write \`${meant}\`.`;
  if (meant !== null && valueAt(value, [...path, meant]) === undefined)
    return guess(source, source.keyAt([...path, key]), key, meant, text);
  if (meant !== null) return advice(`Remove it; \`${meant}\` is there already.`);
  const elsewhere = whereElse(key);
  if (elsewhere !== null) return advice(`Write it as \`${elsewhere}\`.`);
  if (known.length > 12) return advice('Remove it, or look up the right one in the documentation.');
  return advice(
    `Remove it, or write ${known.length > 1 ? 'one of ' : ''}${known.map((name) => `\`${name}\``).join(', ')}.`,
  );
}

/** The one dotted key that ends in what `key` most likely means: a key that stands in the wrong place. */
function whereElse(key: string): string | null {
  const keys = dottedKeys().filter((dotted) => !dotted.startsWith('rules.') && !dotted.startsWith('labels.'));
  const lastWords = keys.map((dotted) => dotted.slice(dotted.lastIndexOf('.') + 1));
  const meant = lastWords.includes(key) ? key : nearest(key, lastWords);
  const found = keys.filter((_, index) => lastWords[index] === meant);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function kindOfKey(path: Path): string {
  if (path.at(-1) === 'rules') return 'a rule';
  if (path.at(-1) === 'aliases') return 'a metadata key';
  return path.length === 0
    ? 'a key of the configuration'
    : `a key of ${keyName(path.filter((step) => typeof step === 'string'))}`;
}

/** The nearest right value; null where it would be a guess in the dark. */
function likely(issue: Issue, written: Plain): Plain {
  if (issue.code === 'custom') return issue.params?.['suggestion'] ?? null;
  if (issue.code === 'invalid_value')
    return nearestWord(
      written,
      issue.values.filter((word) => typeof word === 'string'),
    );
  if (issue.code === 'invalid_type') return ofType(issue.expected, written);
  if (issue.code === 'too_big' && issue.origin !== 'string' && issue.origin !== 'array') return Number(issue.maximum);
  if (issue.code === 'too_small' && issue.origin !== 'string' && issue.origin !== 'array') return Number(issue.minimum);
  return issue.code === 'invalid_format' ? repositoryIn(written) : null;
}

function ofType(expected: string, written: Plain): Plain {
  if (typeof written === 'object') return null;
  if (expected === 'boolean') return BOOLEANS.get(String(written).toLowerCase()) ?? null;
  if (expected === 'array') return [written];
  const isNumber = String(written).trim() !== '' && Number.isSafeInteger(Math.round(Number(written)));
  return isNumber && (expected === 'number' || expected === 'int') ? Math.round(Number(written)) : null;
}

function nearestWord(written: Plain, words: readonly string[]): string | null {
  if (typeof written === 'object') return null;
  const word = String(written).toLowerCase();
  const meant = SYNONYMS.get(word)?.find((synonym) => words.includes(synonym));
  return meant ?? words.find((other) => other === word) ?? nearest(word, words);
}

/** `https://github.com/acme/ops` is meant as `acme/ops`. */
function repositoryIn(written: Plain): string | null {
  const found = /^(?:https?:\/\/|git@)[^/:]+[/:]([\w-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(String(written).slice(0, 300));
  return found?.[1] ?? null;
}

/** What YAML 1.1 took for true and false, and what people quote. */
const BOOLEANS = new Map<string, boolean>([
  ...['true', 'yes', 'y', 'on', '1', 'enabled'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', 'off', '0', 'disabled', 'none'].map((word) => [word, false] as const),
]);

/** Other tools' words (ESLint, GitHub, Backstage), by what they mean here. */
const SYNONYMS = new Map<string, readonly string[]>([
  ...['error', 'errors', 'err', 'fail', 'fatal', 'failed', '2'].map((word) => [word, ['failure']] as const),
  ...['warn', 'warnings', '1'].map((word) => [word, ['warning']] as const),
  ...['info', 'note', 'hint'].map((word) => [word, ['notice']] as const),
  ...['false', 'none', 'no', 'never', 'disable', 'disabled', 'ignore', 'of', 'off', '0'].map(
    (word) => [word, ['off', 'none']] as const,
  ),
  ...['all', 'always', 'strict'].map((word) => [word, ['touched']] as const),
  ...['true', 'yes', 'on'].map((word) => [word, ['new', 'person']] as const),
  ...['us', 'm/d/yyyy', 'american'].map((word) => [word, ['mdy']] as const),
  ...['backstage', 'catalog'].map((word) => [word, ['catalog-info']] as const),
  ['small', ['low']],
]);
