// core/procedure: where the values of a YAML document stand.
import { isAlias, isCollection, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import type { Position } from '../position.ts';
import { type BlockEntry, isPlainMap, type Plain } from './front-matter.ts';
import type { FilePositions } from './text-place.ts';
import { keyName } from './yaml-to-plain.ts';

type Path = readonly (string | number)[];

/** Look-ups in a document that was read without problems. */
export function yamlPositions(
  contents: ParsedNode | null,
  toFile: (offset: number) => Position,
): { readonly at: (path: Path) => Position; readonly keyAt: (path: Path) => Position } {
  const find = (path: Path): { readonly key: number; readonly value: number } => {
    let node: unknown = contents;
    let place = { key: startOf(contents), value: startOf(contents) };
    for (const step of path) {
      // What stands behind an alias is shared, so the look-up ends at the alias.
      const next = child(node, step);
      if (next === null) return place;
      const key = startOf(next.key, place.value);
      place = { key, value: isEmpty(next.value) ? key : startOf(next.value, key) };
      node = next.value;
    }
    return place;
  };
  return { at: (path) => toFile(find(path).value), keyAt: (path) => toFile(find(path).key) };
}

function child(node: unknown, step: string | number): { key: unknown; value: unknown } | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && keyName(item.key) === String(step));
    return pair ? { key: pair.key, value: pair.value } : null;
  }
  const item: unknown = isSeq(node) ? node.items[Number(step)] : undefined;
  return item === undefined ? null : { key: item, value: item };
}

/** An empty value has a range too, behind the colon; what a person looks for is the key. */
function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && !!value.range && value.range[0] === value.range[1]);
}

/** The top-level keys of `map`, whose plain value is `value`. */
export function yamlEntries(map: YAMLMap.Parsed, value: Plain, positions: FilePositions): readonly BlockEntry[] {
  return map.items.flatMap((pair): readonly BlockEntry[] => {
    if (!isScalar(pair.key)) return [];
    const key = keyName(pair.key);
    const empty = isEmpty(pair.value);
    const span = empty ? null : spanOf(pair.value);
    return [
      {
        key,
        value: (isPlainMap(value) ? value[key] : null) ?? null,
        keyAt: positions.at(startOf(pair.key)),
        valueAt: positions.at(startOf(empty ? pair.key : pair.value)),
        valueSpan: span && [positions.offset(span[0]), positions.offset(span[1])],
      },
    ];
  });
}

/** Exact for all but what has an anchor in front and block scalars, whose end depends on the lines that follow. */
function spanOf(node: unknown): readonly [number, number] | null {
  if (isAlias(node)) return node.range ? [node.range[0], node.range[1]] : null;
  if (isScalar(node)) {
    if (!node.range || node.anchor || node.type?.startsWith('BLOCK')) return null;
    return [node.range[0], node.range[1]];
  }
  if (!isCollection(node) || !node.range || node.anchor) return null;
  if (node.flow) return [node.range[0], node.range[1]];
  const last: unknown = node.items.at(-1);
  const end = isMap(node) ? spanOf(node.items.at(-1)?.value) : spanOf(last);
  return end && [node.range[0], end[1]];
}

function startOf(node: unknown, otherwise = 0): number {
  return (isAlias(node) || isScalar(node) || isCollection(node)) && node.range ? node.range[0] : otherwise;
}
