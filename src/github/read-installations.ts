// github: the installations of the app, asked with its own key.
import { z } from 'zod';
import { ask, askAll, noneThere } from './ask.ts';
import type { Send } from './github.ts';

const INSTALLATION = z
  .object({
    id: z.int(),
    account: z.object({ id: z.int(), login: z.string(), type: z.string() }),
    permissions: z.record(z.string(), z.string()),
    suspended_at: z.string().nullish(),
  })
  .transform(({ id, account, permissions, suspended_at }) => ({
    ...{ id, permissions, account: account.login, accountId: account.id },
    ...{ isOrganisation: account.type === 'Organization', isSuspended: Boolean(suspended_at) },
  }));

export type InstallationRead = z.infer<typeof INSTALLATION>;

const MOST = 100_000;

/** All of them. */
export function readInstallations(app: { readonly send: Send }): Promise<readonly InstallationRead[]> {
  const doing = { verb: 'list', object: 'the installations of the app' };
  const request = { route: 'GET /app/installations', parameters: {} };
  return askAll(app, doing, request, { page: z.array(INSTALLATION), most: MOST });
}

/** One of them; null where the app is not installed there any more. */
export async function readInstallationOf(app: { readonly send: Send }, id: number): Promise<InstallationRead | null> {
  const doing = { verb: 'read', object: `installation ${id}` };
  const request = { route: 'GET /app/installations/{installation_id}', parameters: { installation_id: id } };
  return (await ask(app, doing, request, INSTALLATION).catch(noneThere))?.data ?? null;
}
