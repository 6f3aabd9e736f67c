import { expect, test } from '@jest/globals';
import { table } from '../../src/cli/table.ts';

const plain = (text: string): string => text;

test('columns are as wide as they look', () => {
  const rows = [
    ['漢字', 'two cells a sign', 'x'],
    ['😀', 'so is an emoji', 'x'],
    ['e\u0301', 'one cell, two signs', 'x'],
    ['a\nb', 'shown, not done', 'x'],
  ];
  expect(table(['A', 'B', 'C'], rows, plain)).toBe(`A     B                    C
漢字  two cells a sign     x
😀    so is an emoji       x
e\u0301     one cell, two signs  x
a\\nb  shown, not done      x
`);
});

test('the last column is not padded, and no line ends in blanks', () => {
  expect(
    table(
      ['A', 'B'],
      [
        ['a', ''],
        ['', 'long'],
      ],
      plain,
    ),
  ).toBe('A  B\na\n   long\n');
});

test('only the head is styled, after it was laid out', () => {
  expect(table(['A', 'B'], [['aa', 'b']], (text) => `<${text}>`)).toBe('<A   B>\naa  b\n');
});

test('there may be more rows than a call may have arguments', () => {
  const rows = Array.from({ length: 150_000 }, () => ['a', 'b']);
  expect(table(['A', 'B'], rows, plain)).toHaveLength(150_001 * 5);
});

test('a head without rows stands alone', () => {
  expect(table(['A', 'B'], [], plain)).toBe('A  B\n');
});
