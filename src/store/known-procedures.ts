// store: the procedures of an installation, for those who look for one by its names.
import { sql } from 'kysely';
import type { Standing } from '../core/catalog/owner-standing.ts';
import type { KnownProcedure, Rename } from '../core/feedback/known-procedure.ts';
import type { Risk } from '../core/procedure/procedure.ts';
import type { About } from './feedback.ts';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

/** The newest index of an installation: what is made from its catalog holds until there is another. */
export async function catalogStamp({ db }: Db, installation: number): Promise<string> {
  const row = await db
    .selectFrom('repositories')
    .select(sql<string>`count(*) || ' ' || coalesce(max(indexed_at)::text, '')`.as('stamp'))
    .where('installation_id', '=', installation)
    .executeTakeFirstOrThrow();
  return row.stamp;
}

/** All procedures of an installation, and where those went that had another path once. */
export async function readKnownProcedures(
  { db }: Db,
  installation: number,
): Promise<{ readonly procedures: readonly KnownProcedure[]; readonly renames: readonly Rename[] }> {
  const name = sql<string>`repositories.owner || '/' || repositories.name`;
  const procedures = await db
    .selectFrom('entries')
    .innerJoin('repositories', 'repositories.id', 'entries.repository_id')
    .select(['path', 'procedure_id as id', 'title', 'aliases', 'alerts', name.as('repository')])
    .where('entries.installation_id', '=', installation)
    .orderBy('repositories.id')
    .orderBy(sql`path collate "C"`)
    .execute();
  const renames = await db
    .selectFrom('renames')
    .innerJoin('repositories', 'repositories.id', 'renames.repository_id')
    .select(['from_path as from', 'to_path as to', name.as('repository')])
    .where('renames.installation_id', '=', installation)
    .orderBy('at')
    .execute();
  return { procedures, renames };
}

/** What decides about feedback on a procedure. `standing` null: nobody owns it. */
export type Owned = About & {
  readonly owner: string | null;
  /** Whether the owner stands in the repository's own files as it is written, or came by another way. */
  readonly ownerSource: string | null;
  readonly standing: Standing | null;
  readonly renamedTo: string | null;
  readonly codeOwners: readonly string[];
  readonly approvers: readonly string[];
  readonly risk: Risk | null;
  readonly blob: string;
  readonly body: string | null;
};

/** Null where there is no such procedure. */
export async function readOwned({ db }: Db, { repository, path }: About): Promise<Owned | null> {
  const row = await db
    .selectFrom('entries')
    .leftJoin('owners', (join) =>
      join
        .onRef('owners.repository_id', '=', 'entries.repository_id')
        .on(sql<boolean>`owners.key = lower(entries.owner)`),
    )
    .select(['entries.owner', 'owner_source', 'owners.state', 'owners.renamed_to', 'code_owners', 'approvers'])
    .select(['risk', 'blob_sha', 'body'])
    .where('entries.repository_id', '=', repository)
    .where('entries.path', '=', path)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...{ repository, path, owner: row.owner, ownerSource: row.owner_source, renamedTo: row.renamed_to },
    ...{ standing: row.state as Standing | null, codeOwners: row.code_owners, approvers: row.approvers },
    ...{ risk: row.risk as Risk | null, blob: row.blob_sha, body: row.body },
  };
}

/** The texts of a repository's files that are no procedures: its configuration, CODEOWNERS, and what folders say. */
export async function readOwnTexts({ db }: Db, repository: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('files')
    .select('text')
    .where('repository_id', '=', repository)
    .where('text', 'is not', null)
    .execute();
  return rows.flatMap(({ text }) => text ?? []);
}
