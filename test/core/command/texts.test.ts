// M1 and T28: whatever people write in a command or a file is called, the app's answer to it mentions nobody and refers to nothing.
import { describe, expect, test } from '@jest/globals';
import { COMMAND_NAMES } from '../../../src/core/command/asked.ts';
import { type Carried, carriedBy, mergedCarried, pullOf } from '../../../src/core/command/proposed.ts';
import { pasteText } from '../../../src/core/command/pull-text.ts';
import { type Refusal, refusalComment } from '../../../src/core/command/refusal.ts';
import { readMarker } from '../../../src/core/marker.ts';
import type { AttestationRecord } from '../../../src/core/review/attestation-record.ts';
import { FORMS } from '../mention-forms.ts';
import { ACTIVE, rendered } from '../policy/report/rendered.ts';

const refusals = (form: string): readonly Refusal[] => [
  { why: 'unknown', name: form, near: form },
  { why: 'no-such', written: form, near: [form] },
  { why: 'no-right', name: 'reviewed', paths: [form] },
  { why: 'say-how', paths: [form] },
  { why: 'cannot-act', handle: form },
  { why: 'cannot-edit', path: form, cannot: `\`${form}\` holds a list` },
  { why: 'moved-on', path: form, pull: 7 },
  { why: 'already', paths: [form], what: 'it says so already' },
];
const attested = (form: string): AttestationRecord => ({
  ...{ path: form, id: form, by: '@ada', on: '2026-11-23', how: 'tested', note: form },
  ...{ contentHash: 'a'.repeat(64), nextReviewOn: null },
});
const asked = (form: string) => ({ path: form, by: '@ada', note: form, owner: form });
const carried = (form: string): readonly Carried[] => [
  { proposal: 'reviewed', items: [attested(form)] },
  { proposal: 'retire', items: [asked(form)] },
  { proposal: 'approve-owner', items: [asked(form)] },
];
const paste = (form: string) => pasteText('ada', [{ path: form, first: 1, last: 2, lines: [form, form], link: null }]);

function expectQuiet(text: string): void {
  const { prose } = rendered(text);
  for (const one of ACTIVE) expect({ active: one, found: one.exec(prose)?.[0] }).toEqual({ active: one });
}

describe.each(FORMS)('%s', (form) => {
  test('in an answer', () => {
    const text = refusalComment('ada', refusals(form));
    expectQuiet(text);
    for (const refusal of refusals(form)) expectQuiet(refusalComment('ada', [refusal]));
  });

  test('in a pull request, whose text may become that of a commit, and which reads back', () => {
    for (const one of carried(form)) {
      const { title, body } = pullOf(one, '1#7', null);
      const [hidden = '', ...shown] = body.split('\n');
      expectQuiet(`${title}\n\n${shown.join('\n')}`);
      // In a commit nothing is hidden: what stands in the comment must not look like anything either.
      const json = hidden.slice('<!-- runbook-steward: '.length, -' -->'.length);
      expect(json).not.toMatch(/[@#]|\/\/|\bGH-\d/i);
      expect(carriedBy(body)?.carried).toEqual(one);
      expect(readMarker(body)?.key).toBe('1#7');
    }
  });

  test('in lines to paste', () => {
    expectQuiet(paste(form));
  });
});

test('no text ends its block', () => {
  const text = pasteText('ada', [{ path: 'a.md', first: 1, last: 1, lines: ['````', '@acme/everyone'], link: null }]);
  expectQuiet(text);
});

test.each(COMMAND_NAMES)('no refusal of %s could be taken for a command', (name) => {
  for (const why of ['unclear', 'elsewhere', 'say-which'] as const)
    expect(refusalComment('ada', [{ why, name }])).not.toMatch(/^\//m);
});

test('a hundred thousand characters of lines stay within what a comment may hold', () => {
  const lines = ['x'.repeat(1_000)];
  const pastes = Array.from({ length: 100 }, (_, at) => ({ path: `${at}.md`, first: 1, last: 1, lines, link: null }));
  expect(pasteText('ada', pastes).length).toBeLessThan(60_000);
});

describe('a pull request', () => {
  const many = (count: number, note: string): Carried => ({
    proposal: 'reviewed',
    items: Array.from({ length: count }, (_, at) => ({ ...attested(`runbooks/${at}.md`), note })),
  });

  test('holds what its hidden line can, and refuses more', () => {
    expect(mergedCarried(many(50, ''), many(100, ''), '1#7')?.items).toHaveLength(100);
    expect(mergedCarried(many(50, ''), many(400, ''), '1#7')).toBeNull();
  });

  test.each(['', '-- @#//'.repeat(70)])('is shorter than GitHub allows, however long the notes: %j', (note) => {
    let last: Carried = many(1, note);
    for (let count = 1; count < 400; count += 33) last = mergedCarried(last, many(count, note), '1#7') ?? last;
    const { body } = pullOf(last, '1#7', null);
    expect(body.length).toBeLessThan(65_000);
    expect(carriedBy(body)?.carried.items).toHaveLength(last.items.length);
  });

  test('says it anew of a procedure that it carries already', () => {
    const merged = mergedCarried(many(2, 'old'), many(1, 'new'), '1#7');
    expect(merged?.items.map(({ path, note }) => [path, note])).toEqual([
      ['runbooks/1.md', 'old'],
      ['runbooks/0.md', 'new'],
    ]);
  });
});
