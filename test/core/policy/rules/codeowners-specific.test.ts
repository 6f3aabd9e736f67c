import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const OWNED = '---\nowner: "@acme/dba"\n---\n';

test.each<RuleCase>([
  [
    'the line is added at the end, where it wins',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a file that does not end its last line',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'line endings and the BOM stay',
    { head: { [CONFIG]: '', [CODEOWNERS]: '\uFEFF# ours\r\n* @acme/all\r\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 2, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '\uFEFF# ours\r\n* @acme/all\r\n/runbooks/a.md @acme/dba\r\n' },
      },
    ],
  ],
  [
    'a name with spaces, a star and brackets is escaped',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', 'runbooks/a [b] *.md': OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a [b] *.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/runbooks/a\\ \\[b\\]\\ \\*.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/a\\ \\[b\\]\\ \\*.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a name that CODEOWNERS cannot express',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', 'runbooks/c#.md': OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/c#.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Rename the file: CODEOWNERS cannot express its name.',
      },
    ],
  ],
  [
    'nobody is declared',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Declare the owner first; then give the path to its owner in CODEOWNERS.',
      },
    ],
  ],
  [
    'an owner that _procedures.yml declares',
    {
      head: {
        [CONFIG]: '',
        [CODEOWNERS]: '* @acme/all\n',
        'runbooks/_procedures.yml': 'owner: "@acme/dba"\n',
        [RUNBOOK]: '# A\n',
      },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a rule that names nobody',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n/runbooks/\n', [RUNBOOK]: OWNED } },
    [],
  ],
  [
    'only a catch-all',
    { head: { [CONFIG]: '', [CODEOWNERS]: '# all\n/** @acme/all\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 2, `/**`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '# all\n/** @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  ['a catch-all that names nobody', { head: { [CONFIG]: '', [CODEOWNERS]: '*\n', [RUNBOOK]: OWNED } }, []],
  ['no rule at all', { head: { [CONFIG]: '', [CODEOWNERS]: '', [RUNBOOK]: OWNED } }, []],
  [
    'a line that GitHub skips covers nothing',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ nobody\n', [RUNBOOK]: OWNED } },
    [],
  ],
  ['patterns have case', { head: { [CONFIG]: '', [CODEOWNERS]: '/Runbooks/ @acme/dba\n', [RUNBOOK]: OWNED } }, []],
  [
    'a rule of its own',
    { head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n/runbooks/ @acme/dba\n', [RUNBOOK]: OWNED } },
    [],
  ],
  [
    'a later catch-all takes it away',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n* @acme/all\n', [RUNBOOK]: OWNED } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 2, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '/runbooks/ @acme/dba\n* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  ['no CODEOWNERS', { head: { [CONFIG]: '', [RUNBOOK]: OWNED } }, []],
  [
    'the base has it already: shown, not enforced',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: `${OWNED}More.\n` },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a new file',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n' },
      head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: OWNED },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'the change takes the rule away',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n/runbooks/ @acme/dba\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [RUNBOOK]: OWNED },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/runbooks/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/a.md @acme/dba\n' },
      },
    ],
  ],
  [
    'a rename out of the owned folder',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n/runbooks/ @acme/dba\n', [RUNBOOK]: OWNED },
      head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n/runbooks/ @acme/dba\n', 'sop/a.md': OWNED },
      renamed: { 'sop/a.md': RUNBOOK },
    },
    [
      {
        level: 'warning',
        at: 'sop/a.md:1:1',
        says: 'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path.',
        fix: 'Add `/sop/a.md @acme/dba` at the end of .github/CODEOWNERS.',
        certain: true,
        after: { '.github/CODEOWNERS': '* @acme/all\n/runbooks/ @acme/dba\n/sop/a.md @acme/dba\n' },
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('codeowners-specific', world)).toEqual(expected);
});
