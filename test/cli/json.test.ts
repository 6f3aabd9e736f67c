import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inert, toJsonText } from '../../src/cli/json.ts';

test.each([
  ['a', '"a"'],
  ['é 😀 漢', '"é 😀 漢"'],
  ['\u001B[31m', '"\\u001b[31m"'],
  ['\u009B31m\u007F', '"\\u009b31m\\u007f"'],
  ['\u202E\u200B\uFEFF\u2028', '"\\u202e\\u200b\\ufeff\\u2028"'],
  ['\u{E0041}', '"\\udb40\\udc41"'],
  ['\uD800', '"\\ud800"'],
])('%j is written as %s', (value, json) => {
  expect(toJsonText(value)).toBe(`${json}\n`);
});

test('any value is read back as it was, and nothing in it can act', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const json = toJsonText(value);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(json).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(inert(json)).toBe(json);
    }),
    { numRuns: 1000, seed: 1 },
  );
});
