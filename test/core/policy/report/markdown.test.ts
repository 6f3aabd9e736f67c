import { describe, expect, test } from '@jest/globals';
import { codeCell, codeSpan, sentence } from '../../../../src/core/code-span.ts';
import { toMarkdown } from '../../../../src/core/policy/report/markdown.ts';
import { CODEOWNERS, CONFIG, verdictOn } from '../rules/told.ts';
import { ACTIVE, foreign, rendered } from './rendered.ts';

const GOOD = '---\nowner: "@acme/dba"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n# B\n';
const pages = (count: number, name = (n: number) => `runbooks/page-${n}.md`, text = (_: number) => '# A\n') =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), text(n)]));

test('a small report, whole', () => {
  const head = { [CONFIG]: '', [CODEOWNERS]: '/.github/ @acme/leads\n/runbooks/ @acme/dba @acme/sre\n' };
  const report = toMarkdown(verdictOn({ head: { ...head, 'runbooks/a.md': '# A\n', 'runbooks/b.md': GOOD } }));
  const docs = 'https://github.com/runbook-steward/runbook-steward/blob/main/docs/rules';
  expect(report.replaceAll('\u200B', '')).toBe(`**1 of 2 procedures has no owner**

| procedure | owner | code owners | risk | review due | verdict |
|---|---|---|---|---|---|
| \`runbooks/a.md\` | — | \`@acme/dba\` \`@acme/sre\` | medium (default) | undated | ❌ failure |
| \`runbooks/b.md\` | \`@acme/dba\` | \`@acme/dba\` \`@acme/sre\` | low | 2027-11-01 | ✅ |

- ❌ No owner: no \`owner\` in the front matter, \`_procedures.yml\` or defaults, no rule of CODEOWNERS that is specific and names exactly one owner\\. [owner-declared](${docs}/owner-declared.md)  
  **Fix:** Add \`owner: "@org/team"\` to the front matter; CODEOWNERS line 2 \\(\`/runbooks/\`\\) names @acme/dba, @acme/sre, if it is one of them\\.  
  - \`runbooks/a.md\` line 1

<details><summary>2 notices</summary>

- ℹ️ No review date: nobody can tell whether this is still right\\. [review-dated](${docs}/review-dated.md)  
  **Fix:** Add \`last_reviewed_on: YYYY-MM-DD\` to the front matter once it has been reviewed\\.  
  - \`runbooks/a.md\` line 1

- ℹ️ No risk class; it counts as medium\\. [risk-classified](${docs}/risk-classified.md)  
  **Fix:** Add \`risk: low\`, \`medium\`, \`high\` or \`critical\`\\.  
  - \`runbooks/a.md\` line 1

</details>

---
Looked at \`the working tree\`: 2 of 2 procedures. Configuration: \`.github/runbook-steward.yml of the working tree\`.  
Not checked: \`owner-exists\`, \`owner-can-act\` (needs GitHub: whether the owners exist and can act).  
Not checked: \`codeowners-valid\` (needs GitHub: whether the owners that CODEOWNERS names exist and have write access).  
Not checked: \`review-evidence\`, \`procedure-linked\` (needs a comparison: \`--base REF\`).
`);
});

test('what GitHub renders has a row for each procedure, the notices folded, and nothing else', () => {
  const page = rendered(
    toMarkdown(verdictOn({ head: { [CONFIG]: '', 'runbooks/a.md': '# A\n', 'runbooks/b.md': GOOD } })),
  );
  expect(foreign(page)).toEqual([]);
  expect(page.rows.map(([path]) => path)).toEqual(['procedure', 'runbooks/a.md', 'runbooks/b.md']);
  expect(page.rows.every((row) => row.length === 6)).toBe(true);
  expect([page.elements.get('details'), page.elements.get('summary')]).toEqual([1, 1]);
});

