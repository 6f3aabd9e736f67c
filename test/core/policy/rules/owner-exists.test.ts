import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, notCheckedBy, type RuleCase, told, type World } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const OWNED = '---\nowner: "@acme/dba"\n---\n';
const MINE = '---\nowner: "@jdoe"\n---\n';

test.each<RuleCase>([
  [
    'a team: missing',
    { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'missing' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'a team: no-access',
    { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'no-access' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no access to this repository.',
        fix: 'Give @acme/dba write access, or name another owner.',
      },
    ],
  ],
  ['a team: secret', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'secret' } }, []],
  [
    'a user: missing',
    { head: { [CONFIG]: '', [RUNBOOK]: MINE }, owners: { '@jdoe': 'missing' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The user @jdoe does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'a user: no-access',
    { head: { [CONFIG]: '', [RUNBOOK]: MINE }, owners: { '@jdoe': 'no-access' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The user @jdoe has no access to this repository.',
        fix: 'Give @jdoe write access, or name another owner.',
      },
    ],
  ],
  [
    "GitHub's names have no case",
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@Acme/DBA"\n---\n' }, owners: { '@acme/dba': 'missing' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @Acme/DBA does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'an owner that CODEOWNERS gives is told at the first line',
    {
      head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n', [RUNBOOK]: '# A\n' },
      owners: { '@acme/dba': 'missing' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'an owner that _procedures.yml gives is told at the first line',
    {
      head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'risk: low\nowner: "@acme/dba"\n', [RUNBOOK]: '# A\n' },
      owners: { '@acme/dba': 'missing' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'the change does not name it: a warning',
    {
      base: { [CONFIG]: '', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [RUNBOOK]: `${OWNED}More.\n` },
      owners: { '@acme/dba': 'missing' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'a warning stays one where the configuration asks for a failure',
    {
      base: { [CONFIG]: 'rules: {owner-exists: failure}\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: 'rules: {owner-exists: failure}\n', [RUNBOOK]: `${OWNED}More.\n` },
      owners: { '@acme/dba': 'missing' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'the change names it: a failure',
    {
      base: { [CONFIG]: '', [RUNBOOK]: MINE },
      head: { [CONFIG]: '', [RUNBOOK]: OWNED },
      owners: { '@acme/dba': 'missing', '@jdoe': 'alive' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'a new file names it: a failure',
    { base: { [CONFIG]: '' }, head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'missing' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'another way to write the same owner does not name it',
    {
      base: { [CONFIG]: '', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ACME/dba\n---\n' },
      owners: { '@acme/dba': 'missing' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @ACME/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  [
    'a rename does not name it',
    {
      base: { [CONFIG]: '', 'runbooks/old.md': OWNED },
      head: { [CONFIG]: '', [RUNBOOK]: OWNED },
      renamed: { [RUNBOOK]: 'runbooks/old.md' },
      owners: { '@acme/dba': 'missing' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba does not exist on GitHub.',
        fix: 'Name an owner that exists, `@org/team` or `@user`.',
      },
    ],
  ],
  ['alive', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'alive' } }, []],
  ['empty is the other rule', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'empty' } }, []],
  ['unknown is never gone', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'unknown' } }, []],
  ['no answer is never gone', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: {} }, []],
  ['nobody was asked', { head: { [CONFIG]: '', [RUNBOOK]: OWNED } }, []],
  ['nobody owns it', { head: { [CONFIG]: '', [RUNBOOK]: '# A\n' }, owners: { '@acme/dba': 'missing' } }, []],
  [
    'only the first of a list is asked about',
    {
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowners: ["@acme/a", "@acme/dba"]\n---\n' },
      owners: { '@acme/a': 'alive', '@acme/dba': 'missing' },
    },
    [],
  ],
  [
    'a block that cannot be read is front-matter-parses, alone',
    {
      head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n', [RUNBOOK]: '---\nowner: @acme/sre\n---\n' },
      owners: { '@acme/dba': 'missing' },
    },
    [],
  ],
])('%s', (_, world, expected) => {
  expect(told('owner-exists', world)).toEqual(expected);
});

test.each<readonly [name: string, world: World, reason: string | null]>([
  ['nobody was asked', { head: { [RUNBOOK]: OWNED } }, 'needs GitHub: whether the owners exist and can act'],
  [
    'GitHub gave no answer',
    { head: { [RUNBOOK]: OWNED, 'runbooks/b.md': OWNED, 'runbooks/c.md': MINE }, owners: { '@jdoe': 'unknown' } },
    'GitHub gave no answer on @acme/dba, @jdoe',
  ],
  ['every answer is there', { head: { [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'missing' } }, null],
  ['the rule is off', { head: { [CONFIG]: 'rules: {owner-exists: off}\n', [RUNBOOK]: OWNED } }, null],
])('not checked: %s', (_, world, reason) => {
  expect(notCheckedBy('owner-exists', world)).toBe(reason);
});
