import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';

test.each<RuleCase>([
  [
    'two owners, told at the second',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ["@acme/dba", "@acme/sre"]\n---\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:22',
        says: '2 owners are named; only the first, @acme/dba, is accountable.',
        fix: 'Keep one under `owner`; list the others under `reviewers`.',
      },
    ],
  ],
  [
    'three owners in lines of their own',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowners:\n  - "@acme/dba"\n  - "@acme/sre"\n  - "@jdoe"\n---\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:4:5',
        says: '3 owners are named; only the first, @acme/dba, is accountable.',
        fix: 'Keep one under `owner`; list the others under `reviewers`.',
      },
    ],
  ],
  [
    'a first that is no owner is named as it is written',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ["#db", "@acme/sre"]\n---\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:16',
        says: '2 owners are named; only the first counts, and that is none.',
        fix: 'Keep one under `owner`; list the others under `reviewers`.',
      },
    ],
  ],
  [
    'the same in a file with CRLF and a BOM',
    { head: { [CONFIG]: '', [RUNBOOK]: '\uFEFF---\r\nowner:\r\n- "@acme/dba"\r\n- "@acme/sre"\r\n---\r\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:4:3',
        says: '2 owners are named; only the first, @acme/dba, is accountable.',
        fix: 'Keep one under `owner`; list the others under `reviewers`.',
      },
    ],
  ],
  ['one owner', { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/dba"\n---\n' } }, []],
  ['a list of one', { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ["@acme/dba"]\n---\n' } }, []],
  [
    'reviewers are as many as they like',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/dba"\nreviewers: ["@acme/a", "@acme/b"]\n---\n' } },
    [],
  ],
  [
    'a list that _procedures.yml gives is not told in every file',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'owner: ["@acme/a", "@acme/b"]\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  ['a block that cannot be read', { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: [@acme/a, @acme/b]\n---\n' } }, []],
  [
    'a file that the change does not touch',
    {
      base: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ["@a", "@b"]\n---\n', 'runbooks/b.md': '' },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ["@a", "@b"]\n---\n', 'runbooks/b.md': 'x' },
    },
    [],
  ],
])('%s', (_, world, expected) => {
  expect(told('owner-single', world)).toEqual(expected);
});
