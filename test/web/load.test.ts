// test/web: the endpoint under strangers: bounded memory, no socket kept, good deliveries in time. `bench/endpoint-load.ts` has the full counts.
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
const all = (count: number, status: number) => Array.from({ length: count }, () => status);

let service: Service | undefined;
let target: Target = { port: 0, secret: SECRET };
beforeAll(async () => {
  service = await startService({ APP_ID: '4711', PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET, LOG_LEVEL: 'error' });
  target = { port: service.port, secret: SECRET };
});
afterAll(async () => {
  service?.child.kill('SIGTERM');
  const ended = await service?.ended;
  expect(ended).toEqual({ code: 0, out: '', err: '' });
});

test('10 bodies that declare 100 MB are refused', async () => {
  expect(await hugeBodies(target, 10, false)).toEqual(all(10, 413));
}, 30_000);

test('10 bodies of 100 MB in chunks are refused or turned away', async () => {
  const statuses = await hugeBodies(target, 10, true);
  expect(statuses.filter((status) => status !== 413 && status !== 503)).toEqual([]);
  expect(statuses).toContain(413);
}, 30_000);

test('10 of the largest bodies under a wrong signature are refused or turned away', async () => {
  const statuses = await largestBodies(target, 10);
  expect(statuses.filter((status) => status !== 401 && status !== 503)).toEqual([]);
  expect(statuses).toContain(401);
}, 30_000);

test('a byte over 25 MB is refused, signed or not', async () => {
  expect(await oneByteTooMuch(target)).toBe(413);
}, 30_000);

test('a body that says it is compressed is refused', async () => {
  expect(await gzipHeader(target)).toBe(415);
});

test('a body that goes on behind its declared end is refused', async () => {
  expect(await lengthTooSmall(target)).toBe(400);
});

test('bodies in chunks of one byte are refused before they cost much', async () => {
  const started = performance.now();
  expect(await oneByteChunks(target, 5, 1_000_000)).toEqual(all(5, 413));
  expect(performance.now() - started).toBeLessThan(10_000);
}, 30_000);

test('300 slow sockets are closed within 12 s, while good deliveries pass', async () => {
  const kinds: readonly Slowness[] = ['silent', 'slow headers', 'slow body', 'length too large'];
  const [good, ...open] = await Promise.all([
    goodDeliveries(target, 100),
    ...kinds.map((kind) => slowSockets(target, 75, kind)),
  ]);
  expect(good.statuses).toEqual(all(100, 202));
  expect(good.p99).toBeLessThan(500);
  expect(open.flat()).toHaveLength(300);
  expect(Math.max(...open.flat())).toBeLessThan(13_000);
}, 30_000);

test('300 connections at once are all answered', async () => {
  expect(await connectionsAtOnce(target, 300)).toEqual(all(300, 202));
}, 30_000);

// One case alone takes at most 300 MB, which the bench shows; here all of them ran in one process, on whatever machine this is.
test('all of it together took less than 400 MB', async () => {
  expect(await service?.maxRssMb()).toBeLessThan(400);
});
