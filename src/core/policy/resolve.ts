// core/policy: which procedure a name means.
import type { Neighbour } from '../snapshot.ts';
import type { Entry } from './verdict.ts';

/** `path` made absolute in the repository: relative to the folder of `from` where it begins with a dot. Null where it leaves the root. */
export function resolvePath(path: string, from: string): string | null {
  const parts = path.startsWith('/') || !/^\.{1,2}(\/|$)/.test(path) ? [] : from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** The procedure whose id, path (from the root, or relative to `from`) or alias is `name`, exactly; null where none is. */
export function resolveProcedure(entries: readonly Entry[], name: string, from = ''): Entry | null {
  const { ids, paths, aliases } = namesOf(entries);
  return (
    ids.get(name) ??
    paths.get(resolvePath(name, from) ?? '') ??
    paths.get(resolvePath(`./${name}`, from) ?? '') ??
    aliases.get(name) ??
    null
  );
}

/** The same among procedures of which only the catalog knows. */
export function neighbourNamed(neighbours: readonly Neighbour[], name: string, from: string): Neighbour | null {
  const paths = [resolvePath(name, from), resolvePath(`./${name}`, from)];
  return (
    neighbours.find(({ id, path, aliases }) => id === name || paths.includes(path) || aliases.includes(name)) ?? null
  );
}

/** The procedure that has `name` as its id or its path from the root now; null where none has. */
export function procedureNamed(entries: readonly Entry[], name: string): Entry | null {
  const { ids, paths } = namesOf(entries);
  return paths.get(name) ?? ids.get(name) ?? null;
}

/** By name, the first entry that has it. */
type Names = Readonly<Record<'ids' | 'paths' | 'aliases', ReadonlyMap<string, Entry>>>;

const known = new WeakMap<readonly Entry[], Names>();

function namesOf(entries: readonly Entry[]): Names {
  const names = known.get(entries) ?? indexNames(entries);
  known.set(entries, names);
  return names;
}

function indexNames(entries: readonly Entry[]): Names {
  const ids = new Map<string, Entry>();
  const paths = new Map<string, Entry>();
  const aliases = new Map<string, Entry>();
  for (const entry of entries.toReversed()) {
    const { id, path, metadata } = entry.procedure;
    ids.set(id, entry);
    paths.set(path, entry);
    for (const alias of metadata.aliases?.value ?? []) aliases.set(alias, entry);
  }
  return { ids, paths, aliases };
}
