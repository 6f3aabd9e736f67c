import { expect, test } from '@jest/globals';
import { CONFIG, notCheckedBy, type RuleCase, told } from './told.ts';

const linking = (link: string) => `# A\n\nSee [it](${link}).\n`;
const B = '# B\n\n## First step\n\n## Last step\n';
const removed = (link: string, path = 'runbooks/b.md') => ({
  base: { [CONFIG]: '', 'runbooks/a.md': linking(link), [path]: B },
  head: { [CONFIG]: '', 'runbooks/a.md': linking(link) },
});
const renamed = (link: string) => ({
  base: { [CONFIG]: '', 'runbooks/a.md': linking(link), 'runbooks/b.md': B },
  head: { [CONFIG]: '', 'runbooks/a.md': linking(link), 'runbooks/db/b.md': B },
  renamed: { 'runbooks/db/b.md': 'runbooks/b.md' },
});
const reworded = (link: string) => ({
  base: { [CONFIG]: '', 'runbooks/a.md': linking(link), 'runbooks/b.md': B },
  head: { [CONFIG]: '', 'runbooks/a.md': linking(link), 'runbooks/b.md': B.replace('Last', 'Final') },
});

test.each<RuleCase>([
  [
    'a link to a removed file',
    removed('b.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `b.md` leads nowhere: runbooks/b.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link from the root',
    removed('/runbooks/b.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `/runbooks/b.md` leads nowhere: runbooks/b.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link through other folders',
    removed('../runbooks/./b.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `../runbooks/./b.md` leads nowhere: runbooks/b.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link to a heading of a removed file',
    removed('b.md#first-step'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `b.md#first-step` leads nowhere: runbooks/b.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link to the page that a site makes of it',
    removed('b.html', 'runbooks/b.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `b.html` leads nowhere: runbooks/b.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link with escapes',
    removed('fail%20over.md', 'runbooks/fail over.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `fail%20over.md` leads nowhere: runbooks/fail over.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link with escapes, from the root',
    removed('/runbooks/fail%20over.md', 'runbooks/fail over.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `/runbooks/fail%20over.md` leads nowhere: runbooks/fail over.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link by reference',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': '[it][b]\n\n[b]: b.md\n', 'runbooks/b.md': B },
      head: { [CONFIG]: '', 'runbooks/a.md': '[it][b]\n\n[b]: b.md\n' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'The link to `b.md` leads nowhere: runbooks/b.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link to a renamed file says where it is now',
    renamed('b.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `b.md` leads nowhere: runbooks/b.md is now runbooks/db/b.md.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link to a heading of a renamed file',
    renamed('b.md#last-step'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `b.md#last-step` leads nowhere: runbooks/b.md is now runbooks/db/b.md.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'a link to a heading under the new extension',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': linking('b.mdx#last-step'), 'runbooks/b.md': B },
      head: { [CONFIG]: '', 'runbooks/a.md': linking('b.mdx#last-step'), 'runbooks/b.mdx': B },
      renamed: { 'runbooks/b.mdx': 'runbooks/b.md' },
    },
    [],
  ],
  ['a link to the new place', renamed('db/b.md'), []],
  [
    'a link to a heading that is gone',
    reworded('b.md#last-step'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `b.md#last-step` leads nowhere: the heading "Last step" of runbooks/b.md is gone.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  ['a link to a heading that stays', reworded('b.md#first-step'), []],
  ['a link to the file whose heading is gone', reworded('b.md'), []],
  [
    'a heading of the same file',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': '# A\n[x](#end)\n## End\n' },
      head: { [CONFIG]: '', 'runbooks/a.md': '# A\n[x](#end)\n' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:5',
        says: 'The link to `#end` leads nowhere: the heading "End" of runbooks/a.md is gone.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  [
    'the link goes with the file',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': linking('b.md'), 'runbooks/b.md': B },
      head: { [CONFIG]: '', 'runbooks/a.md': '# A\n' },
    },
    [],
  ],
  [
    'a file that can no longer be read is still there',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': linking('b.md'), 'runbooks/b.md': B },
      head: { [CONFIG]: '', 'runbooks/a.md': linking('b.md'), 'runbooks/b.md': { unreadable: 'not-utf8' } },
    },
    [],
  ],
  ['addresses of the web', removed('https://acme.com/runbooks/b.md'), []],
  ['an address without a scheme', removed('//runbooks/b.md'), []],
  [
    'a link in code is none',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': '`[it](b.md)`\n', 'runbooks/b.md': B },
      head: { [CONFIG]: '', 'runbooks/a.md': '`[it](b.md)`\n' },
    },
    [],
  ],
  [
    'a link that was dead before',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': linking('z.md') },
      head: { [CONFIG]: '', 'runbooks/a.md': `${linking('z.md')}More.\n` },
    },
    [],
  ],
  ['a removed file that was no procedure', removed('../docs/b.md', 'docs/b.md'), []],
  [
    'raised to a failure, it fails the change that removes the file',
    {
      base: { [CONFIG]: 'rules: {procedure-linked: failure}\n', 'runbooks/a.md': linking('b.md'), 'runbooks/b.md': B },
      head: { [CONFIG]: 'rules: {procedure-linked: failure}\n', 'runbooks/a.md': linking('b.md') },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:10',
        says: 'The link to `b.md` leads nowhere: runbooks/b.md is removed.',
        fix: 'Point the link at what replaces it, or take it out.',
      },
    ],
  ],
  ['hostile: a broken escape', removed('%E0%A4%A.md'), []],
  ['hostile: out of the repository', removed('../../../b.md'), []],
  ['nothing is compared', { head: { [CONFIG]: '', 'runbooks/a.md': linking('b.md') } }, []],
])('%s', (_, world, expected) => {
  expect(told('procedure-linked', world)).toEqual(expected);
});

test('without a base it cannot look, and says so', () => {
  expect(notCheckedBy('procedure-linked', { head: {} })).toBe('needs a comparison: `--base REF`');
  expect(notCheckedBy('procedure-linked', removed('b.md'))).toBeNull();
});
