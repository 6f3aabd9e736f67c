// store: the catalog: the procedures of each repository, as its default branch has them.
import { isDeepStrictEqual } from 'node:util';
import type { Insertable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { CatalogEntry } from '../core/catalog/catalog-entry.ts';
import type { Finding } from '../core/finding.ts';
import type { SnapshotFile, Unreadable } from '../core/snapshot.ts';
import { jsonText, plainText } from './plain-json.ts';
import { noteRenames } from './renames.ts';
import { indexColumns, type RepositoryTold, saveRepository } from './repositories.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

type Db = Pick<Store, 'db'>;

export type Indexed = {
  readonly repository: RepositoryTold;
  readonly sha: string;
  /** Which organisation policy was in force; null: none. */
  readonly policySha: string | null;
  readonly settings: { readonly isAdvisory: boolean; readonly [more: string]: unknown };
  readonly notes: readonly string[];
  /** `text` null: it is not to be stored. */
  readonly entries: readonly (CatalogEntry & { readonly blob: string; readonly text: string | null })[];
  /** Files that are no entries; they are kept so that they need not be read again. */
  readonly files: readonly (SnapshotFile & { readonly blob: string })[];
  readonly findings: readonly Finding[];
  /** `YYYY-MM-DD`: today, for a configuration that is seen for the first time. */
  readonly today: string;
};

/** Rows in one statement: PostgreSQL takes 65,535 values at most. */
const ROWS = 500;

/**
 * Puts what a repository has in the place of what was kept of it, in one transaction. Rows that are as they were are left alone, so that
 * a small change is a small write.
 */
export async function replaceCatalog({ db }: Db, indexed: Indexed): Promise<void> {
  const { repository, sha, policySha, settings, notes, today } = indexed;
  await db.transaction().execute(async (trx) => {
    await saveRepository(trx, repository);
    await replaceEntries(trx, indexed);
    await replaceFiles(trx, indexed);
    await replaceFindings(trx, indexed);
    const configuredOn = settings.isAdvisory
      ? sql<string | null>`null`
      : sql<string | null>`coalesce(configured_on, ${today}::date)`;
    await trx
      .updateTable('repositories')
      .set({
        ...{ indexed_sha: sha, policy_sha: policySha, indexed_at: sql<Date>`now()`, configured_on: configuredOn },
        ...indexColumns(settings, notes),
      })
      .where('id', '=', repository.id)
      .execute();
  });
}

type EntryRow = Insertable<Tables['entries']>;

async function replaceEntries(trx: Transaction<Tables>, { repository, entries }: Indexed): Promise<void> {
  const { id } = repository;
  const wanted = new Map(entries.map((entry) => [entry.path, toRow(repository, entry)]));
  const rows = await trx.selectFrom('entries').select(COMPARED).where('repository_id', '=', id).execute();
  const kept = new Set<string>();
  const stale: string[] = [];
  for (const row of rows) {
    const next = wanted.get(row.path);
    if (next && isSame(row, next)) kept.add(row.path);
    else stale.push(row.path);
  }
  await inParts(stale, (paths) =>
    trx.deleteFrom('entries').where('repository_id', '=', id).where('path', 'in', paths).execute(),
  );
  const fresh = [...wanted].filter(([path]) => !kept.has(path)).map(([, row]) => row);
  const known = new Set(rows.map(({ path }) => path));
  const gone = rows.filter(({ path }) => !wanted.has(path));
  await noteRenames(trx, repository, { gone, come: fresh.filter(({ path }) => !known.has(path)) });
  await inParts(fresh, (some) => trx.insertInto('entries').values(some).execute());
}

/** All but what is worked out from the rest, and the text, for which its hash stands. */
const COMPARED = [
  ...([
    'path',
    'procedure_id',
    'title',
    'type',
    'format',
    'owner',
    'owner_kind',
    'owner_source',
    'owner_line',
  ] as const),
  ...([
    'code_owners',
    'code_owners_line',
    'coverage',
    'risk',
    'status',
    'last_reviewed_on',
    'last_reviewed_by',
  ] as const),
  ...([
    'next_review_on',
    'review_interval',
    'review_kind',
    'alerts',
    'services',
    'tags',
    'aliases',
    'superseded_by',
    'preapproval_ref',
    'preapproved_until',
  ] as const),
  ...(['contacts', 'approvers', 'headings', 'links', 'content_hash', 'blob_sha', 'installation_id'] as const),
] as const;
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  ...['code_owners', 'alerts', 'services', 'tags', 'aliases', 'contacts', 'approvers', 'headings', 'links'],
]);

function isSame(row: Readonly<Record<(typeof COMPARED)[number], unknown>>, next: EntryRow): boolean {
  return COMPARED.every((column) => {
    const wanted = next[column];
    return isDeepStrictEqual(row[column], JSON_COLUMNS.has(column) ? JSON.parse(String(wanted)) : wanted);
  });
}

