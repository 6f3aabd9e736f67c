// github: pull requests as they were read last, so that a review does not read their files again.
import { fullName, type GitHub, type PullRef } from './github.ts';
import type { Memory } from './memory.ts';
import type { PullRead } from './read-pull.ts';

export type OpenPull = Extract<PullRead, { readonly state: 'open' }>;

type Kept = { readonly read: OpenPull; readonly until: number; readonly weight: number };

/** Who uses one asks first whether head, base and policy are still the same; the states of its owners are of the time of reading. */
const KEPT_MS = 60 * 60_000;
/** Characters of all texts, of one pull request and of all of an installation. */
const MOST_OF_ONE = 2_000_000;
const MOST_OF_ALL = 8_000_000;

const kept = new WeakMap<Memory, Map<string, Kept>>();

/** Keeps what was read; one that is too long is not kept, and the oldest make room. */
export function keepPull({ memory }: GitHub, pull: PullRef, read: OpenPull): void {
  const all = kept.get(memory) ?? new Map<string, Kept>();
  kept.set(memory, all);
  all.delete(keyOf(pull));
  const weight = weightOf(read);
  if (weight > MOST_OF_ONE) return;
  all.set(keyOf(pull), { read, until: memory.now() + KEPT_MS, weight });
  let sum = [...all.values()].reduce((total, one) => total + one.weight, 0);
  for (const [key, one] of all) {
    if (sum <= MOST_OF_ALL) return;
    all.delete(key);
    sum -= one.weight;
  }
}

/** The pull request at this head, as it was read last; null where that is not known. */
export function recallPull({ memory }: GitHub, pull: PullRef, head: string): OpenPull | null {
  const known = kept.get(memory)?.get(keyOf(pull));
  return known && known.until > memory.now() && known.read.facts.head === head ? known.read : null;
}

export function forgetPull({ memory }: GitHub, pull: PullRef): void {
  kept.get(memory)?.delete(keyOf(pull));
}

function keyOf(pull: PullRef): string {
  return `${fullName(pull)}#${pull.number}`.toLowerCase();
}

function weightOf({ snapshot: { head, base }, files }: OpenPull): number {
  const texts = [...head.files, ...(base?.files ?? [])].map((file) => ('text' in file ? file.text.length : 100));
  return [...texts, ...files.map(({ patch }) => 200 + (patch?.length ?? 0))].reduce((sum, length) => sum + length, 0);
}
