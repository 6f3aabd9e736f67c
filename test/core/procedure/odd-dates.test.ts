// test/core/procedure: odd dates and intervals that real repositories committed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { read, told } from './read.ts';

type Case = { readonly kind: string; readonly text: string };

const data = join(import.meta.dirname, '../../../../shared/data/odd-front-matter.json');
const KINDS = ['odd date', 'impossible date', 'empty date', 'odd interval'];
const cases: readonly Case[] = existsSync(data)
  ? JSON.parse(readFileSync(data, 'utf8')).filter(({ kind }: Case) => KINDS.includes(kind))
  : [];
const onData = cases.length > 0 ? test : test.skip;

/** What is taken from the file (date, interval), and what is told. */
function outcome({ kind, text }: Case): string {
  const { metadata, problems } = read(text);
  const interval = metadata.reviewIn?.value ?? null;
  const taken = [metadata.lastReviewedOn?.value.date ?? null, interval && 'iso' in interval ? interval.iso : null];
  const about = problems.filter(({ rule, level }) => rule !== 'metadata-valid' || level !== 'notice').map(told);
  return [kind, ...taken.map((value) => value ?? '-'), ...about].join(' | ');
}

onData('each has the problem a person would expect (skipped where ../shared is missing)', () => {
  expect(cases.map(outcome)).toEqual(EXPECTED);
});

const EXPECTED = [
  'odd date | 2024-08-18 | P3M | review-dated notice 4:19 `last_reviewed_on: 2024-8-18` is taken as 2024-08-18; other tools may not read it. → Write `last_reviewed_on: 2024-08-18`. (edit) (certain)',
  'odd date | 2024-03-15 | P3M | review-dated notice 4:19 `last_reviewed_on: 2024-3-15` is taken as 2024-03-15; other tools may not read it. → Write `last_reviewed_on: 2024-03-15`. (edit) (certain)',
  'odd date | - | P6M | review-dated warning 4:19 `last_reviewed_on: 2024-01-~25` is not a date in the form YYYY-MM-DD. → Write `last_reviewed_on: 2024-01-25`. (edit)',
  'odd date | 2021-06-08 | P3M | review-dated notice 3:19 `last_reviewed_on: 2021-06-8` is taken as 2021-06-08; other tools may not read it. → Write `last_reviewed_on: 2021-06-08`. (edit) (certain)',
  'odd interval | 2024-03-14 | - | metadata-valid 5:12 `review_in: 6 months or when is resolved.` is not an interval such as `6 months`, `90 days` or `quarterly`. → Write `review_in: 6 months`. (edit)',
  'odd interval | 2024-03-01 | - | metadata-valid 5:12 `review_in: 6 months or when is resolved.` is not an interval such as `6 months`, `90 days` or `quarterly`. → Write `review_in: 6 months`. (edit)',
  'odd interval | 2024-02-14 | - | metadata-valid 5:12 `review_in: 6 months or when is resolved.` is not an interval such as `6 months`, `90 days` or `quarterly`. → Write `review_in: 6 months`. (edit)',
  'impossible date | - | P6M | review-dated warning 4:19 `last_reviewed_on: 2023-19-08` cannot be: there is no month 19. → Write `last_reviewed_on: 2023-08-19`. (edit)',
  'impossible date | - | P6M | review-dated warning 4:19 `last_reviewed_on: 2022-21-09` cannot be: there is no month 21. → Write `last_reviewed_on: 2022-09-21`. (edit)',
  'impossible date | - | P6M | review-dated warning 4:19 `last_reviewed_on: 2022-02-31` cannot be: February 2022 has 28 days. → Write `last_reviewed_on: 2022-02-28`. (edit)',
  'impossible date | - | P6M | review-dated warning 4:19 `last_reviewed_on: 2022-02-31` cannot be: February 2022 has 28 days. → Write `last_reviewed_on: 2022-02-28`. (edit)',
  'impossible date | - | P6M | review-dated warning 4:19 `last_reviewed_on: 2022-02-31` cannot be: February 2022 has 28 days. → Write `last_reviewed_on: 2022-02-28`. (edit)',
  'impossible date | - | P5M | review-dated warning 8:19 `last_reviewed_on: 2020-23-09` cannot be: there is no month 23. → Write `last_reviewed_on: 2020-09-23`. (edit)',
  'impossible date | - | P3M | review-dated warning 7:19 `last_reviewed_on: 2018-04-31` cannot be: April 2018 has 30 days. → Write `last_reviewed_on: 2018-04-30`. (edit)',
  'odd date | 2019-05-13 | P6M | review-dated notice 7:19 `last_reviewed_on: 2019-5-13` is taken as 2019-05-13; other tools may not read it. → Write `last_reviewed_on: 2019-05-13`. (edit) (certain)',
  'odd date | - | P3M | review-dated warning 8:19 `last_reviewed_on: 2019-03-2r9` is not a date in the form YYYY-MM-DD. → Write `last_reviewed_on: 2019-03-29`. (edit)',
  'odd date | - | P3M | review-dated warning 8:19 `last_reviewed_on: 2019-03-2r9` is not a date in the form YYYY-MM-DD. → Write `last_reviewed_on: 2019-03-29`. (edit)',
  'odd date | 2017-05-02 | P6M | review-dated notice 7:19 `last_reviewed_on: 2017-5-02` is taken as 2017-05-02; other tools may not read it. → Write `last_reviewed_on: 2017-05-02`. (edit) (certain)',
  'odd date | - | P6M | metadata-valid 7:1 `last_reviewed_at` is not a known key, so it does not count. → Write `last_reviewed_on`, if that is meant.',
  'empty date | - | P6M',
  'odd interval | 2017-10-04 | P2M',
  'odd interval | 2025-09-19 | P730D',
  'odd interval | 2023-07-06 | P730D',
  'odd date | - | - | review-dated warning 18:19 `last_review_date: 2025-02-11s` is not a date in the form YYYY-MM-DD. → Write `last_review_date: 2025-02-11`. (edit)',
  'impossible date | - | - | review-dated warning 21:19 `last_review_date: 2023-28-08` cannot be: there is no month 28. → Write `last_review_date: 2023-08-28`. (edit)',
  'impossible date | - | - | review-dated warning 17:19 `last_review_date: 2023-14-03` cannot be: there is no month 14. → Write `last_review_date: 2023-03-14`. (edit)',
  'empty date | - | - | metadata-valid 9:1 `last-review-date` is not a known key, so it does not count. → Write `last_review_date`, if that is meant.',
  'empty date | - | -',
];
