// W5: one of each thing that strangers send to an endpoint on the open internet, over real sockets. `npm run reliability` sends them by
// the thousand, and bounds time and memory, which want a machine of their own.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KEY } from '../start/key.ts';
import {
  connectionsAtOnce,
  goodDeliveries,
  gzipHeader,
  hugeBodies,
  largestBodies,
  lengthTooSmall,
  oneByteChunks,
  oneByteTooMuch,
  type Slowness,
  slowSockets,
  type Target,
} from './load-cases.ts';
import { type Service, startService } from './service-process.ts';

const SECRET = 'f3b1c6d2a4e57908b1d2';
const SLOW: readonly Slowness[] = ['silent', 'slow headers', 'slow body', 'length too large'];
const all = (count: number, status: number) => Array.from({ length: count }, () => status);

let service: Service | undefined;
let target: Target = { port: 0, secret: SECRET };
/** As a balancer does. */
const asked = { count: 0, answered: 0 };
let asking: NodeJS.Timeout | undefined;
const askHealth = async () => {
  asked.count += 1;
  const { status } = await fetch(`http://127.0.0.1:${target.port}/healthz`, { signal: AbortSignal.timeout(10_000) });
  if (status === 200) asked.answered += 1;
};
beforeAll(async () => {
  service = await startService({ APP_ID: '4711', PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET, LOG_LEVEL: 'error' });
  target = { port: service.port, secret: SECRET };
  asking = setInterval(() => void askHealth().catch(() => {}), 250);
});
afterAll(async () => {
  clearInterval(asking);
  service?.child.kill('SIGTERM');
  expect(await service?.ended).toEqual({ code: 0, out: '', err: '' });
});

test.each<readonly [string, (target: Target) => Promise<number | readonly number[]>, number | readonly number[]]>([
  ['100 MB, declared', (to) => hugeBodies(to, 1, false), [413]],
  ['100 MB in chunks', (to) => hugeBodies(to, 1, true), [413]],
  ['25 MB under a wrong signature', (to) => largestBodies(to, 1), [401]],
  ['25 MB and a byte, signed', oneByteTooMuch, 413],
  ['chunks of one byte', (to) => oneByteChunks(to, 1, 200_000), [413]],
  ['a length that is too small', lengthTooSmall, 400],
  ['a body that says it is compressed', gzipHeader, 415],
  ['50 connections at once', (to) => connectionsAtOnce(to, 50), all(50, 202)],
])('%s', async (_, send, status) => {
  expect(await send(target)).toEqual(status);
});

test('slow sockets of four kinds are closed by the service, while good deliveries pass', async () => {
  const [good, ...open] = await Promise.all([
    goodDeliveries(target, 5),
    ...SLOW.map((kind) => slowSockets(target, 2, kind)),
  ]);
  expect(good.statuses).toEqual(all(5, 202));
  // After 30 s the sender itself would give up.
  expect(Math.max(...open.flat())).toBeLessThan(29_000);
}, 60_000);

test('all the while it answers that it is well', () => {
  expect(asked.count).toBeGreaterThan(20);
  // The last ones may be on their way.
  expect(asked.count - asked.answered).toBeLessThanOrEqual(2);
});
