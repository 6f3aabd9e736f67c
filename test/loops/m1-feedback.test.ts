// M1: forms of mentions, closing words, references, labels and commands in every field of feedback and in the procedures that it is about:
// nothing in what the app writes is active but the one owner who is asked.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ACTIVE, rendered } from '../core/policy/report/rendered.ts';
import { sampled } from '../reliability/counts.ts';
import type { SeenIssue } from '../stand-in/look.ts';
import type { Repository } from '../stand-in/world.ts';
import { type Days, feedbackRepository, formOf, inDays, procedureOf, saidOn, startFeedback } from './feedbacks.ts';
import { CONFIG, type World } from './world.ts';

const BARE = [
  ...['@acme/everyone', '@linus', '&#64;linus', '＠linus', '\\@linus', 'x@acme.com', '#1', 'acme/ops#1', 'fixes #1'],
  ...['Closes acme/central#1', 'resolves GH-7', '&#35;1', 'https://github.com/acme/ops/issues/1', 'www.evil.example'],
  ...['1a2b3c4d5e6f7081928374655647382910abcdef', '[x](https://github.com/linus)', '![x](https://evil.example/p.png)'],
  ...['/label bug', '/steward retire', '/assign @linus', ':tada:', '</details><h1>x</h1>', '-->', '<!-- x'],
  '<!-- runbook-steward: {"kind":"feedback","key":"acme/ops#1"} -->',
];
const AROUND: readonly ((form: string) => string)[] = [
  (form) => form,
  (form) => `(${form}), and more`,
  (form) => `**${form}**`,
  (form) => `\`${form}`,
];
const ALL = AROUND.flatMap((around) => BARE.map(around));
const FORMS = sampled(ALL, 0);

const days: Days = { today: inDays(0) };
let world: World;
let ops: Repository;
let central: Repository;
let filed: readonly SeenIssue[] = [];
const texts: string[] = [];
let linkedIssues = 0;

beforeAll(async () => {
  world = await startFeedback(days);
  const { github } = world;
  const titled = FORMS.map((form, at) => [
    `runbooks/p${at}.md`,
    procedureOf(
      JSON.stringify(form),
      '@acme/storage',
      `purpose: ${JSON.stringify(form)}\nservices: [${JSON.stringify(form)}]\n`,
    ),
  ]);
  ops = await feedbackRepository(world, 'ops', Object.fromEntries(titled));
  central = await github.createRepository({ owner: 'acme', name: 'central' });
  await github.commit(central, 'main', { [CONFIG]: 'enforce: new\n' }, { author: 'linus' });
  await world.settled();
  for (const [at, form] of FORMS.entries())
    await github.openIssue(central, 'kim', {
      title: form,
      body: `${formOf({ what: `${form}\n${form}`, procedure: `acme/ops/runbooks/p${at}.md`, severity: 'automate' })}\n${form}`,
    });
  // And what cannot be told, so that the field itself is answered.
  await github.openIssue(ops, 'kim', {
    title: BARE.join(' ').slice(0, 250),
    body: formOf({ what: FORMS.join('\n'), procedure: '@acme/nobody-of-that-name' }),
  });
  await world.settled();
  days.today = inDays(60);
  filed = await github.issues('acme/central');
  const linked = (await github.issues('acme/ops')).filter(({ author }) => author !== 'kim');
  linkedIssues = linked.length;
  for (const { number } of filed) texts.push(...(await saidOn(world, central, number)));
  for (const { body, number } of linked)
    texts.push(`${body}`.split('\n').slice(1).join('\n'), ...(await saidOn(world, ops, number)));
  for (const { number } of (await github.issues('acme/ops')).filter(({ author }) => author === 'kim'))
    texts.push(...(await saidOn(world, ops, number)));
}, 300_000); // A hang guard: a busy machine may take ten times as long.
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

test('there are 100 forms in all, and each has a reply, a story and a linked issue', () => {
  expect(new Set(ALL).size).toBe(100);
  expect(filed).toHaveLength(FORMS.length);
  expect({ said: texts.length, linked: linkedIssues }).toEqual({ said: FORMS.length * 3 + 1, linked: FORMS.length });
});

test('nothing but the owner is mentioned, and nothing refers to anything', () => {
  const OWN = /@acme\/(?:storage|leads)(?=, please answer by)/g;
  const LINKS =
    /^(?:p|strong|em|ol|ul|li|br|h3|blockquote|code|comment|a href=https?:\/\/[\w.:]+\/acme\/(?:ops|central)\/(?:issues|blob)\/[\w./-]+)$/;
  for (const text of texts) {
    const page = rendered(text);
    const prose = page.prose.replace(OWN, '');
    for (const active of ACTIVE) expect({ text, found: active.exec(prose)?.[0] }).toEqual({ text });
    expect([...page.elements.keys()].filter((element) => !LINKS.test(element))).toEqual([]);
    expect(text.split('\n').filter((line) => line.startsWith('/'))).toEqual([]);
  }
});

test('no label and no person is put on an issue by its words', () => {
  for (const { labels, assignees } of filed) {
    expect(labels).toEqual(['procedure/feedback', 'feedback/automate', 'owner/storage']);
    expect(assignees).toEqual([]);
  }
});
