// web: GitHub's code → the app it has just registered. The one request that is made before there is an app to make it as.
import { z } from 'zod';
import { fetchWhole } from '../../github/fetch-whole.ts';

/** https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest; what the file takes goes in without quotes. */
const APP = z.object({
  id: z.int().positive(),
  slug: z.string().regex(/^[a-z\d][a-z\d-]{0,99}$/i),
  pem: z.string().regex(/^-----BEGIN [A-Z ]+-----[\s\S]{100,16000}-----END [A-Z ]+-----\s*$/),
  webhook_secret: z.string().regex(/^[\w-]{16,255}$/),
});

export type RegisteredApp = z.infer<typeof APP>;

/** GitHub did not give the app; `status` is that of its answer, null where there was none that could be read. */
export class NotExchanged extends Error {
  override readonly name = 'NotExchanged';
  readonly status: number | null;

  constructor(status: number | null, options?: ErrorOptions) {
    super(status === null ? 'GitHub gave no answer that can be read' : `GitHub answered ${status}`, options);
    this.status = status;
  }
}

/** Can be done once with each code, within an hour. Rejects with `NotExchanged`, which holds nothing of the answer. */
export async function exchangeCode(apiUrl: string, code: string): Promise<RegisteredApp> {
  const response = await fetchWhole()(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: 'POST',
    redirect: 'error',
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'runbook-steward' },
  }).catch((cause: unknown) => {
    throw new NotExchanged(null, { cause });
  });
  if (response.status !== 201) throw new NotExchanged(response.status);
  const app = APP.safeParse(await response.json().catch(() => null));
  if (!app.success) throw new NotExchanged(null);
  return app.data;
}
