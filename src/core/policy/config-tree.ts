// core/policy: looking into, cutting and joining plain data. Nothing is changed in place; maps have no prototype.
import { isPlainMap, type Plain } from '../procedure/front-matter.ts';
import type { Path, PlainMap } from './config-source.ts';

/** The value at `path`; undefined where there is none. */
export function valueAt(value: Plain, path: Path): Plain | undefined {
  let at: Plain | undefined = value;
  for (const step of path) {
    if (isList(at)) at = typeof step === 'number' ? at[step] : undefined;
    else at = at !== undefined && isPlainMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** `map` without the values at `paths`: keys go from their mapping, items from their list. */
export function without(map: PlainMap, paths: readonly Path[]): PlainMap {
  const gone = new Set(paths.map((path) => JSON.stringify(path)));
  const cutMap = (value: PlainMap, at: Path): PlainMap =>
    mapFrom(
      Object.entries(value)
        .filter(([key]) => !gone.has(JSON.stringify([...at, key])))
        .map(([key, child]) => [key, cut(child, [...at, key])]),
    );
  const cut = (value: Plain, at: Path): Plain => {
    if (isPlainMap(value)) return cutMap(value, at);
    if (!isList(value)) return value;
    return value.flatMap((item, i) => (gone.has(JSON.stringify([...at, i])) ? [] : [cut(item, [...at, i])]));
  };
  return cutMap(map, []);
}

/** `over` on `base`: mappings are joined key by key, everything else of `over` replaces what `base` has. */
export function joined(base: PlainMap, over: PlainMap): PlainMap {
  const entries = Object.entries(over).map(([key, value]): readonly [string, Plain] => {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, below !== undefined && isPlainMap(below) && isPlainMap(value) ? joined(below, value) : value];
  });
  return mapFrom([...Object.entries(base), ...entries]);
}

/** The paths of everything in `map` that is not itself a mapping with something in it, in its order. */
export function leaves(map: PlainMap, at: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const path = [...at, key];
    return isPlainMap(value) && Object.keys(value).length > 0 ? leaves(value, path) : [path];
  });
}

/** A mapping without a prototype. */
export function mapFrom(entries: Iterable<readonly [string, Plain]>): PlainMap {
  const map: Record<string, Plain> = Object.create(null);
  for (const [key, value] of entries) map[key] = value;
  return map;
}
