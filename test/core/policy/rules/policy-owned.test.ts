import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

test.each<RuleCase>([
  [
    'nobody owns configuration and CODEOWNERS',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n' } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/.github/CODEOWNERS @org/team` at the end of .github/CODEOWNERS.',
      },
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/.github/runbook-steward.yml @org/team` at the end of .github/CODEOWNERS.',
      },
    ],
  ],
  [
    'only the catch-all owns them',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n' } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'This file decides who owns procedures, and only the catch-all of CODEOWNERS owns it.',
        fix: 'Add `/.github/CODEOWNERS @org/team` at the end of .github/CODEOWNERS.',
      },
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:1',
        says: 'This file decides who owns procedures, and only the catch-all of CODEOWNERS owns it.',
        fix: 'Add `/.github/runbook-steward.yml @org/team` at the end of .github/CODEOWNERS.',
      },
    ],
  ],
  [
    'owners.fallback is proposed',
    { head: { [CONFIG]: 'owners: {fallback: "@acme/leads"}\n', [CODEOWNERS]: '/.github/CODEOWNERS @acme/leads\n' } },
    [
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/.github/runbook-steward.yml @acme/leads` at the end of .github/CODEOWNERS.',
      },
    ],
  ],
  [
    'a rule that un-owns it',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/.github/ @acme/leads\n/.github/runbook-steward.yml\n' } },
    [
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/.github/runbook-steward.yml @org/team` at the end of .github/CODEOWNERS.',
      },
    ],
  ],
  [
    '_procedures.yml, in every folder, spaces escaped',
    {
      head: {
        [CONFIG]: '',
        [CODEOWNERS]: '/.github/ @acme/leads\n',
        '_procedures.yml': '',
        'my docs/runbooks/_procedures.yml': '',
      },
    },
    [
      {
        level: 'warning',
        at: '_procedures.yml:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/_procedures.yml @org/team` at the end of .github/CODEOWNERS.',
      },
      {
        level: 'warning',
        at: 'my docs/runbooks/_procedures.yml:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/my\\ docs/runbooks/_procedures.yml @org/team` at the end of .github/CODEOWNERS.',
      },
    ],
  ],
  [
    'a folder that CODEOWNERS cannot express',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/.github/ @acme/leads\n', 'c#/_procedures.yml': '' } },
    [
      {
        level: 'warning',
        at: 'c#/_procedures.yml:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Rename its folder: CODEOWNERS cannot express its path.',
      },
    ],
  ],
  [
    'CODEOWNERS at the root',
    { head: { [CONFIG]: '', CODEOWNERS: '/.github/ @acme/leads\n' } },
    [
      {
        level: 'warning',
        at: 'CODEOWNERS:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/CODEOWNERS @org/team` at the end of CODEOWNERS.',
      },
    ],
  ],
  [
    'all of them have owners',
    {
      head: {
        [CONFIG]: '',
        [CODEOWNERS]: '/.github/ @acme/leads\n_procedures.yml @acme/leads\n',
        'runbooks/_procedures.yml': '',
      },
    },
    [],
  ],
  [
    'files with names that only end like it',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/.github/ @acme/leads\n', 'runbooks/my_procedures.yml': '' } },
    [],
  ],
  ['no CODEOWNERS', { head: { [CONFIG]: '' } }, []],
  [
    'the base has it already: still a warning',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '', 'runbooks/a.md': '' },
      head: { [CONFIG]: '', [CODEOWNERS]: '', 'runbooks/a.md': 'x' },
    },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/.github/CODEOWNERS @org/team` at the end of .github/CODEOWNERS.',
      },
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:1',
        says: 'This file decides who owns procedures, and nobody owns it.',
        fix: 'Add `/.github/runbook-steward.yml @org/team` at the end of .github/CODEOWNERS.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('policy-owned', world)).toEqual(expected);
});
