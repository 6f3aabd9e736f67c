// store: the owners of each repository's procedures, and where they stand.
import { sql } from 'kysely';
import type { Standing } from '../core/catalog/owner-standing.ts';
import { ownerKey } from '../core/owner.ts';
import { plainText } from './plain-json.ts';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

export type OwnerStands = {
  readonly handle: string;
  readonly kind: 'team' | 'user';
  readonly standing: Standing;
};

/** The owners of a repository, in the place of those that were kept. What was learnt of one before (its id, since when) stays. */
export async function saveOwners(
  { db }: Db,
  { id, installation }: { readonly id: number; readonly installation: number },
  owners: readonly OwnerStands[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const keys = owners.map(({ handle }) => ownerKey(handle));
    const gone = trx.deleteFrom('owners').where('repository_id', '=', id);
    await (keys.length > 0 ? gone.where('key', 'not in', keys) : gone).execute();
    if (owners.length === 0) return;
    const rows = owners.map(({ handle, kind, standing }) => ({
      ...{ repository_id: id, installation_id: installation, key: ownerKey(handle), handle: plainText(handle) },
      ...{ kind, state: standing, node_id: null, renamed_to: null },
    }));
    await trx
      .insertInto('owners')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['repository_id', 'key']).doUpdateSet({
          handle: sql<string>`excluded.handle`,
          // Who is found by no name may be known under another one: only the audit of owners can tell.
          state: sql<string>`case when owners.state = 'renamed' and excluded.state = 'gone' then 'renamed' else excluded.state end`,
          renamed_to: sql<string | null>`case when excluded.state = 'gone' then owners.renamed_to end`,
          since: sql<Date>`case when owners.state = excluded.state then owners.since else now() end`,
          checked_at: sql<Date>`now()`,
        }),
      )
      .execute();
  });
}

/** An owner as it stands in one repository. */
export type OwnerKept = OwnerStands & {
  readonly key: string;
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string };
  /** GitHub's id, which outlives the name; null: not known. */
  readonly nodeId: string | null;
  readonly renamedTo: string | null;
};

/** The owners of an installation, in each of their repositories; those of `keys` only, where any are named. */
export async function readOwnersKept(
  { db }: Db,
  installation: number,
  keys: readonly string[] | null = null,
): Promise<readonly OwnerKept[]> {
  if (keys?.length === 0) return [];
  const all = db
    .selectFrom('owners')
    .innerJoin('repositories', 'repositories.id', 'owners.repository_id')
    .select(['owners.key', 'owners.handle', 'owners.kind', 'owners.state', 'owners.node_id', 'owners.renamed_to'])
    .select(['repositories.id', 'repositories.owner', 'repositories.name'])
    .where('owners.installation_id', '=', installation)
    .orderBy('owners.key')
    .orderBy('repositories.id');
  const rows = await (keys ? all.where('owners.key', 'in', keys) : all).execute();
  return rows.map((row) => ({
    ...{ key: row.key, handle: row.handle, kind: row.kind as OwnerKept['kind'], standing: row.state as Standing },
    ...{ nodeId: row.node_id, renamedTo: row.renamed_to },
    repository: { id: row.id, owner: row.owner, name: row.name },
  }));
}

/** Each owner of an installation once. */
export async function distinctOwners(
  { db }: Db,
  installation: number,
): Promise<readonly { readonly key: string; readonly handle: string; readonly nodeId: string | null }[]> {
  const rows = await db
    .selectFrom('owners')
    .select(['key', sql<string>`min(handle)`.as('handle'), sql<string | null>`max(node_id)`.as('node')])
    .where('installation_id', '=', installation)
    .groupBy('key')
    .orderBy('key')
    .execute();
  return rows.map(({ key, handle, node }) => ({ key, handle, nodeId: node }));
}

/** Writes down where an owner stands: in one repository, or (null) in all of the installation. */
export async function saveStanding(
  { db }: Db,
  at: { readonly installation: number; readonly repository: number | null; readonly key: string },
  { standing, renamedTo = null }: { readonly standing: Standing; readonly renamedTo?: string | null },
): Promise<void> {
  const update = db
    .updateTable('owners')
    .set({
      state: standing,
      renamed_to: renamedTo,
      since: sql<Date>`case when state = ${standing} then since else now() end`,
      checked_at: sql<Date>`now()`,
    })
    .where('installation_id', '=', at.installation)
    .where('key', '=', at.key);
  await (at.repository === null ? update : update.where('repository_id', '=', at.repository)).execute();
}

/** Writes down GitHub's ids of owners, by their keys. */
export async function saveNodeIds({ db }: Db, installation: number, ids: ReadonlyMap<string, string>): Promise<void> {
  for (const [key, node] of ids) {
    await db
      .updateTable('owners')
      .set({ node_id: node })
      .where('installation_id', '=', installation)
      .where('key', '=', key)
      .where((where) => where.or([where('node_id', 'is', null), where('node_id', '!=', node)]))
      .execute();
  }
}

/** Repositories of the installation whose owners were looked at longest ago. */
export async function longestUnchecked(
  { db }: Db,
  installation: number,
  most: number,
): Promise<readonly { readonly id: number; readonly owner: string; readonly name: string }[]> {
  return db
    .selectFrom('owners')
    .innerJoin('repositories', 'repositories.id', 'owners.repository_id')
    .select(['repositories.id', 'repositories.owner', 'repositories.name'])
    .where('owners.installation_id', '=', installation)
    .groupBy(['repositories.id', 'repositories.owner', 'repositories.name'])
    .orderBy(sql`min(owners.checked_at)`)
    .limit(most)
    .execute();
}

/** Where the owners of some repositories stand; one who owns in several is there several times. */
export async function ownersOf(
  { db }: Db,
  repositories: readonly number[],
): Promise<readonly (OwnerStands & { readonly renamedTo: string | null })[]> {
  if (repositories.length === 0) return [];
  const rows = await db
    .selectFrom('owners')
    .select(['handle', 'kind', 'state', 'renamed_to'])
    .where('repository_id', 'in', repositories)
    .orderBy('key')
    .orderBy('repository_id')
    .execute();
  return rows.map(({ handle, kind, state, renamed_to }) => ({
    ...{ handle, kind: kind as OwnerStands['kind'], standing: state as Standing, renamedTo: renamed_to },
  }));
}
