// github: repairs as suggestions.
import { describe, expect, test } from '@jest/globals';
import { applyEdits, type Edit } from '../../src/core/edit.ts';
import { isShown, replacementsOf } from '../../src/github/suggestions.ts';

const edit = (start: number, end: number, insert: string): Edit => ({ path: 'a.md', start, end, insert });
const replaced = (before: string, ...edits: Edit[]) =>
  replacementsOf({ path: 'a.md', before, after: applyEdits(before, edits), edits }).map(
    ({ first, last, lines }) => [first, last, lines] as const,
  );

describe('whole lines are replaced', () => {
  const text = 'one\ntwo\nthree\n';
  test.each<readonly [name: string, before: string, edits: readonly Edit[], expected: readonly unknown[]]>([
    ['inside a line', text, [edit(5, 6, 'W')], [[2, 2, ['tWo']]]],
    ['before the first line', text, [edit(0, 0, '---\n---\n')], [[1, 1, ['---', '---', 'one']]]],
    ['between two lines', text, [edit(4, 4, 'new\n')], [[2, 2, ['new', 'two']]]],
    ['after the last line', text, [edit(14, 14, 'four\n')], [[3, 3, ['three', 'four']]]],
    ['after a last line without an end', 'one', [edit(3, 3, '\ntwo')], [[1, 1, ['one', 'two']]]],
    ['over two lines', text, [edit(2, 5, 'X')], [[1, 2, ['onXwo']]]],
    ['a line taken out', text, [edit(4, 8, '')], [[2, 2, []]]],
    ['two in one line', text, [edit(8, 9, 'T'), edit(12, 13, 'E')], [[3, 3, ['ThreE']]]],
    [
      'two apart',
      text,
      [edit(8, 9, 'T'), edit(0, 1, 'O')],
      [
        [1, 1, ['One']],
        [3, 3, ['Three']],
      ],
    ],
    ['CRLF', 'one\r\ntwo\r\n', [edit(5, 6, 'T')], [[2, 2, ['Two']]]],
    ['an empty file', '', [edit(0, 0, 'x\n')], [[1, 1, ['x']]]],
  ])('%s', (_, before, edits, expected) => {
    expect(replaced(before, ...edits)).toEqual(expected);
  });
});

describe('a place is shown', () => {
  const patch = '@@ -1,3 +1,4 @@ # x\n one\n+two\n three\n four\n@@ -20 +21 @@\n-a\n+b\n@@ -30,2 +30,0 @@\n-x\n-y';
  const file = { status: 'modified', path: 'a.md', oid: null, patch } as const;
  test.each([
    ['at the first line of a part', 1, 1, true],
    ['at its last line', 4, 4, true],
    ['over all its lines', 1, 4, true],
    ['but not past its end', 4, 5, false],
    ['in a part of one line', 21, 21, true],
    ['but not over two parts', 4, 21, false],
    ['nor where lines were only taken out', 30, 30, false],
    ['nor elsewhere', 50, 50, false],
  ])('%s', (_, first, last, expected) => {
    expect(isShown({ path: 'a.md', first, last, lines: [] }, file)).toBe(expected);
  });

  test.each([[undefined], [{ ...file, patch: null }]])('nor in a file without a patch', (unknown) => {
    expect(isShown({ path: 'a.md', first: 1, last: 1, lines: [] }, unknown)).toBe(false);
  });
});
