// core/codeowners: all rules of a file in one tree of names, so that a path is walked once and not tried rule by rule.
import type { CodeownersRule } from './codeowners.ts';
import { type Glob, matchesGlob } from './glob.ts';
import { type NamePattern, type Pattern, parsePattern, type Segment } from './pattern.ts';

/** The rules that match exactly the same files, by the index of the last of them. */
export type Slot = { last: number };

/** A place in patterns that has been reached after some names of a path. */
export type Node = {
  /** `**`: stays reached, whatever name comes next. */
  readonly isTree: boolean;
  /** Of a `**`: the later one that every rule through it needs; reaching that makes this one needless. Null: there is none. */
  next: Node | null;
  literals: Map<string, Node> | null;
  affixes: Affixes | null;
  globs: Globs | null;
  any: Node | null;
  tree: Node | null;
  /** Rules that own the file that ends here; the file or all below the folder; only what is below. */
  file: Slot | null;
  whole: Slot | null;
  below: Slot | null;
};

/** `prefix*suffix`: found by the prefixes and suffixes of the lengths that occur, without trying each. */
type Affixes = { readonly byPrefix: Map<string, Suffixes>; readonly prefixLengths: number[] };
type Suffixes = { readonly bySuffix: Map<string, Node>; readonly suffixLengths: number[] };

/** General wildcards, by the text that a name must contain, so that only few are tried. */
type Globs = { readonly byNeedle: Map<string, GlobEntry[]>; readonly needleLengths: number[] };
type GlobEntry = { readonly source: string; readonly glob: Glob; readonly node: Node };

/** Builds the tree of a file's rules. `slots[i]` is where rule `i` stands. */
export function buildRuleTree(rules: readonly CodeownersRule[]): {
  readonly root: Node;
  readonly slots: readonly Slot[];
} {
  const root = newNode(false);
  const slots = rules.map(({ pattern }, rule) => {
    const parsed = parsePattern(pattern);
    if (typeof parsed === 'string') throw new Error(`Could not index CODEOWNERS pattern ${pattern}: ${parsed}`);
    return place(root, parsed, rule);
  });
  return { root, slots };
}

/** The places reached from `nodes` by one more name. */
export function advance(nodes: readonly Node[], name: string): readonly Node[] {
  const children: Node[] = [];
  for (const node of nodes) childrenOf(node, name, children);
  const reached = new Set<Node>(children);
  for (const child of children) if (child.tree) reached.add(child.tree);
  for (const node of nodes) if (node.isTree && !(node.next && reached.has(node.next))) reached.add(node);
  return [...reached];
}

/** The places where reading begins. */
export function startOf(root: Node): readonly Node[] {
  return root.tree ? [root, root.tree] : [root];
}

/** Adds to `children` what `name` leads to from `node`. */
export function childrenOf(node: Node, name: string, children: Node[]): void {
  const literal = node.literals?.get(name);
  if (literal) children.push(literal);
  if (node.any) children.push(node.any);
  if (node.affixes) affixChildren(node.affixes, name, children);
  if (node.globs) globChildren(node.globs, name, children);
}

/** The last rule that owns the file that ends at `node`, or -1. */
export function lastForFile({ file, whole }: Node): number {
  return Math.max(file?.last ?? -1, whole?.last ?? -1);
}

/** The last rule that owns all that is below `node`, or -1. */
export function lastForBelow({ below, whole }: Node): number {
  return Math.max(below?.last ?? -1, whole?.last ?? -1);
}

function affixChildren({ byPrefix, prefixLengths }: Affixes, name: string, children: Node[]): void {
  for (const prefixLength of prefixLengths) {
    if (prefixLength > name.length) return;
    const suffixes = byPrefix.get(name.slice(0, prefixLength));
    if (!suffixes) continue;
    for (const suffixLength of suffixes.suffixLengths) {
      if (prefixLength + suffixLength > name.length) break;
      const child = suffixes.bySuffix.get(name.slice(name.length - suffixLength));
      if (child) children.push(child);
    }
  }
}

function globChildren(globs: Globs, name: string, children: Node[]): void {
  for (const needle of needlesIn(globs, name)) {
    for (const { glob, node } of globs.byNeedle.get(needle) ?? []) if (matchesGlob(glob, name)) children.push(node);
  }
}

/** The needles that `name` contains: every needle is searched for, or every part of the name looked up, whichever is less. */
function needlesIn({ byNeedle, needleLengths }: Globs, name: string): Iterable<string> {
  if (byNeedle.size <= needleLengths.length * name.length)
    return [...byNeedle.keys()].filter((needle) => name.includes(needle));
  const found = new Set<string>();
  for (const length of needleLengths) {
    for (let at = 0; at + length <= name.length; at++) {
      const part = name.slice(at, at + length);
      if (byNeedle.has(part)) found.add(part);
    }
  }
  return found;
}

function newNode(isTree: boolean): Node {
  return {
    isTree,
    next: null,
    literals: null,
    affixes: null,
    globs: null,
    any: null,
    tree: null,
    file: null,
    whole: null,
    below: null,
  };
}

function place(root: Node, { segments, ends }: Pattern, rule: number): Slot {
  let node = root;
  const trees: { readonly node: Node; readonly isNew: boolean }[] = [];
  for (const segment of segments) {
    const isNew = node.tree === null;
    node = child(node, segment);
    if (node.isTree) trees.push({ node, isNew });
  }
  trees.forEach((tree, i) => {
    const next = trees[i + 1]?.node ?? null;
    if (tree.isNew) tree.node.next = next;
    else if (tree.node.next !== next) tree.node.next = null;
  });
  const slot = node[ends] ?? { last: rule };
  slot.last = rule;
  node[ends] = slot;
  return slot;
}

function child(node: Node, segment: Segment): Node {
  if (segment.kind !== 'tree') return namedChild(node, segment);
  node.tree ??= newNode(true);
  return node.tree;
}

function namedChild(node: Node, name: NamePattern): Node {
  switch (name.kind) {
    case 'any':
      node.any ??= newNode(false);
      return node.any;
    case 'literal':
      node.literals ??= new Map();
      return getOrAdd(node.literals, name.text, () => newNode(false));
    case 'affix':
      node.affixes ??= { byPrefix: new Map(), prefixLengths: [] };
      return affixChild(node.affixes, name.prefix, name.suffix);
    case 'glob':
      node.globs ??= { byNeedle: new Map(), needleLengths: [] };
      return globChild(node.globs, name.source, name.glob);
  }
}

function affixChild({ byPrefix, prefixLengths }: Affixes, prefix: string, suffix: string): Node {
  const { bySuffix, suffixLengths } = getOrAdd(byPrefix, prefix, () => {
    insertSorted(prefixLengths, prefix.length);
    return { bySuffix: new Map(), suffixLengths: [] };
  });
  return getOrAdd(bySuffix, suffix, () => {
    insertSorted(suffixLengths, suffix.length);
    return newNode(false);
  });
}

function globChild(globs: Globs, source: string, glob: Glob): Node {
  const entries = getOrAdd(globs.byNeedle, glob.needle, () => {
    insertSorted(globs.needleLengths, glob.needle.length);
    return [];
  });
  const known = entries.find((other) => other.source === source);
  if (known) return known.node;
  const added = newNode(false);
  entries.push({ source, glob, node: added });
  return added;
}

function insertSorted(numbers: number[], number: number): void {
  if (numbers.includes(number)) return;
  numbers.push(number);
  numbers.sort((a, b) => a - b);
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