test('nothing affected, skipped and advisory are said', () => {
  expect(toMarkdown(verdictOn({ head: { [CONFIG]: '' } }))).toMatch(
    /^\*\*No procedure found\*\*\n\n- ⚠️ There is no CODEOWNERS file/,
  );
  expect(toMarkdown(verdictOn({ head: { 'runbooks/a.md': '# A\n' } }))).toContain('Nothing is enforced yet');
  const same = { [CONFIG]: '', 'runbooks/a.md': '# A\n' };
  expect(toMarkdown(verdictOn({ base: same, head: { ...same, x: '' } }))).toMatch(
    /^\*\*No procedure, CODEOWNERS or configuration is touched\*\*/,
  );
});

test('a changed configuration says what it would do', () => {
  const base = { [CONFIG]: '', 'runbooks/a.md': GOOD };
  const head = { [CONFIG]: 'rules: {owner-declared: off}\n', 'runbooks/a.md': '# A\n' };
  expect(toMarkdown(verdictOn({ base, head }))).toContain(
    "With it, the outcome would be **neutral** (0 failures, 1 warning); the base's configuration decides.",
  );
});

test('where each file needs another line, each is told its own', () => {
  const head = { [CONFIG]: '', [CODEOWNERS]: '/.github/ @acme/leads\n', ...pages(3, undefined, () => GOOD) };
  const report = toMarkdown(verdictOn({ head }));
  for (const n of [0, 1, 2])
    expect(report).toContain(
      `\`runbooks/page-${n}.md\` line 1. **Fix:** Add \`/runbooks/page-${n}.md @acme/dba\` at the end`,
    );
  expect(report).not.toContain('\n  **Fix:** Add `/runbooks/page');
});

describe('size: at most 60,000 characters, and a count of what was left out', () => {
  const OWNER_OFF = 'rules: {owner-declared: off, codeowners-present: off, risk-classified: off, review-dated: off}\n';
  const leftOut = (report: string) => Number(/_([\d,]+) more findings? left out/.exec(report)?.[1] ?? 0);
  const told = (report: string) => (report.match(/ line \d+\n?/g) ?? []).length;

  test('5,000 files with the same mistake: said once, every procedure counted', () => {
    const report = toMarkdown(verdictOn({ head: { [CONFIG]: '', ...pages(5000) } }));
    expect(report.length).toBeLessThan(60_000);
    expect(report).toContain('**5000 of 5000 procedures have no owner**');
    expect(report).toContain('_and 4900 more procedures_');
    expect(report).toContain('  - and 4990 more');
    expect(leftOut(report)).toBe(0);
  });

  test('1,200 different findings: those left out are counted', () => {
    const text = (n: number) => `---\nrisk: wrong-${n % 600}\n---\n`;
    const verdict = verdictOn({ head: { [CONFIG]: OWNER_OFF, ...pages(1200, undefined, text) } });
    const report = toMarkdown(verdict);
    expect(verdict.findings).toHaveLength(1200);
    expect(report.length).toBeLessThan(60_000);
    expect(leftOut(report)).toBeGreaterThan(0);
    expect(told(report) + leftOut(report)).toBe(1200);
    expect(foreign(rendered(report))).toEqual([]);
  });

  test('names of the greatest length cost the table rows, never the findings', () => {
    const name = (n: number) => `runbooks/${'|\u200B'.repeat(120)}-${n}.md`;
    const report = toMarkdown(verdictOn({ head: { [CONFIG]: '', ...pages(150, name) } }));
    const page = rendered(report);
    expect(report.length).toBeLessThan(60_000);
    expect(page.rows.length).toBeLessThan(100);
    expect(page.rows.every((row) => row.length === 6)).toBe(true);
    expect(report).toContain(`_and ${150 - (page.rows.length - 1)} more procedures_`);
    expect(report).toContain('❌ No owner:');
  });

  test('one endless message does not cost the others', () => {
    const head = {
      [CONFIG]: '',
      'runbooks/a.md': `---\n"${'&'.repeat(900)}": x\nsuperseded_by: "${'&'.repeat(9000)}"\nowner: TBD\n---\n`,
    };
    const report = toMarkdown(verdictOn({ head }));
    expect(report.length).toBeLessThan(60_000);
    expect(report).toContain('`TBD` is a placeholder, not an owner');
  });
});

