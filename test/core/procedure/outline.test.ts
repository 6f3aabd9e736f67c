// test/core/procedure: headings with GitHub's anchors, links with their places.
import { expect, test } from '@jest/globals';
import { headingsOf, linksOf } from '../../../src/core/procedure/outline.ts';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';

const document = (text: string, path = 'a.md') => ({ path, text, frontMatter: readFrontMatter(path, text) });

test.each([
  ['# Restart the DB', 'Restart the DB', 'restart-the-db'],
  ["## What's new? (2.0)", "What's new? (2.0)", 'whats-new-20'],
  ['## `kubectl get` fails', 'kubectl get fails', 'kubectl-get-fails'],
  ['## See [the docs](x.md) now', 'See the docs now', 'see-the-docs-now'],
  ['## :rocket: Go', ':rocket: Go', 'rocket-go'],
  ['## 🚀 Go', '🚀 Go', '-go'],
  ['## **Bold** _it_', 'Bold it', 'bold-it'],
  ['## snake_case', 'snake_case', 'snake_case'],
  ['## A & B', 'A & B', 'a--b'],
  ['## A &amp; B', 'A & B', 'a--b'],
  ['## Größe', 'Größe', 'größe'],
  ['## 日本語', '日本語', '日本語'],
  ['## <a name="x"></a>Named', 'Named', 'named'],
  ['Underlined\n---\n', 'Underlined', 'underlined'],
])('%j has the anchor of GitHub', (text, words, anchor) => {
  expect(headingsOf(document(text)).map((heading) => [heading.text, heading.anchor])).toEqual([[words, anchor]]);
});

test('twins are numbered, lines are those of the file, code is left out', () => {
  const text = '---\ntitle: x\n---\n# A\n\n## A\n```\n# not\n```\n### A\n';
  expect(headingsOf(document(text))).toEqual([
    { text: 'A', anchor: 'a', level: 1, line: 4 },
    { text: 'A', anchor: 'a-1', level: 2, line: 6 },
    { text: 'A', anchor: 'a-2', level: 3, line: 10 },
  ]);
});

test('links are told with their places; images and code are none', () => {
  const text = [
    '---',
    'title: x',
    '---',
    'See [a](./a.md#x) and [b](b.md "t"), [c][ref] and ![i](i.png).',
    '',
    '- `[no](no.md)` <https://example.com>',
    '  and <a class="k" href="d.md">d</a>',
    '',
    '| [e](e.md) |',
    '|---|',
    '',
    '[ref]: /c.md',
    '',
  ].join('\n');
  expect(linksOf(document(text))).toEqual([
    { target: './a.md#x', line: 4, column: 9 },
    { target: 'b.md', line: 4, column: 27 },
    { target: '/c.md', line: 4, column: 1 },
    { target: 'https://example.com', line: 6, column: 18 },
    { target: 'd.md', line: 7, column: 26 },
    { target: 'e.md', line: 9, column: 7 },
  ]);
});

test('targets stay as they are written', () => {
  expect(linksOf(document('[a](<my file.md>) [b](b%20c.md) [c](javascript:x)')).map((link) => link.target)).toEqual([
    'my file.md',
    'b%20c.md',
    'javascript:x',
  ]);
});

test('AsciiDoc has headings and links too', () => {
  const text =
    '= Title\n\n== Part one\n----\n== code\n----\nSee link:a.adoc[a], xref:b.adoc#c[b] and <<part-one,here>>.\n// == gone\n';
  expect(headingsOf(document(text, 'a.adoc'))).toEqual([
    { text: 'Title', anchor: 'title', level: 1, line: 1 },
    { text: 'Part one', anchor: 'part-one', level: 2, line: 3 },
  ]);
  expect(linksOf(document(text, 'a.adoc'))).toEqual([
    { target: 'a.adoc', line: 7, column: 10 },
    { target: 'b.adoc#c', line: 7, column: 26 },
    { target: 'part-one', line: 7, column: 44 },
  ]);
});
