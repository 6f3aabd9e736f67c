import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const OWNERS = '/runbooks/ @acme/dba\n';

test.each<RuleCase>([
  [
    'CODEOWNERS gives the owner: a block is added',
    { head: { [CONFIG]: '', [CODEOWNERS]: `# ours\n${OWNERS}`, [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from CODEOWNERS line 2.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '---\nowner: "@acme/dba"\n---\n\n# A\n' },
      },
    ],
  ],
  [
    'into the block that is there',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '---\ntitle: A # the first\n---\n# A\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from CODEOWNERS line 1.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '---\ntitle: A # the first\nowner: "@acme/dba"\n---\n# A\n' },
      },
    ],
  ],
  [
    'an empty key is filled',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '---\nowner:\ntitle: A\n---\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from CODEOWNERS line 1.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '---\nowner: "@acme/dba"\ntitle: A\n---\n' },
      },
    ],
  ],
  [
    'line endings and the BOM stay',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '\uFEFF---\r\ntitle: A\r\n---\r\n# A\r\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from CODEOWNERS line 1.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '\uFEFF---\r\ntitle: A\r\nowner: "@acme/dba"\r\n---\r\n# A\r\n' },
      },
    ],
  ],
  [
    'a file with CRLF and no block gets one with CRLF',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '\uFEFF# A\r\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from CODEOWNERS line 1.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '\uFEFF---\r\nowner: "@acme/dba"\r\n---\r\n\r\n# A\r\n' },
      },
    ],
  ],
  [
    'a mapped name is replaced by the owner that it means',
    {
      head: {
        [CONFIG]: 'owners: {map: {payments: "@acme/payments"}}\n',
        [RUNBOOK]: "---\nowner_team: 'payments' # since 2024\n---\n",
      },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:2:13',
        says: 'The owner @acme/payments comes from the mapping of `payments`.',
        fix: 'Record `owner: "@acme/payments"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': "---\nowner_team: '@acme/payments' # since 2024\n---\n" },
      },
    ],
  ],
  [
    'an entity reference',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: group:default/dba\n---\n' }, organisation: 'acme' },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:2:8',
        says: 'The owner @acme/dba comes from the mapping of `group:default/dba`.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '---\nowner: "@acme/dba"\n---\n' },
      },
    ],
  ],
  [
    'catalog-info.yaml gives the owner',
    {
      head: {
        [CONFIG]: 'owners: {from: [front-matter, catalog-info]}\n',
        'runbooks/catalog-info.yaml': 'spec: {owner: "@acme/dba"}\n',
        [RUNBOOK]: '# A\n',
      },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from runbooks/catalog-info.yaml.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '---\nowner: "@acme/dba"\n---\n\n# A\n' },
      },
    ],
  ],
  [
    'a block in TOML',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '+++\ntitle = "A"\n+++\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from CODEOWNERS line 1.',
        fix: 'Record `owner: "@acme/dba"` in the front matter.',
        certain: true,
        after: { 'runbooks/a.md': '+++\ntitle = "A"\nowner = "@acme/dba"\n+++\n' },
      },
    ],
  ],
  [
    'a block on one line is left to a person',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '---\n{title: A}\n---\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'The owner @acme/dba comes from CODEOWNERS line 1.',
        fix: 'Record `owner: "@acme/dba"` in the front matter by hand: its keys do not stand on lines of their own.',
      },
    ],
  ],
  [
    'a list of mapped names is left alone',
    { head: { [CONFIG]: 'owners: {map: {a: "@acme/a"}}\n', [RUNBOOK]: '---\nowner: [a, "@acme/b"]\n---\n' } },
    [],
  ],
  [
    'the owner stands in the file',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '---\nowner: "@acme/dba"\n---\n' } },
    [],
  ],
  [
    'the address of the team is an owner',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: https://github.com/orgs/acme/teams/dba\n---\n' } },
    [],
  ],
  [
    '_procedures.yml records it for the folder',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'owner: "@acme/dba"\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  [
    '_procedures.yml records it for the folder, by a mapped name',
    {
      head: {
        [CONFIG]: 'owners: {map: {dba: "@acme/dba"}}\n',
        'runbooks/_procedures.yml': 'owner: dba\n',
        [RUNBOOK]: '# A\n',
      },
    },
    [],
  ],
  ['the defaults record it', { head: { [CONFIG]: 'defaults: {owner: "@acme/dba"}\n', [RUNBOOK]: '# A\n' } }, []],
  ['a catch-all gives no owner', { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/dba\n', [RUNBOOK]: '# A\n' } }, []],
  [
    'two code owners give none',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/a @acme/b\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  [
    'what stands there is no owner',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '---\nowner: TBD\n---\n' } },
    [],
  ],
  [
    'a block that cannot be read is front-matter-parses, alone',
    { head: { [CONFIG]: '', [CODEOWNERS]: OWNERS, [RUNBOOK]: '---\nowner: @acme/dba\n---\n' } },
    [],
  ],
])('%s', (_, world, expected) => {
  expect(told('owner-recorded', world)).toEqual(expected);
});
