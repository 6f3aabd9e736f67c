// store/embedded: PostgreSQL as WebAssembly, in a thread of its own: a long query must not hold up webhooks.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import type { EmbeddedStart } from './start-embedded.ts';

const { folder, socket, copyOf } = workerData as EmbeddedStart;
const db = await PGlite.create({
  ...(folder === null ? {} : { dataDir: folder }),
  ...(copyOf === null ? {} : { loadDataDir: new Blob([copyOf]) }),
  extensions: { pg_trgm },
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
});
const server = new PGLiteSocketServer({ db, path: socket, maxConnections: 30 });
await server.start();
parentPort?.postMessage('ready');
parentPort?.once('message', async () => {
  await server.stop();
  await db.close();
  parentPort?.postMessage('stopped');
});
