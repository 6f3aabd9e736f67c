// core/codeowners: who owns a path, by own cases and by the field's tables.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { findDeadRules } from '../../../src/core/codeowners/analyse.ts';
import type { Coverage } from '../../../src/core/codeowners/codeowners.ts';
import { coverageOf, decidingRule, indexCodeowners, ownersOf } from '../../../src/core/codeowners/match.ts';
import { parseCodeowners } from '../../../src/core/codeowners/parse.ts';

const index = (text: string) => indexCodeowners(parseCodeowners('CODEOWNERS', text));

/** Per pattern, the paths it owns and the paths it does not. */
const PATTERNS: readonly [pattern: string, owned: readonly string[], not: readonly string[]][] = [
  ['a', ['a', 'a/b', 'x/a', 'x/a/b/c'], ['ab', 'A', 'x/ab']],
  ['/a', ['a', 'a/b/c'], ['x/a']],
  ['a/', ['a/b', 'x/a/b'], ['a', 'x/a']],
  ['/a/', ['a/b', 'a/b/c'], ['a', 'x/a/b']],
  ['a/b', ['a/b', 'a/b/c'], ['x/a/b', 'a/bc']],
  ['a/b/', ['a/b/c'], ['a/b', 'x/a/b/c']],
  ['*', ['a', 'a/b', '.env', '.github/x'], []],
  ['/*', ['a', '.env'], ['a/b']],
  ['/*/', ['a/b', 'a/b/c'], ['a']],
  ['a/*', ['a/b', 'a/.x'], ['a', 'a/b/c', 'x/a/b']],
  ['a/*/', ['a/b/c'], ['a/b']],
  ['a/*/c', ['a/b/c', 'a/b/c/d'], ['a/c', 'a/b/b/c']],
  ['*.md', ['a.md', 'x/a.md', '.md', 'a.md/x'], ['a.MD', 'a.mdx', 'md']],
  ['/*.md', ['a.md', 'a.md/x'], ['x/a.md']],
  ['a/*.md', ['a/b.md'], ['a/b/c.md', 'x/a/b.md']],
  ['test_*.py', ['test_.py', 'x/test_a.py'], ['test.py', 'test_py']],
  ['aba*aba', ['abaaba', 'abaxaba'], ['aba', 'ababa']],
  ['a*b*c', ['abc', 'aXbYc', 'abcbc'], ['acb', 'abca', 'ab/c']],
  ['a?c', ['abc', 'a😀c', 'aéc'], ['ac', 'abbc', 'a/c']],
  ['??', ['ab', '😀😀', 'x/ab'], ['a', '😀', 'abc']],
  ['*?x', ['ax', '😀x', 'abx'], ['x']],
  ['a**b', ['ab', 'axb'], ['a/b', 'a/x/b']],
  ['**/a', ['a', 'x/a', 'x/y/a/b'], ['xa']],
  ['**/a/b', ['a/b', 'x/a/b'], ['a/x/b']],
  ['/**/a', ['a', 'x/a'], ['xa']],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'x/a/b']],
  ['a/**/', ['a/b', 'a/b/c'], ['a']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b/c'], ['a', 'ab', 'x/a/b']],
  ['a/**/*', ['a/b', 'a/b/c'], ['a']],
  ['a/**/*.md', ['a/b.md', 'a/x/y/b.md'], ['b.md', 'a.md']],
  ['a/**/**/b', ['a/b', 'a/x/y/b'], ['a']],
  ['**/a/**/a', ['a/a', 'x/a/y/a/z', 'a/a/a'], ['a', 'x/a']],
  ['**', ['a', 'a/b'], []],
  ['**/', ['a', 'a/b'], []],
  ['a//b', [], ['a/b', 'a/x/b']],
  ['./a', [], ['a']],
  ['a\\*b', ['a*b'], ['axb', 'ab']],
  ['a\\?b', ['a?b'], ['axb']],
  ['a\\ b', ['a b', 'x/a b/c'], ['a']],
  ['a\\b', ['ab'], ['a\\b']],
  ['a\\\\b', ['a\\b'], ['ab']],
  ['a\\/b', ['a/b'], ['x/a/b']],
  ['\\!a', ['!a'], ['a']],
  ['\\[a\\]', ['[a]'], ['a']],
  ['[ab]', ['[ab]'], ['a', 'b']],
  ['{a,b}', ['{a,b}'], ['a']],
  ['caf\u00e9', ['caf\u00e9'], ['cafe\u0301']],
  ['__proto__', ['__proto__', 'x/__proto__'], ['a']],
  ['constructor/', ['constructor/a'], ['constructor']],
];

describe('patterns', () => {
  test.each(PATTERNS)('%s', (pattern, owned, not) => {
    const rules = index(`${pattern} @a`);
    const paths = [...owned, ...not];
    expect(paths.filter((path) => decidingRule(rules, path) !== null)).toEqual(owned);
  });
});

