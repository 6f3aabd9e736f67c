import { expect, test } from '@jest/globals';
import { type Paint, PLAIN, toText } from '../../../../src/core/policy/report/text.ts';
import { CODEOWNERS, CONFIG, verdictOn, type World } from '../rules/told.ts';

const GOOD = '---\nowner: "@acme/dba"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n# B\n';
const OWNED = { [CONFIG]: '', [CODEOWNERS]: '/.github/ @acme/leads\n/runbooks/ @acme/dba @acme/sre\n' };
const pages = (count: number, text: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`runbooks/${n}.md`, text]));

test.each<readonly [name: string, world: World, options: Parameters<typeof toText>[1], lines: readonly string[]]>([
  [
    'a report: findings by file, notices by rule',
    { head: { ...OWNED, 'runbooks/a.md': '# A\n', 'runbooks/b.md': '# B\n', 'runbooks/c.md': GOOD } },
    {},
    [
      '2 of 3 procedures have no owner',
      '',
      'runbooks/a.md',
      '  1:1     failure  No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.  owner-declared',
      '          fix Add `owner: "@org/team"` to the front matter; CODEOWNERS line 2 (`/runbooks/`) names @acme/dba, @acme/sre, if it is one of them.',
      '',
      'runbooks/b.md',
      '  1:1     failure  No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.  owner-declared',
      '          fix Add `owner: "@org/team"` to the front matter; CODEOWNERS line 2 (`/runbooks/`) names @acme/dba, @acme/sre, if it is one of them.',
      '',
      '4 notices (--all lists them):',
      '     2 review-dated  runbooks/a.md: No review date: nobody can tell whether this is still right. and 1 more',
      '     2 risk-classified  runbooks/a.md: No risk class; it counts as medium. and 1 more',
      '',
      'failure: 2 failures, 0 warnings, 4 notices; 3 procedures in acme/ops.',
      'Configuration: .github/runbook-steward.yml of the working tree.',
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: codeowners-valid (needs GitHub: whether the owners that CODEOWNERS names exist and have write access).',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
  [
    '--all: every finding by itself',
    { head: { ...OWNED, 'runbooks/a.md': '# A\n' } },
    { all: true },
    [
      '1 of 1 procedure has no owner',
      '',
      'runbooks/a.md',
      '  1:1     failure  No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.  owner-declared',
      '          fix Add `owner: "@org/team"` to the front matter; CODEOWNERS line 2 (`/runbooks/`) names @acme/dba, @acme/sre, if it is one of them.',
      '  1:1     notice   No review date: nobody can tell whether this is still right.  review-dated',
      '          fix Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      '  1:1     notice   No risk class; it counts as medium.  risk-classified',
      '          fix Add `risk: low`, `medium`, `high` or `critical`.',
      '',
      'failure: 1 failure, 0 warnings, 2 notices; 1 procedure in acme/ops.',
      'Configuration: .github/runbook-steward.yml of the working tree.',
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: codeowners-valid (needs GitHub: whether the owners that CODEOWNERS names exist and have write access).',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
  [
    'the same of six files is said once',
    { head: { ...OWNED, ...pages(7, '---\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n') } },
    {},
    [
      '7 of 7 procedures have no owner',
      '',
      'failure  No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.  owner-declared',
      '  fix Add `owner: "@org/team"` to the front matter; CODEOWNERS line 2 (`/runbooks/`) names @acme/dba, @acme/sre, if it is one of them.',
      '  in 7 files:',
      '    runbooks/0.md',
      '    runbooks/1.md',
      '    runbooks/2.md',
      '    runbooks/3.md',
      '    runbooks/4.md',
      '    and 2 more (--all lists them)',
      '',
      'failure: 7 failures, 0 warnings, 0 notices; 7 procedures in acme/ops.',
      'Configuration: .github/runbook-steward.yml of the working tree.',
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: codeowners-valid (needs GitHub: whether the owners that CODEOWNERS names exist and have write access).',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
  [
    'where each file needs another line, each is told its own',
    { head: { ...OWNED, [CODEOWNERS]: '/.github/ @acme/leads\n', ...pages(6, GOOD) } },
    {},
    [
      '6 of 6 procedures are given to nobody by CODEOWNERS',
      '',
      'failure  CODEOWNERS gives this path to nobody: no rule matches it.  codeowners-covers',
      '  in 6 files:',
      '    runbooks/0.md',
      '      fix Add `/runbooks/0.md @acme/dba` at the end of .github/CODEOWNERS. (--fix does it)',
      '    runbooks/1.md',
      '      fix Add `/runbooks/1.md @acme/dba` at the end of .github/CODEOWNERS. (--fix does it)',
      '    runbooks/2.md',
      '      fix Add `/runbooks/2.md @acme/dba` at the end of .github/CODEOWNERS. (--fix does it)',
      '    runbooks/3.md',
      '      fix Add `/runbooks/3.md @acme/dba` at the end of .github/CODEOWNERS. (--fix does it)',
      '    runbooks/4.md',
      '      fix Add `/runbooks/4.md @acme/dba` at the end of .github/CODEOWNERS. (--fix does it)',
      '    and 1 more (--all lists them)',
      '',
      'failure: 6 failures, 0 warnings, 0 notices; 6 procedures in acme/ops.',
      'Configuration: .github/runbook-steward.yml of the working tree.',
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: codeowners-valid (needs GitHub: whether the owners that CODEOWNERS names exist and have write access).',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
  [
    '0 procedures',
    { head: { [CONFIG]: 'procedures: {include: ["x/**"]}\n' } },
    {},
    [
      'No procedure found',
      '',
      '.github/CODEOWNERS',
      '  1:1     warning  There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.  codeowners-present',
      '          fix Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      '',
      'neutral: 0 failures, 1 warning, 0 notices; 0 procedures in acme/ops.',
      '0 procedures; looked for x/**; try `steward init`.',
      'Configuration: .github/runbook-steward.yml of the working tree.',
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
  [
    'nothing enforced yet',
    { head: { 'runbooks/c.md': GOOD } },
    {},
    [
      '1 warning in 1 procedure (not enforced yet)',
      '',
      '.github/CODEOWNERS',
      '  1:1     warning  There is no CODEOWNERS file (GitHub looks at .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS): nobody is asked to review changes to procedures.  codeowners-present',
      '          fix Create .github/CODEOWNERS with a line per folder of procedures, such as `/runbooks/ @org/team`.',
      '',
      'neutral: 0 failures, 1 warning, 0 notices; 1 procedure in acme/ops.',
      'Configuration: none (advisory).',
      'Not enforced yet: add .github/runbook-steward.yml (an empty file will do), or give --enforce touched.',
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
  [
    'nothing is touched',
    { base: { ...OWNED, 'runbooks/c.md': GOOD }, head: { ...OWNED, 'runbooks/c.md': GOOD, x: '' } },
    {},
    ['No procedure, CODEOWNERS or configuration is touched: nothing to check.', ''],
  ],
  [
    'compared with a base, with a changed configuration',
    {
      base: { ...OWNED, 'runbooks/c.md': GOOD, 'runbooks/d.md': GOOD },
      head: { ...OWNED, [CONFIG]: 'rules: {owner-declared: off}\n', 'runbooks/c.md': '# C\n', 'runbooks/d.md': GOOD },
    },
    {},
    [
      '1 of 1 procedure has no owner',
      '',
      'runbooks/c.md',
      '  1:1     failure  No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.  owner-declared',
      '          fix Add `owner: "@org/team"` to the front matter; CODEOWNERS line 2 (`/runbooks/`) names @acme/dba, @acme/sre, if it is one of them.',
      '',
      '2 notices (--all lists them):',
      '     1 review-dated  runbooks/c.md: No review date: nobody can tell whether this is still right.',
      '     1 risk-classified  runbooks/c.md: No risk class; it counts as medium.',
      '',
      'failure: 1 failure, 0 warnings, 2 notices; 1 affected of 2 procedures in acme/ops, compared with main.',
      'Configuration: .github/runbook-steward.yml of main.',
      "With this change's own configuration the outcome would be success (0 failures, 0 warnings); the base's decides.",
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: codeowners-valid (needs GitHub: whether the owners that CODEOWNERS names exist and have write access).',
      '',
    ],
  ],
  [
    'everything in order',
    { head: { ...OWNED, 'runbooks/c.md': GOOD }, owners: { '@acme/dba': 'alive' } },
    {},
    [
      '1 procedure in order',
      '',
      'success: 0 failures, 0 warnings, 0 notices; 1 procedure in acme/ops.',
      'Configuration: .github/runbook-steward.yml of the working tree.',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
  [
    'a name that moves the cursor, and one that the log of GitHub Actions would run',
    {
      head: {
        [CONFIG]: 'rules: {codeowners-present: off, review-dated: off, risk-classified: off}\n',
        '::error::x/runbooks/\u001B[2J\u202E.md': '# A\n',
      },
    },
    {},
    [
      '1 of 1 procedure has no owner',
      '',
      './::error::x/runbooks/\\u{1b}[2J\\u{202e}.md',
      '  1:1     failure  No owner: no `owner` in the front matter, `_procedures.yml` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner.  owner-declared',
      '          fix Add `owner: "@org/team"` to the front matter.',
      '',
      'failure: 1 failure, 0 warnings, 0 notices; 1 procedure in acme/ops.',
      'Configuration: .github/runbook-steward.yml of the working tree.',
      'Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).',
      'Not checked: review-evidence, procedure-linked (needs a comparison: `--base REF`).',
      '',
    ],
  ],
])('%s', (_, world, options, lines) => {
  expect(toText(verdictOn(world), options)).toBe(lines.join('\n'));
});

test('colour adds nothing to the words and hides nothing', () => {
  const verdict = verdictOn({ head: { ...OWNED, 'runbooks/a.md': '# A\n', ...pages(7, '---\nrisk: hihg\n---\n') } });
  const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const paint: Paint = { ...PLAIN, ...Object.fromEntries(Object.keys(PLAIN).map((name) => [name, mark(name)])) };
  const painted = toText(verdict, { paint });
  expect(painted).toContain('<bold><red>failure</red></bold>');
  expect(painted.replace(/<\/?(?:bold|dim|red|yellow|cyan|green|underline)>/g, '')).toBe(toText(verdict));
});

test('5,000 files are a page of text, and every one with --all', () => {
  const verdict = verdictOn({ head: { ...OWNED, ...pages(5000, '# A\n') } });
  expect(toText(verdict).split('\n').length).toBeLessThan(30);
  expect(toText(verdict, { all: true }).match(/owner-declared$/gm)).toHaveLength(5000);
});

test('what is said once for many files cannot move the cursor either', () => {
  const verdict = verdictOn({ head: { ...OWNED, ...pages(7, '---\nrisk: low\n---\n') } });
  const findings = verdict.findings.map((finding) => ({
    ...finding,
    message: 'x\u001B[2J',
    path: `${finding.path}\u202E`,
  }));
  const text = toText({ ...verdict, findings });
  expect(text).toContain('failure  x\\u{1b}[2J  owner-declared');
  expect(text).not.toMatch(/[\u001B\u202E]/);
});
