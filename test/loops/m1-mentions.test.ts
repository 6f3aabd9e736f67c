// M1: a hundred forms of mentions, closing words and references, in every field of a procedure and in CODEOWNERS: none is active in what
// the app writes, a check run or a review.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FORMS } from '../core/mention-forms.ts';
import { ACTIVE, foreign, type Rendered, rendered } from '../core/policy/report/rendered.ts';
import type { Pull } from '../stand-in/world.ts';
import { proposeIn, repositoryOf, runOf } from './many.ts';
import { CODEOWNERS, CONFIG, startWorld, type World } from './world.ts';

/** So few in one pull request that nothing is left out of its summary. */
const AT_ONCE = 10;

let world: World;
const pulls: Pull[] = [];
let pages: readonly Rendered[] = [];
beforeAll(async () => {
  world = await startWorld();
  for (let from = 0; from < FORMS.length; from += AT_ONCE) {
    const some = FORMS.slice(from, from + AT_ONCE);
    const repository = await repositoryOf(world, `ops-${from}`, { [CONFIG]: 'enforce: touched\n' });
    pulls.push(await proposeIn(world, repository, changesOf(some)));
  }
  await world.settled();
  pages = pulls.map((pull) => rendered(`${runOf(world, pull)?.title}\n\n${runOf(world, pull)?.summary}`));
  for (const pull of pulls) {
    await world.github.setPermission('ada', pull.repository, 'write');
    const run = runOf(world, pull);
    const [button] = run?.actions ?? [];
    if (run && button) world.github.press(run, button.identifier, 'ada');
  }
  await world.settled();
}, 300_000); // A hang guard: a busy machine may take ten times as long.
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

function changesOf(forms: readonly string[]): Readonly<Record<string, string>> {
  const procedures = forms.map((form, at) => {
    const value = JSON.stringify(form);
    const keys = ['title', 'id', 'risk', 'superseded_by', 'last_reviewed_on', form].map(
      (key) => `${JSON.stringify(key)}: ${value}`,
    );
    // Every second one has an owner that is certain once it has its quotes, so that a review is posted as well.
    const owner = at % 2 === 0 ? `owner: ${value}` : `# ${form}\nowner: @acme/sre`;
    return [`runbooks/${at} ${form.replaceAll('/', '∕')}.md`, `---\n${owner}\n${keys.join('\n')}\n---\n# ${form}\n`];
  });
  const lines = forms.map((form) => `/${form.replace(/\s/g, '')} ${form}`);
  const codeowners = `/.github/ @acme/sre\n/runbooks/ @acme/sre @ada\n${lines.join('\n')}\n`;
  return { ...Object.fromEntries(procedures), [CODEOWNERS]: codeowners };
}

test('there are 100 forms', () => {
  expect(new Set(FORMS).size).toBe(100);
});

function expectNothingActive({ prose }: Rendered): void {
  for (const active of ACTIVE) expect({ active, found: active.exec(prose)?.[0] }).toEqual({ active });
}

describe.each(FORMS.map((form, at) => ({ form, pull: Math.floor(at / AT_ONCE) })))('$form', ({ form, pull: index }) => {
  test('is shown, and mentions nobody, refers to nothing and links nowhere', () => {
    const page = pages[index] as Rendered;
    expect(foreign(page)).toEqual([]);
    expectNothingActive(page);
    const seen = page.code.join('\n').replaceAll('\\u{200b}', '\u200B');
    expect(seen).toContain(form.replaceAll('/', '∕').replaceAll('`', ''));
  });
});

test('a review with suggestions mentions nobody either', () => {
  const reviews = pulls.flatMap(({ repository, number }) => world.github.reviews(`acme/${repository.name}`, number));
  expect(reviews.length).toBe(pulls.length);
  for (const { body, comments } of reviews)
    for (const text of [body ?? '', ...comments.map((comment) => comment.body)]) expectNothingActive(rendered(text));
});
