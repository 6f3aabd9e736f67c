// store: installations for which GitHub asked for a pause, and what an operator holds back. All replicas see the same.
import { sql } from 'kysely';
import type { Store } from './store.ts';

/** Nothing is sent for the installation for so long. A longer pause that stands already stays. */
export async function savePause(
  { db }: Pick<Store, 'db'>,
  installation: number,
  { forMs, reason }: { readonly forMs: number; readonly reason: string },
): Promise<void> {
  const until = sql<Date>`now() + make_interval(secs => ${forMs / 1000})`;
  await db
    .insertInto('limits')
    .values({ installation_id: installation, paused_until: until, reason })
    .onConflict((conflict) =>
      conflict.column('installation_id').doUpdateSet({
        paused_until: sql<Date>`greatest(limits.paused_until, excluded.paused_until)`,
        reason: sql<string>`excluded.reason`,
      }),
    )
    .execute();
}

/** Installations that are paused now. */
export async function pausedInstallations({ db }: Pick<Store, 'db'>): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('limits')
    .select('installation_id')
    .where('paused_until', '>', sql<Date>`now()`)
    .execute();
  return rows.map(({ installation_id }) => installation_id);
}

/** What an operator has stopped: `all`, or repositories as `owner/name` in lower case. */
export async function heldBack({ db }: Pick<Store, 'db'>): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('pauses').select('scope').execute();
  return new Set(rows.map(({ scope }) => scope));
}

/** Whether nothing may be done about `repository` now (null: about none in particular). */
export async function isHeldBack(
  store: Pick<Store, 'db'>,
  repository: { readonly owner: string; readonly name: string } | null,
): Promise<boolean> {
  const held = await heldBack(store);
  return held.has('all') || (repository !== null && held.has(`${repository.owner}/${repository.name}`.toLowerCase()));
}

export async function holdBack({ db }: Pick<Store, 'db'>, scope: string): Promise<void> {
  await db
    .insertInto('pauses')
    .values({ scope: scope.toLowerCase() })
    .onConflict((conflict) => conflict.column('scope').doNothing())
    .execute();
}

/** False: it was not held back. */
export async function letGo({ db }: Pick<Store, 'db'>, scope: string): Promise<boolean> {
  const row = await db.deleteFrom('pauses').where('scope', '=', scope.toLowerCase()).executeTakeFirst();
  return row.numDeletedRows > 0n;
}
