// Numbers that a seed decides, so that a failing run can be had again.

/** A generator of numbers in [0, 1) (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run: `TEST_SEED`, else a new one. It is printed where a test fails. */
export function seedOfRun(): number {
  return Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}

const NAME_PATTERNS = [
  'a',
  'b',
  'ab',
  '*',
  'a*',
  '*b',
  'a*b',
  '*a*',
  'a?',
  '?',
  '*?',
  'a**b',
  '[a]',
  '\\*',
  '\\a',
  'é',
  '?😀',
  '**',
  '**',
  '**',
];
const NAMES = ['a', 'b', 'ab', 'aab', 'ba', 'abab', '*', '[a]', 'é', '😀', 'a😀', '.a'];

/** A pattern of up to four names out of few, so that patterns and paths often meet. */
export function randomPattern(random: () => number): string {
  const names = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, NAME_PATTERNS));
  return `${random() < 0.3 ? '/' : ''}${names.join('/')}${random() < 0.2 ? '/' : ''}`;
}

/** A path of up to five names. */
export function randomPath(random: () => number): string {
  return Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(random, NAMES)).join('/');
}

function pick(random: () => number, from: readonly string[]): string {
  return from[Math.floor(random() * from.length)] ?? '';
}
