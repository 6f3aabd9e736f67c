// test/web: what the webhook endpoint answers to whom. 25 cases of headers and signatures, 16 of bodies, 12 of secrets.
import { describe, expect, test } from '@jest/globals';
import { ANSWERS } from '../../src/web/answers.ts';
import { endpoint, GUID, SECRET, type Sent, signed } from './deliver.ts';

const text = (characters: number) => 'x'.repeat(characters);
const MB = 1024 * 1024;
const answer = (status: number, body: string) => ({ status, text: body });
const ACCEPTED = answer(202, 'Accepted.\n');
const NO_POST = answer(405, 'Send a POST.\n');
const WRONG_TYPE = answer(415, 'Send application/json without a content encoding.\n');
const TOO_LARGE = answer(413, 'The body is larger than 25 MB.\n');
const NO_HEADER = answer(400, 'X-GitHub-Event, X-GitHub-Delivery or X-Hub-Signature-256 is missing or malformed.\n');
const NOT_SIGNED = answer(401, 'X-Hub-Signature-256 does not match.\n');
const NO_OBJECT = answer(400, 'The body is not a JSON object.\n');

type Case = readonly [string, Sent, ReturnType<typeof answer>];

const headerCases: readonly Case[] = [
  ['a signed delivery', {}, ACCEPTED],
  ['a ping', { event: 'ping', body: '{"zen":"Speak like a human."}' }, ACCEPTED],
  ['an event nobody knows', { event: 'made_up_tomorrow' }, ACCEPTED],
  ['an event with the name of a prototype', { event: '__proto__' }, ACCEPTED],
  ['a GUID in capitals', { guid: GUID.toUpperCase() }, ACCEPTED],
  ['a type with a charset', { headers: { 'content-type': 'Application/JSON; charset=utf-8' } }, ACCEPTED],
  ['a GET', { method: 'GET' }, NO_POST],
  ['a PUT', { method: 'PUT' }, NO_POST],
  ['a DELETE that is signed', { method: 'DELETE' }, NO_POST],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, WRONG_TYPE],
  ['a type that only begins like JSON', { headers: { 'content-type': 'application/json5' } }, WRONG_TYPE],
  ['a compressed body', { headers: { 'content-encoding': 'gzip' } }, WRONG_TYPE],
  ['no event', { headers: { 'x-github-event': null } }, NO_HEADER],
  ['an event with a blank in it', { event: 'push push' }, NO_HEADER],
  ['an event of 10,000 characters', { event: text(10_000) }, NO_HEADER],
  ['no delivery', { headers: { 'x-github-delivery': null } }, NO_HEADER],
  ['a delivery that is no GUID', { guid: '1234567890' }, NO_HEADER],
  ['no signature', { headers: { 'x-hub-signature-256': null } }, NO_HEADER],
  [
    'a SHA-1 signature alone',
    { headers: { 'x-hub-signature-256': null, 'x-hub-signature': `sha1=${text(40)}` } },
    NO_HEADER,
  ],
  ['a SHA-1 signature in its place', { headers: { 'x-hub-signature-256': `sha1=${'a'.repeat(40)}` } }, NOT_SIGNED],
  ['another secret', { secret: 'correct-horse-battery-stapler' }, NOT_SIGNED],
  ['an empty signature after sha256=', { headers: { 'x-hub-signature-256': 'sha256=' } }, NOT_SIGNED],
  ['a signature without sha256=', { headers: { 'x-hub-signature-256': signed('{}').slice(7) } }, NOT_SIGNED],
  [
    'a signature of 10,000 characters',
    { headers: { 'x-hub-signature-256': `sha256=${'a'.repeat(10_000)}` } },
    NOT_SIGNED,
  ],
  [
    'a wrong and a right signature',
    { headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}, ${signed('{}')}` } },
    NOT_SIGNED,
  ],
];

const bodyCases: readonly Case[] = [
  ['an object with a key __proto__', { body: '{"__proto__":{"polluted":true}}' }, ACCEPTED],
  ['a byte order mark', { body: '\uFEFF{}' }, ACCEPTED],
  ['100,000 layers', { body: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }, ACCEPTED],
  ['NUL in a string', { body: '{"a":"\\u0000"}' }, ACCEPTED],
  ['25 MB exactly', { body: `{"a":"${text(25 * MB - 8)}"}` }, ACCEPTED],
  ['25 MB and a byte', { body: text(25 * MB + 1) }, TOO_LARGE],
  ['25 MB and a byte in pieces, without a length', { body: pieces(25 * MB + 1, 64 * 1024) }, TOO_LARGE],
  ['a declared length of 100 MB', { headers: { 'content-length': String(100 * MB) } }, TOO_LARGE],
  ['a declared length past every number', { headers: { 'content-length': '9'.repeat(400) } }, TOO_LARGE],
  ['one-byte pieces without end', { body: pieces(200_000, 1) }, TOO_LARGE],
  ['nothing', { body: '' }, NO_OBJECT],
  ['null', { body: 'null' }, NO_OBJECT],
  ['a list', { body: '[{}]' }, NO_OBJECT],
  ['a string', { body: '"push"' }, NO_OBJECT],
  ['JSON that ends early', { body: '{"a":' }, NO_OBJECT],
  ['bytes that are not UTF-8', { body: Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, NO_OBJECT],
];

test('there are 41 cases', () => {
  expect([headerCases.length, bodyCases.length]).toEqual([25, 16]);
});

test.each([...headerCases, ...bodyCases])('%s', async (_, sent, expected) => {
  const tried = endpoint();
  expect(await tried.send(sent)).toEqual(expected);
  expect(tried.accepted).toHaveLength(expected.status === 202 ? 1 : 0);
  expect(tried.outcomes).toHaveLength(1);
});

describe('the order of the checks', () => {
  const wrong = {
    headers: { 'content-type': 'text/plain', 'x-github-event': null, 'content-length': String(100 * MB) },
  };
  test.each<Case>([
    ['the method comes before the type', { ...wrong, method: 'PATCH' }, NO_POST],
    ['the type before the length', wrong, WRONG_TYPE],
    ['the length before the headers', { headers: { ...wrong.headers, 'content-type': 'application/json' } }, TOO_LARGE],
    [
      'the length while reading before the headers',
      { body: pieces(25 * MB + 1, 64 * 1024), headers: { 'x-github-event': null } },
      TOO_LARGE,
    ],
    ['the headers before the signature', { secret: 'not-the-one-that-is-set', event: '' }, NO_HEADER],
    ['the signature before the JSON', { secret: 'not-the-one-that-is-set', body: '{' }, NOT_SIGNED],
  ])('%s', async (_, sent, expected) => {
    expect(await endpoint().send(sent)).toEqual(expected);
  });
});

describe('secrets', () => {
  const [OLD, NEW] = ['the-secret-of-last-year', 'the-secret-of-this-year'];
  test.each([
    ['the first of two', [OLD, NEW], OLD, 202],
    ['the second of two', [OLD, NEW], NEW, 202],
    ['the old one after it is gone', [NEW], OLD, 401],
    ['both of them with the comma', [OLD, NEW], `${OLD},${NEW}`, 401],
    ['none at all is set', [], OLD, 401],
    ['the word Probot falls back to', [OLD, NEW], 'development', 401],
    ['one in capitals', [OLD], OLD.toUpperCase(), 401],
  ])('%s', async (_, secrets, secret, status) => {
    expect((await endpoint({ secrets }).send({ secret })).status).toBe(status);
  });
});

test('a body is judged by its bytes, not by what they mean', async () => {
  const tried = endpoint();
  const headers = { 'x-hub-signature-256': signed('{"a":1}') };
  expect(await tried.send({ body: '{"a": 1}', headers })).toEqual(NOT_SIGNED);
  expect(await tried.send({ body: '{"a":1}', headers })).toEqual(ACCEPTED);
});

test('a delivery is handed on as it came, with its size', async () => {
  const tried = endpoint();
  await tried.send({ event: 'pull_request', body: '{"action":"opened","title":"ü"}' });
  const payload = { action: 'opened', title: 'ü' };
  expect(tried.accepted).toEqual([{ guid: GUID, event: 'pull_request', payload, size: 32 }]);
});

test('what cannot be stored is answered 503, and the reason is in the log alone', async () => {
  const tried = endpoint({
    accept: async () => {
      throw new Error('Could not insert into deliveries', { cause: new Error('disk full') });
    },
  });
  expect(await tried.send()).toEqual(answer(503, 'The delivery could not be stored. Deliver it again later.\n'));
  const line = JSON.parse(tried.logged());
  expect(line).toMatchObject({
    level: 'error',
    delivery: GUID,
    event: 'push',
    msg: 'Could not store a delivery.',
    err: { message: 'Could not insert into deliveries', cause: { message: 'disk full' } },
  });
});

test('every line about a delivery names it, and none holds its payload', async () => {
  const tried = endpoint({ accept: async (_, log) => log.info('Here.') });
  await tried.send({ body: '{"canary":"in the mine"}' });
  await tried.send({ body: '{"canary":"in the mine"}', secret: 'not-the-one-that-is-set' });
  const lines = tried.logged().trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).delivery)).toEqual([GUID, GUID, GUID]);
  expect(tried.logged()).not.toContain('canary');
});

test('large bodies at once share a bounded room, which is given back', async () => {
  const tried = endpoint();
  const [first, second] = [held(24 * MB), held(24 * MB)];
  const waiting = tried.send({ body: first.body });
  await first.isRead;
  expect(await tried.send({ body: second.body })).toEqual(
    answer(503, 'Too many large deliveries at once. Deliver it again later.\n'),
  );
  expect(await tried.send({ body: `{"a":"${text(60_000)}"}` })).toEqual(ACCEPTED);
  first.end();
  expect(await waiting).toEqual(NOT_SIGNED);
  for (let turn = 0; turn < 4; turn += 1) {
    expect(await tried.send({ body: `{"a":"${text(24 * MB)}"}` })).toEqual(ACCEPTED);
  }
});

test('a sender that goes away in the middle is no error of ours', async () => {
  const tried = endpoint();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error('ECONNRESET'));
    },
  });
  expect(await tried.send({ body })).toEqual(answer(400, 'The body ended early.\n'));
});

test('/healthz answers while the process lives, /readyz while it takes work', async () => {
  let missing: string[] = [];
  const tried = endpoint({ unreadiness: async () => missing });
  expect(await tried.request('/healthz')).toEqual(answer(200, 'ok\n'));
  expect(await tried.request('/readyz')).toEqual(answer(200, 'ready\n'));
  missing = ['database', 'github'];
  expect(await tried.request('/healthz')).toEqual(answer(200, 'ok\n'));
  expect(await tried.request('/readyz')).toEqual(answer(503, 'not ready: database, github\n'));
});

test.each(['/', '/probot', '/probot/setup', '/probot/import', '/api/github/webhooks/'])(
  '%s is not there',
  async (path) => {
    expect(await endpoint().request(path, { method: 'POST' })).toEqual(answer(404, 'Not found.\n'));
  },
);

test('only what the contract names can be answered', () => {
  const statuses = new Set<number>(Object.values(ANSWERS).map(({ status }) => status));
  expect([...statuses].sort()).toEqual([202, 400, 401, 405, 413, 415, 503]);
  expect(Object.values(ANSWERS).filter(({ text }) => text.includes(SECRET))).toEqual([]);
});

function pieces(total: number, size: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= total) return controller.close();
      const next = Math.min(size, total - sent);
      sent += next;
      controller.enqueue(new Uint8Array(next));
    },
  });
}

/** A body of so many bytes that ends when it is told to. */
function held(bytes: number) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let tell = () => {};
  const isRead = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent >= bytes) {
        tell();
        await ended;
        return controller.close();
      }
      sent += MB;
      controller.enqueue(new Uint8Array(MB));
    },
    cancel: () => tell(),
  });
  return { body, isRead, end };
}
