// store: installations of the app. All that is kept of one goes when it goes.

import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { jsonText } from './plain-json.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export type Installation = {
  readonly id: number;
  /** The login of the organisation or person. */
  readonly account: string;
  readonly accountId: number | null;
  readonly isOrganisation: boolean;
  /** As GitHub names them; null where it was not asked yet. */
  readonly permissions: Readonly<Record<string, string>> | null;
  readonly isSuspended: boolean;
};

/** Writes down what GitHub says of an installation. */
export async function saveInstallation({ db }: Pick<Store, 'db'>, installation: Installation): Promise<void> {
  const { id, account, accountId, isOrganisation, permissions, isSuspended } = installation;
  const told = {
    ...{ account, account_id: accountId, is_organisation: isOrganisation, is_suspended: isSuspended },
    permissions: jsonText(permissions),
  };
  await db
    .insertInto('installations')
    .values({ id, ...told })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(told))
    .execute();
}

/** What a delivery tells of its installation; what is known already stays. */
export async function noteInstallation(
  trx: Transaction<Tables>,
  { id, account, accountId, isOrganisation }: Pick<Installation, 'id' | 'account' | 'accountId' | 'isOrganisation'>,
): Promise<void> {
  await trx
    .insertInto('installations')
    .values({ id, account, account_id: accountId, is_organisation: isOrganisation, permissions: jsonText(null) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function readInstallation({ db }: Pick<Store, 'db'>, id: number): Promise<Installation | null> {
  const row = await db.selectFrom('installations').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toInstallation(row) : null;
}

export async function readInstallations({ db }: Pick<Store, 'db'>): Promise<readonly Installation[]> {
  return (await db.selectFrom('installations').selectAll().orderBy('id').execute()).map(toInstallation);
}

/** Deletes an installation and everything that was kept of it, the audit of its writes included. */
export async function removeInstallation({ db }: Pick<Store, 'db'>, id: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select set_config('steward.forgets', 'on', true)`.execute(trx);
    await trx.deleteFrom('audit').where('installation_id', '=', id).execute();
    await trx.deleteFrom('limits').where('installation_id', '=', id).execute();
    await trx.deleteFrom('deliveries').where('installation_id', '=', id).execute();
    await trx.deleteFrom('installations').where('id', '=', id).execute();
  });
}

type Row = {
  id: number;
  account: string;
  account_id: number | null;
  is_organisation: boolean;
  permissions: Readonly<Record<string, string>> | null;
  is_suspended: boolean;
};

function toInstallation(row: Row): Installation {
  return {
    ...{ id: row.id, account: row.account, accountId: row.account_id, isOrganisation: row.is_organisation },
    ...{ permissions: row.permissions, isSuspended: row.is_suspended },
  };
}
