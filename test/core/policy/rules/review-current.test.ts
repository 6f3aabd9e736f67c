import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const at = (metadata: string) => ({ head: { [CONFIG]: '', [RUNBOOK]: `---\n${metadata}\n---\n` } });

test.each<RuleCase>([
  [
    'due yesterday',
    at('last_reviewed_on: 2026-05-22\nreview_in: 6 months'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:1',
        says: 'The review was due on 2026-11-22, 1 day ago.',
        fix: 'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  ['due today is not overdue', at('last_reviewed_on: 2026-05-23\nreview_in: 6 months'), []],
  [
    'due 23 days ago, by the default of 12 months',
    at('title: A\nlast_reviewed_on: 2025-10-31'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: 'The review was due on 2026-10-31, 23 days ago.',
        fix: 'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'months are clamped: 31 August and 6 months is 28 February',
    { ...at('last_reviewed_on: 2025-08-31\nreview_in: 6 months'), today: '2026-03-01' },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:1',
        says: 'The review was due on 2026-02-28, 1 day ago.',
        fix: 'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'the next day wins over date and interval',
    at('last_reviewed_on: 2026-11-01\nnext_review_on: 2026-11-20'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: 'The review was due on 2026-11-20, 3 days ago.',
        fix: 'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'the interval of the risk',
    {
      head: {
        [CONFIG]: 'review: {byRisk: {critical: 3 months}}\n',
        [RUNBOOK]: '---\nrisk: critical\nlast_reviewed_on: 2026-07-01\n---\n',
      },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: 'The review was due on 2026-10-01, 53 days ago.',
        fix: 'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    'no risk counts as medium',
    {
      head: {
        [CONFIG]: 'review: {byRisk: {medium: 3 months}}\n',
        [RUNBOOK]: '---\nlast_reviewed_on: 2026-07-01\n---\n',
      },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:1',
        says: 'The review was due on 2026-10-01, 53 days ago.',
        fix: 'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  [
    '_procedures.yml can give no date',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'last_reviewed_on: 2024-01-01\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  [
    'the change does not touch the review: still a warning',
    {
      base: { [CONFIG]: '', [RUNBOOK]: '---\nlast_reviewed_on: 2024-01-01\n---\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nlast_reviewed_on: 2024-01-01\n---\nMore.\n' },
    },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:1',
        says: 'The review was due on 2025-01-01, 691 days ago.',
        fix: 'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      },
    ],
  ],
  ['current', at('last_reviewed_on: 2026-10-01'), []],
  ['undated', at('title: A'), []],
  ['never', at('last_reviewed_on: 2019-01-01\nreview_in: never (a record)'), []],
  ['archived', at('last_reviewed_on: 2019-01-01\nstatus: archived'), []],
  ['a date that is none is review-dated', at('last_reviewed_on: 2019-02-31'), []],
  ['a block that cannot be read', at('last_reviewed_on: 2019-01-01\nowner: @x'), []],
])('%s', (_, world, expected) => {
  expect(told('review-current', world)).toEqual(expected);
});
