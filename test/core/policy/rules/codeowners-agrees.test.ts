import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const OWNED = '---\ntitle: A\nowner: "@acme/dba"\n---\n';

test.each<RuleCase>([
  [
    'others are asked, told where the owner stands',
    { head: { [CONFIG]: '', [CODEOWNERS]: '# ours\n/runbooks/ @acme/sre\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:8',
        says: 'The owner is @acme/dba, but CODEOWNERS line 2 (`/runbooks/`) asks @acme/sre.',
        fix: 'Add @acme/dba to that line of CODEOWNERS, or correct the owner.',
      },
    ],
  ],
  [
    'several others are asked',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/sre @jdoe ops@acme.com\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:8',
        says: 'The owner is @acme/dba, but CODEOWNERS line 1 (`/runbooks/`) asks @acme/sre, @jdoe, ops@acme.com.',
        fix: 'Add @acme/dba to that line of CODEOWNERS, or correct the owner.',
      },
    ],
  ],
  [
    'a catch-all asks others',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:8',
        says: 'The owner is @acme/dba, but CODEOWNERS line 1 (`*`) asks @acme/all.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { [CODEOWNERS]: '* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'an owner from the defaults, told at the first line',
    {
      head: {
        [CONFIG]: 'defaults: {owner: "@acme/dba"}\n',
        [CODEOWNERS]: '/runbooks/ @acme/sre\n',
        [RUNBOOK]: '# A\n',
      },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'The owner is @acme/dba, but CODEOWNERS line 1 (`/runbooks/`) asks @acme/sre.',
        fix: 'Add @acme/dba to that line of CODEOWNERS, or correct the owner.',
      },
    ],
  ],
  [
    'one of those asked is the owner',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/sre @acme/dba\n', [RUNBOOK]: OWNED } },
    [],
  ],
  [
    "GitHub's names have no case",
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @ACME/Dba\n', [RUNBOOK]: OWNED } },
    [],
  ],
  [
    'the last rule decides',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/sre\n*.md @acme/dba\n', [RUNBOOK]: OWNED } },
    [],
  ],
  [
    'a rule that names nobody is codeowners-covers',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/\n', [RUNBOOK]: OWNED } },
    [],
  ],
  ['no rule matches', { head: { [CONFIG]: '', [CODEOWNERS]: '/x/ @acme/sre\n', [RUNBOOK]: OWNED } }, []],
  [
    'no owner is declared',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/a @acme/b\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  [
    'CODEOWNERS gives the owner',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/sre\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  ['no CODEOWNERS', { head: { [CONFIG]: '', [RUNBOOK]: OWNED } }, []],
  [
    'a block that cannot be read is front-matter-parses, alone',
    {
      head: {
        [CONFIG]: 'defaults: {owner: "@acme/dba"}\n',
        [CODEOWNERS]: '/runbooks/ @acme/sre\n',
        [RUNBOOK]: '---\nowner: @acme/sre\n---\n',
      },
    },
    [],
  ],
  [
    'fifty others',
    {
      head: {
        [CONFIG]: '',
        [CODEOWNERS]: `/runbooks/${Array.from({ length: 50 }, (_, n) => ` @acme/t${n}`).join('')}\n`,
        [RUNBOOK]: OWNED,
      },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:8',
        says: 'The owner is @acme/dba, but CODEOWNERS line 1 (`/runbooks/`) asks @acme/t0, @acme/t1, @acme/t2 and 47 more.',
        fix: 'Add @acme/dba to that line of CODEOWNERS, or correct the owner.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('codeowners-agrees', world)).toEqual(expected);
});
