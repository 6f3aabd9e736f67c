// core/codeowners: the line that names exactly one file.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lineFor } from '../../../src/core/codeowners/line-for.ts';
import { decidingRule, indexCodeowners } from '../../../src/core/codeowners/match.ts';
import { parseCodeowners } from '../../../src/core/codeowners/parse.ts';

describe('the line for a path', () => {
  const cases: readonly [name: string, path: string, owners: string[], line: string | null][] = [
    ['a plain path', 'docs/a.md', ['@o/t'], '/docs/a.md @o/t'],
    ['several owners', 'a', ['@o/t', '@u', 'm@x.org'], '/a @o/t @u m@x.org'],
    ['spaces', 'my docs/a b.md', ['@a'], '/my\\ docs/a\\ b.md @a'],
    ['a space at the end', 'a ', ['@a'], '/a\\  @a'],
    ['wildcards', '**/a*?.md', ['@a'], '/\\*\\*/a\\*\\?.md @a'],
    ['brackets', 'app/[slug]/page.md', ['@a'], '/app/\\[slug\\]/page.md @a'],
    ['a backslash', 'a\\b', ['@a'], '/a\\\\b @a'],
    ['an exclamation mark', '!a', ['@a'], '/!a @a'],
    ['other scripts and emoji', 'докс/日本/😀.md', ['@a'], '/докс/日本/😀.md @a'],
    ['a hash: cannot be written', 'c#/a.md', ['@a'], null],
    ['a line break: cannot be written', 'a\nb', ['@a'], null],
    ['a tab', 'a\tb', ['@a'], null],
    ['a no-break space', 'a\u00a0b', ['@a'], null],
    ['an invisible character', 'a\u200bb', ['@a'], null],
    ['half a surrogate pair', 'a\ud800', ['@a'], null],
    ['no path', '', ['@a'], null],
    ['a folder', 'a/', ['@a'], null],
    ['from the root of the disk', '/a', ['@a'], null],
    ['up the tree', '../a', ['@a'], null],
    ['no owner', 'a', [], null],
    ['an owner that is none', 'a', ['@a', 'b'], null],
    ['an owner that would be two lines', 'a', ['@a\n* @b'], null],
    ['a bot', 'a', ['@x[bot]'], null],
  ];
  test.each(cases)('%s', (_, path, owners, line) => {
    expect(lineFor(path, owners)).toBe(line);
  });
});

test('whatever the path, its line is read back as one rule without a problem, for that path and no other', () => {
  const name = fc.string({ unit: fc.constantFrom(...'ab*?[]\\ !#@.-é😀\n\t'), minLength: 1, maxLength: 6 });
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
  let written = 0;
  fc.assert(
    fc.property(path, path, (wanted, other) => {
      const line = lineFor(wanted, ['@o/t']);
      if (line === null) return;
      written++;
      const codeowners = parseCodeowners('CODEOWNERS', line);
      expect(codeowners.problems).toEqual([]);
      expect(codeowners.rules.map(({ owners }) => owners)).toEqual([[{ kind: 'team', handle: '@o/t' }]]);
      const index = indexCodeowners(codeowners);
      const neighbours = [
        other,
        `x/${wanted}`,
        `${wanted}x`,
        wanted.slice(1),
        wanted.replace(/./u, 'x'),
        wanted.replaceAll('*', 'a'),
      ];
      const owned = [wanted, ...neighbours].filter((candidate) => decidingRule(index, candidate) !== null);
      expect(owned.filter((candidate) => candidate !== wanted && !candidate.startsWith(`${wanted}/`))).toEqual([]);
      expect(owned[0]).toBe(wanted);
    }),
    { numRuns: 5000 },
  );
  expect(written).toBeGreaterThan(500);
});
