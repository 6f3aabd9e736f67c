// core/feedback: names that differ by a slip of the keyboard.
import { distance } from 'fastest-levenshtein';
import { wordsOf } from './words.ts';

/**
 * Finds the names within two edits of a text that `isSlip` accepts: those with the fewest edits together, then those with more. The time
 * does not depend on how many names there are.
 */
export type CloseNames = (written: string, isSlip: Slip) => readonly (readonly string[])[];

/** Whether one text is a mistyped form of the other and not another thing's name. */
export type Slip = (a: string, b: string) => boolean;

const MOST_EDITS = 2;
const SHORTEST = 4;
const LONGEST = 200;

/**
 * Indexes `names` (in lower case), when it is asked for the first time. Two texts within two edits share at least one third of one of
 * them, near its place (pigeonhole), so that only few names are compared.
 */
export function closeNames(names: Iterable<string>): CloseNames {
  let byPart: ReadonlyMap<string, readonly string[]> | null = null;
  return (written, isSlip) => {
    byPart ??= indexed(names);
    return byEdits(written, candidates(written, byPart), isSlip);
  };
}

function indexed(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const byPart = new Map<string, string[]>();
  for (const name of new Set(names)) {
    if (name.length < SHORTEST || name.length > LONGEST) continue;
    thirds(name.length).forEach(([at, length], part) => {
      const key = `${name.length}:${part}:${name.slice(at, at + length)}`;
      const held = byPart.get(key);
      if (held) held.push(name);
      else byPart.set(key, [name]);
    });
  }
  return byPart;
}

/** Where the thirds of a name of `length` characters begin, and how long they are. */
function thirds(length: number): readonly (readonly [at: number, length: number])[] {
  const size = Math.floor(length / 3);
  return [
    [0, size],
    [size, size],
    [2 * size, length - 2 * size],
  ];
}

function candidates(written: string, byPart: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  if (written.length < SHORTEST || written.length > LONGEST) return found;
  for (let length = written.length - MOST_EDITS; length <= written.length + MOST_EDITS; length += 1) {
    thirds(length).forEach(([at, size], part) => {
      for (let shift = -MOST_EDITS; shift <= MOST_EDITS; shift += 1) {
        if (at + shift < 0) continue;
        const piece = written.slice(at + shift, at + shift + size);
        for (const name of byPart.get(`${length}:${part}:${piece}`) ?? []) found.add(name);
      }
    });
  }
  return found;
}

function byEdits(written: string, names: Iterable<string>, isSlip: Slip): readonly (readonly string[])[] {
  const most = Math.min(MOST_EDITS, Math.floor(written.length / 4));
  const groups: string[][] = Array.from({ length: most + 1 }, () => []);
  for (const name of names) {
    const group = groups[distance(written, name)];
    if (group && isSlip(written, name)) group.push(name);
  }
  return groups.filter(({ length }) => length > 0);
}

/**
 * In a name by itself: digits are never mistyped (`db-1` is not `db-2`), short words not by another letter (`api` is not `app`), and
 * `un`, `re`, `de`, `dis` in front turn a word round.
 */
export function isSlip(a: string, b: string): boolean {
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return false;
  const [words, others] = [wordsOf(a), wordsOf(b)];
  if (words.length !== others.length) return true;
  return words.every((word, at) => isWordSlip(word, others[at] ?? ''));
}

/** In a sentence also no letter stands for another, for that makes another word too often (`refund a change`). */
export function isSlipInSentence(a: string, b: string): boolean {
  if (!isSlip(a, b)) return false;
  const [words, others] = [wordsOf(a), wordsOf(b)];
  if (words.length !== others.length) return true;
  return words.every((word, at) => {
    const other = others[at] ?? '';
    return word === other || word.length !== other.length || sorted(word) === sorted(other);
  });
}

function isWordSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (sorted(a) === sorted(b)) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.endsWith(short) && /^(?:un|re|de|dis|in|up|non)$/.test(long.slice(0, long.length - short.length)))
    return false;
  if (long.length <= 3) return long.length - short.length === 1 && long.length === 3;
  return distance(a, b) <= (long.length <= 5 ? 1 : 2);
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
