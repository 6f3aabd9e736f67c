// test/stand-in: vercel-labs/emulate behind our front. It checks the app's JSON web tokens, gives installation tokens out, and keeps issues, labels and comments.
import { createEmulator } from 'emulate';

export type EmulatedAnswer = { readonly status: number; readonly body: unknown };

export type Emulator = {
  readonly ask: (
    method: string,
    target: string,
    authorization: string | undefined,
    body?: unknown,
  ) => Promise<EmulatedAnswer>;
  readonly close: () => Promise<void>;
};

export type EmulatorSeed = {
  readonly url: string;
  readonly users: readonly string[];
  readonly organisations: readonly { readonly login: string; readonly members: readonly string[] }[];
  readonly app: { readonly id: number; readonly slug: string; readonly name: string; readonly privateKey: string };
  readonly permissions: Readonly<Record<string, string>>;
  readonly installations: readonly { readonly id: number; readonly account: string }[];
};

/** The emulator counts requests that come with no token of its own, as all of the app's do, and refuses the 5,000th in an hour. */
const LIMITED = 'API rate limit exceeded';

/** What a person sends instead of an installation's token. */
export const userToken = (login: string) => `ghu_${login}`;
/** May do everything; only the front uses it. */
export const adminAuthorization = 'token emulate-admin';

export async function startEmulator({
  url,
  users,
  organisations,
  app,
  permissions,
  installations,
}: EmulatorSeed): Promise<Emulator> {
  const logins = [...new Set(users)];
  const tokens = Object.fromEntries(logins.map((login) => [userToken(login), { login, scopes: ['repo'] }]));
  const seed = {
    tokens: { 'emulate-admin': { login: 'admin', scopes: ['repo', 'admin:org'] }, ...tokens },
    github: {
      users: logins.map((login) => ({ login })),
      orgs: organisations.map(({ login, members }) => ({
        login,
        members: [{ login: 'admin', role: 'admin' }, ...members.map((member) => ({ login: member }))],
      })),
      apps: [
        {
          app_id: app.id,
          slug: app.slug,
          name: app.name,
          private_key: app.privateKey,
          permissions,
          installations: installations.map(({ id, account }) => ({
            installation_id: id,
            account,
            repository_selection: 'all',
            permissions,
          })),
        },
      ],
    },
  };
  const emulator = await createEmulator({ service: 'github', port: 0, seed });
  const address = emulator.url;
  return {
    ask: async (method, target, authorization, body) => {
      const response = await fetch(`${address}${target}`, {
        method,
        headers: { ...(authorization ? { authorization } : {}), 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = (await response.text()).replaceAll(address, url);
      // No answer of GitHub's: whoever gets here asks for more than one stand-in can give in an hour.
      if (response.status === 403 && text.includes(LIMITED))
        throw new Error(`The emulator's hour is used up: ${LIMITED}`);
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    close: () => emulator.close(),
  };
}
