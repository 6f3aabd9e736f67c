// test/log: no secret gets into a line of the log or an answer, whichever way it takes. 30 shapes × 20 ways.
import { describe, expect, test } from '@jest/globals';
import { createLog, type Log } from '../../src/log/log.ts';
import type { Accept } from '../../src/web/delivery.ts';
import { createEndpoint, WEBHOOK_PATH } from '../../src/web/endpoint.ts';
import { signed } from '../web/deliver.ts';
import { OWN, SHAPES } from './secret-shapes.ts';

type Way = readonly [string, (log: Log, text: string) => unknown];

const guid = '72d3162e-cc78-11e3-81ab-4c9367dc0958';

const WAYS: readonly Way[] = [
  ['the message', (log, text) => log.info(text)],
  ['the message, in the middle', (log, text) => log.info(`before ${text} after`)],
  ['what is put into the message', (log, text) => log.info('Read %s.', text)],
  ['a field', (log, text) => log.info({ value: text }, 'x')],
  ['a field within fields', (log, text) => log.info({ a: { b: [{ c: text }] } }, 'x')],
  ['the name of a field', (log, text) => log.info({ a: { [text]: 1 } }, 'x')],
  ['JSON in a field', (log, text) => log.info({ value: JSON.stringify({ inner: text }) }, 'x')],
  ['a Map', (log, text) => log.info({ value: new Map([['key', text]]) }, 'x')],
  ['the end of a long text', (log, text) => log.info({ value: `${'word '.repeat(390)}${text}` }, 'x')],
  ['the cut of a very long text', (log, text) => log.info({ value: `${'-'.repeat(16_370)} ${text}` }, 'x')],
  ['an error’s message', (log, text) => log.error({ err: new Error(`Could not ${text}`) }, 'x')],
  ['an error alone', (log, text) => log.error(new Error(text))],
  [
    'an error’s cause’s cause',
    (log, text) => log.error({ err: new Error('a', { cause: new Error('b', { cause: text }) }) }, 'x'),
  ],
  [
    'one of several errors',
    (log, text) => log.error({ err: new AggregateError([new Error('a'), new Error(text)]) }, 'x'),
  ],
  [
    'an Octokit error’s request',
    (log, text) => {
      const request = { headers: { authorization: text, accept: text }, url: text, body: text };
      log.error(
        { err: Object.assign(new Error('x'), { status: 500, code: text, request, response: { data: text } }) },
        'x',
      );
    },
  ],
  ['what a child says on every line', (log, text) => log.child({ value: text, deep: { value: text } }).info('x')],
  ['an error that stops the endpoint', (log, text) => post(log, { accept: () => Promise.reject(new Error(text)) })],
  [
    'why a delivery could not be stored',
    (log, text) => post(log, { accept: () => Promise.reject(new Error('a', { cause: new Error(text) })) }),
  ],
  ['the body and the address of a request', (log, text) => post(log, { body: text, query: encodeURIComponent(text) })],
  [
    'the headers of a request',
    (log, text) => {
      const value = encodeURIComponent(text);
      const names = ['content-type', 'x-github-event', 'x-github-delivery', 'x-hub-signature-256', 'user-agent'];
      const all = names.map((name) => post(log, { headers: { [name]: value, authorization: value } }));
      return Promise.all(all).then((answers) => answers.join('\n'));
    },
  ],
];

test('there are 30 shapes and 20 ways', () => {
  expect([SHAPES.length, WAYS.length]).toEqual([30, 20]);
});

describe.each(WAYS)('%s', (_, say) => {
  test.each(SHAPES)('$name', async ({ text, secret }) => {
    const lines: string[] = [];
    const log = createLog({ level: 'trace', secrets: [OWN], to: { write: (line) => void lines.push(line) } });
    const answered = String(await say(log, text));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
    for (const hidden of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      expect(lines.join('')).not.toContain(hidden);
      expect(answered).not.toContain(hidden);
    }
  });
});

