import { expect, test } from '@jest/globals';
import { snapshotOf } from '../snapshot-of.ts';
import { CODEOWNERS, CONFIG, notCheckedBy, type RuleCase, told, verdictOn } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const HEAD = { [CONFIG]: '', [RUNBOOK]: '# A\n', 'runbooks/b.md': '# B\n' };

test.each<RuleCase>([
  [
    'a rule that matches no file',
    { head: { ...HEAD, [CODEOWNERS]: '# ours\n/gone/ @acme/dba\n' } },
    [
      {
        level: 'notice',
        at: '.github/CODEOWNERS:2:1',
        says: '`/gone/` matches no file.',
        fix: 'Correct the pattern (it is case-sensitive), or delete the line.',
      },
    ],
  ],
  [
    'a rule whose every file a later one takes',
    { head: { ...HEAD, [CODEOWNERS]: '/runbooks/ @acme/dba\n*.md @acme/sre\n' } },
    [
      {
        level: 'notice',
        at: '.github/CODEOWNERS:1:1',
        says: '`/runbooks/` decides nothing: line 2 (`*.md`) takes all its files.',
        fix: 'Move the line below them, or delete it.',
      },
    ],
  ],
  [
    'a rule whose files several later ones take',
    { head: { ...HEAD, [CODEOWNERS]: '/runbooks/ @acme/dba\n/runbooks/a.md @acme/a\n/runbooks/b.md @acme/b\n' } },
    [
      {
        level: 'notice',
        at: '.github/CODEOWNERS:1:1',
        says: '`/runbooks/` decides nothing: line 2 (`/runbooks/a.md`), line 3 (`/runbooks/b.md`) take all its files.',
        fix: 'Move the line below them, or delete it.',
      },
    ],
  ],
  [
    'a rule that keeps one file lives',
    { head: { ...HEAD, [CODEOWNERS]: '/runbooks/ @acme/dba\n/runbooks/a.md @acme/a\n' } },
    [],
  ],
  ['a rule that names nobody lives', { head: { ...HEAD, [CODEOWNERS]: '* @acme/all\n/runbooks/a.md\n' } }, []],
  ['no CODEOWNERS', { head: HEAD }, []],
  [
    'a dead rule that the change did not bring is left out',
    {
      base: { ...HEAD, [CODEOWNERS]: '/gone/ @acme/dba\n' },
      head: { ...HEAD, [RUNBOOK]: '# New\n', [CODEOWNERS]: '/gone/ @acme/dba\n' },
    },
    [],
  ],
  [
    'a dead rule that the change brings',
    {
      base: { ...HEAD, [CODEOWNERS]: '* @acme/dba\n' },
      head: { ...HEAD, [CODEOWNERS]: '* @acme/dba\n/gone/ @acme/dba\n' },
    },
    [
      {
        level: 'notice',
        at: '.github/CODEOWNERS:2:1',
        says: '`/gone/` matches no file.',
        fix: 'Correct the pattern (it is case-sensitive), or delete the line.',
      },
    ],
  ],
  [
    'the change deletes what a rule was for',
    {
      base: { ...HEAD, [CODEOWNERS]: '/runbooks/a.md @acme/dba\n' },
      head: { [CONFIG]: '', 'runbooks/b.md': '# B\n', [CODEOWNERS]: '/runbooks/a.md @acme/dba\n' },
    },
    [
      {
        level: 'notice',
        at: '.github/CODEOWNERS:1:1',
        says: '`/runbooks/a.md` matches no file.',
        fix: 'Correct the pattern (it is case-sensitive), or delete the line.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('codeowners-live', world)).toEqual(expected);
});

test('without a list of the tree nothing is said, and that is said', () => {
  const input = snapshotOf({ head: { ...HEAD, [CODEOWNERS]: '/gone/ @acme/dba\n' } });
  const { findings, notChecked } = verdictOn({ head: {} }, { ...input, head: { ...input.head, paths: null } });
  expect(findings.filter(({ rule }) => rule === 'codeowners-live')).toEqual([]);
  expect(notChecked).toContainEqual({
    rule: 'codeowners-live',
    reason: 'needs the whole tree, which was not listed',
  });
  expect(notCheckedBy('codeowners-live', { head: { ...HEAD, [CODEOWNERS]: '' } })).toBeNull();
});
