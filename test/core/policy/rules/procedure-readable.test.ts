import { expect, test } from '@jest/globals';
import type { Unreadable } from '../../../../src/core/snapshot.ts';
import { CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const at = (unreadable: Unreadable) => ({ head: { [CONFIG]: '', [RUNBOOK]: { unreadable } } });

test.each<RuleCase>([
  [
    'a symbolic link',
    at('symlink'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This is a symbolic link; links are never followed.',
        fix: 'Replace the link by the document itself.',
      },
    ],
  ],
  [
    'a submodule',
    at('submodule'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This is a submodule; its files belong to another repository.',
        fix: 'Keep the procedure in this repository.',
      },
    ],
  ],
  [
    'an LFS pointer',
    at('lfs-pointer'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This is a Git LFS pointer; the text is not in git.',
        fix: 'Take the file out of LFS (`git lfs untrack`).',
      },
    ],
  ],
  [
    'a binary file',
    at('binary'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This is a binary file (it holds a NUL byte).',
        fix: 'Save it as plain text in UTF-8.',
      },
    ],
  ],
  [
    'not UTF-8',
    at('not-utf8'),
    [{ level: 'notice', at: 'runbooks/a.md:1:1', says: 'This file is not valid UTF-8.', fix: 'Save it as UTF-8.' }],
  ],
  [
    'UTF-16',
    at('utf-16'),
    [{ level: 'notice', at: 'runbooks/a.md:1:1', says: 'This file is UTF-16.', fix: 'Save it as UTF-8.' }],
  ],
  [
    'too large',
    at('too-large'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This file is over 1 MiB and is not read.',
        fix: 'Split it into smaller procedures.',
      },
    ],
  ],
  [
    'not to be opened',
    at('denied'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This could not be opened, so nothing in it was looked at.',
        fix: 'Make it readable for the user that runs the check.',
      },
    ],
  ],
  [
    'a name that is not UTF-8',
    at('path-not-utf8'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The name of this file is not valid UTF-8.',
        fix: 'Rename it.',
      },
    ],
  ],
  [
    'a new file: a failure',
    { base: { [CONFIG]: '' }, head: { [CONFIG]: '', [RUNBOOK]: { unreadable: 'binary' } } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'This is a binary file (it holds a NUL byte).',
        fix: 'Save it as plain text in UTF-8.',
      },
    ],
  ],
  [
    'a file that could be read before: a failure',
    { base: { [CONFIG]: '', [RUNBOOK]: '# A\n' }, head: { [CONFIG]: '', [RUNBOOK]: { unreadable: 'symlink' } } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'This is a symbolic link; links are never followed.',
        fix: 'Replace the link by the document itself.',
      },
    ],
  ],
  [
    'a notice by the configuration holds for a new file too',
    {
      base: { [CONFIG]: 'rules: {procedure-readable: notice}\n' },
      head: { [CONFIG]: 'rules: {procedure-readable: notice}\n', [RUNBOOK]: { unreadable: 'binary' } },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This is a binary file (it holds a NUL byte).',
        fix: 'Save it as plain text in UTF-8.',
      },
    ],
  ],
  [
    'a file that the change only renames',
    {
      base: { [CONFIG]: '', 'runbooks/old.md': { unreadable: 'lfs-pointer' } },
      head: { [CONFIG]: '', [RUNBOOK]: { unreadable: 'lfs-pointer' } },
      renamed: { [RUNBOOK]: 'runbooks/old.md' },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This is a Git LFS pointer; the text is not in git.',
        fix: 'Take the file out of LFS (`git lfs untrack`).',
      },
    ],
  ],
  [
    'a file that the change does not touch is left out',
    {
      base: { [CONFIG]: '', [RUNBOOK]: { unreadable: 'symlink' }, 'runbooks/b.md': '' },
      head: { [CONFIG]: '', [RUNBOOK]: { unreadable: 'symlink' }, 'runbooks/b.md': 'x' },
    },
    [],
  ],
  [
    'another reason than before is not worse',
    {
      base: { [CONFIG]: '', [RUNBOOK]: { unreadable: 'symlink' } },
      head: { [CONFIG]: '', [RUNBOOK]: { unreadable: 'binary' } },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'This is a binary file (it holds a NUL byte).',
        fix: 'Save it as plain text in UTF-8.',
      },
    ],
  ],
  ['a file that is no procedure', { head: { [CONFIG]: '', 'docs/a.png': { unreadable: 'binary' } } }, []],
  ['a README in the folder', { head: { [CONFIG]: '', 'runbooks/README.md': { unreadable: 'symlink' } } }, []],
])('%s', (_, world, expected) => {
  expect(told('procedure-readable', world)).toEqual(expected);
});
