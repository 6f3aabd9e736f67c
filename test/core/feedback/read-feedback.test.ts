// test: what an issue says, filled in by the form, filled in badly, or written freely.
import { describe, expect, test } from '@jest/globals';
import { type Feedback, isFeedback, readFeedback } from '../../../src/core/feedback/read-feedback.ts';
import { SEVERITIES } from '../../../src/core/feedback/severity.ts';
import { filledForm } from './filled-form.ts';

const NOTHING: Feedback = { isForm: true, procedure: null, what: '', severity: null, quote: null, commit: null };
const SHA = '9fceb02d0ae598e95dc970b74767f19372d61af8';

describe('a form', () => {
  test.each<[string, string, Partial<Feedback>]>([
    ['left empty', filledForm({}), { what: '_No response_' }],
    [
      'filled in whole',
      filledForm({ what: 'It broke.\n\nTwice.', procedure: ' db-1 ', severity: 'wrong', quote: 'rm -r', commit: SHA }),
      { what: 'It broke.\n\nTwice.', procedure: 'db-1', severity: 'wrong', quote: 'rm -r', commit: SHA },
    ],
    [
      'with Windows line ends',
      filledForm({ what: 'x', procedure: 'db-1' }).replaceAll('\n', '\r\n'),
      { what: 'x', procedure: 'db-1' },
    ],
    [
      'with a short commit in words',
      filledForm({ what: 'x', commit: 'at 9FCEB02, I think' }),
      { what: 'x', commit: '9fceb02' },
    ],
    ['with no commit in its field', filledForm({ what: 'x', commit: 'main' }), { what: 'x' }],
    [
      'quoting a code block',
      filledForm({ what: 'x', quote: '``\n### Procedure\n\nb.md\n``' }),
      { what: 'x', quote: '``\n### Procedure\n\nb.md\n``' },
    ],
    [
      'into which another issue was pasted',
      filledForm({
        what: `see\n\n${filledForm({ what: 'old', procedure: 'old.md', severity: 'idea' })}`,
        procedure: 'new.md',
        severity: 'wrong',
      }),
      { what: 'see\n\n\n\nold', procedure: 'new.md', severity: 'wrong' },
    ],
    ['with words above it', `Hello\n\n${filledForm({ what: 'x' })}`, { what: 'x\n\nHello' }],
    [
      'edited to have other headings',
      '## What happened:\nx\n#### Procedure ##\ndb-1',
      { what: 'x', procedure: 'db-1' },
    ],
  ])('%s', (_, body, read) => {
    const feedback = readFeedback(body);
    expect({ ...feedback, what: feedback.what.replace(/\n{3,}/g, '\n\n\n\n') }).toEqual({ ...NOTHING, ...read });
  });

  test.each(SEVERITIES)('says it is %s in the words of its dropdown', (severity) => {
    expect(readFeedback(filledForm({ what: 'x', severity })).severity).toBe(severity);
  });
});

describe('a text', () => {
  test.each<[string, string, Partial<Feedback>]>([
    ['of nothing', '', {}],
    [
      'with key lines',
      'Procedure: db-1\n**Severity:** Dangerous!\n\nIt broke.',
      { procedure: 'db-1', severity: 'dangerous' },
    ],
    ['that talks of severity', 'The severity is wrong.', {}],
    ['with a severity nobody knows', 'Severity: awful', {}],
    ['with a heading in a code block', '```\n### What happened\nx\n### Procedure\ny\n```', {}],
    ['with one heading of the form alone', '### Commit\n\nabc1234', { commit: 'abc1234' }],
  ])('%s', (_, body, read) => {
    expect(readFeedback(body)).toEqual({ ...NOTHING, isForm: false, what: body.trim(), ...read });
  });

  test('is read as far as GitHub lets it be long', () => {
    expect(readFeedback(`${'x'.repeat(65_536)}\nProcedure: db-1`).what).toHaveLength(65_536);
  });
});

describe('an issue is feedback', () => {
  test.each([
    ['by its label', ['bug', 'Procedure/Feedback'], 'x', true],
    ['by its form, where the label is missing', [], filledForm({ what: 'x' }), true],
    ['not by another label', ['procedure/review'], 'x', false],
    ['not by a heading', [], '### Procedure\n\nx', false],
  ])('%s', (_, labels, body, is) => {
    expect(isFeedback({ labels, body }, 'procedure/feedback')).toBe(is);
  });
});
