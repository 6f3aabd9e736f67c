// test/stand-in: a bare client of the stand-in, for its own tests, benches and the demo. The app uses Octokit.
import { createSign } from 'node:crypto';
import type { StandIn } from './stand-in.ts';

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
};
export type Asked = {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The app's JSON web token; `lifeSeconds` is at most 600 for GitHub. */
export function appToken({ app }: Pick<StandIn, 'app'>, lifeSeconds = 540): string {
  const now = Math.floor(Date.now() / 1000) - 30;
  const content = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded({ iat: now, exp: now + lifeSeconds, iss: app.id })}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(app.privateKey, 'base64url')}`;
}

/** Sends one request as it is; answers that are not JSON have a body of undefined. */
export async function ask({ url }: Pick<StandIn, 'url'>, target: string, asked: Asked = {}): Promise<Answered> {
  const { method = 'GET', token, body, headers = {} } = asked;
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}${target}`, {
    method,
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'test', ...authorization, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined, text };
}

/** A token of the account's installation, narrowed where told. */
export async function installationToken(standIn: StandIn, account: string, narrow: object = {}): Promise<string> {
  const target = `/app/installations/${standIn.installation(account).id}/access_tokens`;
  const { status, body, text } = await ask(standIn, target, { method: 'POST', token: appToken(standIn), body: narrow });
  if (status === 201 && typeof body === 'object' && body !== null && 'token' in body) return String(body.token);
  throw new Error(`No token for ${account}: ${status} ${text}`);
}