describe('a code span', () => {
  test.each([
    ['a', '`a`'],
    ['', '` `'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    [' a ', '`  a  `'],
    ['a|b', '`a|b`'],
    ['a\nb\u202Ec', '`a\\nb\\u{202e}c`'],
    ['x'.repeat(301), `\`${'x'.repeat(300)}…\``],
    [`${'x'.repeat(299)}😀😀`, `\`${'x'.repeat(299)}…\``],
  ])('of %j is %j', (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  test('keeps its pipes in the cell of a table', () => {
    const cells = ['a|b', 'a\\|b', '|', '`|`'];
    const table = `| x |\n|---|\n${cells.map((text) => `| ${codeCell(text)} |`).join('\n')}\n`;
    expect(rendered(table).code).toEqual(cells);
  });
});

describe('a sentence mentions nobody, refers to nothing and links nowhere', () => {
  const forms = [
    '@acme/everyone',
    '@jdoe',
    '&#64;team',
    '&commat;team',
    '＠team',
    '@\u200Bteam',
    '@\u2060team',
    '\\@team',
    '(@team)',
    '@@team',
    '`@team',
    'x@acme.com',
    'mailto:x@acme.com',
    '#1',
    'acme/ops#1',
    'fixes #1',
    'Closes acme/ops#12',
    'resolves GH-7',
    'gh-7',
    '&#35;1',
    '&num;1',
    '\\#1',
    'https://evil.example',
    'HTTP://evil.example',
    'ftp://evil.example',
    '//evil.example',
    '//localhost',
    'www.evil.example',
    '_www.evil.example',
    'https&colon;//evil.example',
    '<https://evil.example>',
    '[x](https://evil.example)',
    '![x](//evil.example/a.png)',
    '[x][y]\n\n[y]: //evil.example',
    '<img src=x onerror=alert(1)>',
    '<!-- x -->',
    '</details>',
    '<a href="javascript:alert(1)">x</a>',
    '&lt;b&gt;',
    '**x**',
    '~~x~~',
    '# x',
    '- x',
    '1. x',
    '> x',
    '***',
    '| a |\n|---|',
    '```js',
    ':octocat:',
    ':+1:',
    '$x$',
    '1a2b3c4',
    '1a2b3c4d5e6f7081928374655647382910abcdef',
    'acme/ops@1a2b3c4d',
    '[^1]',
    '<!-- runbook-steward: {"kind":"review"} -->',
    '\u0000\u0007\u001B[2J',
    '\u202Eevil\u2066',
    '\uD800',
    'x  \ny',
    '\\',
    '``` `` `',
  ];
  const places: readonly (readonly [string, (text: string) => string])[] = [
    ['alone', (text) => text],
    ['in words', (text) => `before ${text} after`],
    ['in quotes', (text) => `The name "${text}" (${text}) is wrong.`],
    ['in a code span', (text) => `The name \`${text}\` is wrong.`],
  ];

  test.each(places)('%s', (_, put) => {
    for (const form of forms) {
      const page = rendered(
        `- ❌ ${sentence(put(form))} [x](https://github.com/runbook-steward/runbook-steward/blob/main/docs/rules/x.md)\n`,
      );
      expect({ form, foreign: foreign(page) }).toEqual({ form, foreign: [] });
      for (const active of ACTIVE)
        expect({ form, active, found: active.exec(page.prose)?.[0] }).toEqual({ form, active });
    }
  });

  test('and reads as it was written', () => {
    const text = 'Use `a|b` for <b>, "c" & *d* of @acme/dba: runbooks/x_y.md (#12) costs $5!';
    const { prose, code } = rendered(sentence(text));
    expect([prose.replaceAll('\u200B', '').trim(), code]).toEqual([
      'Use   for <b>, "c" & *d* of @acme/dba: runbooks/x_y.md (#12) costs $5!',
      ['a|b'],
    ]);
  });
});
