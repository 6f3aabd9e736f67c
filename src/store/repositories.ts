// store: the repositories of each installation. What is kept of one goes when it goes.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { jsonText, plainText } from './plain-json.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

type Db = Pick<Store, 'db'>;

/** What GitHub says of a repository. */
export type RepositoryTold = {
  readonly id: number;
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly hasIssues: boolean;
  readonly defaultBranch: string | null;
};

/** A repository as it is kept. */
export type RepositoryKept = RepositoryTold & {
  /** The commit that its entries are of; null: it was never indexed. */
  readonly indexedSha: string | null;
  /** Which organisation policy they were made by; null: none. */
  readonly policySha: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
};

/** Writes down what GitHub says of a repository. Another one that is kept under its name has another name by now, and waits for it without one. */
export async function saveRepository(db: Kysely<Tables>, told: RepositoryTold): Promise<void> {
  const row = {
    ...{ installation_id: told.installation, owner: plainText(told.owner), name: plainText(told.name) },
    ...{ is_private: told.isPrivate, is_archived: told.isArchived, has_issues: told.hasIssues },
    default_branch: told.defaultBranch === null ? null : plainText(told.defaultBranch),
  };
  await db
    .updateTable('repositories')
    .set({ name: sql<string>`'#' || id::text` })
    .where('installation_id', '=', told.installation)
    .where(sql`lower(owner)`, '=', row.owner.toLowerCase())
    .where(sql`lower(name)`, '=', row.name.toLowerCase())
    .where('id', '!=', told.id)
    .execute();
  await db
    .insertInto('repositories')
    .values({ id: told.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export type RepositoryAt = { readonly installation: number; readonly owner: string; readonly name: string };

/** By its name, in any case of letters; null where it is not known. */
export async function findRepository(
  { db }: Db,
  { installation, owner, name }: RepositoryAt,
): Promise<RepositoryKept | null> {
  const row = await db
    .selectFrom('repositories')
    .selectAll()
    .where('installation_id', '=', installation)
    .where(sql`lower(owner)`, '=', owner.toLowerCase())
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst();
  return row ? toRepository(row) : null;
}

/** Whether any installation has a repository of this name. */
export async function isKnownByName({ db }: Db, { owner, name }: Omit<RepositoryAt, 'installation'>): Promise<boolean> {
  const row = await db
    .selectFrom('repositories')
    .select('id')
    .where(sql`lower(owner)`, '=', owner.toLowerCase())
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst();
  return row !== undefined;
}

/** All repositories of an installation, by their ids. */
export async function readRepositories({ db }: Db, installation: number): Promise<readonly RepositoryKept[]> {
  const rows = await db
    .selectFrom('repositories')
    .selectAll()
    .where('installation_id', '=', installation)
    .orderBy('id')
    .execute();
  return rows.map(toRepository);
}

/** Of `ids`, those that are known in the installation. */
export async function knownRepositories(
  { db }: Db,
  installation: number,
  ids: readonly number[],
): Promise<readonly RepositoryKept[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('repositories')
    .selectAll()
    .where('installation_id', '=', installation)
    .where('id', 'in', ids)
    .execute();
  return rows.map(toRepository);
}

/** Deletes repositories and everything that is kept of them. */
export async function removeRepositories({ db }: Db, installation: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db.deleteFrom('repositories').where('installation_id', '=', installation).where('id', 'in', ids).execute();
}

/** The entries are to be made again, whatever the commit: what they follow from has changed elsewhere. */
export async function forgetIndex({ db }: Db, installation: number): Promise<void> {
  await db.updateTable('repositories').set({ indexed_sha: null }).where('installation_id', '=', installation).execute();
}

type Row = {
  id: number;
  installation_id: number;
  owner: string;
  name: string;
  is_private: boolean;
  is_archived: boolean;
  has_issues: boolean;
  default_branch: string | null;
  indexed_sha: string | null;
  policy_sha: string | null;
  settings: Readonly<Record<string, unknown>>;
  notes: readonly string[];
};

function toRepository(row: Row): RepositoryKept {
  return {
    ...{ id: row.id, installation: row.installation_id, owner: row.owner, name: row.name },
    ...{ isPrivate: row.is_private, isArchived: row.is_archived, hasIssues: row.has_issues },
    ...{ defaultBranch: row.default_branch, indexedSha: row.indexed_sha, policySha: row.policy_sha },
    ...{ settings: row.settings, notes: row.notes },
  };
}

/** Settings and notes as their columns hold them. */
export function indexColumns(settings: object, notes: readonly string[]) {
  return { settings: jsonText(settings), notes: jsonText(notes) };
}
