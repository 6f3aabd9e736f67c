import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const PAGE = '---\nowner: "@acme/dba"\n---\n';

test.each<RuleCase>([
  [
    'none where GitHub looks',
    { head: { [CONFIG]: '', [RUNBOOK]: PAGE } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.',
        fix: 'Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      },
    ],
  ],
  [
    'one where GitHub does not look',
    {
      head: {
        [CONFIG]: '',
        '.gitlab/CODEOWNERS': '* @acme/dba\n',
        '.github/codeowners': '* @acme/dba\n',
        [RUNBOOK]: PAGE,
      },
    },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.',
        fix: 'Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      },
    ],
  ],
  [
    'the change deletes it',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n', [RUNBOOK]: PAGE },
      head: { [CONFIG]: '', [RUNBOOK]: PAGE },
    },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.',
        fix: 'Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      },
    ],
  ],
  [
    'the base has none either: still a warning',
    { base: { [CONFIG]: '', [RUNBOOK]: PAGE }, head: { [CONFIG]: '', [RUNBOOK]: `${PAGE}More.\n` } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.',
        fix: 'Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      },
    ],
  ],
  [
    'raised to a failure, what the base lacks already is not enforced',
    {
      base: { [CONFIG]: 'rules: {codeowners-present: failure}\n', [RUNBOOK]: PAGE },
      head: { [CONFIG]: 'rules: {codeowners-present: failure}\n', [RUNBOOK]: `${PAGE}More.\n` },
    },
    [
      {
        level: 'failure',
        at: '.github/CODEOWNERS:1:1',
        says: 'There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.',
        fix: 'Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      },
    ],
  ],
  [
    'raised to a failure, the change that deletes it fails',
    {
      base: {
        [CONFIG]: 'rules: {codeowners-present: failure}\n',
        [CODEOWNERS]: '/runbooks/ @acme/dba\n',
        [RUNBOOK]: PAGE,
      },
      head: { [CONFIG]: 'rules: {codeowners-present: failure}\n', [RUNBOOK]: PAGE },
    },
    [
      {
        level: 'failure!',
        at: '.github/CODEOWNERS:1:1',
        says: 'There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.',
        fix: 'Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      },
    ],
  ],
  ['in .github', { head: { [CONFIG]: '', [CODEOWNERS]: '', [RUNBOOK]: PAGE } }, []],
  ['at the root', { head: { [CONFIG]: '', CODEOWNERS: '', [RUNBOOK]: PAGE } }, []],
  ['in docs', { head: { [CONFIG]: '', 'docs/CODEOWNERS': '', [RUNBOOK]: PAGE } }, []],
  [
    'one that cannot be read is there all the same',
    { head: { [CONFIG]: '', [CODEOWNERS]: { unreadable: 'symlink' }, [RUNBOOK]: PAGE } },
    [],
  ],
])('%s', (_, world, expected) => {
  expect(told('codeowners-present', world)).toEqual(expected);
});

test.each([
  'codeowners-valid',
  'codeowners-covers',
  'codeowners-specific',
  'codeowners-agrees',
  'codeowners-live',
  'policy-owned',
] as const)('without CODEOWNERS %s says nothing', (rule) => {
  expect(told(rule, { head: { [CONFIG]: '', [RUNBOOK]: PAGE } })).toEqual([]);
});
