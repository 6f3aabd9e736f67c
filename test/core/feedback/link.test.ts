import { describe, expect, test } from '@jest/globals';
import { type FeedbackAbout, feedbackLink } from '../../../src/core/feedback/link.ts';

const ACME = { webUrl: 'https://github.com', repository: 'acme/ops' };
const about = (more: Partial<FeedbackAbout>): FeedbackAbout => ({ ...ACME, path: 'runbooks/a.md', ...more });

test.each<[string, Partial<FeedbackAbout>, string]>([
  ['a path', {}, 'template=procedure-feedback.yml&procedure=runbooks/a.md'],
  ['nothing', { path: null }, 'template=procedure-feedback.yml'],
  [
    'everything',
    { title: 'Fail over', quote: 'run `x` & wait', commit: '1a2b3c4' },
    'template=procedure-feedback.yml&procedure=runbooks/a.md&commit=1a2b3c4&title=Feedback%3A%20Fail%20over&quote=run%20%60x%60%20%26%20wait',
  ],
  [
    'hostile characters',
    { path: 'r/a b)&labels=x#[y](z)"\'<*_~\n.md' },
    'template=procedure-feedback.yml&procedure=r/a%20b%29%26labels%3Dx%23%5By%5D%28z%29%22%27%3C%2A%5F%7E%0A.md',
  ],
  ['half a surrogate', { path: 'r/\uD800.md' }, 'template=procedure-feedback.yml&procedure=r/%EF%BF%BD.md'],
  [
    'a repository without the form',
    { hasForm: false, title: 'Fail over' },
    'body=Procedure%3A%20runbooks/a.md%0A%0A&title=Feedback%3A%20Fail%20over',
  ],
  ['a repository without the form, no path', { hasForm: false, path: null }, ''],
])('a link with %s', (_, more, query) => {
  expect(feedbackLink(about(more))).toBe(`https://github.com/acme/ops/issues/new${query && '?'}${query}`);
});

test('an Enterprise Server has its own address', () => {
  expect(feedbackLink(about({ webUrl: 'https://ghe.acme.example' }))).toMatch(
    /^https:\/\/ghe\.acme\.example\/acme\/ops\/issues\/new\?/,
  );
});

test('the severity is never in it', () => {
  expect(feedbackLink(about({ title: 't', quote: 'q', commit: 'c' }))).not.toContain('severity');
});

describe('a link stays short enough for GitHub', () => {
  test.each<[string, Partial<FeedbackAbout>, readonly string[]]>([
    ['a long quote is cut', { quote: 'q'.repeat(60_000), commit: 'c' }, ['template', 'procedure', 'commit', 'quote']],
    [
      'a quote that grows by encoding goes first',
      { quote: '€'.repeat(2_000), commit: 'c', title: 't' },
      ['template', 'procedure', 'commit', 'title'],
    ],
    [
      'then the title',
      { path: 'é'.repeat(1_100), title: '😀'.repeat(500), commit: 'c' },
      ['template', 'procedure', 'commit'],
    ],
    ['last the path', { path: '😀'.repeat(4_096), quote: 'q' }, ['template']],
  ])('%s', (_, more, names) => {
    const link = feedbackLink(about(more));
    expect(link.length).toBeLessThanOrEqual(7_000);
    expect([...new URL(link).searchParams.keys()]).toEqual(names);
  });
});

test('what goes in comes out', () => {
  const path = 'runbooks/ä ö/100%/a&b=c#d?e+f.md';
  expect(new URL(feedbackLink(about({ path }))).searchParams.get('procedure')).toBe(path);
});
