// test: feedback on a procedure of another repository, and how both issues stay together.
import { describe, expect, test } from '@jest/globals';
import { closeTogether, type FiledIssue, linkedIssue } from '../../../src/core/feedback/linked-issue.ts';
import { readFeedback } from '../../../src/core/feedback/read-feedback.ts';
import { filledForm } from './filled-form.ts';

const URL = 'https://github.com/acme/central/issues/3';
const FILED: FiledIssue = { repository: 'acme/central', number: 3, url: URL, reporter: 'kim', isPrivate: true };
const PROCEDURE = {
  repository: 'acme/ops',
  path: 'a.md',
  id: 'a.md',
  title: 'A',
  aliases: [],
  alerts: [],
  isPrivate: true,
};
const said = readFeedback(filledForm({ what: 'Step 2 fails.\n\n@acme/everyone', quote: 'rm -r\n# x' }));

test('an issue is opened in the procedure’s repository, with the words as they were', () => {
  expect(linkedIssue(FILED, PROCEDURE, said)).toEqual({
    repository: 'acme/ops',
    title: 'Feedback on a.md',
    body: `\`kim\` filed [this feedback](${URL}) on \`a.md\`. Both issues close together.

> \`Step 2 fails.\`\\
> \`@acme/everyone\`

It is about these words:

> \`rm -r\`\\
> \`# x\`
`,
  });
});

describe('none is opened', () => {
  test.each([
    ['in the same repository', { ...FILED, repository: 'Acme/Ops' }, PROCEDURE],
    ['from a private place in a public one', FILED, { ...PROCEDURE, isPrivate: false }],
    ['from a public place in a private one', { ...FILED, isPrivate: false }, PROCEDURE],
  ])('%s', (_, filed, procedure) => {
    expect(linkedIssue(filed, procedure, said)).toBeNull();
  });
});

test('one is opened between public places', () => {
  expect(linkedIssue({ ...FILED, isPrivate: false }, { ...PROCEDURE, isPrivate: false }, said)).not.toBeNull();
});

test('long words are cut, with a count, and a long name too', () => {
  const long = readFeedback('x'.repeat(900) + '\nline'.repeat(99));
  const issue = linkedIssue(FILED, { ...PROCEDURE, path: `${'p'.repeat(500)}@team #1.md` }, long);
  expect(issue?.body).toContain('> _and 60 more lines_\n');
  expect(issue?.body.length).toBeLessThan(3_000);
  expect(issue?.title.length).toBeLessThanOrEqual(200);
});

test('a title mentions nobody', () => {
  expect(linkedIssue(FILED, { ...PROCEDURE, path: '@acme/x #1.md' }, said)?.title).toBe(
    'Feedback on @\u200Bacme/x #\u200B1.md',
  );
});

describe('of both issues', () => {
  const one = (isOpen: boolean, changedAt: number) => ({ isOpen, changedAt });
  test.each([
    ['neither changes while both are open', one(true, 1), one(true, 2), null],
    ['neither changes while both are closed', one(false, 1), one(false, 2), null],
    ['the linked one closes with the filed one', one(false, 2), one(true, 1), { issue: 'linked', do: 'close' }],
    ['the filed one closes with the linked one', one(true, 1), one(false, 2), { issue: 'filed', do: 'close' }],
    ['the linked one opens with the filed one', one(true, 2), one(false, 1), { issue: 'linked', do: 'reopen' }],
    ['the filed one opens with the linked one', one(false, 1), one(true, 2), { issue: 'filed', do: 'reopen' }],
    [
      'the one that is closed opens where both changed at once',
      one(false, 1),
      one(true, 1),
      { issue: 'filed', do: 'reopen' },
    ],
    ['the other one likewise', one(true, 1), one(false, 1), { issue: 'linked', do: 'reopen' }],
  ])('%s', (_, filed, linked, change) => {
    expect(closeTogether(filed, linked)).toEqual(change);
  });
});
