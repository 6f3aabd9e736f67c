// M1: forms of mentions, closing words, references, links, markers and boxes, through every text that the core makes of feedback.
import { describe, expect, test } from '@jest/globals';
import { tickedBoxes } from '../../../src/core/check-box.ts';
import { closingText, type OpenFeedback } from '../../../src/core/feedback/closing.ts';
import { findMeant } from '../../../src/core/feedback/find-meant.ts';
import { followUp } from '../../../src/core/feedback/follow.ts';
import { indexProcedures } from '../../../src/core/feedback/index-procedures.ts';
import { linkedIssue } from '../../../src/core/feedback/linked-issue.ts';
import { planFeedback } from '../../../src/core/feedback/plan.ts';
import { readFeedback } from '../../../src/core/feedback/read-feedback.ts';
import { userStory } from '../../../src/core/feedback/story.ts';
import { readMarker } from '../../../src/core/marker.ts';
import { readProcedure } from '../../../src/core/procedure/read-procedure.ts';
import { ACTIVE, rendered } from '../policy/report/rendered.ts';
import { HERE, OWNERSHIP } from './catalog.ts';
import { filledForm } from './filled-form.ts';
import { SETTINGS } from './settings.ts';

const BARE: readonly string[] = [
  ...[
    '@acme/everyone',
    '@jdoe',
    '&#64;team',
    '&commat;team',
    '&#x40;team',
    '＠team',
    '@\u200Bteam',
    '\\@team',
    '@@team',
  ],
  ...['x@acme.com', 'mailto:x@acme.com', '#1', 'acme/ops#1', 'fixes #1', 'Closes acme/ops#12', 'resolves GH-7'],
  ...['&#35;1', '&num;1', '\\#1', 'https://github.com/acme/ops/issues/1', 'fixes https://github.com/acme/ops/pull/2'],
  ...[
    '1a2b3c4d5e6f7081928374655647382910abcdef',
    'acme/ops@1a2b3c4d',
    'www.evil.example',
    '[x](https://github.com/jdoe)',
  ],
  ...[
    '![x](https://evil.example/p.png)',
    '<img src=https://evil.example/p.png>',
    '<a href="javascript:x">x</a>',
    ':tada:',
  ],
  ...['/steward retire', '- [x] y <!-- steward-box: {"do":"procedure","key":"z"} -->', '-->', '<!--', '</details>'],
  '<!-- runbook-steward: {"kind":"feedback","key":"other#1"} -->',
];
const AROUND: readonly ((form: string) => string)[] = [
  (form) => form,
  (form) => `(${form}), and more`,
  (form) => `**${form}**`,
  (form) => `\`${form}`,
  (form) => `\`\`\`\n${form}\n\`\`\`\n${form}`,
];
const FORMS = BARE.flatMap((form) => AROUND.map((around) => around(form)));
const OWN = ['@acme/storage', '@acme/cab', '@acme/ops-leads'];

