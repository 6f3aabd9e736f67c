// test: which merged pull request settles an issue, and what the reporter is told.
import { describe, expect, test } from '@jest/globals';
import { closingText, type MergedPull, type OpenFeedback, settles } from '../../../src/core/feedback/closing.ts';

const SHA = '9fceb02d0ae598e95dc970b74767f19372d61af8';
const FEEDBACK: OpenFeedback = {
  repository: 'acme/ops',
  number: 12,
  procedure: { repository: 'acme/ops', path: 'runbooks/a.md' },
};
const ELSEWHERE: OpenFeedback = { ...FEEDBACK, repository: 'acme/central' };
const pull = (text: string, more: Partial<MergedPull> = {}): MergedPull => ({
  ...{ repository: 'acme/ops', number: 40, mergeSha: SHA, paths: ['runbooks/a.md'], texts: ['Mend step 2', text] },
  ...more,
});

describe('a pull request settles an issue that it names', () => {
  test.each([
    ['by its number', 'fixes #12', true],
    ['by its number in brackets', '(#12)', true],
    ['by its full name', 'see Acme/Ops#12.', true],
    ['by its address', 'https://github.com/acme/ops/issues/12#issuecomment-1', true],
    ['by its address on a server of one’s own', 'https://github.acme.example/acme/ops/issues/12', true],
    ['not by another number', '#1 #120 #112', false],
    ['not by the number of another repository', 'acme/web#12', false],
    ['not by the address of another', 'https://github.com/acme/web/issues/12', false],
    ['not by a longer address', 'https://github.com/acme/ops/issues/120', false],
    ['not by what looks like it', 'a#12 &#12; #12a ##12', false],
    ['not in code', '`#12`\n```\n#12\n```', false],
    ['not in a comment', '<!-- closes #12 -->', false],
    ['not by nothing', '', false],
  ])('%s', (_, text, is) => {
    expect(settles(pull(text), FEEDBACK)).toBe(is);
  });

  test.each([
    ['where it touches the procedure among others', pull('#12', { paths: ['x', 'runbooks/a.md'] }), FEEDBACK, true],
    ['not where it does not touch the procedure', pull('#12', { paths: ['runbooks/b.md'] }), FEEDBACK, false],
    ['not from another repository', pull('acme/ops#12', { repository: 'acme/web' }), FEEDBACK, false],
    ['from the procedure’s repository, filed elsewhere', pull('acme/central#12'), ELSEWHERE, true],
    ['not by a bare number, filed elsewhere', pull('#12'), ELSEWHERE, false],
    ['by the message of a commit', pull('', { texts: ['', '', 'Mend it (#12)'] }), FEEDBACK, true],
  ])('%s', (_, merged, feedback, is) => {
    expect(settles(merged, feedback)).toBe(is);
  });
});

describe('the reporter is told', () => {
  test.each([
    [
      'the pull request and the commit',
      FEEDBACK,
      false,
      `\`runbooks/a.md\` was changed for this in #40, merged as ${SHA}. Thank you for telling.`,
    ],
    [
      'both with their repository elsewhere',
      ELSEWHERE,
      true,
      `\`runbooks/a.md\` was changed for this in acme/ops#40, merged as acme/ops@${SHA}. Thank you for telling.`,
    ],
    [
      'neither where they may not be seen',
      ELSEWHERE,
      false,
      'The procedure was changed for this. Thank you for telling.',
    ],
  ])('%s', (_, feedback, isShown, said) => {
    const text = closingText(pull(''), feedback, isShown);
    expect(text.split('\n')[0]).toBe(said);
    expect(text).toContain('reopen this issue');
  });
});
