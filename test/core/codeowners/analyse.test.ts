// core/codeowners: rules that do nothing, by cases and against brute force.
import { describe, expect, test } from '@jest/globals';
import { findDeadRules, MAX_BY } from '../../../src/core/codeowners/analyse.ts';
import type { Codeowners } from '../../../src/core/codeowners/codeowners.ts';
import { decidingRule, indexCodeowners } from '../../../src/core/codeowners/match.ts';
import { parseCodeowners } from '../../../src/core/codeowners/parse.ts';
import { randomFrom, randomPath, randomPattern, seedOfRun } from './random.ts';
import { owns } from './reference.ts';

/** The dead rules by line: `[3]`, and per shadowed line the lines that take its files. */
function dead(codeowners: Codeowners, paths: readonly string[]) {
  const { unmatched, shadowed } = findDeadRules(indexCodeowners(codeowners), paths);
  return {
    unmatched: unmatched.map(({ line }) => line),
    shadowed: shadowed.map(({ rule, by, hasMore }) => [rule.line, by.map(({ line }) => line), hasMore]),
  };
}

describe('dead rules', () => {
  type Expected = ReturnType<typeof dead>;
  const cases: readonly [name: string, lines: string[], paths: string[], Expected][] = [
    ['none', ['* @a', '*.md @b'], ['a.md', 'b'], { unmatched: [], shadowed: [] }],
    ['no files', ['* @a'], [], { unmatched: [1], shadowed: [] }],
    ['a rule that matches nothing', ['* @a', '/gone/ @b'], ['a'], { unmatched: [2], shadowed: [] }],
    ['a rule in the wrong case', ['/Docs/ @b'], ['docs/a'], { unmatched: [1], shadowed: [] }],
    ['a rule before its catch-all', ['/a @a', '* @b'], ['a'], { unmatched: [], shadowed: [[1, [2], false]] }],
    ['the same pattern twice', ['/a @a', 'b', '/a @b'], ['a', 'b'], { unmatched: [], shadowed: [[1, [3], false]] }],
    ['the same pattern in other words', ['a/** @a', '/a/ @b'], ['a/b'], { unmatched: [], shadowed: [[1, [2], false]] }],
    [
      'a rule taken by two',
      ['/a @a', '/a/b @b', '/a/c @c'],
      ['a/b', 'a/c'],
      { unmatched: [], shadowed: [[1, [2, 3], false]] },
    ],
    ['a rule with one file left', ['/a @a', '/a/b @b'], ['a/b', 'a/x'], { unmatched: [], shadowed: [] }],
    ['a rule without owners counts', ['/a @a', '/a'], ['a'], { unmatched: [], shadowed: [[1, [2], false]] }],
    ['the catch-all itself', ['* @a', '/a @b'], ['a'], { unmatched: [], shadowed: [[1, [2], false]] }],
    ['a file counts once', ['/a @a', '/a @b'], ['a', 'a'], { unmatched: [], shadowed: [[1, [2], false]] }],
  ];
  test.each(cases)('%s', (_, lines, paths, expected) => {
    expect(dead(parseCodeowners('CODEOWNERS', lines.join('\n')), paths)).toEqual(expected);
  });

  test('of many that take its files the first are named', () => {
    const paths = Array.from({ length: MAX_BY + 1 }, (_, i) => `a/${i}`);
    const text = ['/a @a', ...paths.map((path) => `/${path} @b`)].join('\n');
    expect(dead(parseCodeowners('CODEOWNERS', text), paths)).toEqual({
      unmatched: [],
      shadowed: [[1, [2, 3, 4, 5, 6], true]],
    });
  });
});

test('on 2,000 random files and trees, deciding and dead rules are those that brute force finds', () => {
  const seed = seedOfRun();
  const random = randomFrom(seed);
  for (let run = 0; run < 2000; run++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => `${randomPattern(random)} @a`).join('\n');
    const codeowners = parseCodeowners('CODEOWNERS', text);
    const paths = Array.from({ length: Math.floor(random() * 12) }, () => randomPath(random));
    const index = indexCodeowners(codeowners);
    const deciding = paths.map((path) => decidingRule(index, path)?.line ?? null);
    const expected = bruteForce(codeowners, paths);
    expect({ seed, text, paths, deciding, ...dead(codeowners, paths) }).toEqual({ seed, text, paths, ...expected });
  }
});

function bruteForce({ rules }: Codeowners, paths: readonly string[]) {
  const deciding = paths.map((path) => rules.findLast(({ pattern }) => owns(pattern, path))?.line ?? null);
  const unmatched: number[] = [];
  const shadowed: [line: number, by: number[], hasMore: boolean][] = [];
  for (const { line, pattern } of rules) {
    if (deciding.includes(line)) continue;
    const by = new Set(deciding.filter((_, i) => owns(pattern, paths[i] ?? '')).filter((taker) => taker !== null));
    const sorted = [...by].sort((a, b) => a - b);
    if (by.size === 0) unmatched.push(line);
    else shadowed.push([line, sorted.slice(0, MAX_BY), sorted.length > MAX_BY]);
  }
  return { deciding, unmatched, shadowed };
}
