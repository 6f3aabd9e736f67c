// bench: deliveries, signed, from this process to a server in another one: as many as it takes, or at a steady rate.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { EXAMPLES } from '../test/web/examples.ts';

const CONNECTIONS = 32;

export const SECRET = randomBytes(32).toString('hex');
export const { privateKey: KEY } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const example = EXAMPLES.find(
  ({ event, payload }) => event === 'pull_request' && 'action' in payload && payload.action === 'opened',
)?.payload;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** A database that is dropped at the end. */
export async function makeDatabase(
  server: string,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `steward_bench_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(server, `create database ${name}`);
  return { url: url.href, drop: () => onServer(server, `drop database ${name} with (force)`) };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}

export type Started = { readonly child: ChildProcess; readonly url: string };

/** A server in a process of its own, and where it listens. */
export async function start(program: string, args: readonly string[], env: Record<string, string>): Promise<Started> {
  const path = join(import.meta.dirname, '..', program);
  const words = ['--disable-warning=ExperimentalWarning', path, ...args];
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (typeof first[0] !== 'object' || first[0] === null) throw new Error(`${program} did not start.`);
  return { child, url: first[0].url };
}

let sent = 0;

/** No connection is kept open any longer. */
export function hangUp(): void {
  agent.destroy();
}

/** A delivery of a pull request of its own: its GUID, and how it was answered (0: not at all). */
async function deliver(url: string): Promise<{ readonly guid: string; readonly status: number }> {
  sent += 1;
  const guid = randomUUID();
  const sha = sent.toString(16).padStart(40, '0');
  const body = JSON.stringify({
    ...example,
    number: sent,
    pull_request: { ...Object(example).pull_request, head: { sha } },
  });
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': 'pull_request', 'x-github-delivery': guid },
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  };
  const status = await new Promise<number>((resolve) => {
    const call = request(`${url}/api/github/webhooks`, { agent, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('error', () => resolve(0)).end(body);
  });
  return { guid, status };
}

/** Accepted a second, as many as come. Rejects where one is refused. */
export async function flood(url: string, seconds: number): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1_000;
  let count = 0;
  const line = async () => {
    for (; performance.now() < until; count += 1) {
      const { status } = await deliver(url);
      if (status !== 200 && status !== 202) throw new Error(`A delivery was answered ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, line));
  return (count * 1_000) / (performance.now() - began);
}

export type Steady = {
  /** GUIDs of what was accepted. */
  readonly accepted: readonly string[];
  readonly refused: number;
  /** Times to an answer in milliseconds from when it was due: the middle and the 99th percentile. */
  readonly p50: number;
  readonly p99: number;
};

/** So many a second, whether or not the earlier ones were answered. */
export async function atRate(url: string, rate: number, seconds: number): Promise<Steady> {
  const took: number[] = [];
  const accepted: string[] = [];
  const began = performance.now();
  const all: Promise<void>[] = [];
  for (let at = 0; at < seconds * rate; at++) {
    const due = began + (at * 1_000) / rate;
    const wait = due - performance.now();
    if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait));
    all.push(
      deliver(url).then(({ guid, status }) => {
        took.push(performance.now() - due);
        if (status === 200 || status === 202) accepted.push(guid);
      }),
    );
  }
  await Promise.all(all);
  const sorted = took.sort((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((share) => sorted[Math.floor(sorted.length * share)] ?? 0);
  return { accepted, refused: all.length - accepted.length, p50: p50 ?? 0, p99: p99 ?? 0 };
}
