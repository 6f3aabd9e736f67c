import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';

test.each<RuleCase>([
  [
    'no metadata, no CODEOWNERS',
    { head: { [CONFIG]: '', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'it is not enforced where there is no configuration',
    { head: { [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'a blank owner is none',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: " "\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'an empty list is none',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowners: []\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'contacts are no owner',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\ncontacts: "#db"\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'a catch-all of CODEOWNERS owns nothing',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter; CODEOWNERS line 1 (`*`) names @acme/all, if that is who is accountable.',
      },
    ],
  ],
  [
    'of several code owners none is accountable, and the first three are named',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/a @acme/b @acme/c @acme/d\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter; CODEOWNERS line 1 (`/runbooks/`) names @acme/a, @acme/b, @acme/c and 1 more, if it is one of them.',
      },
    ],
  ],
  [
    'an e-mail address in CODEOWNERS is nobody GitHub knows',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ ops@acme.com\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'an owner that stands in the text is offered',
    { head: { [CONFIG]: '', [RUNBOOK]: '# A\n\n> **Owner:** @acme/dba\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter; line 3 of the text says `@acme/dba`.',
      },
    ],
  ],
  [
    'an owner in the text that is none is quoted as it stands',
    { head: { [CONFIG]: '', [RUNBOOK]: '# A\n\n| Owner | the <b>DBA</b> team |\n|---|---|\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter; line 3 of the text says `the <b>DBA</b> team`.',
      },
    ],
  ],
  [
    'only the sources that count are named',
    {
      head: {
        [CONFIG]: 'owners: {from: [catalog-info]}\n',
        [CODEOWNERS]: '/runbooks/ @acme/dba\n',
        [RUNBOOK]: '---\nowner: "@acme/dba"\n---\n',
      },
    },
    [],
  ],
  [
    'a catalog-info.yaml without an owner says nothing',
    {
      head: {
        [CONFIG]: 'owners: {from: [front-matter, codeowners, catalog-info]}\n',
        'catalog-info.yaml': 'spec: {type: service}\n',
        [RUNBOOK]: '# A\n',
      },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner, no `spec.owner` in catalog-info.yaml.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  ['an owner in the front matter', { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/dba"\n---\n' } }, []],
  ['an alias of the key', { head: { [CONFIG]: '', [RUNBOOK]: '---\nmaintainer: "@jdoe"\n---\n' } }, []],
  [
    'an alias that the configuration adds',
    { head: { [CONFIG]: 'metadata: {aliases: {owner: [team]}}\n', [RUNBOOK]: '---\nteam: "@acme/dba"\n---\n' } },
    [],
  ],
  [
    'an owner from _procedures.yml',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'owner: "@acme/dba"\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  ['an owner from the defaults', { head: { [CONFIG]: 'defaults: {owner: "@acme/dba"}\n', [RUNBOOK]: '# A\n' } }, []],
  [
    "an owner from the organisation's defaults",
    { head: { [RUNBOOK]: '# A\n' }, organisationPolicy: 'defaults: {owner: "@acme/dba"}\n' },
    [],
  ],
  [
    'a specific rule of CODEOWNERS that names one owner',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  [
    'an owner of catalog-info.yaml',
    {
      head: {
        [CONFIG]: 'owners: {from: [catalog-info]}\n',
        'catalog-info.yaml': 'spec: {owner: "@acme/dba"}\n',
        [RUNBOOK]: '# A\n',
      },
    },
    [],
  ],
  [
    'what is declared and is no owner is owner-valid, alone',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "#db"\n---\n' } },
    [],
  ],
  [
    'a block that cannot be read is front-matter-parses, alone',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: @acme/dba\n---\n' } },
    [],
  ],
  [
    'the base has it already: shown, not enforced',
    { base: { [CONFIG]: '', [RUNBOOK]: '# A\n' }, head: { [CONFIG]: '', [RUNBOOK]: '# A\n\nMore.\n' } },
    [
      {
        level: 'failure',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'the change takes the owner away: enforced',
    { base: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/dba"\n---\n' }, head: { [CONFIG]: '', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'a new file: enforced',
    { base: { [CONFIG]: '' }, head: { [CONFIG]: '', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  [
    'a rename brings nothing new',
    {
      base: { [CONFIG]: '', 'runbooks/old.md': '# A\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '# A\n' },
      renamed: { [RUNBOOK]: 'runbooks/old.md' },
    },
    [
      {
        level: 'failure',
        at: 'runbooks/a.md:1:1',
        says: 'No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.',
        fix: 'Add `owner: "@org/team"` to the front matter.',
      },
    ],
  ],
  ['a deleted file has no finding', { base: { [CONFIG]: '', [RUNBOOK]: '# A\n' }, head: { [CONFIG]: '' } }, []],
  [
    'hostile: __proto__ is not an owner',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\n__proto__: {owner: "@acme/dba"}\n---\n' } },
    [],
  ],
])('%s', (_, world, expected) => {
  expect(told('owner-declared', world)).toEqual(expected);
});
