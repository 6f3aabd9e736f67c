import { expect, test } from '@jest/globals';
import type { Snapshot } from '../../../../src/core/snapshot.ts';
import { snapshotOf } from '../snapshot-of.ts';
import { CONFIG, notCheckedBy, type RuleCase, told, verdictOn } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const page = (date: string, body = '# A\n') => `---\ntitle: A\nlast_reviewed_on: ${date}\n---\n${body}`;
const change = (before: string, after: string) => ({
  base: { [CONFIG]: '', [RUNBOOK]: before },
  head: { [CONFIG]: '', [RUNBOOK]: after },
});

test.each<RuleCase>([
  [
    'only the date moved',
    change(page('2026-01-01'), page('2026-11-20')),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: 'The review date moved from 2026-01-01 to 2026-11-20 and nothing else changed; nothing says what was checked.',
        fix: 'Say in the pull request what was checked, or use `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'only the date moved, backwards',
    change(page('2026-01-01'), page('2025-11-20')),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: 'The review date moved from 2026-01-01 to 2025-11-20 and nothing else changed; nothing says what was checked.',
        fix: 'Say in the pull request what was checked, or use `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'the date and the line endings moved',
    change(page('2026-01-01'), page('2026-11-20').replaceAll('\n', '\r\n')),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: 'The review date moved from 2026-01-01 to 2026-11-20 and nothing else changed; nothing says what was checked.',
        fix: 'Say in the pull request what was checked, or use `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'the date moved and who',
    change(page('2026-01-01'), page('2026-11-20\nlast_reviewed_by: "@jdoe"')),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: 'The review date moved from 2026-01-01 to 2026-11-20 and nothing else changed; nothing says what was checked.',
        fix: 'Say in the pull request what was checked, or use `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'a first date',
    change('---\ntitle: A\n---\n# A\n', page('2026-11-20')),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: 'The review date moved from none to 2026-11-20 and nothing else changed; nothing says what was checked.',
        fix: 'Say in the pull request what was checked, or use `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'the date moved and the file too',
    {
      base: { [CONFIG]: '', 'runbooks/old.md': page('2026-01-01') },
      head: { [CONFIG]: '', [RUNBOOK]: page('2026-11-20') },
      renamed: { [RUNBOOK]: 'runbooks/old.md' },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: 'The review date moved from 2026-01-01 to 2026-11-20 and nothing else changed; nothing says what was checked.',
        fix: 'Say in the pull request what was checked, or use `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    '_procedures.yml can move no date',
    {
      base: { [CONFIG]: '', 'runbooks/_procedures.yml': 'last_reviewed_on: 2026-01-01\n', [RUNBOOK]: '# A\n' },
      head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'last_reviewed_on: 2026-11-20\n', [RUNBOOK]: '# A\n' },
    },
    [],
  ],
  ['the text changed as well', change(page('2026-01-01'), page('2026-11-20', '# A\nMore.\n')), []],
  ['the text changed, the date did not', change(page('2026-01-01'), page('2026-01-01', '# A\nMore.\n')), []],
  ['the date went away', change(page('2026-01-01'), '---\ntitle: A\n---\n# A\n'), []],
  ['the date became one that is none', change(page('2026-01-01'), page('2026-02-31')), []],
  ['the same day, written with quotes', change(page('2026-01-01'), page('"2026-01-01"')), []],
  ['a new file', { base: { [CONFIG]: '' }, head: { [CONFIG]: '', [RUNBOOK]: page('2026-11-20') } }, []],
  ['nothing is compared', { head: { [CONFIG]: '', [RUNBOOK]: page('2026-11-20') } }, []],
])('%s', (_, world, expected) => {
  expect(told('review-evidence', world)).toEqual(expected);
});

test('without a base it cannot look, and says so', () => {
  expect(notCheckedBy('review-evidence', { head: { [RUNBOOK]: '' } })).toBe('needs a comparison: `--base REF`');
  expect(notCheckedBy('review-evidence', change(page('2026-01-01'), page('2026-11-20')))).toBeNull();
});

test('what somebody attested is evidence, of this text and this day alone', () => {
  const world = change(page('2026-01-01'), page('2026-11-20'));
  const snapshot = snapshotOf(world);
  const [entry] = verdictOn(world).procedures;
  const contentHash = entry?.procedure.contentHash ?? '';
  const says = (attested: Snapshot['attested']) =>
    verdictOn(world, { ...snapshot, ...(attested ? { attested } : {}) }).findings.filter(
      ({ rule }) => rule === 'review-evidence',
    ).length;
  const attested = { path: RUNBOOK, contentHash, on: '2026-11-20' };
  expect(says([attested])).toBe(0);
  expect(says([{ ...attested, on: '2026-11-19' }])).toBe(1);
  expect(says([{ ...attested, contentHash: 'other' }])).toBe(1);
  expect(says([{ ...attested, path: 'runbooks/b.md' }])).toBe(1);
});
