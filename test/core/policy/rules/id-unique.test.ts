import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const A = '---\ntitle: A\nid: fail-over\n---\n';

test.each<RuleCase>([
  [
    'two share an id: both are told',
    { head: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': A } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/b.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
      {
        level: 'failure!',
        at: 'runbooks/b.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/a.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
    ],
  ],
  [
    'under an alias of the key',
    { head: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': '---\nrunbook_id: fail-over\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/b.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
      {
        level: 'failure!',
        at: 'runbooks/b.md:2:1',
        says: 'The id `fail-over` is also that of runbooks/a.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
    ],
  ],
  [
    'five share an id: three are named',
    {
      head: {
        [CONFIG]: '',
        ...Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`runbooks/${name}.md`, A])),
      },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/b.md, runbooks/c.md, runbooks/d.md and 1 more.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
      {
        level: 'failure!',
        at: 'runbooks/b.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/a.md, runbooks/c.md, runbooks/d.md and 1 more.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
      {
        level: 'failure!',
        at: 'runbooks/c.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/a.md, runbooks/b.md, runbooks/d.md and 1 more.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
      {
        level: 'failure!',
        at: 'runbooks/d.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/a.md, runbooks/b.md, runbooks/c.md and 1 more.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
      {
        level: 'failure!',
        at: 'runbooks/e.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/a.md, runbooks/b.md, runbooks/c.md and 1 more.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
    ],
  ],
  [
    'a path is not taken as an id',
    { head: { [CONFIG]: '', 'runbooks/a.md': '# A\n', 'runbooks/b.md': '---\nid: runbooks/a.md\n---\n' } },
    [],
  ],
  [
    '_procedures.yml can give no id',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'id: x\n', 'runbooks/a.md': '', 'runbooks/b.md': '' } },
    [],
  ],
  [
    'ids of their own',
    { head: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': '---\nid: fail-back\n---\n' } },
    [],
  ],
  ['ids have case', { head: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': '---\nid: Fail-over\n---\n' } }, []],
  ['no ids: the paths are unique', { head: { [CONFIG]: '', 'runbooks/a.md': '# A\n', 'sop/a.md': '# A\n' } }, []],
  [
    'a block that cannot be read has no id',
    { head: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': '---\nid: fail-over\nowner: @x\n---\n' } },
    [],
  ],
  [
    'the change brings the second: only that file is told',
    { base: { [CONFIG]: '', 'runbooks/a.md': A }, head: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': A } },
    [
      {
        level: 'failure!',
        at: 'runbooks/b.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/a.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
    ],
  ],
  [
    'the base has it already: shown, not enforced',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': A },
      head: { [CONFIG]: '', 'runbooks/a.md': A, 'runbooks/b.md': `${A}More.\n` },
    },
    [
      {
        level: 'failure',
        at: 'runbooks/b.md:3:1',
        says: 'The id `fail-over` is also that of runbooks/a.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
    ],
  ],
  [
    'a rename does not share its id with itself',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': A },
      head: { [CONFIG]: '', 'runbooks/z.md': A },
      renamed: { 'runbooks/z.md': 'runbooks/a.md' },
    },
    [],
  ],
  [
    'hostile: a name of a prototype',
    {
      head: {
        [CONFIG]: '',
        'runbooks/a.md': '---\nid: constructor\n---\n',
        'runbooks/b.md': '---\nid: constructor\n---\n',
      },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:1',
        says: 'The id `constructor` is also that of runbooks/b.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
      {
        level: 'failure!',
        at: 'runbooks/b.md:2:1',
        says: 'The id `constructor` is also that of runbooks/a.md.',
        fix: 'Give each procedure an id of its own; without one, its path is the id.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('id-unique', world)).toEqual(expected);
});
