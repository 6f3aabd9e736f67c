import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byCodePoint } from '../../src/core/code-point-order.ts';

test.each([
  ['', '', 0],
  ['a', 'a', 0],
  ['', 'a', -1],
  ['a', 'b', -1],
  ['Z', 'a', -1],
  ['a', 'aa', -1],
  ['a.md', 'a/b.md', -1],
  ['a/b', 'a0', -1],
  ['é', 'e\u0301', 1],
  ['\uFB01', '😀', -1],
  ['\uD7FF', '😀', -1],
  ['\uE000', '😀', -1],
  ['😀', '😁', -1],
  ['\uFFFF', '\u{10000}', -1],
])('%j and %j compare as %i', (a, b, sign) => {
  expect(Math.sign(byCodePoint(a, b))).toBe(sign);
  expect(Math.sign(byCodePoint(b, a)) + sign).toBe(0);
});

test('the order is that of the UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000 },
  );
});
