// flows: what an installation lets the app do.
import { readInstallationOf } from '../github/read-installations.ts';
import { readInstallation, saveInstallation } from '../store/installations.ts';
import type { Tools } from './tools.ts';

/** Whether the app may write contents there (`app.repair.yml`). GitHub is asked where nothing is known. */
export async function mayCommit({ connection, store }: Tools, installation: number): Promise<boolean> {
  const known = await readInstallation(store, installation);
  if (known?.permissions) return known.permissions['contents'] === 'write';
  const told = await readInstallationOf(connection.asApp, installation);
  if (told === null) return false;
  await saveInstallation(store, told);
  return told.permissions['contents'] === 'write';
}
