// Thirty kinds of failure (R24): each is seen in a metric, in a line of the log, and where it says that no work can be done, in /readyz.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Store } from '../../src/store/store.ts';
import { opsRepository, propose, startWorld, type World } from '../loops/world.ts';
import type { FaultKind } from '../stand-in/faults.ts';
import type { CheckRun, Pull } from '../stand-in/world.ts';
import { signed } from '../web/deliver.ts';

const GUID = '72d3162e-cc78-11e3-81ab-4c9367dc0958';

let world: World;
let pull: Pull;
let run: CheckRun;
/** What the store does instead, for one case. */
let store: Store;
let broken: Partial<Store> = {};
let isHanging = false;
beforeAll(async () => {
  world = await startWorld({
    service: {
      timeLimitMs: 1_000,
      retries: { patience: () => 1, readLagMs: 0, limitOf: () => (isHanging ? 1 : 60_000) },
    },
  });
  pull = await propose(world, await opsRepository(world), { 'runbooks/b.md': '# B\n' });
  const [first] = world.github.checkRuns('acme/ops', pull.head.sha);
  if (!first) throw new Error('There is no check run.');
  run = first;
  store = world.service.store;
  await restart();
}, 60_000);

function restart(): Promise<void> {
  broken = {};
  return world.restart({ store: new Proxy(store, { get: (kept, name) => Reflect.get({ ...kept, ...broken }, name) }) });
}

afterAll(async () => {
  broken = {};
  await world.close();
});

const MARK = 'runbook_steward_';

