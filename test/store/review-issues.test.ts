// store: what is remembered of an issue about reviews, and of one that was found again after everything was lost.
import { beforeEach, expect, test } from '@jest/globals';
import { saveIssue } from '../../src/store/issues.ts';
import {
  changeReviewIssue,
  type ReviewIssue,
  readReviewIssues,
  reviewIssueAt,
  saveReviewIssue,
} from '../../src/store/review-issues.ts';
import type { Store } from '../../src/store/store.ts';
import { testStore } from './test-store.ts';

const ISSUE: ReviewIssue = {
  ...{ repository: 7, installation: 1, number: 3, kind: 'review', key: '@acme/sre', state: 'open' },
  ...{ openedOn: '2026-11-23', bodyHash: 'abc', owner: '@acme/sre', listed: [{ key: 'a.md', due: '2026-11-01' }] },
  ...{ told: ['escalated:approvers'], snoozedUntil: '2026-12-07', snoozes: 1, delegatedTo: '@ada', isLocked: true },
  disowned: [{ key: 'b.md', owner: '@acme/sre', by: '@ada', on: '2026-11-23', team: null }],
  ...{
    assignees: ['ada'],
    hashes: { 'a.md': 'ff' },
    successors: [{ handle: '@acme/db', kind: 'team', reasons: ['It is near.'] }],
  },
};

let store: Store;
beforeEach(async () => {
  store = await testStore();
  await store.db
    .insertInto('installations')
    .values({ id: 1, account: 'acme', is_organisation: true, permissions: 'null' })
    .execute();
  await store.db.insertInto('repositories').values({ id: 7, installation_id: 1, owner: 'acme', name: 'ops' }).execute();
}, 60_000);

test.each<readonly [string, Partial<ReviewIssue>]>([
  ['open', {}],
  ['closed by a person', { state: 'closed', closed: { by: 'person', as: 'not-planned', on: '2026-11-24' } }],
  ['gone', { state: 'gone' }],
])('one that is %s is read as it was saved', async (_, more) => {
  const issue = { ...ISSUE, ...more };
  await saveReviewIssue(store, issue);
  expect(await readReviewIssues(store, 7)).toEqual([issue]);
});

test('opened again, nothing is left of how it was closed', async () => {
  await saveReviewIssue(store, { ...ISSUE, state: 'closed', closed: { by: 'app', as: 'completed', on: '2026-11-24' } });
  await changeReviewIssue(store, ISSUE, { state: 'open' });
  await changeReviewIssue(store, ISSUE, { state: 'closed' });
  expect(await reviewIssueAt(store, ISSUE)).toEqual({ ...ISSUE, state: 'closed' });
});

test('two who change it at once both have their way', async () => {
  await saveReviewIssue(store, ISSUE);
  await Promise.all([
    changeReviewIssue(store, ISSUE, { delegatedTo: '@grace' }),
    changeReviewIssue(store, ISSUE, ({ told }) => ({ told: [...told, 'reopened'] })),
    changeReviewIssue(store, ISSUE, ({ snoozes }) => ({ snoozes: snoozes + 1 })),
  ]);
  const after = { delegatedTo: '@grace', told: ['escalated:approvers', 'reopened'], snoozes: 2 };
  expect(await reviewIssueAt(store, ISSUE)).toEqual({ ...ISSUE, ...after });
});

test('one that was found again on GitHub has its name and nothing else, and those of other kinds are none', async () => {
  const found = { repository: 7, installation: 1, isOpen: true, bodyHash: null };
  await saveIssue(store, { ...found, number: 4, kind: 'orphaned', key: '@acme/gone' });
  await saveIssue(store, { ...found, number: 5, kind: 'policy-invalid', key: 'acme/ops' });
  expect(await readReviewIssues(store, 7)).toMatchObject([
    { number: 4, kind: 'orphaned', key: '@acme/gone', state: 'open', bodyHash: '', owner: null, listed: [], told: [] },
  ]);
  expect(await reviewIssueAt(store, { repository: 7, number: 5 })).toBeNull();
  expect(await changeReviewIssue(store, { repository: 7, number: 5 }, { isLocked: true })).toBeNull();
});
