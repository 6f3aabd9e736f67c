import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const at = (metadata: string, others: Readonly<Record<string, string>> = {}) => ({
  head: {
    [CONFIG]: '',
    'runbooks/a.md': `---\ntitle: A\n${metadata}\n---\n`,
    'runbooks/fail-over.md': '---\nid: fail-over\naliases: [runbooks/old.md]\n---\n',
    ...others,
  },
});

test.each<RuleCase>([
  [
    'nothing has that id or path',
    at('superseded_by: gone'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`superseded_by: gone` is no id or path of a procedure here.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
  [
    'a slip of the pen',
    at('superseded_by: fail-ovr'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`superseded_by: fail-ovr` is no id or path of a procedure here.',
        fix: 'Did you mean `fail-over`?',
      },
    ],
  ],
  [
    'itself, by path',
    at('superseded_by: runbooks/a.md'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: 'The procedure says that it is superseded by itself.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
  [
    'itself, by id',
    at('id: a\nsuperseded_by: a'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:4:1',
        says: 'The procedure says that it is superseded by itself.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
  [
    'a path out of the repository',
    at('superseded_by: ../../../etc/passwd'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`superseded_by: ../../../etc/passwd` is no id or path of a procedure here.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
  [
    'a file that is no procedure',
    at('superseded_by: docs/x.md', { 'docs/x.md': '' }),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`superseded_by: docs/x.md` is no id or path of a procedure here.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
  [
    'a case of its own',
    at('superseded_by: Fail-Over'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`superseded_by: Fail-Over` is no id or path of a procedure here.',
        fix: 'Did you mean `fail-over`?',
      },
    ],
  ],
  ['an id', at('superseded_by: fail-over'), []],
  ['a path from the root', at('superseded_by: runbooks/fail-over.md'), []],
  ['a path from the root, with a slash', at('superseded_by: /runbooks/fail-over.md'), []],
  ['a path from here', at('superseded_by: ./fail-over.md'), []],
  ['a bare name beside it', at('superseded_by: fail-over.md'), []],
  ['an alias of another', at('superseded_by: runbooks/old.md'), []],
  [
    'an alias that is the path of another',
    at('aliases: [runbooks/fail-over.md]'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: 'The alias `runbooks/fail-over.md` is a procedure that still exists, runbooks/fail-over.md.',
        fix: 'Delete the alias, or the procedure that it stands for.',
      },
    ],
  ],
  [
    'an alias that is the id of another',
    at('redirect_from: fail-over'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: 'The alias `fail-over` is a procedure that still exists, runbooks/fail-over.md.',
        fix: 'Delete the alias, or the procedure that it stands for.',
      },
    ],
  ],
  [
    'an alias that is its own path',
    at('aliases: [runbooks/a.md]'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: "The alias `runbooks/a.md` is the procedure's own name.",
        fix: 'Delete it.',
      },
    ],
  ],
  [
    'an alias that is its own id',
    at('id: a\naliases: [a]'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:4:1',
        says: "The alias `a` is the procedure's own name.",
        fix: 'Delete it.',
      },
    ],
  ],
  ['an alias of the past points nowhere, and is meant to', at('aliases: [runbooks/past.md]'), []],
  ['neither', at('risk: low'), []],
  [
    'what _procedures.yml says is not told in every file',
    at('risk: low', { 'runbooks/_procedures.yml': 'superseded_by: gone\n' }),
    [],
  ],
  ['a block that cannot be read', at('superseded_by: gone\nowner: @x'), []],
  [
    'the change deletes what a file in it points to',
    {
      base: { [CONFIG]: '', 'runbooks/a.md': '---\nsuperseded_by: b\n---\n', 'runbooks/b.md': '---\nid: b\n---\n' },
      head: { [CONFIG]: '', 'runbooks/a.md': '---\nsuperseded_by: b\n---\nMore.\n' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:1',
        says: '`superseded_by: b` is no id or path of a procedure here.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
  [
    'hostile: a name that is too long to guess at',
    at(`superseded_by: runbooks/${'x'.repeat(190)}.m`, { [`runbooks/${'x'.repeat(190)}.md`]: '' }),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`superseded_by: runbooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.m` is no id or path of a procedure here.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
  [
    'hostile: a name of a prototype',
    at('superseded_by: __proto__'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`superseded_by: __proto__` is no id or path of a procedure here.',
        fix: 'Name the id or path of the procedure that replaces this one.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('superseded-resolves', world)).toEqual(expected);
});
