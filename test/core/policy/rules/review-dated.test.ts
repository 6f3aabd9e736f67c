import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const at = (metadata: string) => ({ head: { [CONFIG]: '', [RUNBOOK]: `---\n${metadata}\n---\n` } });

test.each<RuleCase>([
  [
    'no date',
    { head: { [CONFIG]: '', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      },
    ],
  ],
  [
    'a date that stands in the text is offered',
    { head: { [CONFIG]: '', [RUNBOOK]: '# A\n\n**Last reviewed:** 1 May 2024\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter; line 3 of the text says `1 May 2024`, which would be `2024-05-01`.',
      },
    ],
  ],
  [
    'no date on a new file: a warning',
    { base: { [CONFIG]: '' }, head: { [CONFIG]: '', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      },
    ],
  ],
  [
    'no date on a file that is only renamed',
    {
      base: { [CONFIG]: '', 'runbooks/old.md': '# A\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '# A\n' },
      renamed: { [RUNBOOK]: 'runbooks/old.md' },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      },
    ],
  ],
  [
    'no date on a new file, with the rule set to notice',
    {
      base: { [CONFIG]: 'rules: {review-dated: notice}\n' },
      head: { [CONFIG]: 'rules: {review-dated: notice}\n', [RUNBOOK]: '# A\n' },
    },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      },
    ],
  ],
  [
    'a day that no month has',
    at('last_reviewed_on: 2026-02-31'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:19',
        says: '`last_reviewed_on: 2026-02-31` cannot be: February 2026 has 28 days.',
        fix: 'Write `last_reviewed_on: 2026-02-28`.',
        after: { 'runbooks/a.md': '---\nlast_reviewed_on: 2026-02-28\n---\n' },
      },
    ],
  ],
  [
    'month and day the wrong way round',
    at('last_reviewed_on: 2026-18-05'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:19',
        says: '`last_reviewed_on: 2026-18-05` cannot be: there is no month 18.',
        fix: 'Write `last_reviewed_on: 2026-05-18`.',
        after: { 'runbooks/a.md': '---\nlast_reviewed_on: 2026-05-18\n---\n' },
      },
    ],
  ],
  [
    'a day to come',
    at('last_reviewed_on: 2026-11-24'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:1',
        says: 'The review date 2026-11-24 is in the future; it does not count.',
        fix: 'Set `last_reviewed_on` to the day of the last review; a day to come belongs under `next_review_on`.',
      },
    ],
  ],
  [
    'a day to come under an alias',
    at('last_verified_at: 2027-01-10'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:1',
        says: 'The review date 2027-01-10 is in the future; it does not count.',
        fix: 'Set `last_verified_at` to the day of the last review; a day to come belongs under `next_review_on`.',
      },
    ],
  ],
  [
    '_procedures.yml can give no date',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'last_reviewed_on: 2027-01-10\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      },
    ],
  ],
  [
    'a next day that is none',
    at('next_review_on: soon'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:17',
        says: '`next_review_on: soon` is not a date in the form YYYY-MM-DD.',
        fix: 'Write the day as YYYY-MM-DD.',
      },
    ],
  ],
  [
    'without leading zeros',
    at('last_reviewed_on: 2026-5-3'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:2:19',
        says: '`last_reviewed_on: 2026-5-3` is taken as 2026-05-03; other tools may not read it.',
        fix: 'Write `last_reviewed_on: 2026-05-03`.',
        certain: true,
        after: { 'runbooks/a.md': '---\nlast_reviewed_on: 2026-05-03\n---\n' },
      },
    ],
  ],
  [
    'an American date',
    at('last_reviewed_on: 5/13/2026'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:19',
        says: '`last_reviewed_on: 5/13/2026` is not a date in the form YYYY-MM-DD.',
        fix: 'Write `last_reviewed_on: 2026-05-13`.',
        after: { 'runbooks/a.md': '---\nlast_reviewed_on: 2026-05-13\n---\n' },
      },
    ],
  ],
  [
    'an American date where the configuration says so',
    { head: { [CONFIG]: 'metadata: {dates: mdy}\n', [RUNBOOK]: '---\nlast_reviewed_on: 5/13/2026\n---\n' } },
    [],
  ],
  [
    'CRLF and a BOM stay',
    { head: { [CONFIG]: '', [RUNBOOK]: '\uFEFF---\r\nlast_reviewed_on: 2026-5-3\r\n---\r\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:2:19',
        says: '`last_reviewed_on: 2026-5-3` is taken as 2026-05-03; other tools may not read it.',
        fix: 'Write `last_reviewed_on: 2026-05-03`.',
        certain: true,
        after: { 'runbooks/a.md': '\uFEFF---\r\nlast_reviewed_on: 2026-05-03\r\n---\r\n' },
      },
    ],
  ],
  ['today', at('last_reviewed_on: 2026-11-23'), []],
  ['a next day is enough', at('next_review_on: 2027-01-01'), []],
  ['never reviewed, with a reason', at('review_in: never (a record of 2019)'), []],
  ['archived', at('status: archived'), []],
  [
    'a draft is undated too',
    at('status: draft'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      },
    ],
  ],
  ['a block that cannot be read is front-matter-parses, alone', at('owner: @x'), []],
  [
    'the base has it already',
    { base: { [CONFIG]: '', [RUNBOOK]: '# A\n' }, head: { [CONFIG]: '', [RUNBOOK]: '# A\nMore\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No review date: nobody can tell whether this is still right.',
        fix: 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter once it has been reviewed.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('review-dated', world)).toEqual(expected);
});
