// store: brings the tables to this version's form. Several replicas may start at once: the first one does it and the others wait.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { FIRST } from './migrations/0001-first.ts';
import { NotReady } from './refusals.ts';
import type { Tables } from './tables.ts';

/** By number, never changed once released. A migration keeps the version before it working: replicas are replaced one by one. */
const MIGRATIONS: Readonly<Record<string, string>> = { '0001-first': FIRST };

/** Runs what has not run yet, each in the same transaction as the note that it ran. Rejects where one fails; nothing of it stays. */
export async function migrate(db: Kysely<Tables>): Promise<readonly string[]> {
  const migrations = Object.entries(MIGRATIONS).map(([name, text]): [string, Migration] => [name, { up: run(text) }]);
  const provider = { getMigrations: async () => Object.fromEntries(migrations) };
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw new Error('Could not bring the database to this version', { cause: error });
  return results.map(({ migrationName }) => migrationName);
}

/** Rejects with `NotReady` where a migration has not run. Changes nothing. */
export async function assertMigrated(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ made: string | null }>`select to_regclass('kysely_migration')::text as made`.execute(db);
  if (!rows[0]?.made) throw new NotReady('it holds nothing of the service');
  const ran = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const missing = Object.keys(MIGRATIONS).filter((name) => !ran.rows.some((row) => row.name === name));
  if (missing.length > 0) throw new NotReady(`it is of an earlier version, without ${missing.join(', ')}`);
}

function run(text: string): Migration['up'] {
  return async (db) => {
    await sql.raw(text).execute(db);
  };
}
