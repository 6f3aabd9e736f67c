// bench: how many deliveries are accepted (`ROLE=web` on PostgreSQL, no worker) beside a bare Probot that keeps nothing, and how soon at 200 a second.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { EXAMPLES } from '../test/web/examples.ts';
import { markdownTable, median } from './table.ts';

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 32;
const RATE = 200;

const SECRET = randomBytes(32).toString('hex');
const { privateKey: KEY } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const example = EXAMPLES.find(
  ({ event, payload }) => event === 'pull_request' && 'action' in payload && payload.action === 'opened',
)?.payload;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** The rates in turn, round by round, so that what else the machine does meets both; then one side at a steady rate. */
export async function benchAccept(server: string): Promise<string> {
  const name = `steward_bench_${randomUUID().replaceAll('-', '')}`;
  const database = new URL(server);
  database.pathname = `/${name}`;
  await onServer(server, `create database ${name}`);
  const common = { PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET };
  const bare = await start('bench/bare-probot.ts', [], common);
  const ours = await start('test/storm/program.ts', [JSON.stringify({ readLagMs: 15_000, today: '2026-11-23' })], {
    ...{ ...common, APP_ID: '1', HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info', ROLE: 'web' },
    ...{ GITHUB_API_URL: 'http://127.0.0.1:9', DATABASE_URL: database.href },
  });
  try {
    for (const { url } of [bare, ours]) await flood(url, 1);
    const rounds: { readonly bare: number; readonly ours: number }[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ bare: await flood(bare.url, SECONDS), ours: await flood(ours.url, SECONDS) });
    const steady = { bare: await atRate(bare.url, 10), ours: await atRate(ours.url, 10) };
    const rate = (side: 'bare' | 'ours') => median(rounds.map((round) => round[side]));
    const ratio = median(rounds.map((round) => round.ours / round.bare));
    return markdownTable(
      ['endpoint', 'accepted a second, flooded', 'ratio', `p50 at ${RATE}/s, ms`, `p99 at ${RATE}/s, ms`],
      [
        ['bare Probot, keeps nothing', rate('bare').toFixed(0), '1', ...steady.bare.map((ms) => ms.toFixed(1))],
        ['Runbook Steward', rate('ours').toFixed(0), ratio.toFixed(2), ...steady.ours.map((ms) => ms.toFixed(1))],
      ],
    );
  } finally {
    for (const { child } of [bare, ours]) child.kill('SIGKILL');
    agent.destroy();
    await onServer(server, `drop database ${name} with (force)`);
  }
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}

type Started = { readonly child: ChildProcess; readonly url: string };

async function start(program: string, args: readonly string[], env: Record<string, string>): Promise<Started> {
  const path = join(import.meta.dirname, '..', program);
  const words = ['--disable-warning=ExperimentalWarning', path, ...args];
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (typeof first[0] !== 'object' || first[0] === null) throw new Error(`${program} did not start.`);
  return { child, url: first[0].url };
}

let sent = 0;

/** A delivery of a pull request of its own; rejects where it is not accepted. */
async function deliver(url: string): Promise<void> {
  sent += 1;
  const sha = sent.toString(16).padStart(40, '0');
  const body = JSON.stringify({
    ...example,
    number: sent,
    pull_request: { ...Object(example).pull_request, head: { sha } },
  });
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': 'pull_request', 'x-github-delivery': randomUUID() },
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  };
  const status = await new Promise<number>((resolve, reject) => {
    const call = request(`${url}/api/github/webhooks`, { agent, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('error', reject).end(body);
  });
  if (status !== 200 && status !== 202) throw new Error(`A delivery was answered ${status}.`);
}

/** Accepted a second, as many as come. */
async function flood(url: string, seconds: number): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1_000;
  let count = 0;
  const line = async () => {
    for (; performance.now() < until; count += 1) await deliver(url);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, line));
  return (count * 1_000) / (performance.now() - began);
}

/** The middle and the 99th percentile of the time to an answer, in milliseconds, from when it was due. */
async function atRate(url: string, seconds: number): Promise<readonly [number, number]> {
  const took: number[] = [];
  const began = performance.now();
  const all: Promise<void>[] = [];
  for (let at = 0; at < seconds * RATE; at++) {
    const due = began + (at * 1_000) / RATE;
    const wait = due - performance.now();
    if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait));
    all.push(deliver(url).then(() => void took.push(performance.now() - due)));
  }
  await Promise.all(all);
  const sorted = took.sort((a, b) => a - b);
  return [sorted[Math.floor(sorted.length * 0.5)] ?? 0, sorted[Math.floor(sorted.length * 0.99)] ?? 0];
}

if (import.meta.main)
  process.stdout.write(await benchAccept(process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'));
