// test/web: GitHub's own examples of every event, whole and broken, through the endpoint and Probot.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createReceiver } from '../../src/bot.ts';
import type { Told } from '../../src/events/told.ts';
import { endpoint, memoryLog, SECRET } from './deliver.ts';
import { EXAMPLES, type Example } from './examples.ts';

const SEED = 20_261_123;
const MUTATIONS = 30;
const KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

const unhandled: unknown[] = [];
const remember = (error: unknown) => void unhandled.push(error);

beforeEach(() => {
  process.on('unhandledRejection', remember);
});
afterEach(() => {
  process.off('unhandledRejection', remember);
  expect(unhandled).toEqual([]);
});

test('each of the 329 examples is accepted, and told of once', async () => {
  const ran = service();
  for (const [index, example] of EXAMPLES.entries()) expect(await ran.deliver(example, index)).toBe(202);
  expect(EXAMPLES).toHaveLength(329);
  expect(ran.told.map(({ event }) => event)).toEqual(EXAMPLES.map(({ event }) => event));
  expect(ran.told.filter(({ installation }) => installation).length).toBeGreaterThan(100);
  expect(ran.errors()).toEqual([]);
}, 30_000);

test(`each of 9,870 broken examples is accepted, and none stops the next (seed ${SEED})`, async () => {
  const ran = service();
  const random = randomOf(SEED);
  let sent = 0;
  for (const example of EXAMPLES) {
    for (let turn = 0; turn < MUTATIONS; turn += 1) {
      const payload: unknown = JSON.parse(JSON.stringify(example.payload));
      mutate(payload, random);
      const status = await ran.deliver({ event: example.event, payload: payload as object }, sent);
      if (status !== 202) throw new Error(`${example.event}, turn ${turn}: ${status}`);
      sent += 1;
    }
  }
  expect(sent).toBe(9870);
  // What nobody understands is a line of the log and not more.
  expect(ran.told.length + ran.errors().length).toBe(9870);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}, 60_000);

test('an event with the name of a prototype costs a line of the log', async () => {
  const ran = service();
  for (const event of ['__proto__', 'constructor', 'toString']) {
    expect(await ran.deliver({ event, payload: {} }, event.length)).toBe(202);
  }
  expect(await ran.deliver({ event: 'push', payload: {} }, 1)).toBe(202);
  expect(ran.told.map(({ event }) => event)).toContain('push');
});

function service() {
  const told: Told[] = [];
  const { log, lines } = memoryLog();
  const receiving = createReceiver({ appId: 1, privateKey: KEY, secret: SECRET, log }, async (one) => {
    told.push(one);
  });
  const tried = endpoint({ accept: async (delivery) => (await receiving)(delivery) });
  const guidOf = (index: number) => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
  return {
    told,
    errors: () => lines.filter((line) => line.includes('Could not understand a delivery')),
    deliver: async ({ event, payload }: Example, index: number) =>
      (await tried.send({ event, guid: guidOf(index), body: JSON.stringify(payload) })).status,
  };
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WRONG: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  '',
  [],
  {},
  [null],
  '\u0000\uD800',
  'x'.repeat(10_000),
  JSON.parse('{"__proto__":{"polluted":true}}'),
];

/** Drops or replaces one value, anywhere in the payload. */
function mutate(payload: unknown, random: () => number): void {
  let at: unknown = payload;
  for (;;) {
    if (typeof at !== 'object' || at === null) return;
    const keys = Object.keys(at);
    const key = keys[Math.floor(random() * keys.length)];
    if (key === undefined) return;
    const next: unknown = Reflect.get(at, key);
    if (typeof next === 'object' && next !== null && random() < 0.7) {
      at = next;
      continue;
    }
    if (random() < 0.3) Reflect.deleteProperty(at, key);
    else Reflect.set(at, key, WRONG[Math.floor(random() * WRONG.length)]);
    return;
  }
}
