// What a check run says, for one pull request and for several with one head.
import { expect, test } from '@jest/globals';
import { brokenConfigOutput, toCheckOutput, undecidedOutput } from '../../../../src/core/policy/report/check-output.ts';
import { toMarkdown } from '../../../../src/core/policy/report/markdown.ts';
import { verdictOn } from '../rules/told.ts';

const BAD = { head: { '.github/runbook-steward.yml': '', 'runbooks/a.md': '# A\n' } };
const ADVISORY = { head: { 'runbooks/a.md': '# A\n' } };
const bad = verdictOn(BAD);
const advisory = verdictOn(ADVISORY);

test('one pull request: its verdict, as it is', () => {
  const output = toCheckOutput([{ pull: 3, verdict: bad, notes: [] }]);
  expect([output.conclusion, output.title]).toEqual(['failure', '1 of 1 procedure has no owner']);
  expect(output.summary).toBe(toMarkdown(bad));
  expect(output.annotations.map(({ path, start_line }) => [path, start_line])).toEqual([
    ['.github/CODEOWNERS', 1],
    ['runbooks/a.md', 1],
  ]);
});

test('several pull requests with one head: all are named, the worst decides and is told first', () => {
  const output = toCheckOutput([
    { pull: 3, verdict: advisory, notes: [] },
    { pull: 7, verdict: bad, notes: [] },
  ]);
  expect([output.conclusion, output.title]).toEqual(['failure', '1 of 1 procedure has no owner (pull request 7)']);
  expect(output.summary).toContain('the head of the pull requests 3, 7; the worst verdict decides');
  expect(output.summary.indexOf('Pull request 7: failure')).toBeLessThan(
    output.summary.indexOf('Pull request 3: neutral'),
  );
});

test('what two pull requests have in common is annotated once', () => {
  const output = toCheckOutput([
    { pull: 3, verdict: bad, notes: [] },
    { pull: 7, verdict: bad, notes: [] },
  ]);
  expect(output.annotations).toHaveLength(2);
});

test('many pull requests with many findings stay within what GitHub takes', () => {
  const files = Object.fromEntries(
    Array.from({ length: 800 }, (_, n) => [`runbooks/${'x'.repeat(60)}-${n}.md`, '# A\n']),
  );
  const verdict = verdictOn({ head: { '.github/runbook-steward.yml': '', ...files } });
  const judged = (pull: number) => ({ pull, verdict, notes: [] });
  const output = toCheckOutput([judged(1), judged(2), judged(3), judged(4), judged(5), judged(6), judged(7)]);
  expect(output.summary.length).toBeLessThan(65_535);
  expect(output.summary).toContain('_and 2 more pull requests, none of them judged worse_');
});

test('a broken configuration of the base never passes, and says where it is broken', () => {
  const output = brokenConfigOutput([
    {
      ...{ rule: 'config-valid', path: '.github/runbook-steward.yml', at: { line: 2, column: 1 } },
      ...{ message: '`enforce` is `<b>@all`.', fix: null },
    },
  ]);
  expect([output.conclusion, output.title]).toEqual([
    'failure',
    'Could not decide: the configuration of the base branch is broken',
  ]);
  expect(output.summary).toContain('- `.github/runbook-steward.yml` line 2: `enforce` is `<b>@all`');
});

test('no answer of GitHub never passes', () => {
  expect(undecidedOutput('GitHub did not answer').conclusion).toBe('failure');
  expect(undecidedOutput('GitHub did not answer', false).conclusion).toBe('neutral');
  expect(undecidedOutput('GitHub did not answer', false).summary).toContain('nothing is enforced here');
  expect(undecidedOutput('GitHub did not answer').title).toBe('Could not decide: GitHub did not answer');
});

test("of the organisation's policy only the place is told: it may be private, and the check public", () => {
  const { summary } = brokenConfigOutput([
    {
      ...{ rule: 'config-valid', path: 'acme/.github-private/runbook-steward.yml', at: { line: 3, column: 1 } },
      ...{ message: '`enforce` is `secret`.', fix: null },
    },
  ]);
  expect(summary).toContain(
    "\n\n- `acme/.github-private/runbook-steward.yml` line 3: the organisation's policy is invalid here.\n\n",
  );
});
