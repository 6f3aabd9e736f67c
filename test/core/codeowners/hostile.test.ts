// core/codeowners: no pattern, file or path makes it hang or answer wrongly.
import { describe, expect, test } from '@jest/globals';
import { findDeadRules } from '../../../src/core/codeowners/analyse.ts';
import { decidingRule, indexCodeowners } from '../../../src/core/codeowners/match.ts';
import { parseCodeowners } from '../../../src/core/codeowners/parse.ts';
import { processorMs } from '../../processor-time.ts';
import { count } from '../../reliability/counts.ts';
import { HOSTILE_PATTERNS } from './hostile-patterns.ts';
import { randomFrom, randomPath, randomPattern, seedOfRun } from './random.ts';
import { owns } from './reference.ts';

const index = (text: string) => indexCodeowners(parseCodeowners('CODEOWNERS', text));

/** Ten times the bound that the bench holds: a guard against hanging, not a measurement. */
const GUARD_MS = 50;

describe('patterns that make glob libraries hang', () => {
  test.each(HOSTILE_PATTERNS)('%s', (_, pattern, path, owned) => {
    const rules = index(`${pattern} @a`);
    const times = [1, 2, 3].map(() => {
      rules.remembered.folders.clear();
      return processorMs(() => expect(decidingRule(rules, path) !== null).toBe(owned));
    });
    expect(Math.min(...times)).toBeLessThan(GUARD_MS);
  });
});

const PAIRS = count(100_000, 25_000);

test(`${PAIRS} random patterns and paths are judged as the slow reference judges them`, () => {
  const seed = seedOfRun();
  const random = randomFrom(seed);
  const wrong: { pattern: string; path: string; owned: boolean }[] = [];
  let owned = 0;
  for (let i = 0; i < PAIRS; i++) {
    const pattern = randomPattern(random);
    const path = randomPath(random);
    const isOwned = decidingRule(index(`${pattern} @a`), path) !== null;
    if (isOwned) owned++;
    if (isOwned !== owns(pattern, path)) wrong.push({ pattern, path, owned: isOwned });
  }
  expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  expect(owned).toBeGreaterThan(PAIRS / 10);
});

describe('whole files', () => {
  const DEEP = `${'a/'.repeat(2047)}a`;
  const fill = (line: (i: number) => string) => {
    const lines: string[] = [];
    for (let i = 0, size = 0; size < 3_000_000; i++) {
      lines.push(line(i));
      size += line(i).length + 1;
    }
    return lines.join('\n');
  };
  const cases: readonly [name: string, text: () => string, problem: string | undefined][] = [
    ['3 MB of one pattern', () => '**/a/'.repeat(600_000), 'pattern'],
    ['3 MB of the shortest lines', () => fill(() => 'a'), undefined],
    ['3 MB of name patterns with two stars', () => fill((i) => `*a*${i}*`), 'too-large'],
    ['3 MB of folders at any depth', () => fill((i) => `${'**/a/'.repeat(1 + (i % 200))}b${i}`), 'too-large'],
    ['3 MB of prefixes and suffixes', () => fill((i) => `${'a'.repeat(i % 900)}*${'b'.repeat(i % 50)}`), undefined],
    ['3 MB of "a" and "*" folders', () => fill((i) => [...i.toString(2)].join('/').replaceAll('0', '*')), undefined],
    ['300,000 slashes', () => '/'.repeat(300_000), undefined],
    ['3 MB of invalid lines', () => fill(() => 'a b'), 'owner'],
    ['3 MB of invalid owners', () => `a ${'b '.repeat(1_500_000)}`, 'owner'],
    [
      'as many costly names as are read',
      () => Array.from({ length: 900 }, (_, i) => `*a*a*a*${i}`).join('\n'),
      undefined,
    ],
  ];
  test.each(cases)(
    '%s',
    (_, text, problem) => {
      const parsed = parseCodeowners('CODEOWNERS', text());
      expect(parsed.problems[0]?.kind).toBe(problem);
      const rules = indexCodeowners(parsed);
      const paths = [DEEP, 'a'.repeat(4096), '1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1', 'a'];
      const { unmatched, shadowed } = findDeadRules(rules, paths);
      const deciding = new Set(paths.flatMap((path) => decidingRule(rules, path) ?? []));
      expect(unmatched.length + shadowed.length + deciding.size).toBe(parsed.rules.length);
    },
    30_000,
  );
});
