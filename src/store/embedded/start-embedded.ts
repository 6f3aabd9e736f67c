// store/embedded: starts the embedded database and says how to reach it.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { lockFolder } from './lock-folder.ts';

/** What the thread is told. `folder` null: in memory only. `copyOf`: a dumped data folder to begin with. */
export type EmbeddedStart = {
  readonly folder: string | null;
  readonly socket: string;
  readonly copyOf: Uint8Array<ArrayBuffer> | null;
};

export type Embedded = {
  /** The folder of the unix socket, as `pg` wants it for `host`. */
  readonly host: string;
  /** Rejects when the thread dies; never resolves. */
  readonly died: Promise<never>;
  readonly stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** `DATA_DIR`; null: in memory only. */
  readonly folder: string | null;
  readonly copyOf?: Uint8Array<ArrayBuffer>;
};

const WORKER = new URL(import.meta.filename.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Inside of `DATA_DIR`, beside its lock. */
const DATABASE = 'database';

export function hasDatabase(folder: string): boolean {
  return existsSync(join(folder, DATABASE));
}

/**
 * The embedded database on `folder`, which this process holds from now on. Rejects with one sentence where another process holds it. The
 * database never flushes to the disk: it outlives a killed process, not a lost machine.
 */
export async function startEmbedded({ folder, copyOf }: EmbeddedOptions): Promise<Embedded> {
  if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = folder === null ? () => {} : await lockFolder(folder);
  const host = mkdtempSync(join(tmpdir(), 'steward-'));
  chmodSync(host, 0o700);
  const start: EmbeddedStart = {
    folder: folder === null ? null : join(folder, DATABASE),
    socket: join(host, '.s.PGSQL.5432'),
    copyOf: copyOf ?? null,
  };
  // Its signals and its environment are this process's business: the thread gets neither.
  const worker = new Worker(WORKER, { workerData: start, env: {}, execArgv: [] });
  const { promise: died, reject } = Promise.withResolvers<never>();
  died.catch(() => {}); // Whoever cares races it; an unheard death is no second error.
  worker.once('error', (cause) => reject(new Error('The embedded database stopped', { cause })));
  let isStopping = false;
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      // Whoever stops it has not lost it.
      if (!isStopping) reject(new Error(`The embedded database stopped with exit code ${code}`));
      resolve();
    });
  });
  const clean = () => {
    rmSync(host, { recursive: true, force: true });
    unlock();
  };
  try {
    await Promise.race([said(worker, 'ready'), died]);
  } catch (cause) {
    clean();
    throw new Error(`Could not open the embedded database in ${folder ?? 'memory'}`, { cause });
  }
  return {
    host,
    died,
    stop: async () => {
      isStopping = true;
      const stopped = said(worker, 'stopped');
      worker.postMessage('stop');
      await Promise.race([stopped, exited]);
      await worker.terminate();
      clean();
    },
  };
}

function said(worker: Worker, word: string): Promise<void> {
  return new Promise((resolve) => {
    worker.on('message', (message) => {
      if (message === word) resolve();
    });
  });
}
