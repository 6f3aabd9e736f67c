// test: what of a text is said, and not commented out or shown as code.
import { describe, expect, test } from '@jest/globals';
import { proseOf, withoutComments } from '../../../src/core/feedback/prose.ts';

describe('a text without', () => {
  test.each([
    ['a comment', 'a<!-- #1 -->b', 'a b'],
    ['comments over lines', 'a<!-- #1\n#2 -->b<!----> c', 'a b  c'],
    ['a comment that does not end', 'a <!-- #1\nb', 'a '],
    ['an end alone', 'a --> b', 'a --> b'],
    ['a code span', 'a `#1` b ``#2 `` c', 'a   b   c'],
    ['a code block', 'a\n```\n#1\n```\nb', 'a\n\n\n\nb'],
    ['a code block that does not end', 'a\n~~~ text\n#1', 'a\n\n'],
    ['a block in which another mark stands', 'a\n````\n```\n#1\n````\nb', 'a\n\n\n\n\nb'],
    ['nothing', 'fixes #1', 'fixes #1'],
  ])('%s', (_, text, prose) => {
    expect(proseOf(text)).toBe(prose);
  });

  test('comments only', () => {
    expect(withoutComments('`a`<!-- b --> c')).toBe('`a`  c');
  });
});
