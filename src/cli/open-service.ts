// cli: the service's own database, for the commands that look after it.
import { resolve } from 'node:path';
import { visible } from '../core/display.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { createRedact } from '../log/redact.ts';
import { type DatabaseSettings, readDatabaseSettings } from '../start/service-settings.ts';
import { FolderInUse, NotReady } from '../store/refusals.ts';
import type { Store } from '../store/store.ts';
import type { Terminal } from './terminal.ts';

/** Text of the service's, without secrets, for a terminal. */
export type Shown = (text: string) => string;

/**
 * Does `work` on the service's database, and closes it. The database's packages are loaded only now. What the database does not let
 * happen is told as a sentence, without a secret.
 */
export async function withService(terminal: Terminal, work: (store: Store, shown: Shown) => Promise<void>) {
  const read = readDatabaseSettings(terminal.variables());
  if ('problem' in read) throw new CannotRun(read.problem);
  const { databaseUrl, dataDir } = read.value;
  const shown = withoutSecrets(databaseUrl);
  const where = databaseUrl === null ? `DATA_DIR (${dataDir})` : 'DATABASE_URL';
  const store =
    terminal.store ??
    (await open(read.value, terminal).catch((error: unknown) => {
      throw refusal(error, where, shown);
    }));
  try {
    await work(store, shown);
  } catch (error) {
    if (hasCode(error)) throw new CannotRun(`The database failed: ${shown(messageOf(error))}.`);
    throw error;
  } finally {
    if (!terminal.store) await store.close();
  }
}

async function open({ databaseUrl, dataDir }: DatabaseSettings, { cwd }: Terminal): Promise<Store> {
  const { openStore } = await import('../store/store.ts');
  const at = databaseUrl === null ? { folder: resolve(cwd, dataDir ?? '') } : { url: databaseUrl };
  return openStore(at, { isSupervised: false, isGuest: true, connections: 2, onError: () => {} });
}

function refusal(error: unknown, where: string, shown: Shown): CannotRun {
  if (error instanceof FolderInUse)
    return new CannotRun(
      `The service runs on ${where}, and its database is open to it alone (${error.holder}). Stop it first; with DATABASE_URL this works while it runs.`,
    );
  if (error instanceof NotReady)
    return new CannotRun(
      `There is no database of this version in ${where}: ${error.message}. Set DATABASE_URL or DATA_DIR as for the service, and start it once.`,
    );
  return new CannotRun(`Could not open the database of ${where}: ${shown(messageOf(error))}.`);
}

/** Several addresses of one host that fail are an error without a text of its own. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
  return message || (hasCode(error) ? String(error.code) : String(error));
}

/** PostgreSQL's errors have one, and those of the way to it. */
function hasCode(error: unknown): error is { readonly code: unknown } {
  return typeof error === 'object' && error !== null && 'code' in error;
}

function withoutSecrets(databaseUrl: string | null): Shown {
  const password = databaseUrl === null ? '' : decodeURIComponent(new URL(databaseUrl).password);
  const redact = createRedact([databaseUrl ?? '', password].filter((secret) => secret !== ''));
  return (text) => visible(String(redact(text)));
}
