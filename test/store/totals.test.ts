// What the metrics say of the catalog.
import { beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';
import { readTotals } from '../../src/store/totals.ts';
import { testStore } from './test-store.ts';

const NO_FEEDBACK = {
  ...{ open: {}, unanswered: 0, questioned: 0, reopened: 0, answerSeconds: null, resolutionSeconds: null },
};

let store: Store;
beforeEach(async () => {
  store = await testStore();
});

test('an empty catalog', async () => {
  expect(await readTotals(store, '2026-11-23')).toEqual({
    ...{ findings: {}, overdue: 0, orphans: 0, entries: 0, repositories: 0, installations: 0 },
    feedback: NO_FEEDBACK,
  });
});

test('each number is of all installations', async () => {
  await sql`insert into installations (id, account, is_organisation) values (1, 'acme', true), (2, 'beta', true)`.execute(
    store.db,
  );
  await sql`insert into repositories (id, installation_id, owner, name, indexed_sha) values
    (11, 1, 'acme', 'ops', 'a'), (12, 1, 'acme', 'new', null), (21, 2, 'beta', 'ops', 'b')`.execute(store.db);
  const entries: readonly (readonly [repository: number, path: string, owner: string | null, next: string | null])[] = [
    [11, 'due-today', '@Acme/SRE', '2026-11-23'],
    [11, 'overdue', '@acme/sre', '2026-11-22'],
    [11, 'nobody', null, null],
    [21, 'overdue', '@beta/gone', '2020-01-01'],
    [21, 'orphan', '@Beta/Gone', '2027-01-01'],
    [21, 'locked-out', '@dan', '2027-01-01'],
    [21, 'renamed', '@beta/old', '2027-01-01'],
  ];
  for (const [repository, path, owner, next] of entries)
    await sql`insert into entries (repository_id, installation_id, path, procedure_id, title, type, format, owner, coverage, status,
      next_review_on, review_kind, content_hash, blob_sha) values (${repository}, ${Math.floor(repository / 10)}, ${path}, ${path},
      ${path}, 'runbook', 'markdown', ${owner}, 'none', 'active', ${next}, 'dated', 'x', 'y')`.execute(store.db);
  await sql`insert into owners (repository_id, installation_id, key, handle, kind, state) values
    (11, 1, '@acme/sre', '@acme/sre', 'team', 'alive'), (21, 2, '@beta/gone', '@beta/gone', 'team', 'gone'),
    (21, 2, '@dan', '@dan', 'user', 'no-access'), (21, 2, '@beta/old', '@beta/old', 'team', 'renamed'),
    (11, 1, '@beta/gone', '@beta/gone', 'team', 'gone')`.execute(store.db);
  for (const [number, rule] of ['owner-declared', 'review-current', 'review-current'].entries())
    await sql`insert into findings (repository_id, installation_id, number, rule, level, path, line, "column", message)
      values (11, 1, ${number}, ${rule}, 'warning', 'x', 1, 1, 'm')`.execute(store.db);
  expect(await readTotals(store, '2026-11-23')).toEqual({
    findings: { 'owner-declared': 1, 'review-current': 2 },
    ...{ overdue: 2, orphans: 3, entries: 7, repositories: 2, installations: 2 },
    feedback: NO_FEEDBACK,
  });
});

test('feedback is counted by severity, with the median of what was answered', async () => {
  const { db } = store;
  await sql`insert into installations (id, account, is_organisation) values (1, 'acme', true)`.execute(db);
  await sql`insert into repositories (id, installation_id, owner, name) values (11, 1, 'acme', 'ops')`.execute(db);
  await sql`insert into feedback (repository_id, installation_id, number, reporter, is_open, opened_at, severity,
    procedure_repository_id, procedure_path, answered_at, closed_at, reopened) values
    (11, 1, 1, 'kim', true, now() - interval '5 hours', 'dangerous', 11, 'a.md', null, null, 0),
    (11, 1, 2, 'kim', true, now() - interval '5 hours', 'dangerous', 11, 'a.md', now() - interval '4 hours', null, 1),
    (11, 1, 3, 'kim', true, now() - interval '5 hours', null, null, null, now() - interval '3 hours', null, 0),
    (11, 1, 4, 'kim', false, now() - interval '5 hours', 'wrong', 11, 'b.md', now() - interval '2 hours', now() - interval '1 hour', 0),
    (11, 1, 5, 'kim', false, now() - interval '100 days', 'wrong', 11, 'b.md', now(), now(), 2)`.execute(db);
  expect((await readTotals(store, '2026-11-23')).feedback).toEqual({
    open: { dangerous: 2, none: 1 },
    ...{ unanswered: 1, questioned: 1, reopened: 2, answerSeconds: 7200, resolutionSeconds: 14_400 },
  });
});
