// events: who a delivery is of.
import { z } from 'zod';

z.config({ jitless: true });

/** What a delivery says of itself, and the installation that it is of; null for an event of none. */
export type Told = {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: InstallationTold | null;
};

export type InstallationTold = {
  readonly id: number;
  readonly account: string;
  readonly accountId: number | null;
  readonly isOrganisation: boolean;
};

const TOLD = z.object({
  action: z.string().nullish().catch(null),
  installation: z.object({ id: z.int().positive(), account: z.unknown().optional() }).nullish().catch(null),
  organization: z.unknown().optional(),
  repository: z.object({ owner: z.unknown().optional() }).nullish().catch(null),
});
const ACCOUNT = z.object({ id: z.int().nullish(), login: z.string().min(1), type: z.string().nullish() });

/** The account stands in another place in each event. */
export function toldBy(guid: string, event: string, payload: unknown): Told {
  const { action, installation, organization, repository } = TOLD.safeParse(payload).data ?? {};
  const told = { guid, event, action: action ?? null };
  if (!installation) return { ...told, installation: null };
  const own = ACCOUNT.safeParse(installation.account).data ?? ACCOUNT.safeParse(repository?.owner).data;
  const organisation = ACCOUNT.safeParse(organization).data;
  const account = own ?? organisation;
  const isOrganisation = own?.type ? own.type === 'Organization' : organisation !== undefined;
  const { login = '', id = null } = account ?? {};
  return { ...told, installation: { id: installation.id, account: login, accountId: id, isOrganisation } };
}
