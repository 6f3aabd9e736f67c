// github: the app's key → a way to ask GitHub for each installation, with tokens that may do no more than their job.
import { Octokit } from '@octokit/rest';
import { ProbotOctokit } from 'probot';
import { z } from 'zod';
import { ask } from './ask.ts';
import { GitHubFailed, NoAnswer } from './failure.ts';
import { fetchWhole } from './fetch-whole.ts';
import type { GitHub, InstalledRepository, Reply, Request, Rights, Send } from './github.ts';
import { createLimiter, type LimiterOptions } from './limiter.ts';
import { createMemory, forget, type Key, type Lasting, type Memory, remember } from './memory.ts';

/** One request that was made, for metrics and for counting. */
export type RequestMade = {
  /** Method and path with its braces, without any name in it. */
  readonly route: string;
  readonly installation: number;
  /** Null where there was no answer. */
  readonly status: number | null;
  readonly milliseconds: number;
};

export type ConnectOptions = Pick<LimiterOptions, 'limits' | 'onBudget' | 'onPause'> & {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** Milliseconds, of a clock that is never set back. */
  readonly now?: () => number;
  /** How long one request may take, its answer included; ten seconds unless told. */
  readonly timeLimitMs?: number;
  readonly onRequest?: (request: RequestMade) => void;
  /** Nothing that writes leaves this process (`DRY_RUN`), whatever a flow forgot. */
  readonly isDryRun?: boolean;
  /** What of an installation's memory outlives this process; nothing unless told. */
  readonly lasting?: (installation: number) => Lasting;
};

export type Connection = {
  /** As the app itself, with its key: for what belongs to no installation. */
  readonly asApp: { readonly send: Send };
  /** For all that is only read: one token for each installation, without any right to write. */
  readonly reading: (installation: number) => GitHub;
  /** The same for issues, which not every installation lets the app read. */
  readonly readingIssues: (installation: number) => GitHub;
  /** The same for check runs, and for what waits in a merge queue. */
  readonly readingChecks: (installation: number) => GitHub;
  readonly readingQueues: (installation: number) => GitHub;
  /** For the writes of one job: a token for this repository and with these rights only. */
  readonly writing: (repository: InstalledRepository, rights: Rights) => GitHub;
  /** The same for work that nobody waits for: it leaves the last of what GitHub grants to the rest. */
  readonly patient: Connection;
};

/** What reading needs. `members` is not there to be had on a person's own account. */
const READ: Rights = { metadata: 'read', contents: 'read', pull_requests: 'read', members: 'read' };
const READ_OF_A_PERSON: Rights = { metadata: 'read', contents: 'read', pull_requests: 'read' };

const READ_ISSUES: Rights = { metadata: 'read', issues: 'read' };
const READ_CHECKS: Rights = { metadata: 'read', checks: 'read' };
const READ_QUEUES: Rights = { metadata: 'read', pull_requests: 'read', merge_queues: 'read' };

/** Tokens live an hour; none is used in its last five minutes. */
const TOKEN_KEPT_MS = 55 * 60_000;

/** GitHub as the app sees it. Nothing is asked before something is read. */
export function connect(options: ConnectOptions): Connection {
  const now = options.now ?? (() => performance.now());
  const wires = wiresOf(options);
  const tokens = createMemory(now);
  const memories = new Map<number, Memory>();
  const memoryOf = (installation: number) => {
    const memory = memories.get(installation) ?? createMemory(now, options.lasting?.(installation));
    memories.set(installation, memory);
    return memory;
  };
  const limiter = createLimiter({ ...options, now });
  const lend = (isPatient: boolean, installation: number, rights: Rights, name: string | null): GitHub => {
    const key: Key<Promise<string>> = { text: JSON.stringify([installation, name, rights]), keptForMs: TOKEN_KEPT_MS };
    const fresh = () => newToken(wires, { installation, rights, name });
    const token = () => remember(tokens, key, fresh);
    const sendNow = sender(wires, installation, token, () => forget(tokens, key));
    const send: Send = (request) => limiter({ installation, isPatient }, request, () => sendNow(request));
    return { installation, appId: options.appId, rights, send, memory: memoryOf(installation) };
  };
  const through = (isPatient: boolean): Connection => ({
    asApp: { send: appSender(wires, NO_INSTALLATION) },
    reading: (installation) => lend(isPatient, installation, READ, null),
    readingIssues: (installation) => lend(isPatient, installation, READ_ISSUES, null),
    readingChecks: (installation) => lend(isPatient, installation, READ_CHECKS, null),
    readingQueues: (installation) => lend(isPatient, installation, READ_QUEUES, null),
    writing: ({ installation, name }, rights) => {
      if (options.isDryRun) throw new Error(`A dry run must not write to ${name}`);
      return lend(isPatient, installation, { metadata: 'read', ...rights }, name);
    },
    get patient() {
      return through(true);
    },
  });
  return through(false);
}

