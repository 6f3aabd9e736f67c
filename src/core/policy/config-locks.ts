// core/policy: which keys a repository may not change.
import { nearest } from '../nearest.ts';
import { isPlainMap } from '../procedure/front-matter.ts';
import { dottedKeys, keyPath } from './config-outline.ts';
import {
  advice,
  type ConfigProblem,
  type ConfigReading,
  type ConfigSource,
  guess,
  type Path,
  shown,
} from './config-source.ts';
import { isList, valueAt, without } from './config-tree.ts';

export type Lock = readonly string[];

/** Locked wherever the organisation's policy sets it, unless `unlocked` names it (contract §3). */
const LOCKED_WHERE_SET: readonly Lock[] = [['owners', 'fallback'], ['approval'], ['override']];

/** The keys that `organisation` locks, and what is wrong in its lists of them. */
export function readLocks(organisation: ConfigReading): {
  readonly locks: readonly Lock[];
  readonly problems: readonly ConfigProblem[];
} {
  const { source, value } = organisation;
  if (!source) return { locks: [], problems: [] };
  const unlockable = LOCKED_WHERE_SET.map((path) => path.join('.'));
  const locked = named(organisation, 'locked');
  const unlocked = named(organisation, 'unlocked');
  const isSet = (path: Lock) => (valueAt(value, path) ?? null) !== null;
  const bySetting = LOCKED_WHERE_SET.filter(
    (path) => isSet(path) && !unlocked.some(({ name }) => name === path.join('.')),
  );
  return {
    locks: [...bySetting, ...locked.map(({ name }) => keyPath(name)).filter((path) => path !== null)],
    problems: [
      ...locked
        .filter(({ name }) => keyPath(name) === null)
        .map((item) => unknownName(source, item, 'a key of the configuration', dottedKeys())),
      ...unlocked
        .filter(({ name }) => !unlockable.includes(name))
        .map((item) => unknownName(source, item, 'a key that is locked by being set', unlockable)),
    ],
  };
}

/** Whether `key` is locked, by itself or as a part of what is. */
export function isLocked(key: Path, locks: readonly Lock[]): boolean {
  return locks.some((lock) => lock.length <= key.length && lock.every((step, i) => step === key[i]));
}

/**
 * `repository` without what it may not change, and a problem for each attempt. An override of a locked rule's level is one too: it would
 * be the way around the lock. What equals the policy's own value is no attempt.
 */
export function withinLocks(
  repository: ConfigReading,
  organisation: ConfigReading,
  locks: readonly Lock[],
): ConfigReading {
  const { source, value } = repository;
  if (!source) return repository;
  const policyPath = organisation.source?.path ?? '';
  const misplaced = ['locked', 'unlocked'].map((key) => [key]).filter((path) => valueAt(value, path) !== undefined);
  const attempts = [
    ...locks.filter((lock) => valueAt(value, lock) !== undefined),
    ...overriddenRules(repository).filter((path) => isLocked(['rules', String(path.at(-1))], locks)),
  ];
  const changes = attempts.filter((path) => !isSame(valueAt(value, path), valueAt(organisation.value, path)));
  return {
    source,
    value: without(value, [...misplaced, ...attempts]),
    problems: [
      ...repository.problems,
      ...misplaced.map((path) => misplacedKey(source, path)),
      ...changes.map((path) => lockedKey(source, path, policyPath)),
    ],
  };
}

type Named = { readonly name: string; readonly path: Path };

function named({ value }: ConfigReading, key: string): readonly Named[] {
  const list = valueAt(value, [key]);
  if (!isList(list)) return [];
  return list.flatMap((name, index) => (typeof name === 'string' ? [{ name, path: [key, index] }] : []));
}

function overriddenRules({ value }: ConfigReading): readonly Path[] {
  const overrides = valueAt(value, ['overrides']);
  if (!isList(overrides)) return [];
  return overrides.flatMap((_, index) => {
    const path = ['overrides', index, 'rules'];
    const rules = valueAt(value, path);
    return rules !== undefined && isPlainMap(rules) ? Object.keys(rules).map((rule) => [...path, rule]) : [];
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function unknownName(
  source: ConfigSource,
  { name, path }: Named,
  kind: string,
  known: readonly string[],
): ConfigProblem {
  const meant = nearest(name, known);
  const at = source.at(path);
  return {
    rule: 'config-valid',
    level: 'warning',
    path: source.path,
    at,
    message: `${shown(name)} in \`${path[0]}\` is not ${kind}; it is ignored.`,
    fix: meant === null ? advice('Remove it.') : guess(source, at, name, meant, `Write \`${meant}\`.`),
  };
}

function misplacedKey(source: ConfigSource, path: Lock): ConfigProblem {
  return {
    rule: 'config-valid',
    level: 'warning',
    path: source.path,
    at: source.keyAt(path),
    message: `\`${path[0]}\` has a meaning in the organisation's policy only; it is ignored here.`,
    fix: advice("Remove it, or move it to the organisation's policy."),
  };
}

function lockedKey(source: ConfigSource, path: Path, policyPath: string): ConfigProblem {
  const key = path[0] === 'overrides' ? `rules.${path.at(-1)}` : path.join('.');
  return {
    rule: 'config-valid',
    path: source.path,
    at: source.keyAt(path),
    message: `${shown(key)} is locked by the organisation's policy (${policyPath}) and cannot be changed here.`,
    fix: advice("Remove it; the policy's value holds."),
  };
}
