// store: the issues that the app opened. The record, not the title, says which is which.
import { sql } from 'kysely';
import { jsonText, plainText } from './plain-json.ts';
import type { Store } from './store.ts';

export type IssueKept = {
  readonly repository: number;
  readonly installation: number;
  readonly number: number;
  /** What it is about; `kind` and `key` as in its marker. */
  readonly kind: string;
  readonly key: string;
  readonly isOpen: boolean;
  /** Of what was written last. */
  readonly bodyHash: string | null;
  /** What else whoever opens issues of this kind keeps of one; JSON that only they understand. Unset: what is kept stays. */
  readonly data?: Readonly<Record<string, unknown>>;
};

/** `openedAt`: when it was first heard of. */
export type IssueRead = Required<IssueKept> & { readonly openedAt: Date };

type Db = Pick<Store, 'db'>;

/** Writes down how an issue of ours stands. */
export async function saveIssue({ db }: Db, issue: IssueKept): Promise<void> {
  const { repository, installation, number, kind, key, isOpen, bodyHash, data } = issue;
  const told = {
    ...{ kind, key: plainText(key), is_open: isOpen, body_hash: bodyHash },
    ...(data ? { data: jsonText(data) } : {}),
  };
  await db
    .insertInto('issues')
    .values({ repository_id: repository, installation_id: installation, number, ...told })
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'number']).doUpdateSet({ ...told, updated_at: sql<Date>`now()` }),
    )
    .execute();
}

/** Of several under one key, the first that was opened. */
export async function findIssue(
  { db }: Db,
  { repository, kind, key }: Pick<IssueKept, 'repository' | 'kind' | 'key'>,
): Promise<IssueRead | null> {
  const row = await db
    .selectFrom('issues')
    .selectAll()
    .where((eb) => eb.and({ repository_id: repository, kind, key }))
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return row ? toIssue(row) : null;
}

/** The newest of those under one key that are open, as far as is known. */
export async function findOpenIssue(
  { db }: Db,
  { repository, kind, key }: Pick<IssueKept, 'repository' | 'kind' | 'key'>,
): Promise<IssueRead | null> {
  const row = await db
    .selectFrom('issues')
    .selectAll()
    .where((eb) => eb.and({ repository_id: repository, kind, key, is_open: true }))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toIssue(row) : null;
}

/** The issue of ours with this number; null where it is none. */
export async function issueAt(
  { db }: Db,
  { repository, number }: Pick<IssueKept, 'repository' | 'number'>,
): Promise<IssueRead | null> {
  const row = await db
    .selectFrom('issues')
    .selectAll()
    .where((eb) => eb.and({ repository_id: repository, number }))
    .executeTakeFirst();
  return row ? toIssue(row) : null;
}

/** All in one repository of these kinds, open and closed, the first opened first. */
export async function issuesIn(
  { db }: Db,
  repository: number,
  kinds: readonly string[],
): Promise<readonly IssueRead[]> {
  const rows = await db
    .selectFrom('issues')
    .selectAll()
    .where('repository_id', '=', repository)
    .where('kind', 'in', kinds)
    .orderBy('number')
    .execute();
  return rows.map(toIssue);
}

/** All of one kind that are open in an installation. */
export async function openIssues({ db }: Db, installation: number, kind: string): Promise<readonly IssueRead[]> {
  const rows = await db
    .selectFrom('issues')
    .selectAll()
    .where((eb) => eb.and({ installation_id: installation, kind, is_open: true }))
    .orderBy('repository_id')
    .orderBy('number')
    .execute();
  return rows.map(toIssue);
}

/** How many open issues of these kinds each person of an installation is assigned to, by lower-case login (`data.assignees`). */
export async function assignedIn(
  { db }: Db,
  installation: number,
  kinds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ login: string; count: number }>`
    select lower(login) as login, count(*)::int as count
    from issues, jsonb_array_elements_text(coalesce(data->'assignees', '[]')) as login
    where installation_id = ${installation} and is_open and kind in (${sql.join(kinds)})
    group by 1`.execute(db);
  return new Map(rows.map(({ login, count }) => [login, count]));
}

export async function forgetIssue({ db }: Db, issue: Pick<IssueKept, 'repository' | 'number'>): Promise<void> {
  await db
    .deleteFrom('issues')
    .where((eb) => eb.and({ repository_id: issue.repository, number: issue.number }))
    .execute();
}

/** What is kept of the issue `from` is from now on about `to`, which is the same. */
export async function moveIssue(
  store: Db,
  repository: { readonly installation: number; readonly owner: string; readonly name: string },
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const place = await issuePlace(store, repository.installation, repository);
  if (!place) return;
  const row = await store.db
    .selectFrom('issues')
    .selectAll()
    .where((eb) => eb.and({ repository_id: place.id, number: from }))
    .executeTakeFirst();
  if (!row) return;
  await forgetIssue(store, { repository: place.id, number: from });
  await saveIssue(store, { ...toIssue(row), number: to, bodyHash: null });
}

export type IssuePlace = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly installation: number;
  /** Null: it is empty. */
  readonly defaultBranch: string | null;
  /** Whether there can be issues in it. */
  readonly takesIssues: boolean;
  /** Everybody may read it. */
  readonly isPublic: boolean;
};

/** The repository of an installation that has this name, in any case of letters, or this number; null where it has none. */
export async function issuePlace(
  { db }: Db,
  installation: number,
  which: { readonly owner: string; readonly name: string } | { readonly id: number },
): Promise<IssuePlace | null> {
  const some = db
    .selectFrom('repositories')
    .select(['id', 'owner', 'name', 'default_branch', 'has_issues', 'is_archived', 'is_private'])
    .where('installation_id', '=', installation);
  const one =
    'id' in which
      ? some.where('id', '=', which.id)
      : some
          .where(sql`lower(owner)`, '=', which.owner.toLowerCase())
          .where(sql`lower(name)`, '=', which.name.toLowerCase());
  const row = await one.executeTakeFirst();
  if (!row) return null;
  const { id, owner, name, default_branch, has_issues, is_archived } = row;
  return {
    ...{ id, owner, name, installation, defaultBranch: default_branch },
    ...{ takesIssues: has_issues && !is_archived, isPublic: !row.is_private },
  };
}

type Row = {
  repository_id: number;
  installation_id: number;
  number: number;
  kind: string;
  key: string;
  is_open: boolean;
  body_hash: string | null;
  data: Readonly<Record<string, unknown>>;
  opened_at: Date;
};

function toIssue(row: Row): IssueRead {
  return {
    ...{ repository: row.repository_id, installation: row.installation_id, number: row.number },
    ...{ kind: row.kind, key: row.key, isOpen: row.is_open, bodyHash: row.body_hash },
    ...{ data: row.data, openedAt: row.opened_at },
  };
}