test.each([
  'authorization',
  'Authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-hub-signature',
  'X-Hub-Signature-256',
  'token',
  'access_token',
  'accessToken',
  'webhookSecret',
  'webhookSecrets',
  'WEBHOOK_SECRET',
  'client_secret',
  'password',
  'privateKey',
  'PRIVATE_KEY',
  'api-key',
  'jwt',
  'pem',
])('what stands under %s is never shown', (key) => {
  const values = ['opensesame', ['opensesame'], { a: 'opensesame' }, 12_345_678];
  for (const value of values) {
    const line = lineOf((log) => log.info({ deep: { [key]: value } }, 'x'));
    expect(JSON.parse(line).deep).toEqual({ [key]: '[redacted]' });
  }
});

test.each([
  'token expired',
  'The signature does not match.',
  'acme/ops',
  '1a2b3c4d5e6f',
  'Basic steps',
  'monkey: 5',
  'sha256',
])('“%s” is no secret', (text) => {
  expect(JSON.parse(lineOf((log) => log.info({ keyboard: text, why: text }, text)))).toMatchObject({
    keyboard: text,
    why: text,
    msg: text,
  });
});

test('a line is JSON with the level, the time, the child’s fields, its own and the message', () => {
  const line = lineOf((log) => log.child({ delivery: guid }).warn({ count: 3 }, 'Three.'));
  expect(line.endsWith('\n')).toBe(true);
  expect(JSON.parse(line)).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    delivery: guid,
    count: 3,
    msg: 'Three.',
  });
});

test('an error is told with its causes, and an Octokit error without its request', () => {
  const cause = Object.assign(new Error('Bad gateway'), { status: 502, request: { url: 'x' } });
  const { err } = JSON.parse(lineOf((log) => log.error({ err: new Error('Could not read', { cause }) }, 'x')));
  expect(Object.keys(err)).toEqual(['type', 'message', 'cause', 'stack']);
  expect(Object.keys(err.cause)).toEqual(['type', 'message', 'status', 'stack']);
  expect([err.message, err.cause.message, err.cause.status]).toEqual(['Could not read', 'Bad gateway', 502]);
});

test('a payload, bytes and what cannot be read leave a word in their place', () => {
  const circle: Record<string, unknown> = { a: 1 };
  circle['self'] = circle;
  const trap = Object.defineProperty({}, 'x', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
  const fields = {
    payload: { a: 1 },
    body: 'text',
    bytes: Buffer.from('abc'),
    circle,
    trap,
    big: 5n,
    none: Number.NaN,
  };
  expect(JSON.parse(lineOf((log) => log.info(fields, 'x')))).toMatchObject({
    payload: '[left out]',
    body: '[left out]',
    bytes: '[3 bytes]',
    circle: { a: 1, self: '[…]' },
    trap: '[unreadable]',
    big: '5',
    none: 'NaN',
  });
});

test('a line stays short and quick, whatever is logged', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
  const hostile = ['-----BEGIN PRIVATE KEY', 'eyJ', 'token ', '://a:', 'gh', '?code=', 'authorization:'].map((part) =>
    part.repeat(1_000_000 / part.length),
  );
  const started = performance.now();
  const line = lineOf((log) => log.info({ deep, wide: Array(1_000_000).fill('wide'), hostile }, hostile.join('')));
  expect(line.length).toBeLessThan(100_000);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('below its level nothing is written', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'warn', to: { write: (line) => void lines.push(line) } });
  log.info('no');
  log.warn('yes');
  expect(lines).toHaveLength(1);
});

function lineOf(say: (log: Log) => void): string {
  const lines: string[] = [];
  say(createLog({ level: 'trace', to: { write: (line) => void lines.push(line) } }));
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

type Posted = {
  readonly accept?: Accept;
  readonly body?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends one delivery; the answer with its headers as text. */
async function post(
  log: Log,
  { accept = async () => {}, body = '{}', query = '', headers = {} }: Posted,
): Promise<string> {
  const app = createEndpoint({ secrets: [OWN], accept, log });
  const usual = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': guid,
    'x-hub-signature-256': signed(body, OWN),
  };
  const init = { method: 'POST', body, headers: { ...usual, ...headers } };
  const responses = [await app.request(`${WEBHOOK_PATH}?${query}`, init), await app.request(`/${query}`, init)];
  const texts = responses.map(async (one) => `${one.status} ${JSON.stringify([...one.headers])} ${await one.text()}`);
  return (await Promise.all(texts)).join('\n');
}
