// test/core/procedure: what is material, and what is not.
import { expect, test } from '@jest/globals';
import { read } from './read.ts';

const base = [
  '---',
  'title: T',
  'owner: "@acme/sre"',
  'last_reviewed_on: 2024-01-01',
  'change: {type: standard, preapproval: {by: a, expires: 2026-01-01}}',
  '---',
  '',
  '# T',
  'Step 1.',
  '',
].join('\n');
const hash = (text: string) => read(text).contentHash;

test('it is a sha256 in hex', () => {
  expect(hash(base)).toMatch(/^[\da-f]{64}$/);
});

test.each([
  ['line endings', (text: string) => text.replaceAll('\n', '\r\n')],
  ['a BOM', (text: string) => `\uFEFF${text}`],
  ['trailing blanks', (text: string) => text.replace('Step 1.', 'Step 1.  \t')],
  ['blank lines at the end', (text: string) => `${text}\n \n`],
  ['no line ending at the end', (text: string) => text.trimEnd()],
  ['the review date', (text: string) => text.replace('2024-01-01', '2026-05-05')],
  ['no review date', (text: string) => text.replace('last_reviewed_on: 2024-01-01\n', '')],
  ['an alias of the review date', (text: string) => text.replace('last_reviewed_on', 'lastReviewed')],
  [
    'more review keys',
    (text: string) => text.replace('title: T', 'title: T\nreviewed_by: "@jane"\nnext_review: 2027-01-01'),
  ],
  ['a refreshed pre-approval', (text: string) => text.replace('2026-01-01', '2027-01-01')],
  ['no pre-approval', (text: string) => text.replace(', preapproval: {by: a, expires: 2026-01-01}', '')],
  ['quoting', (text: string) => text.replace('title: T', "title: 'T'")],
  ['comments', (text: string) => text.replace('title: T', 'title: T # a name\n# comment')],
  ['the order of keys', (text: string) => text.replace('title: T\nowner: "@acme/sre"', 'owner: "@acme/sre"\ntitle: T')],
  ['an empty key', (text: string) => text.replace('title: T', 'title: T\nrisk:')],
])('%s does not count', (_, change) => {
  expect(change(base)).not.toBe(base);
  expect(hash(change(base))).toBe(hash(base));
});

test.each([
  ['the body', (text: string) => text.replace('Step 1.', 'Step 2.')],
  ['leading blanks of a line', (text: string) => text.replace('Step 1.', '  Step 1.')],
  ['a blank line inside', (text: string) => text.replace('# T\n', '# T\n\n')],
  ['the owner', (text: string) => text.replace('@acme/sre', '@acme/ops')],
  ['the change type', (text: string) => text.replace('standard', 'normal')],
  ['the interval', (text: string) => text.replace('title: T', 'title: T\nreview_in: 5 years')],
  ['a key nobody knows', (text: string) => text.replace('title: T', 'title: T\nfoo: 1')],
])('%s counts', (_, change) => {
  expect(hash(change(base))).not.toBe(hash(base));
});

test('a number and the same text differ', () => {
  expect(hash(base.replace('title: T', 'title: T\nfoo: 1'))).not.toBe(
    hash(base.replace('title: T', 'title: T\nfoo: "1"')),
  );
});

test('front matter that holds review keys only is as good as none', () => {
  expect(hash('---\nlast_reviewed_on: 2024-01-01\n---\n\n# T\n')).toBe(hash('# T\n'));
});

test('aliases of the configuration are review keys too', () => {
  const settings = { aliases: { last_reviewed_on: ['checked'] } };
  const hashes = ['2024-01-01', '2025-01-01'].map(
    (day) => read(`---\nchecked: ${day}\n---\n# T\n`, settings).contentHash,
  );
  expect(hashes[0]).toBe(hashes[1]);
});

test('of broken front matter the text counts', () => {
  expect(hash('---\nowner: @x\n---\n# T\n')).not.toBe(hash('---\nowner: @y\n---\n# T\n'));
  expect(hash('---\nowner: @x\n---\n# T\n')).toBe(hash('---\r\nowner: @x\r\n---\r\n# T\r\n'));
});
