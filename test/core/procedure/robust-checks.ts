// What must hold for any text whatever, as one sentence per breach.
import { lineStarts } from '../../../src/core/position.ts';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';

/** What is wrong with what `readFrontMatter` says of `text`; null where nothing is. */
export function breach(text: string): string | null {
  const read = readFrontMatter('a.md', text);
  const lines = lineStarts(text).length;
  if (read.state === 'none') return read.insertAt <= 1 ? null : 'a block would not begin at the start';
  if (read.bodyAt < 0 || read.bodyAt > text.length) return 'the body begins outside of the text';
  if (read.state === 'broken' && read.problems.length === 0) return 'nothing says why the block is broken';
  for (const { at, message, fix } of read.problems) {
    if (at.line < 1 || at.line > lines || at.column < 1) return `a problem stands outside of the text: ${message}`;
    if (fix?.edits.some(({ start, end }) => start < 0 || end < start || end > text.length))
      return 'an edit is outside of the text';
    if (fix?.certain && fix.edits.length === 0) return 'a fix without edits is certain';
    if (/[\0-\x08\x0B-\x1F]/.test(message + (fix?.text ?? ''))) return 'a message holds a control character';
  }
  if (read.state === 'broken') return null;
  for (const { key, value, valueSpan } of read.block.entries) {
    if (['__proto__', 'constructor', 'prototype'].includes(key)) return `${key} was let through`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) !== null)
      return `${key} has a prototype`;
    if (valueSpan && (valueSpan[0] < 0 || valueSpan[1] > read.block.insertAt))
      return `the value of ${key} ends behind the block`;
  }
  return null;
}