/** The sum of a metric over its label sets that hold all of `labels`. */
async function metric(name: string, labels: Readonly<Record<string, string>>): Promise<number> {
  const text = await (await fetch(`${world.service.metricsUrl}/metrics`)).text();
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const lines = text.split('\n').filter((line) => line.replace(MARK, '').split(/[{ ]/)[0] === name);
  return lines
    .filter((line) => wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

type Seen = { readonly name: string; readonly labels?: Readonly<Record<string, string>>; readonly line: string };

async function seen(act: () => Promise<unknown>, { name, labels = {}, line }: Seen): Promise<void> {
  const before = await metric(name, labels);
  const from = world.lines.length;
  await act();
  for (let at = 0; at < 200 && !(await metric(name, labels).then((now) => now > before)); at++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await metric(name, labels)).toBeGreaterThan(before);
  expect(world.lines.slice(from).join('')).toContain(line);
}

const send = (headers: Readonly<Record<string, string | null>>, body = '{}', method = 'POST') => {
  const all = {
    ...{ 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': GUID },
    'x-hub-signature-256': signed(body, world.github.app.webhookSecret),
    ...headers,
  };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const init = { method, headers: Object.fromEntries(kept), ...(method === 'GET' ? {} : { body }) };
  return fetch(`${world.service.url}/api/github/webhooks`, init).catch(() => null);
};

test.each<readonly [outcome: string, act: () => Promise<unknown>]>([
  ['wrong-method', () => send({}, '', 'GET')],
  ['wrong-type', () => send({ 'content-type': 'text/plain' })],
  ['too-large', () => send({}, `"${'x'.repeat(26 * 1024 * 1024)}"`)],
  ['missing-header', () => send({ 'x-github-event': null })],
  ['bad-signature', () => send({ 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` })],
  ['bad-json', () => send({}, '[1]')],
])('a delivery that is refused: %s', (outcome, act) =>
  seen(act, { name: 'deliveries_total', labels: { outcome }, line: `"outcome":"${outcome}"` }),
);

test('a delivery that is cut short', () =>
  seen(
    async () => {
      const { hostname, port } = new URL(world.service.url);
      const head = ['content-type: application/json', 'x-github-event: push', `x-github-delivery: ${GUID}`];
      const lines = ['POST /api/github/webhooks HTTP/1.1', 'host: a', ...head, `x-hub-signature-256: ${signed('')}`];
      const socket = connect(Number(port), hostname);
      socket.write(`${lines.join('\r\n')}\r\ncontent-length: 100\r\n\r\n{`);
      await once(socket, 'connect');
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.destroy();
    },
    { name: 'deliveries_total', labels: { outcome: 'cut-short' }, line: '"outcome":"cut-short"' },
  ));

test('a delivery that cannot be stored', async () => {
  broken = {
    db: new Proxy(store.db, {
      get: () => () => {
        throw new Error('No room');
      },
    }),
  };
  await seen(() => send({}), {
    ...{ name: 'deliveries_total', labels: { outcome: 'not-stored' }, line: 'Could not store a delivery.' },
  });
  broken = {};
});

const again = async () => {
  world.github.rerequest(run, 'ada');
  await world.settled();
};

test.each<readonly [kind: FaultKind, status: string]>([
  ...(['500', '502-before', '502-after', '503', 'html-502'] as const).map((kind) => [kind, '5xx'] as const),
  ...(['reset-before', 'reset-after', 'hang', 'truncated'] as const).map((kind) => [kind, 'none'] as const),
  ...(['401', '404', '422'] as const).map((kind) => [kind, '4xx'] as const),
])('GitHub answers wrongly: %s', async (kind, status) => {
  world.github.fault({ operation: 'pulls/list-files', kind });
  await seen(again, { name: 'github_requests_total', labels: { status }, line: 'A job could not be done.' });
});

test.each<readonly [kind: FaultKind, limit: string]>([
  ['primary', 'primary'],
  ['secondary-403', 'secondary'],
  ['secondary-429', 'secondary'],
])('GitHub asks for a pause: %s', async (kind, limit) => {
  world.github.fault({ operation: 'pulls/list-files', kind, retryAfter: 1 });
  await seen(again, { name: 'github_pauses_total', labels: { limit }, line: 'A rate limit is reached.' });
});

const put = (data: object) =>
  store.db
    .transaction()
    .execute((trx) => store.queue.put(trx, [{ key: 'k', installation: null, priority: 50, data }]))
    .then(() => world.settled());

test('a job that this version does not know', () =>
  seen(() => put({ job: { kind: 'unheard-of' }, delivery: null }), {
    ...{ name: 'parked_jobs', line: 'A job that this version does not know was parked.' },
  }));

test('a job that takes too long', () =>
  seen(
    async () => {
      isHanging = true;
      world.github.rerequest(run, 'ada');
      await world.github.hooks.settled();
      await new Promise((resolve) => setTimeout(resolve, 300));
      isHanging = false;
      await world.settled();
    },
    { name: 'jobs_total', labels: { outcome: 'failed' }, line: 'It took longer than 1 ms' },
  ));

test('a job that is given up', async () => {
  world.github.fault({ operation: 'pulls/list-files', kind: 'truncated', times: 8 });
  await seen(again, { name: 'parked_jobs', line: '"tries":8' });
});

test('a write that GitHub refuses', async () => {
  await world.github.push(pull, { 'runbooks/b.md': '# C\n' });
  world.github.fault({ operation: 'checks/create', kind: '422' });
  await seen(() => world.settled(), {
    ...{ name: 'writes_total', labels: { outcome: 'failed' }, line: 'A job could not be done.' },
  });
});

const gone = () => Promise.reject(new Error('Gone'));
const old = { waiting: 1, running: 0, parked: 0, oldestSeconds: 1_000 };

test.each<readonly [what: string, instead: () => Partial<Store>, seenAs: Seen]>([
  [
    'database, queue',
    () => ({ ping: gone, queue: { ...store.queue, depth: gone } }),
    { name: 'reading_failures_total', labels: { reading: 'queues' }, line: 'Could not read for the metrics.' },
  ],
  ['queue', () => ({ queue: { ...store.queue, depth: async () => old } }), { name: 'queue_oldest_seconds', line: '' }],
  ['github', () => ({}), { name: 'github_requests_total', labels: { route: 'GET /app', status: '4xx' }, line: '' }],
])('/readyz: %s', async (what, instead, seenAs) => {
  await restart();
  expect(await (await fetch(`${world.service.url}/healthz`)).text()).toBe('ok\n');
  await seen(async () => {
    broken = instead();
    if (what === 'github') world.github.fault({ operation: 'apps/get-authenticated', kind: '401' });
    expect(await (await fetch(`${world.service.url}/readyz`)).text()).toBe(`not ready: ${what}\n`);
  }, seenAs);
  broken = {};
});
