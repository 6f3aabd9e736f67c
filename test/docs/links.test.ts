// test/docs: every relative link of the documentation leads somewhere.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsOf, targetsOf } from './links.ts';

const root = join(import.meta.dirname, '../..');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].sort();

test('there are pages to look at', () => {
  expect(pages).toContain('docs/rules/README.md');
});

test.each(pages)('the links of %s', (page) => {
  expect(targetsOf(read(page)).filter((target) => !leadsSomewhere(target, page))).toEqual([]);
});

describe('a link is seen', () => {
  test.each([
    ['inline', '[a](b.md)', ['b.md']],
    ['with an anchor', '[a](b.md#c)', ['b.md#c']],
    ['by reference', '[a][x]\n\n[x]: b.md', ['b.md']],
    ['as a picture', '![a](b.svg)', ['b.svg']],
    ['in HTML', '<p><img src="b.svg" alt="a"></p>\n\ntext <a href="c.md">c</a>', ['b.svg', 'c.md']],
    ['not in code', '`[a](b.md)`\n\n```\n[a](b.md)\n```', []],
  ])('%s', (_, markdown, targets) => {
    expect(targetsOf(markdown)).toEqual(targets);
  });
});

test('an anchor is made as GitHub makes it, and a twin gets a number', () => {
  expect(anchorsOf('# The `--fix` of it\n\n## A b\n\n## A b\n\n<a id="mine"></a>\n')).toEqual(
    new Set(['the---fix-of-it', 'a-b', 'a-b-1', 'mine']),
  );
});

test.each(['missing.md', 'architecture.md#missing', '#missing', '../../outside.md'])(
  'a link to %s is refused',
  (target) => {
    expect(leadsSomewhere(target, 'docs/architecture.md')).toBe(false);
  },
);

function leadsSomewhere(target: string, page: string): boolean {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(target)) return true;
  const [written = '', anchor] = target.split('#', 2);
  const path = decodeURIComponent(written);
  const file = path === '' ? page : normalize(path.startsWith('/') ? path.slice(1) : join(dirname(page), path));
  if (file.startsWith('..') || !existsSync(join(root, file))) return false;
  if (anchor === undefined || anchor === '') return true;
  return statSync(join(root, file)).isFile() && (!file.endsWith('.md') || anchorsOf(read(file)).has(anchor));
}

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}
