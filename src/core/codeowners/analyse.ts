// core/codeowners: rules that do nothing.
import type { CodeownersRule } from './codeowners.ts';
import { type CodeownersIndex, entriesFor, type Folder, lastRule, locate } from './match.ts';
import type { Slot } from './rule-tree.ts';

/**
 * A rule that matches files and decides none of them; `by`: the first of the later rules that take its files, at most `MAX_BY`;
 * `hasMore`: there are others.
 */
export type ShadowedRule = {
  readonly rule: CodeownersRule;
  readonly by: readonly CodeownersRule[];
  readonly hasMore: boolean;
};

/** The rules that do nothing for the files of a tree, each list in the order of the file. */
export type DeadRules = { readonly unmatched: readonly CodeownersRule[]; readonly shadowed: readonly ShadowedRule[] };

/** How many shadowing rules are named. */
export const MAX_BY = 5;

/** One more than is named, to know whether there are more. */
const MAX_KEPT = MAX_BY + 1;

/** Per slot, the first of the rules that decide its files, in ascending order. */
type Winners = Map<Slot, number[]>;

/** A folder that the walk is in, and the first of the rules that decide files in it. */
type OpenFolder = { readonly folder: Folder; readonly winners: number[] };

/**
 * The rules that do nothing for `paths`, which has to be the whole tree: those that match no file, and those of whose files later
 * rules decide every one. Exact for any order of paths, and fastest in code-point order, where no folder is entered twice.
 */
export function findDeadRules(index: CodeownersIndex, paths: Iterable<string>): DeadRules {
  const decides = new Uint8Array(index.rules.length);
  const winners: Winners = new Map();
  const open: OpenFolder[] = [];
  for (const path of paths) {
    const { folder, name } = locate(index, path);
    const inFolder = goTo(open, folder, winners);
    const entries = entriesFor(folder, name);
    const winner = lastRule(folder, entries);
    if (winner === -1) continue;
    decides[winner] = 1;
    addSmallest(inFolder, [winner]);
    for (const { file, whole } of entries) tell(winners, [file, whole], [winner]);
  }
  while (open.length > 0) leave(open, winners);
  return report(index, decides, winners);
}

/** Leaves the folders that `folder` is not in, enters those on the way to it, and gives the list of its winners. */
function goTo(open: OpenFolder[], folder: Folder, winners: Winners): number[] {
  const inside = open.at(-1);
  if (inside?.folder === folder) return inside.winners;
  const way: Folder[] = [];
  for (let at: Folder | null = folder; at; at = at.parent) way.push(at);
  way.reverse();
  let shared = 0;
  while (shared < way.length && open[shared]?.folder === way[shared]) shared++;
  while (open.length > shared) leave(open, winners);
  for (const entered of way.slice(shared)) open.push({ folder: entered, winners: [] });
  return open.at(-1)?.winners ?? [];
}

/** What was decided in a folder is told once to the rules for the folder, and to the folder around it. */
function leave(open: OpenFolder[], winners: Winners): void {
  const left = open.pop();
  if (!left) return;
  const around = open.at(-1);
  if (around) addSmallest(around.winners, left.winners);
  for (const { whole, below } of left.folder.nodes) tell(winners, [whole, below], left.winners);
}

function tell(winners: Winners, slots: readonly (Slot | null)[], deciding: readonly number[]): void {
  if (deciding.length === 0) return;
  for (const slot of slots) {
    if (!slot) continue;
    const known = winners.get(slot);
    if (known) addSmallest(known, deciding);
    else winners.set(slot, [...deciding]);
  }
}

/** Adds `numbers` to the ascending `smallest`, of which only the first few are kept. */
function addSmallest(smallest: number[], numbers: readonly number[]): void {
  for (const number of numbers) {
    const isFull = smallest.length === MAX_KEPT;
    if ((isFull && number > (smallest.at(-1) ?? 0)) || smallest.includes(number)) continue;
    if (isFull) smallest.pop();
    smallest.push(number);
    smallest.sort((a, b) => a - b);
  }
}

function report({ rules, slots }: CodeownersIndex, decides: Uint8Array, winners: Winners): DeadRules {
  const unmatched: CodeownersRule[] = [];
  const shadowed: ShadowedRule[] = [];
  rules.forEach((rule, i) => {
    if (decides[i] === 1) return;
    const slot = slots[i];
    const by = slot && winners.get(slot);
    if (by) {
      const named = by.slice(0, MAX_BY).flatMap((winner) => rules[winner] ?? []);
      shadowed.push({ rule, by: named, hasMore: by.length > MAX_BY });
    } else unmatched.push(rule);
  });
  return { unmatched, shadowed };
}
