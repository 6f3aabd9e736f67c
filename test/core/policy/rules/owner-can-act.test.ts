import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, notCheckedBy, type RuleCase, told, type World } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const OWNED = '---\nowner: "@acme/dba"\n---\n';
const MINE = '---\nowner: "@jdoe"\n---\n';

test.each<RuleCase>([
  [
    'a team: no-write',
    { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'no-write' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'a team: empty',
    { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'empty' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no members.',
        fix: 'Add members to the team, or name another owner.',
      },
    ],
  ],
  [
    'a team: secret',
    { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'secret' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba is a secret team, which GitHub never asks for a review.',
        fix: 'Make the team visible, or name another owner.',
      },
    ],
  ],
  [
    'a user: no-write',
    { head: { [CONFIG]: '', [RUNBOOK]: MINE }, owners: { '@jdoe': 'no-write' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The user @jdoe has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    "GitHub's names have no case",
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@Acme/DBA"\n---\n' }, owners: { '@acme/dba': 'no-write' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @Acme/DBA has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'an owner that CODEOWNERS gives is told at the first line',
    {
      head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n', [RUNBOOK]: '# A\n' },
      owners: { '@acme/dba': 'no-write' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'an owner that _procedures.yml gives is told at the first line',
    {
      head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'risk: low\nowner: "@acme/dba"\n', [RUNBOOK]: '# A\n' },
      owners: { '@acme/dba': 'no-write' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'the change does not name it: a warning',
    {
      base: { [CONFIG]: '', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [RUNBOOK]: `${OWNED}More.\n` },
      owners: { '@acme/dba': 'no-write' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'a warning stays one where the configuration asks for a failure',
    {
      base: { [CONFIG]: 'rules: {owner-can-act: failure}\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: 'rules: {owner-can-act: failure}\n', [RUNBOOK]: `${OWNED}More.\n` },
      owners: { '@acme/dba': 'no-write' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'the change names it: a failure',
    {
      base: { [CONFIG]: '', [RUNBOOK]: MINE },
      head: { [CONFIG]: '', [RUNBOOK]: OWNED },
      owners: { '@acme/dba': 'no-write', '@jdoe': 'alive' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'a new file names it: a failure',
    { base: { [CONFIG]: '' }, head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'no-write' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'another way to write the same owner does not name it',
    {
      base: { [CONFIG]: '', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ACME/dba\n---\n' },
      owners: { '@acme/dba': 'no-write' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @ACME/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  [
    'a rename does not name it',
    {
      base: { [CONFIG]: '', 'runbooks/old.md': OWNED },
      head: { [CONFIG]: '', [RUNBOOK]: OWNED },
      renamed: { [RUNBOOK]: 'runbooks/old.md' },
      owners: { '@acme/dba': 'no-write' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:8',
        says: 'The team @acme/dba has no write access to this repository.',
        fix: 'Give it write access, or name another owner.',
      },
    ],
  ],
  ['alive', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'alive' } }, []],
  ['missing is the other rule', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'missing' } }, []],
  ['unknown is never gone', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'unknown' } }, []],
  ['no answer is never gone', { head: { [CONFIG]: '', [RUNBOOK]: OWNED }, owners: {} }, []],
  ['nobody was asked', { head: { [CONFIG]: '', [RUNBOOK]: OWNED } }, []],
  ['nobody owns it', { head: { [CONFIG]: '', [RUNBOOK]: '# A\n' }, owners: { '@acme/dba': 'no-write' } }, []],
  [
    'only the first of a list is asked about',
    {
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowners: ["@acme/a", "@acme/dba"]\n---\n' },
      owners: { '@acme/a': 'alive', '@acme/dba': 'no-write' },
    },
    [],
  ],
  [
    'a block that cannot be read is front-matter-parses, alone',
    {
      head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n', [RUNBOOK]: '---\nowner: @acme/sre\n---\n' },
      owners: { '@acme/dba': 'no-write' },
    },
    [],
  ],
])('%s', (_, world, expected) => {
  expect(told('owner-can-act', world)).toEqual(expected);
});

test.each<readonly [name: string, world: World, reason: string | null]>([
  ['nobody was asked', { head: { [RUNBOOK]: OWNED } }, 'needs GitHub: whether the owners exist and can act'],
  [
    'GitHub gave no answer',
    { head: { [RUNBOOK]: OWNED, 'runbooks/b.md': OWNED, 'runbooks/c.md': MINE }, owners: { '@jdoe': 'unknown' } },
    'GitHub gave no answer on @acme/dba, @jdoe',
  ],
  ['every answer is there', { head: { [RUNBOOK]: OWNED }, owners: { '@acme/dba': 'no-write' } }, null],
  ['the rule is off', { head: { [CONFIG]: 'rules: {owner-can-act: off}\n', [RUNBOOK]: OWNED } }, null],
])('not checked: %s', (_, world, reason) => {
  expect(notCheckedBy('owner-can-act', world)).toBe(reason);
});
