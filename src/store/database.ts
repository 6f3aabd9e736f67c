// store: the one way to the database, PostgreSQL or the embedded one: the same driver, the same SQL.
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { startEmbedded } from './embedded/start-embedded.ts';
import type { Tables } from './tables.ts';

/** `url`: PostgreSQL. `folder`: the embedded database in it; null: in memory only. `copyOf`: a dumped data folder to begin with. */
export type DatabaseAt =
  | { readonly url: string }
  | { readonly folder: string | null; readonly copyOf?: Uint8Array<ArrayBuffer> };

export type Database = {
  readonly db: Kysely<Tables>;
  /** One statement as it is, for what brings its own SQL. Of several in one text, `pg` answers with a list of results. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<{ readonly rows: unknown[] }>;
  /** How to reach it with a connection of one's own; null where one connection is all there is. */
  readonly listenAt: pg.ClientConfig | null;
  readonly isEmbedded: boolean;
  /** Rejects when the database inside this process dies; never resolves. */
  readonly died: Promise<never>;
  readonly close: () => Promise<void>;
};

export type PoolOptions = {
  readonly connections?: number;
  /** Told of errors of idle connections; each is replaced by a new one. */
  readonly onError?: (error: Error) => void;
};

const { INT8, DATE } = pg.types.builtins;

/** PostgreSQL gives both as text: ids are far below 2^53, and a calendar date is no moment. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return toSafeInteger;
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** A connection that is not there in five seconds, and a statement that hangs, are errors: work is tried again, and GitHub hears 503. */
const LIMITS = {
  connectionTimeoutMillis: 5_000,
  idle_in_transaction_session_timeout: 60_000,
  // A peer that is gone without a word is found out in about 20 seconds.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: 'runbook-steward',
} as const;
const STATEMENT_MS = 120_000;
/** The embedded database has one session: messages of two connections would get into each other's statements. */
const ONE = 1;

/** Opens the database. Rejects with one sentence where the data folder is in use; PostgreSQL is reached for at the first query. */
export async function openDatabase(at: DatabaseAt, options: PoolOptions = {}): Promise<Database> {
  const embedded = 'url' in at ? null : await startEmbedded(at);
  const settings: pg.PoolConfig =
    'url' in at
      ? { connectionString: at.url, ...LIMITS, statement_timeout: STATEMENT_MS }
      : {
          host: embedded?.host ?? '',
          user: 'postgres',
          database: 'postgres',
          password: 'embedded',
          ...LIMITS,
          connectionTimeoutMillis: 60_000,
        };
  const pool = new pg.Pool({ ...settings, types, max: embedded ? ONE : (options.connections ?? 10) });
  pool.on('error', (error) => options.onError?.(error));
  // The pool listens to idle ones only: the end of one that is in use would end the process. Whoever uses it hears of it by its query.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    query: (text, values) => pool.query(text, values && [...values]),
    listenAt: embedded ? null : settings,
    isEmbedded: embedded !== null,
    died: embedded?.died ?? new Promise<never>(() => {}),
    close: async () => {
      await db.destroy();
      await embedded?.stop();
    },
  };
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`A number of the database is too large: ${text}`);
  return value;
}
