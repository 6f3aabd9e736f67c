// M2: twenty sizes on both sides of GitHub's limits. The stand-in refuses what GitHub refuses, so each that is written was within them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CHECK_RIGHTS, externalIdOf, FIX_BUTTON, saveCheckRun } from '../../src/github/check-run.ts';
import { postSuggestions, REVIEW_RIGHTS } from '../../src/github/post-suggestions.ts';
import { readChanges } from '../../src/github/read-changes.ts';
import type { Replacement } from '../../src/github/suggestions.ts';
import { newFileLink } from '../../src/github/web-links.ts';
import type { Pull } from '../stand-in/world.ts';
import { CHECK_NAME, type Loop, opsOf, opsRepository, proposed, startLoop } from './stand-in-world.ts';

const LINES = 120;
let loop: Loop;
let pull: Pull;
beforeAll(async () => {
  loop = await startLoop();
  const ops = await opsRepository(loop.github);
  pull = await proposed(loop.github, ops, { 'runbooks/new.md': 'line\n'.repeat(LINES) });
});
afterAll(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

type Size = { readonly title?: number; readonly summary?: number; readonly annotations?: number };
type Written = {
  readonly title?: number;
  readonly summary?: number;
  readonly annotations?: number;
  readonly requests?: number;
};

/** What is wanted, and what GitHub then has: lengths of title and summary, annotations, and the requests that it took. */
const CHECK_RUNS: readonly (readonly [name: string, wanted: Size, written: Written])[] = [
  ['a title of 250 characters', { title: 250 }, { title: 250 }],
  ['a title of 251', { title: 251 }, { title: 250 }],
  ['a title of 100,000', { title: 100_000 }, { title: 250 }],
  ['a summary of 65,000 characters', { summary: 65_000 }, { summary: 65_000 }],
  ['a summary of 65,001', { summary: 65_001 }, { summary: 65_000 }],
  ['a summary of 65,535', { summary: 65_535 }, { summary: 65_000 }],
  ['a summary of a million', { summary: 1_000_000 }, { summary: 65_000 }],
  ['no annotation', { annotations: 0 }, { annotations: 0, requests: 1 }],
  ['49 annotations', { annotations: 49 }, { annotations: 49, requests: 1 }],
  ['50 annotations', { annotations: 50 }, { annotations: 50, requests: 1 }],
  ['51 annotations', { annotations: 51 }, { annotations: 51, requests: 2 }],
  ['500 annotations', { annotations: 500 }, { annotations: 500, requests: 10 }],
  ['501 annotations', { annotations: 501 }, { annotations: 500, requests: 10 }],
  [
    '1,000 findings and a summary that is too long',
    { annotations: 1000, summary: 70_000 },
    { annotations: 500, summary: 65_038 },
  ],
];

let count = 0;
test.each(CHECK_RUNS)('%s', async (_, { title = 10, summary = 10, annotations = 0 }, written) => {
  count += 1;
  const run = {
    repository: opsOf(loop),
    sha: pull.head.sha,
    name: `${CHECK_NAME} ${count}`,
    externalId: externalIdOf([1]),
  };
  const made = Array.from({ length: annotations }, (_, at) => ({
    ...{ path: 'runbooks/new.md', start_line: at + 1, end_line: at + 1, annotation_level: 'failure' as const },
    ...{ title: 'owner-declared', message: 'x'.repeat(10_000) },
  }));
  const output = {
    conclusion: 'failure' as const,
    title: 'x'.repeat(title),
    summary: 'x'.repeat(summary),
    annotations: made,
  };
  const mark = loop.made.length;
  const github = loop.connection.writing(opsOf(loop), CHECK_RIGHTS);
  const { id } = await saveCheckRun(github, run, { state: 'done', output, buttons: [FIX_BUTTON] });
  const saved = loop.github.checkRuns('acme/ops', pull.head.sha).find((one) => one.id === id);
  expect(saved).toMatchObject({ status: 'completed', conclusion: 'failure' });
  expect({
    title: saved?.title?.length,
    summary: saved?.summary?.length,
    annotations: saved?.annotations.length,
    requests: loop.made.slice(mark).filter(({ route }) => /^(POST|PATCH) \/repos/.test(route)).length,
  }).toMatchObject(written);
});

/** Replacements of one line each, with so many characters, and what becomes of them. */
const REVIEWS: readonly (readonly [name: string, replacements: number, characters: number, suggested: number])[] = [
  ['50 suggestions', 50, 10, 50],
  ['51 suggestions', 51, 10, 50],
  ['120 suggestions, of which the text to paste is over its limit', LINES, 2000, 50],
  ['a suggestion that is longer than a comment may be', 1, 70_000, 0],
];

test.each(REVIEWS)('%s', async (_, replacements, characters, suggested) => {
  const target = { ...opsOf(loop), number: pull.number };
  const files = await readChanges(loop.connection.reading(loop.installation), target);
  const wanted = Array.from(
    { length: replacements },
    (_, at): Replacement => ({
      ...{ path: 'runbooks/new.md', first: at + 1, last: at + 1, lines: ['y'.repeat(characters)] },
    }),
  );
  const github = loop.connection.writing(opsOf(loop), REVIEW_RIGHTS);
  const about = { pull: target, head: pull.head.sha, replacements: wanted, files, branch: null, marker: 'press 7' };
  await postSuggestions(github, about);
  const review = loop.github.reviews('acme/ops', pull.number).at(-1);
  expect(review?.comments).toHaveLength(suggested);
  for (const body of [review?.body ?? '', ...(review?.comments ?? []).map((comment) => comment.body)])
    expect(body.length).toBeLessThanOrEqual(65_536);
});

test.each([
  ['a new file that fits into an address', 6_000, true],
  ['one that does not', 8_000, false],
])('%s', (_, characters, isLinked) => {
  const branch = { webUrl: 'https://github.com', repository: { owner: 'acme', name: 'ops' }, branch: 'work' };
  const link = newFileLink(branch, '.github/CODEOWNERS', 'x'.repeat(characters));
  expect(link === null ? null : link.length < 8_000).toBe(isLinked || null);
});

test('there are 20 sizes', () => {
  expect(CHECK_RUNS.length + REVIEWS.length + 2).toBe(20);
});
