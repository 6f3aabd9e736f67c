// github: suggestions on the stand-in, in one review.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findSuggestions, postSuggestions, REVIEW_RIGHTS } from '../../src/github/post-suggestions.ts';
import { readChanges } from '../../src/github/read-changes.ts';
import type { Replacement } from '../../src/github/suggestions.ts';
import type { Pull } from '../stand-in/world.ts';
import { type Loop, opsOf, opsRepository, proposed, startLoop } from './stand-in-world.ts';

let loop: Loop;
let pull: Pull;
const LONG = Array.from({ length: 40 }, (_, at) => `line ${at + 1}\n`).join('');
beforeEach(async () => {
  loop = await startLoop();
  const ops = await opsRepository(loop.github, { 'runbooks/long.md': LONG });
  pull = await proposed(loop.github, ops, {
    'runbooks/new.md': '# New\n\nText.\n',
    'runbooks/long.md': LONG.replace('line 20\n', 'changed\n'),
  });
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

const MARKED = '<!-- runbook-steward: {"kind":"suggestions","key":"press 7"} -->\n';

const target = () => ({ ...opsOf(loop), number: pull.number });

async function post(...replacements: Replacement[]) {
  const files = await readChanges(loop.connection.reading(loop.installation), target());
  const github = loop.connection.writing(opsOf(loop), REVIEW_RIGHTS);
  const posted = await postSuggestions(github, {
    pull: target(),
    head: pull.head.sha,
    replacements,
    files,
    branch: null,
    marker: 'press 7',
  });
  return { ...posted, reviews: loop.github.reviews('acme/ops', pull.number) };
}
const NEW: Replacement = {
  path: 'runbooks/new.md',
  first: 1,
  last: 1,
  lines: ['---', 'owner: "@acme/sre"', '---', '# New'],
};
const FAR: Replacement = { path: 'runbooks/long.md', first: 1, last: 1, lines: ['---', '---', 'line 1'] };

test('a line that is shown gets a suggestion; what is not shown is text to paste', async () => {
  const { reviews, id } = await post(NEW, FAR, { ...NEW, first: 2, last: 3, lines: [] });
  expect(reviews).toMatchObject([{ state: 'COMMENTED', commit: pull.head.sha }]);
  expect(reviews[0]?.comments).toEqual([
    {
      ...{ path: 'runbooks/new.md', line: 1, startLine: null, side: 'RIGHT' },
      body: '```suggestion\n---\nowner: "@acme/sre"\n---\n# New\n```',
    },
    { path: 'runbooks/new.md', line: 3, startLine: 2, side: 'RIGHT', body: '```suggestion\n```' },
  ]);
  expect(reviews[0]?.body).toBe(
    [
      `${MARKED}Fixes for the ownership check, to commit or to leave.`,
      'This pull request does not show these lines, so they have to be put in by hand:',
      'In `runbooks/long.md`, line 1 becomes:',
      '```\n---\n---\nline 1\n```',
    ].join('\n\n'),
  );
  expect(
    await findSuggestions(loop.connection.reading(loop.installation), { pull: target(), marker: 'press 7' }),
  ).toEqual({ id });
});

test('only the app’s own review of this very press is found again', async () => {
  const { id } = await post(NEW);
  const look = (marker: string) =>
    findSuggestions(loop.connection.reading(loop.installation), { pull: target(), marker });
  expect([await look('press 7'), await look('press 8')]).toEqual([{ id }, null]);
});

test('hostile text stays inside its block and its name inside its code span', async () => {
  const lines = ['```', '@acme/everyone', '````` </details>', '\uD800'];
  const { reviews } = await post({ ...NEW, lines }, { path: 'a`b\n@acme/all.md', first: 1, last: 2, lines });
  expect(reviews[0]?.comments[0]?.body).toBe('``````suggestion\n```\n@acme/everyone\n````` </details>\n\uFFFD\n``````');
  expect(reviews[0]?.body).toContain('In `` a`b\\n@acme/all.md ``, lines 1 to 2 become:\n\n``````\n```\n');
});

test('over 50 suggestions and over-long text are left out, counted', async () => {
  const many = Array.from({ length: 130 }, (): Replacement => ({ ...NEW }));
  const { reviews } = await post(...many, { ...FAR, lines: ['x'.repeat(70_000)] });
  expect(reviews[0]?.comments).toHaveLength(50);
  expect(reviews[0]?.body).toMatch(/_31 more are left out\._$/);
});

test('where GitHub refuses a line, everything is text to paste, in one review still', async () => {
  loop.github.fault({ operation: 'pulls/create-review', kind: '422' });
  const { reviews } = await post(NEW);
  expect(reviews).toHaveLength(1);
  expect(reviews[0]?.body).toContain('In `runbooks/new.md`, line 1 becomes:');
});