type Lent = { readonly installation: number; readonly rights: Rights; readonly name: string | null };

const TOKEN = z.object({ token: z.string().min(1) });

async function newToken(wires: Wires, lent: Lent): Promise<string> {
  try {
    return await lentToken(wires, lent);
  } catch (error) {
    // GitHub grants all that was asked for or refuses. Where members may be read, the refusal is a passing fault.
    const isRefused = error instanceof GitHubFailed && error.status === 422 && lent.rights === READ;
    if (!isRefused || (await mayReadMembers(wires, lent.installation))) throw error;
    return lentToken(wires, { ...lent, rights: READ_OF_A_PERSON });
  }
}

const INSTALLATION = z.object({ permissions: z.record(z.string(), z.string()) });

async function mayReadMembers(wires: Wires, installation: number): Promise<boolean> {
  const doing = { verb: 'read', object: `installation ${installation}` };
  const request = { route: 'GET /app/installations/{installation_id}', parameters: { installation_id: installation } };
  const { data } = await ask({ send: appSender(wires, installation) }, doing, request, INSTALLATION);
  return data.permissions['members'] !== undefined;
}

async function lentToken(wires: Wires, { installation, rights, name }: Lent): Promise<string> {
  const send = appSender(wires, installation);
  const { data } = await ask(
    { send },
    { verb: 'get', object: `a token for installation ${installation}` },
    {
      route: 'POST /app/installations/{installation_id}/access_tokens',
      parameters: { installation_id: installation },
      body: { permissions: rights, ...(name === null ? {} : { repositories: [name] }) },
    },
    TOKEN,
  );
  return data.token;
}

/** What is asked as the app itself is counted under no installation. */
const NO_INSTALLATION = 0;

function appSender({ options, asApp }: Wires, installation: number): Send {
  return (request) => told(options, installation, request.route, () => sendOnce(asApp, request));
}

function sender(
  { options, withToken }: Wires,
  installation: number,
  token: () => Promise<string>,
  forgetToken: () => void,
): Send {
  return async (request) => {
    const headers = { ...request.headers, authorization: `token ${await token()}` };
    try {
      return await told(options, installation, request.route, () => sendOnce(withToken, { ...request, headers }));
    } catch (error) {
      if (statusOf(error) === 401) forgetToken();
      throw error;
    }
  };
}

type Asking = Pick<Octokit, 'request'>;

/** Made once: an Octokit for each request costs more than the request. */
type Wires = {
  readonly options: ConnectOptions;
  /** Signs with the app's key. */
  readonly asApp: Asking;
  /** For requests that bring their token. */
  readonly withToken: Asking;
};

function wiresOf(options: ConnectOptions): Wires {
  const { appId, privateKey } = options;
  const common = octokitOptions(options);
  // Probot's Octokit signs with the key; its retries repeat writes and its throttle holds a worker: the queue does both.
  const off = { throttle: { enabled: false }, retry: { enabled: false } };
  const asApp = new ProbotOctokit({ ...common, ...off, auth: { appId, privateKey } });
  return { options, asApp, withToken: new Octokit(common) };
}

function octokitOptions({ apiUrl, timeLimitMs }: Pick<ConnectOptions, 'apiUrl' | 'timeLimitMs'>) {
  return {
    baseUrl: apiUrl,
    request: { fetch: fetchWhole(timeLimitMs), parseSuccessResponseBody: false },
    log: SILENT,
  };
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** On an Enterprise Server GraphQL stands beside the root of the REST API. */
async function sendOnce(octokit: Asking, { route, parameters, body, headers = {} }: Request): Promise<Reply> {
  const response = await octokit.request(route === GRAPHQL ? graphqlRoute(octokit) : route, {
    ...parameters,
    headers,
    ...(body === undefined ? {} : { data: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, data: await parsed(response.data) };
}

const GRAPHQL = 'POST /graphql';

function graphqlRoute({ request }: Asking): string {
  const { baseUrl } = request.endpoint.DEFAULTS;
  return `POST ${baseUrl.replace(/\/api\/v3$/, '/api')}/graphql`;
}

async function parsed(data: unknown): Promise<unknown> {
  if (!(data instanceof ReadableStream)) return null;
  const text = await new Response(data).text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NoAnswer('unreadable', { cause });
  }
}

async function told<T extends { readonly status: number }>(
  { onRequest, now = () => performance.now() }: ConnectOptions,
  installation: number,
  route: string,
  send: () => Promise<T>,
): Promise<T> {
  const start = now();
  const tell = (status: number | null) => onRequest?.({ route, installation, status, milliseconds: now() - start });
  try {
    const reply = await send();
    tell(reply.status);
    return reply;
  } catch (error) {
    tell(statusOf(error));
    throw error;
  }
}

/** The status that GitHub answered with; Octokit says 500 where there was no answer at all. */
function statusOf(error: unknown): number | null {
  if (error instanceof Error && error.cause instanceof NoAnswer) return null;
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}
