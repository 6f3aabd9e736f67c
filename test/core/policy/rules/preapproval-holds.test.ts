import { describe, expect, test } from '@jest/globals';
import { check } from '../../../../src/core/policy/check.ts';
import { snapshotOf } from '../snapshot-of.ts';
import { CONFIG, notCheckedBy, type RuleCase, TODAY, told, type World } from './told.ts';

const A = 'runbooks/a.md';
const BOARD = 'approval: {board: "@acme/cab"}\n';
const FIX = 'Ask @acme/cab to approve the pull request; then record it: `on: 2026-11-23, expires: 2027-05-25`.';
const SAYS = 'The pre-approval `CHG-1` is for the procedure as it was; this change edits it.';

const page = (more: { on?: string; expires?: string; type?: string; by?: string; key?: string; body?: string } = {}) =>
  `---\n${more.key ?? 'risk: low'}\nchange:\n  type: ${more.type ?? 'standard'}\n  preapproval:\n    by: ${more.by ?? '"@acme/cab"'}\n    ref: CHG-1\n` +
  `    on: ${more.on ?? '2026-06-01'}\n    expires: "${more.expires ?? '2026-12-01'}" # a year\n---\n${more.body ?? '# A\n'}`;
const change = (after: string, before = page()): World => ({
  base: { [CONFIG]: BOARD, [A]: before },
  head: { [CONFIG]: BOARD, [A]: after },
});
const refreshedIn = (text: string) => text.replace('2026-06-01', '2026-11-23').replace('2026-12-01', '2027-05-25');
const finding = (after: string, fix = FIX) => [
  { level: 'failure!', at: `${A}:3:1`, says: SAYS, fix, after: { [A]: refreshedIn(after) } },
];

const edited = page({ body: '# A\nMore.\n' });

describe('a change', () => {
  test.each<RuleCase>([
    ['of the text', change(edited), finding(edited)],
    ['of the metadata', change(page({ key: 'risk: medium' })), finding(page({ key: 'risk: medium' }))],
    [
      'of the text and the day',
      change(page({ on: '2026-11-20', body: '# B\n' })),
      [
        {
          level: 'failure!',
          at: `${A}:3:1`,
          says: SAYS,
          fix: 'Ask @acme/cab to approve the pull request; then record it: `on: 2026-11-23, expires: 2026-12-04`.',
          after: { [A]: page({ on: '2026-11-23', expires: '2026-12-04', body: '# B\n' }) },
        },
      ],
    ],
    [
      'to a longer term',
      change(page({ on: '2026-11-23', expires: '2099-01-01' })),
      [expect.objectContaining({ says: SAYS }) as never],
    ],
    ['of who gave it', change(page({ by: '"@acme/sre"' })), [expect.objectContaining({ says: SAYS }) as never]],
    ['of nothing but the pre-approval, for as long', change(refreshedIn(page())), []],
    ['of line endings', change(page().replaceAll('\n', '\r\n')), []],
    ['of trailing blanks', change(`${page()}  \n`), []],
    ['of a review key', change(page({ key: 'risk: low\nlast_reviewed_on: 2026-11-01' })), []],
    ['that takes standard away', change(page({ type: 'normal', body: '# B\n' })), []],
    ['of what was normal', change(edited, page({ type: 'normal' })), []],
    ['of what had no pre-approval', change(edited, '---\nchange: {type: standard}\n---\n'), []],
    ['of a new file', { base: { [CONFIG]: BOARD }, head: { [CONFIG]: BOARD, [A]: page() } }, []],
    ['that deletes it', { base: { [CONFIG]: BOARD, [A]: page() }, head: { [CONFIG]: BOARD } }, []],
  ])('%s', (_, world, expected) => {
    expect(told('preapproval-holds', world)).toEqual(expected);
  });
});

test('a change of _procedures.yml that lowers nothing in the file is one', () => {
  const files = (risk: string) => ({
    [CONFIG]: BOARD,
    'runbooks/_procedures.yml': `risk: ${risk}\n`,
    [A]: page({ key: 'title: A' }),
  });
  expect(told('preapproval-holds', { base: files('medium'), head: files('low') })).toHaveLength(1);
});

test("the board's approval of the pull request lifts it", () => {
  const judged = (isBoardApproved: boolean) => {
    const judgement = check(snapshotOf(change(edited)), { today: () => TODAY, isBoardApproved });
    return 'verdict' in judgement
      ? judgement.verdict.findings.filter(({ rule }) => rule === 'preapproval-holds').length
      : null;
  };
  expect([judged(false), judged(true)]).toEqual([1, 0]);
});

test('without a base it cannot look where something is pre-approved, and says so', () => {
  expect(notCheckedBy('preapproval-holds', { head: { [A]: page() } })).toBe('needs a comparison: `--base REF`');
  expect(notCheckedBy('preapproval-holds', { head: { [A]: '# A\n' } })).toBeNull();
});