function toRow({ id, installation }: RepositoryTold, entry: Indexed['entries'][number]): EntryRow {
  const { owner, review, supersededBy, preapproval } = entry;
  const text = (value: string) => plainText(value);
  const orNull = (value: string | null) => (value === null ? null : plainText(value));
  return {
    ...{ repository_id: id, installation_id: installation, path: text(entry.path), procedure_id: text(entry.id) },
    ...{ title: text(entry.title), type: entry.type, format: entry.format },
    ...{ owner: orNull(owner?.handle ?? null), owner_kind: owner?.kind ?? null },
    ...{ owner_source: owner?.source ?? null, owner_line: owner?.line ?? null },
    ...{ code_owners: jsonText(entry.codeOwners), code_owners_line: entry.codeOwnersLine, coverage: entry.coverage },
    ...{ risk: entry.risk, status: entry.status },
    ...{ last_reviewed_on: review.last, last_reviewed_by: orNull(review.lastBy), next_review_on: review.next },
    ...{ review_interval: review.interval, review_kind: review.kind },
    ...{ alerts: jsonText(entry.alerts), services: jsonText(entry.services), tags: jsonText(entry.tags) },
    ...{ aliases: jsonText(entry.aliases), superseded_by: orNull(supersededBy), contacts: jsonText(entry.contacts) },
    ...{ preapproval_ref: orNull(preapproval?.ref ?? null), preapproved_until: preapproval?.until ?? null },
    ...{ approvers: jsonText(entry.approvers), headings: jsonText(entry.headings), links: jsonText(entry.links) },
    ...{ content_hash: entry.contentHash, blob_sha: entry.blob, body: orNull(entry.text) },
  };
}

async function replaceFiles(trx: Transaction<Tables>, { repository, files }: Indexed): Promise<void> {
  await trx.deleteFrom('files').where('repository_id', '=', repository.id).execute();
  const rows = files.map((file) => ({
    ...{ repository_id: repository.id, installation_id: repository.installation },
    ...{ path: plainText(file.path), blob_sha: file.blob },
    ...('text' in file
      ? { text: plainText(file.text), unreadable: null, bytes: null }
      : { text: null, unreadable: file.unreadable, bytes: file.bytes ?? null }),
  }));
  await inParts(rows, (some) => trx.insertInto('files').values(some).execute());
}

async function replaceFindings(trx: Transaction<Tables>, { repository, findings }: Indexed): Promise<void> {
  await trx.deleteFrom('findings').where('repository_id', '=', repository.id).execute();
  const rows = findings.map(({ rule, level, path, line, column, message, fix }, number) => ({
    ...{ repository_id: repository.id, installation_id: repository.installation, number },
    ...{ rule, level, path: plainText(path), line, column, message: plainText(message) },
    fix: fix ? plainText(fix.text) : null,
  }));
  await inParts(rows, (some) => trx.insertInto('findings').values(some).execute());
}

async function inParts<T>(all: readonly T[], act: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += ROWS) await act(all.slice(at, at + ROWS));
}

/** What is kept of blobs of a repository, by their ids. */
export async function knownBlobs(
  { db }: Db,
  repository: number,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, SnapshotFile>> {
  const known = new Map<string, SnapshotFile>();
  await inParts(blobs, async (some) => {
    const texts = await db
      .selectFrom('entries')
      .select(['path', 'blob_sha', 'body'])
      .where('repository_id', '=', repository)
      .where('blob_sha', 'in', some)
      .where('body', 'is not', null)
      .execute();
    for (const { path, blob_sha, body } of texts) if (body !== null) known.set(blob_sha, { path, text: body });
    const files = await db
      .selectFrom('files')
      .select(['path', 'blob_sha', 'text', 'unreadable', 'bytes'])
      .where('repository_id', '=', repository)
      .where('blob_sha', 'in', some)
      .execute();
    for (const { path, blob_sha, text, unreadable, bytes } of files) {
      if (text !== null) known.set(blob_sha, { path, text });
      else if (unreadable !== null)
        known.set(blob_sha, { path, unreadable: unreadable as Unreadable, ...(bytes === null ? {} : { bytes }) });
    }
  });
  return known;
}

/** A procedure as other procedures of its repository may name it. */
export type Neighbour = Pick<CatalogEntry, 'path' | 'id' | 'aliases' | 'links'>;

/** The procedures of a repository, by path in code-point order. */
export async function readNeighbours({ db }: Db, repository: number): Promise<readonly Neighbour[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['path', 'procedure_id', 'aliases', 'links'])
    .where('repository_id', '=', repository)
    .orderBy(sql`path collate "C"`)
    .execute();
  return rows.map(({ path, procedure_id, aliases, links }) => ({ path, id: procedure_id, aliases, links }));
}

/** What the procedures of a repository are called, by path in code-point order. */
export async function readNames(
  { db }: Db,
  repository: number,
): Promise<readonly Pick<CatalogEntry, 'path' | 'id' | 'aliases'>[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['path', 'procedure_id', 'aliases'])
    .where('repository_id', '=', repository)
    .orderBy(sql`path collate "C"`)
    .execute();
  return rows.map(({ path, procedure_id, aliases }) => ({ path, id: procedure_id, aliases }));
}

/** Where else in the installation ids are used, by id. Of private repositories no name is given. */
export async function idsElsewhere(
  { db }: Db,
  { installation, repository }: { readonly installation: number; readonly repository: number },
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('entries')
    .innerJoin('repositories', 'repositories.id', 'entries.repository_id')
    .select(['entries.procedure_id as id', 'repositories.owner', 'repositories.name', 'repositories.is_private'])
    .distinct()
    .where('entries.installation_id', '=', installation)
    .where('entries.repository_id', '!=', repository)
    .where('entries.procedure_id', 'in', ids)
    .execute();
  const found = new Map<string, (string | null)[]>();
  for (const { id, owner, name, is_private } of rows)
    found.set(id, [...(found.get(id) ?? []), is_private ? null : `${owner}/${name}`]);
  return found;
}
