// store: all that the service keeps: its tables and its queue.
import { sql } from 'kysely';
import { type Database, type DatabaseAt, openDatabase, type PoolOptions } from './database.ts';
import { hasDatabase } from './embedded/start-embedded.ts';
import { assertMigrated, migrate } from './migrate.ts';
import { openQueue, type Queue, type QueueOptions } from './queue.ts';
import { NotReady } from './refusals.ts';

export type Store = Pick<Database, 'db' | 'isEmbedded' | 'died' | 'listenAt'> & {
  readonly queue: Queue;
  /** Rejects where the database does not answer. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Opens the database, brings its tables to this version's form, and opens the queue. A guest changes no table, and rejects with
 * `NotReady` where one would have to be.
 */
export async function openStore(at: DatabaseAt, options: QueueOptions & PoolOptions): Promise<Store> {
  if (options.isGuest && 'folder' in at && at.folder !== null && !hasDatabase(at.folder))
    throw new NotReady('there is none');
  const database = await openDatabase(at, options);
  try {
    await (options.isGuest ? assertMigrated(database.db) : migrate(database.db));
    return await storeOf(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function storeOf(database: Database, options: QueueOptions): Promise<Store> {
  const { db, isEmbedded, died, listenAt } = database;
  const queue = await openQueue(database, options);
  return {
    ...{ db, isEmbedded, died, listenAt, queue },
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: async () => {
      await queue.stop();
      await database.close();
    },
  };
}
