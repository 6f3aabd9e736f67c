// core/codeowners: who owns a path.
import type { CodeOwner, Codeowners, CodeownersRule, Coverage } from './codeowners.ts';
import {
  advance,
  buildRuleTree,
  childrenOf,
  lastForBelow,
  lastForFile,
  type Node,
  type Slot,
  startOf,
} from './rule-tree.ts';

/** What the rules say of a folder: the places its path leads to, and the last rule that owns all below it (-1: none). */
export type Folder = { readonly parent: Folder | null; readonly nodes: readonly Node[]; readonly below: number };

/** A CODEOWNERS file made ready for look-ups. It remembers folders it has seen, within a bound; answers never depend on that. */
export type CodeownersIndex = {
  readonly rules: readonly CodeownersRule[];
  /** Per rule, where it stands in the tree; rules that match the same files share it. */
  readonly slots: readonly Slot[];
  readonly root: Folder;
  readonly remembered: { readonly folders: Map<string, Folder>; places: number };
};

/** Folders remembered at once, and places in all of them: what keeps a hostile file's memory within some 100 MB. */
const MAX_FOLDERS = 50_000;
const MAX_PLACES = 5_000_000;

/** Longer paths of folders are walked anew, so that one deep path does not cost its length for each of its folders. */
const MAX_REMEMBERED_PATH = 255;

/** Makes the rules of a file ready for look-ups. Its time grows with the size of the file, not with what the patterns match. */
export function indexCodeowners({ rules }: Codeowners): CodeownersIndex {
  const { root, slots } = buildRuleTree(rules);
  const nodes = startOf(root);
  return {
    rules,
    slots,
    root: { parent: null, nodes, below: lastForBelow(root) },
    remembered: { folders: new Map(), places: 0 },
  };
}

/** The rule that decides who owns the file at `path` (from the root, `/` between names): the last that matches, or null. */
export function decidingRule(index: CodeownersIndex, path: string): CodeownersRule | null {
  const { folder, name } = locate(index, path);
  return index.rules[lastRule(folder, entriesFor(folder, name))] ?? null;
}

/** The owners CODEOWNERS gives `path`: those of the last matching rule; a rule without owners un-owns the path. */
export function ownersOf(index: CodeownersIndex, path: string): readonly CodeOwner[] {
  return decidingRule(index, path)?.owners ?? [];
}

/** How well `path` is owned: by a rule of its own, only by a rule for everything, or not at all. */
export function coverageOf(index: CodeownersIndex, path: string): Coverage {
  const rule = decidingRule(index, path);
  if (!rule || rule.owners.length === 0) return 'none';
  return rule.isCatchAll ? 'catch-all' : 'specific';
}

/** The places at which the file `name` in `folder` ends. */
export function entriesFor(folder: Folder, name: string): readonly Node[] {
  const entries: Node[] = [];
  for (const node of folder.nodes) childrenOf(node, name, entries);
  return entries;
}

/** The index of the last rule for a file in `folder` that ends at `entries`, or -1. */
export function lastRule(folder: Folder, entries: readonly Node[]): number {
  let last = folder.below;
  for (const entry of entries) last = Math.max(last, lastForFile(entry));
  return last;
}

/** The folder of `path`, as the rules see it, and the name of the file in it. */
export function locate(index: CodeownersIndex, path: string): { readonly folder: Folder; readonly name: string } {
  const slash = path.lastIndexOf('/');
  if (slash <= 0) return { folder: index.root, name: path.slice(slash + 1) };
  return { folder: folderAt(index, path.slice(0, slash)), name: path.slice(slash + 1) };
}

function folderAt(index: CodeownersIndex, path: string): Folder {
  const known = path.length <= MAX_REMEMBERED_PATH ? index.remembered.folders.get(path) : undefined;
  if (known) return known;
  let [folder, start] = nearestKnown(index, path);
  while (start <= path.length) {
    const slash = path.indexOf('/', start);
    const end = slash === -1 ? path.length : slash;
    folder = enter(folder, path.slice(start, end));
    if (end <= MAX_REMEMBERED_PATH) remember(index, path.slice(0, end), folder);
    start = end + 1;
  }
  return folder;
}

/** The deepest remembered folder on the way to `path`, and where the next name begins. */
function nearestKnown(index: CodeownersIndex, path: string): [folder: Folder, start: number] {
  for (let end = path.lastIndexOf('/', MAX_REMEMBERED_PATH); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = index.remembered.folders.get(path.slice(0, end));
    if (folder) return [folder, end + 1];
  }
  return [index.root, 0];
}

function enter(parent: Folder, name: string): Folder {
  const nodes = advance(parent.nodes, name);
  let below = parent.below;
  for (const node of nodes) below = Math.max(below, lastForBelow(node));
  return { parent, nodes, below };
}

function remember({ remembered }: CodeownersIndex, path: string, folder: Folder): void {
  if (remembered.folders.size >= MAX_FOLDERS || remembered.places >= MAX_PLACES) {
    remembered.folders.clear();
    remembered.places = 0;
  }
  remembered.folders.set(path, folder);
  remembered.places += folder.nodes.length;
}
