// store: where procedures went. Who names one by its old path still means it.
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';

/** As much of an entry as tells whether it is another one under a new path. */
type Known = {
  readonly path: string;
  readonly procedure_id: string;
  readonly blob_sha: string;
  readonly content_hash: string;
};

/**
 * Writes down which of the procedures that went stand under another path now: by the id that they declare, else by the same file, else by
 * the same words. A path that has a procedure again is nobody's old one.
 */
export async function noteRenames(
  trx: Transaction<Tables>,
  { id, installation }: { readonly id: number; readonly installation: number },
  { gone, come }: { readonly gone: readonly Known[]; readonly come: readonly Known[] },
): Promise<void> {
  if (come.length === 0) return;
  const paths = come.map(({ path }) => path);
  await trx.deleteFrom('renames').where('repository_id', '=', id).where('from_path', 'in', paths).execute();
  const rows = gone.flatMap((old) => {
    const now = successorOf(old, come);
    return now ? [{ repository_id: id, installation_id: installation, from_path: old.path, to_path: now.path }] : [];
  });
  if (rows.length === 0) return;
  await trx
    .insertInto('renames')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'from_path'])
        .doUpdateSet({ to_path: sql<string>`excluded.to_path`, at: sql<Date>`now()` }),
    )
    .execute();
}

function successorOf(old: Known, come: readonly Known[]): Known | undefined {
  const isDeclared = old.procedure_id !== old.path;
  return (
    (isDeclared ? come.find(({ procedure_id }) => procedure_id === old.procedure_id) : undefined) ??
    come.find(({ blob_sha }) => blob_sha === old.blob_sha) ??
    come.find(({ content_hash }) => content_hash === old.content_hash)
  );
}