describe('files', () => {
  const cases: readonly [name: string, text: string, path: string, line: number | null, owners: string, Coverage][] = [
    ['no rule matches', '/a @a', 'b', null, '', 'none'],
    ['no rules at all', '', 'b', null, '', 'none'],
    ['the last match wins', '* @a\n*.js @b', 'x.js', 2, '@b', 'specific'],
    ['the last match wins, however general', '/x.js @a\n* @b', 'x.js', 2, '@b', 'catch-all'],
    ['a folder rule after a file rule', '*.js @a\n/src/ @b', 'src/x.js', 2, '@b', 'specific'],
    ['a file rule after a folder rule', '/src/ @b\n*.js @a', 'src/x.js', 2, '@a', 'specific'],
    ['the same pattern twice', '*.js @a\n*.js @b @c', 'x.js', 2, '@b @c', 'specific'],
    ['a rule without owners un-owns', '* @a\n/x', 'x/y', 2, '', 'none'],
    ['a catch-all without owners un-owns', '/x @a\n*', 'x/y', 2, '', 'none'],
    ['a rule without owners leaves the siblings', '/a @a\n/a/b', 'a/c', 1, '@a', 'specific'],
    ['a catch-all owns what nothing else names', '* @a\n/x @b', 'y', 1, '@a', 'catch-all'],
    ['a skipped line decides nothing', '* @a\n*.md bad', 'x.md', 1, '@a', 'catch-all'],
    ['the deeper of nested folders, being later', '/a @a\n/a/b @b\n/a/b/c @c', 'a/b/x', 2, '@b', 'specific'],
    ['a rule that shares its first ** with another', '**/a/**/b @a\n**/c @b', 'a/x/c', 2, '@b', 'specific'],
    ['a rule that shares its first ** with a later one', '**/c @b\n**/a/**/b @a', 'a/x/c', 1, '@b', 'specific'],
    ['a rule that ends on the way between two **', '**/a/**/b @a\n**/a/c @b', 'a/x/a/c', 2, '@b', 'specific'],
    ['the outer of nested folders, being later', '/a/b @b\n/a @a', 'a/b/x', 2, '@a', 'specific'],
  ];
  test.each(cases)('%s', (_, text, path, line, owners, coverage) => {
    const rules = index(text);
    expect(decidingRule(rules, path)?.line ?? null).toBe(line);
    expect(
      ownersOf(rules, path)
        .map(({ handle }) => handle)
        .join(' '),
    ).toBe(owners);
    expect(coverageOf(rules, path)).toBe(coverage);
  });

  test('answers do not depend on what was asked before', () => {
    const rules = index('/a/*/c @a\nb/ @b\n**/d/**/e @c');
    const paths = ['a/b/c', 'x/d/y/z/e', 'a', '/a/b/c', 'a//c', 'b/b/b', 'a/b/c/d/e', ''];
    const first = paths.map((path) => decidingRule(rules, path)?.line ?? null);
    expect([...paths].reverse().map((path) => decidingRule(rules, path)?.line ?? null)).toEqual(first.toReversed());
    expect(first).toEqual([2, 3, null, 2, 1, 2, 3, null]);
  });
});

test('a tree of more folders than are remembered is answered as any other', () => {
  const rules = index('* @a\n*/odd/ @b\n/f7/ @c');
  const paths = Array.from({ length: 60_000 }, (_, i) => `f${i}/${i % 2 ? 'odd' : 'even'}/x`);
  const lines = paths.map((path) => decidingRule(rules, path)?.line);
  expect(lines).toEqual(paths.map((_, i) => (i === 7 ? 3 : 1 + (i % 2))));
  const { unmatched, shadowed } = findDeadRules(rules, paths);
  expect([unmatched, shadowed]).toEqual([[], []]);
});

const SHARED = new URL('../../../../shared/data/', import.meta.url);
const sharedTest = existsSync(SHARED) ? test : test.skip;
const read = (name: string) => readFileSync(new URL(name, SHARED));

describe('the field’s tables (skipped where ../shared is missing)', () => {
  sharedTest('the usual pattern table: 153 of 153', () => {
    const table = JSON.parse(read('codeowners-patterns.json').toString()) as {
      pattern: string;
      paths: Record<string, boolean>;
    }[];
    const expected = table.flatMap(({ pattern, paths }) =>
      Object.entries(paths).map(([path, owned]) => ({ pattern, path, owned })),
    );
    const actual = expected.map(({ pattern, path }) => {
      return { pattern, path, owned: decidingRule(index(`${pattern} @a`), path) !== null };
    });
    expect(actual).toEqual(expected);
    expect(actual).toHaveLength(153);
  });

  sharedTest('the cases of GitHub’s documentation: 36 of 36', () => {
    const table = JSON.parse(read('codeowners-github-docs.json').toString()) as {
      id: string;
      file: string;
      path: string;
      owners: string[];
    }[];
    const answers = table.map(({ id, file, path }) => [id, ownersOf(index(file), path).map(({ handle }) => handle)]);
    expect(answers).toEqual(table.map(({ id, owners }) => [id, owners]));
    expect(answers).toHaveLength(36);
  });

  sharedTest('2,094 of the 6,497 files of a real repository are owned', () => {
    const rules = index(read('esphome.CODEOWNERS').toString());
    const paths = gunzipSync(read('esphome-files.txt.gz')).toString().trim().split('\n');
    expect(paths).toHaveLength(6497);
    expect(paths.filter((path) => ownersOf(rules, path).length > 0)).toHaveLength(2094);
  });
});
