// test/core/procedure: bodies of 1 MiB that were written to hang a reader.
import { expect, test } from '@jest/globals';
import { bodyMetadataOf } from '../../../src/core/procedure/body-metadata.ts';
import { headingsOf, linksOf } from '../../../src/core/procedure/outline.ts';
import { processorMs } from '../../processor-time.ts';
import { read } from './read.ts';

const SIZE = 1 << 20;
const fill = (unit: string) => unit.repeat(SIZE / unit.length);

// Ten times what was measured; a guard against hanging, not a bench.
const READ_MS = 1000;
const OUTLINE_MS = 30_000;

test.each([
  ['dashes', fill('-')],
  ['fences', fill('---\n')],
  ['brackets', fill('[')],
  ['images', fill('![')],
  ['stars', fill('*')],
  ['emphasis', fill('**a')],
  ['quotes', fill('>')],
  ['pipes', fill('|')],
  ['rows', fill('|\n')],
  ['comments', fill('<!--')],
  ['blanks', `# a${fill(' ')}b`],
  ['trailing blanks', fill(`${' '.repeat(100)}x\n`)],
  ['headings', fill('# <%\n')],
  ['tags', `# ${fill('<')}`],
  ['links by reference', `${fill('[a][b] ')}\n\n[b]: /zzz`],
  ['labels', fill('**Owner:** x\n')],
  ['NUL', fill('\0')],
])('%s', (_, text) => {
  expect(processorMs(() => bodyMetadataOf(read(text)))).toBeLessThan(READ_MS * 3);
  const procedure = read(text);
  expect(procedure.contentHash).toHaveLength(64);
  const part = { ...procedure, text: text.slice(0, SIZE / 16) };
  const outlining = processorMs(() => {
    headingsOf(part);
    linksOf(part);
  });
  expect(outlining).toBeLessThan(OUTLINE_MS);
});

test('the outline of the slowest of them, whole', () => {
  expect(processorMs(() => linksOf(read(fill('!['))))).toBeLessThan(OUTLINE_MS);
});

test('keys of a prototype are keys like others', () => {
  read('---\nrequires: {toString: x}\ncontacts: {hasOwnProperty: a}\nvalueOf: 1\n---\n');
  expect(Object.keys({})).toEqual([]);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