function textsOf(form: string): Readonly<Record<string, string>> {
  const hostile = {
    repository: HERE,
    path: `runbooks/${form}.md`,
    id: form,
    title: form,
    aliases: [form],
    alerts: [form],
  };
  const index = indexProcedures([hostile, { ...hostile, path: 'twin.md', id: 'twin' }]);
  const ownership = new Map([
    [`${HERE}:${hostile.path}`, { declared: form, codeOwners: [form, '@acme/storage'] }],
    ...OWNERSHIP,
  ]);
  const body = filledForm({ what: form, procedure: form, severity: 'wrong', quote: form, commit: form });
  const where = { repository: HERE, urls: new Map([[`${HERE}:${hostile.path}`, form]]), linkedUrl: form };
  const now = {
    ...{
      severity: readFeedback(body).severity,
      reporter: form,
      openedOn: '2026-11-23',
      ownership,
      resolved: new Set(OWN),
    },
    ...{ people: [], labels: [form], assignees: [], record: null, replies: [] },
  };
  const place = { repository: HERE, visible: null };
  const meant = [
    findMeant({ title: form, body }, index, place),
    findMeant({ title: '', body: 'twin.md' }, index, place),
  ];
  const one = { kind: 'one', hit: { procedure: hostile, way: 'path', isClose: true } } as const;
  const none = { kind: 'none', near: [hostile] } as const;
  const plans = [...meant, one, none].map((meant) =>
    planFeedback({ ...now, meant }, where, SETTINGS, { today: '2026-11-23', at: 0 }),
  );
  const replies = plans.map(({ reply }) => (reply === null || reply === 'waiting' ? '' : reply.body));
  const [first] = plans;
  const moved =
    first &&
    planFeedback({ ...now, meant: one, record: { ...first.record, owner: form, told: [] } }, where, SETTINGS, {
      today: '2026-11-23',
      at: 0,
    });
  const filed = { repository: 'acme/central', number: 3, url: form, reporter: form, isPrivate: true };
  const feedback: OpenFeedback = { repository: HERE, number: 7, procedure: hostile };
  const merged = { repository: HERE, number: 40, mergeSha: 'a'.repeat(40), paths: [], texts: [form] };
  const opened = { id: '1', at: 0, kind: 'opened', by: form } as const;
  const followed = {
    reporter: form,
    severity: null,
    risk: null,
    owner: form,
    approvers: [form, '@acme/cab'],
    resolved: new Set(OWN),
  };
  return {
    ...Object.fromEntries(replies.map((text, at) => [`reply ${at}`, text])),
    ...{
      comment: moved?.comment ?? '',
      linked: linkedIssue(filed, { ...hostile, isPrivate: true }, readFeedback(body))?.body ?? '',
    },
    ...{ closing: closingText(merged, feedback, true).replace('#40', 'it').replace('a'.repeat(40), 'it') },
    reminder: followUp({ ...followed, events: [opened] }, '2026-11-23', SETTINGS)?.text ?? '',
    story: userStory(storyOf(form)),
  };
}

function storyOf(form: string) {
  const value = JSON.stringify(form);
  const front = `---\ntitle: ${value}\npurpose: ${value}\nservices: [${value}]\nrequires: {permissions: [${value}], access: [${value}], tools: [${value}]}\nautomation: {level: manual, runs: [${value}]}\n---\n`;
  return readProcedure({
    path: `runbooks/${form}.md`,
    text: `${front}\n1. ${form}\n2. \`${form} <node>\`\n\n${form}\n`,
    directories: [],
    defaults: [],
    settings: { aliases: {}, dates: 'iso', map: {}, organisation: 'acme' },
  } as unknown as Parameters<typeof readProcedure>[0]);
}

const OURS = /^(?:p|strong|em|ol|ul|li|br|h3|blockquote|code|comment)$/;

test('there are more than 100 forms', () => {
  expect(new Set(FORMS).size).toBeGreaterThan(100);
});

describe.each(FORMS.map((form) => [form]))('%j', (form) => {
  const texts = textsOf(form);

  test.each(Object.keys(texts))('changes nothing in the %s', (name) => {
    const text = texts[name] ?? '';
    const page = rendered(text);
    expect(text).not.toBe('');
    const links = [...page.elements.keys()].filter((element) => !OURS.test(element));
    expect(links.filter((link) => link !== `a href=${form}`)).toEqual([]);
    const prose = OWN.reduce((rest, handle) => rest.replace(handle, ''), page.prose);
    for (const active of ACTIVE) expect({ active, found: active.exec(prose)?.[0] }).toEqual({ active });
    expect(readMarker(text)).toBeNull();
    expect(text.split('\n').filter((line) => line.startsWith('/'))).toEqual([]);
    const keys = tickedBoxes(text, text, text.replaceAll('- [ ]', '- [x]')).map((box) =>
      'key' in box ? box.key : box.do,
    );
    expect(keys.filter((key) => ![`${HERE}:runbooks/${form}.md`, `${HERE}:twin.md`].includes(key))).toEqual([]);
  });
});
