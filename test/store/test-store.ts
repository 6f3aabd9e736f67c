// test/store: a store for the tests of one file, empty again for each of them. Embedded and in memory; with DATABASE_URL a database of its own there.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { afterAll } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import type { DatabaseAt } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';

const root = join(import.meta.dirname, '../..');
/** PostgreSQL to run on; null: the embedded database. */
const SERVER = process.env['DATABASE_URL'] ?? null;
export const isOnPostgresql = SERVER !== null;

let opened: Promise<Store> | null = null;
let drop = async () => {};

/** The store of this test file, empty. It is closed when the file's tests are over. */
export async function testStore(): Promise<Store> {
  if (opened === null) {
    opened = open();
    return opened;
  }
  const store = await opened;
  await empty(store);
  return store;
}

let holders = 0;
let isOver = false;

/** The same for what is closed by a hook of its own: the hooks of the file run after those of this module. */
export async function heldStore(): Promise<{ readonly store: Store; readonly release: () => Promise<void> }> {
  const store = await testStore();
  holders += 1;
  const release = async () => {
    holders -= 1;
    await endIfOver();
  };
  return { store, release };
}

afterAll(async () => {
  isOver = true;
  await endIfOver();
});

async function endIfOver(): Promise<void> {
  if (!isOver || holders > 0) return;
  await (await opened)?.close();
  await drop();
}

async function open(): Promise<Store> {
  const made = await emptyDatabase();
  drop = made.drop;
  const onError = (error: Error) => process.stderr.write(`${error.stack}\n`);
  return openStore(made.at, { isSupervised: true, onError });
}

/** A database with nothing in it but, where it is embedded, this version's tables. */
export async function emptyDatabase(): Promise<{ readonly at: DatabaseAt; readonly drop: () => Promise<void> }> {
  if (SERVER === null) return { at: { folder: null, copyOf: await template() }, drop: async () => {} };
  const name = `steward_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return { at: { url: url.href }, drop: () => onServer(`drop database ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER ?? '' });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function empty({ db }: Store): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%'`.execute(db);
  await sql.raw(`truncate ${rows.map(({ name }) => name).join(', ')} restart identity cascade`).execute(db);
  // Row by row: pg-boss looks after its tables meanwhile, and whoever locks them whole may wait for it while it waits for them.
  await sql`delete from pgboss.job`.execute(db);
  await sql`delete from pgboss.schedule`.execute(db);
}

/** An embedded database takes seconds to make and half a second to copy: one is kept until the tables or the packages change. */
async function template(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = join(root, 'node_modules/.cache/steward');
  const file = join(folder, `database-${digestOfTables()}.tar`);
  try {
    return Uint8Array.from(readFileSync(file));
  } catch {
    mkdirSync(folder, { recursive: true });
  }
  // Earlier ones go; what another worker is writing ends otherwise.
  for (const name of readdirSync(folder))
    if (/^database-[0-9a-f]+\.tar$/.test(name) && !file.endsWith(name)) rmSync(join(folder, name), { force: true });
  const made = mkdtempSync(join(tmpdir(), 'steward-template-'));
  await (await openStore({ folder: made }, { isSupervised: true })).close();
  const database = await PGlite.create({ dataDir: join(made, 'database'), extensions: { pg_trgm } });
  const dump = await database.dumpDataDir('none');
  const bytes = new Uint8Array(await dump.arrayBuffer());
  await database.close();
  rmSync(made, { recursive: true, force: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, bytes);
  renameSync(own, file);
  return bytes;
}

function digestOfTables(): string {
  const hash = createHash('sha256');
  const migrations = join(root, 'src/store/migrations');
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(join(migrations, name)));
  for (const file of ['src/store/queue.ts', 'src/store/migrate.ts', 'package-lock.json'])
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}
