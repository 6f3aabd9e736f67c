// store: who confirmed which content of which procedure, and when.
import type { Selectable } from 'kysely';
import type { AttestationRecord } from '../core/review/attestation-record.ts';
import { plainText } from './plain-json.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

type Db = Pick<Store, 'db'>;

/** Where it stands: the number of the pull request that carries it, or of the issue where the lines for it were given. */
export type AttestedIn = { readonly repository: number; readonly installation: number; readonly pull: number };

/** Writes down what is attested there. The same again changes nothing. */
export async function saveAttestations(
  { db }: Db,
  { repository, installation, pull }: AttestedIn,
  records: readonly AttestationRecord[],
): Promise<void> {
  for (const { path, id, by, on, how, note, contentHash, nextReviewOn } of records) {
    const told = {
      ...{ procedure_id: plainText(id), reviewed_by: by, reviewed_on: on, kind: how ?? 'unsaid' },
      ...{ note: plainText(note), content_hash: contentHash, next_review_on: nextReviewOn, merged_sha: null },
    };
    await db
      .insertInto('attestations')
      .values({ repository_id: repository, installation_id: installation, path: plainText(path), pull, ...told })
      .onConflict((conflict) => conflict.columns(['repository_id', 'pull', 'path']).doUpdateSet(told))
      .execute();
  }
}

/** What is attested of the procedures of a repository, the newest first. */
export async function readAttestationsKept({ db }: Db, repository: number): Promise<readonly AttestationRecord[]> {
  const rows = await db
    .selectFrom('attestations')
    .selectAll()
    .where('repository_id', '=', repository)
    .orderBy('reviewed_on', 'desc')
    .orderBy('pull', 'desc')
    .orderBy('path')
    .execute();
  return rows.map(toRecord);
}

function toRecord(row: Selectable<Tables['attestations']>): AttestationRecord {
  return {
    ...{ path: row.path, id: row.procedure_id, by: row.reviewed_by, on: row.reviewed_on, note: row.note },
    ...{ contentHash: row.content_hash, nextReviewOn: row.next_review_on },
    how: row.kind === 'read' || row.kind === 'tested' ? row.kind : null,
  };
}

/** What is attested in one place, by path. */
export async function attestedIn(
  { db }: Db,
  { repository, pull }: Omit<AttestedIn, 'installation'>,
): Promise<readonly AttestationRecord[]> {
  const rows = await db
    .selectFrom('attestations')
    .selectAll()
    .where((eb) => eb.and({ repository_id: repository, pull }))
    .orderBy('path')
    .execute();
  return rows.map(toRecord);
}

/** The pull request is merged, as this commit. */
export async function noteMerged(
  { db }: Db,
  { repository, pull }: Omit<AttestedIn, 'installation'>,
  sha: string,
): Promise<void> {
  await db
    .updateTable('attestations')
    .set({ merged_sha: sha })
    .where((eb) => eb.and({ repository_id: repository, pull }))
    .execute();
}

/** The pull request was closed, and nothing of it came in. */
export async function forgetAttestations(
  { db }: Db,
  { repository, pull }: Omit<AttestedIn, 'installation'>,
): Promise<void> {
  await db
    .deleteFrom('attestations')
    .where((eb) => eb.and({ repository_id: repository, pull }))
    .execute();
}
