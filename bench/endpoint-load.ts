// bench: the webhook endpoint under strangers (memory, slow sockets, good deliveries in between), and the time a wrong signature takes.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isSigned } from '../src/web/signature.ts';
import { signed } from '../test/web/deliver.ts';
import {
  connectionsAtOnce,
  goodDeliveries,
  gzipHeader,
  hugeBodies,
  largestBodies,
  lengthTooSmall,
  oneByteChunks,
  oneByteTooMuch,
  slowSockets,
  type Target,
} from '../test/web/load-cases.ts';
import { startService } from '../test/web/service-process.ts';
import { markdownTable } from './table.ts';

const SECRET = randomBytes(32).toString('hex');
const KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

type Case = { readonly name: string; readonly run: (target: Target) => Promise<string> };

const CASES: readonly Case[] = [
  { name: '10 × 100 MB, declared', run: async (target) => counted(await hugeBodies(target, 10, false)) },
  { name: '10 × 100 MB, in chunks', run: async (target) => counted(await hugeBodies(target, 10, true)) },
  { name: '10 × 25 MB, wrong signature', run: async (target) => counted(await largestBodies(target, 10)) },
  { name: '25 MB + 1, signed', run: async (target) => counted([await oneByteTooMuch(target)]) },
  { name: 'length too small', run: async (target) => counted([await lengthTooSmall(target)]) },
  { name: 'says gzip', run: async (target) => counted([await gzipHeader(target)]) },
  { name: '10 × 5 MB in one-byte chunks', run: async (target) => counted(await oneByteChunks(target, 10, 5_000_000)) },
  ...(['silent', 'slow headers', 'slow body', 'length too large'] as const).map((kind) => ({
    name: `3,000 sockets, ${kind}`,
    run: async (target: Target) => {
      const [open, good] = await Promise.all([slowSockets(target, 3000, kind), goodDeliveries(target, 500)]);
      const longest = (Math.max(...open) / 1000).toFixed(1);
      return `closed within ${longest} s; 500 good ones: ${counted(good.statuses)}, p50 ${good.p50.toFixed(0)} ms, p99 ${good.p99.toFixed(0)} ms`;
    },
  })),
  { name: '1,000 connections at once', run: async (target) => counted(await connectionsAtOnce(target, 1000)) },
];

/** What was answered, how often: `413 × 10`; 0 is a line that was cut without an answer. */
function counted(statuses: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${status} × ${count}`).join(', ');
}

async function loads(): Promise<string> {
  const rows: string[][] = [];
  for (const { name, run } of CASES) {
    // A service of its own for each, or the memory would be that of the worst.
    const service = await startService({
      APP_ID: '1',
      PRIVATE_KEY: KEY,
      WEBHOOK_SECRET: SECRET,
      LOG_LEVEL: 'fatal',
    });
    const answered = await run({ port: service.port, secret: SECRET });
    rows.push([name, answered, (await service.maxRssMb()).toFixed(0)]);
    service.child.kill('SIGTERM');
    await service.ended;
  }
  return markdownTable(['what strangers send', 'what happens', 'most memory, MB'], rows);
}

const SAMPLES = 20_000;

/** Signatures that differ in their first or their last byte, in turn; nanoseconds. Fair means the means differ by less than 3 errors. */
function timing(): string {
  const body = [randomBytes(21_000)];
  const right = signed(Buffer.concat(body), SECRET);
  const flip = (at: number) => right.slice(0, at) + (right[at] === '0' ? '1' : '0') + right.slice(at + 1);
  const kinds = [flip('sha256='.length), flip(right.length - 1)];
  const times: number[][] = [[], []];
  for (let turn = 0; turn < SAMPLES + 1000; turn += 1) {
    for (const [index, signature] of kinds.entries()) {
      const started = process.hrtime.bigint();
      isSigned(body, signature, [SECRET]);
      const taken = Number(process.hrtime.bigint() - started);
      if (turn >= 1000) times[index]?.push(taken);
    }
  }
  const [first, last] = times.map(meanOf);
  if (!first || !last) throw new Error('Nothing was measured');
  const errors = Math.abs(first.mean - last.mean) / Math.hypot(first.error, last.error);
  const rows = [
    ['first byte wrong', first.mean.toFixed(0), first.error.toFixed(1)],
    ['last byte wrong', last.mean.toFixed(0), last.error.toFixed(1)],
    ['difference', (first.mean - last.mean).toFixed(0), `${errors.toFixed(2)} of them`],
  ];
  return markdownTable([`${SAMPLES} signatures each`, 'mean, ns', 'standard error, ns'], rows);
}

/** The slowest hundredth is left out: it is the machine's, not the code's. */
function meanOf(times: readonly number[]): { readonly mean: number; readonly error: number } {
  const kept = [...times].sort((a, b) => a - b).slice(0, Math.floor(times.length * 0.99));
  const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
  const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
  return { mean, error: Math.sqrt(variance / kept.length) };
}

if (import.meta.main) process.stdout.write(`${await loads()}\n${timing()}`);
