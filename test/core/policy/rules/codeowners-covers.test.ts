import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const OWNED = '---\nowner: "@acme/dba"\n---\n';

test.each<RuleCase>([
  [
    'the line is added at the end, where it wins',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a file that does not end its last line',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'line endings and the BOM stay',
    { head: { [CONFIG]: '', [CODEOWNERS]: '\uFEFF# ours\r\n/services/ @acme/dev\r\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '\uFEFF# ours\r\n/services/ @acme/dev\r\n/runbooks/a.md @acme/dba\r\n' },
      },
    ],
  ],
  [
    'a name with spaces, a star and brackets is escaped',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', 'runbooks/a [b] *.md': OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a [b] *.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a\\ \\[b\\]\\ \\*.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/a\\ \\[b\\]\\ \\*.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a name that CODEOWNERS cannot express',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', 'runbooks/c#.md': OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/c#.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Rename the file: CODEOWNERS cannot express its name.',
      },
    ],
  ],
  [
    'nobody is declared',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Declare the owner first; then give the path to its owner in CODEOWNERS.',
      },
    ],
  ],
  [
    'an owner that _procedures.yml declares',
    {
      head: {
        [CONFIG]: '',
        [CODEOWNERS]: '/services/ @acme/dev\n',
        'runbooks/_procedures.yml': 'owner: "@acme/dba"\n',
        [RUNBOOK]: '# A\n',
      },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a rule that names nobody',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n/runbooks/\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: line 2 (`/runbooks/`) names no owner.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  ['only a catch-all', { head: { [CONFIG]: '', [CODEOWNERS]: '# all\n/** @acme/all\n', [RUNBOOK]: OWNED } }, []],
  [
    'a catch-all that names nobody',
    { head: { [CONFIG]: '', [CODEOWNERS]: '*\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: line 1 (`*`) names no owner.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '*\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'no rule at all',
    { head: { [CONFIG]: '', [CODEOWNERS]: '', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a line that GitHub skips covers nothing',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ nobody\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/runbooks/ nobody\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'patterns have case',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/Runbooks/ @acme/dba\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/Runbooks/ @acme/dba\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a rule of its own',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n/runbooks/ @acme/dba\n', [RUNBOOK]: OWNED } },
    [],
  ],
  [
    'a later catch-all takes it away',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n* @acme/all\n', [RUNBOOK]: OWNED } },
    [],
  ],
  ['no CODEOWNERS', { head: { [CONFIG]: '', [RUNBOOK]: OWNED } }, []],
  [
    'the base has it already: shown, not enforced',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', [RUNBOOK]: `${OWNED}More.\n` },
    },
    [
      {
        level: 'failure',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a new file',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n' },
      head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', [RUNBOOK]: OWNED },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'the change takes the rule away',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n/runbooks/ @acme/dba\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n', [RUNBOOK]: OWNED },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a rename out of the owned folder',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n/runbooks/ @acme/dba\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [CODEOWNERS]: '/services/ @acme/dev\n/runbooks/ @acme/dba\n', 'sop/a.md': OWNED },
      renamed: { 'sop/a.md': RUNBOOK },
    },
    [
      {
        level: 'failure!',
        at: 'sop/a.md:1:1',
        says: 'CODEOWNERS gives this path to nobody: no rule matches it.',
        fix: 'Add `/sop/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/services/ @acme/dev\n/runbooks/ @acme/dba\n/sop/a.md @acme/dba\n' },
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('codeowners-covers', world)).toEqual(expected);
});
