// test/web: GitHub's part in registering an app, for a test: the page that takes a manifest, and the code that is good once.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { KEY } from '../start/key.ts';

export const WEBHOOK_SECRET = 'b0a1c2d3e4f5061728394a5b6c7d8e9f00112233';
export const CLIENT_SECRET = 'c1ient5ecret00112233445566778899aabbccdd';

export type Converted = { readonly status: number; readonly body: unknown };

export type FakeGitHub = {
  /** The root of the API, and of the site. */
  readonly url: string;
  /** Manifests that were sent, with the path and query they were sent to. */
  readonly sent: readonly { readonly to: string; readonly manifest: unknown; readonly origin: string | undefined }[];
  /** Requests for a conversion. */
  readonly asked: readonly {
    readonly method: string;
    readonly path: string;
    readonly authorization: string | undefined;
  }[];
  /** A code that can be exchanged once. */
  readonly newCode: () => string;
  /** What the next conversion answers, whatever the code. */
  readonly answerNext: (answer: Converted) => void;
  readonly close: () => Promise<void>;
};

export const APP = {
  id: 4711,
  slug: 'runbook-steward-acme',
  name: 'Runbook Steward Acme',
  client_id: 'Iv23liAAAABBBBCCCC',
  client_secret: CLIENT_SECRET,
  webhook_secret: WEBHOOK_SECRET,
  pem: KEY,
  html_url: 'https://github.com/apps/runbook-steward-acme',
};

/** Listens on a free port of this machine. */
export async function startFakeGitHub(): Promise<FakeGitHub> {
  const sent: FakeGitHub['sent'][number][] = [];
  const asked: FakeGitHub['asked'][number][] = [];
  const codes = new Set<string>();
  const next: Converted[] = [];
  const newCode = () => {
    const code = randomBytes(20).toString('hex');
    codes.add(code);
    return code;
  };
  const convert = (path: string): Converted => {
    const forced = next.shift();
    if (forced) return forced;
    const code = /^\/app-manifests\/([^/]+)\/conversions$/.exec(path)?.[1] ?? '';
    return codes.delete(code) ? { status: 201, body: APP } : { status: 404, body: { message: 'Not Found' } };
  };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    if (url.startsWith('/app-manifests/')) {
      asked.push({ method, path: url, authorization: headers.authorization });
      const { status, body } = convert(url);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else if (method === 'POST' && url.includes('/settings/apps/new')) {
      const manifest = JSON.parse(new URLSearchParams(await read(request)).get('manifest') ?? 'null');
      sent.push({ to: url, manifest, origin: headers.origin });
      showButton(response, `${manifest.redirect_url}?code=${newCode()}&state=${stateOf(url)}`);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    sent,
    asked,
    newCode,
    answerNext: (answer) => void next.push(answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** GitHub's own page, on which the person creates the app; it then leads back. */
function showButton(response: ServerResponse, to: string): void {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(`<!doctype html><title>GitHub</title><a id="create" href="${to}">Create GitHub App</a>`);
}

function stateOf(url: string): string {
  return new URL(url, 'http://github').searchParams.get('state') ?? '';
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
