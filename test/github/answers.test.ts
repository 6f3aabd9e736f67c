// github: recorded answers, good and bad, of one request → what the rest of the house sees of it.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import nock from 'nock';
import { z } from 'zod';
import { ask, askAll } from '../../src/github/ask.ts';
import { askGraphql } from '../../src/github/ask-graphql.ts';
import { connect, type RequestMade } from '../../src/github/connect.ts';
import { GitHubFailed, Limited } from '../../src/github/failure.ts';
import type { GitHub } from '../../src/github/github.ts';

const API = 'https://api.github.test';
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const DOING = { verb: 'read', object: 'the label of acme/ops' };
const REQUEST = {
  route: 'GET /repos/{owner}/{repo}/labels/{name}',
  parameters: { owner: 'acme', repo: 'ops', name: 'a/b' },
};
const LABEL = z.object({ name: z.string() });
const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
const DATE = 'Mon, 23 Nov 2026 12:00:00 GMT';
const AT = Date.parse(DATE) / 1000;

let made: RequestMade[];
let github: GitHub;
beforeEach(() => {
  nock.disableNetConnect();
  made = [];
  github = connection().reading(7);
  nock(API).post('/app/installations/7/access_tokens').reply(201, { token: 'ghs_one' });
});
afterEach(() => {
  jest.useRealTimers();
  nock.cleanAll();
  nock.enableNetConnect();
});
// It takes the place of Node's own sockets, which the next files of this process share: one that sends half a request would never be heard.
afterAll(() => nock.restore());

const connection = (now?: () => number) =>
  connect({ appId: 4711, privateKey, apiUrl: API, onRequest: (one) => made.push(one), ...(now ? { now } : {}) });
const label = () => nock(API).get('/repos/acme/ops/labels/a%2Fb');
const failure = () =>
  ask(github, DOING, REQUEST, LABEL).then(
    () => null,
    (error: unknown) => error,
  );

describe('an answer', () => {
  test('of the expected shape is given, with only what was asked for', async () => {
    label().reply(200, { name: 'a/b', colour: 'red', __proto__: { x: 1 } });
    expect((await ask(github, DOING, REQUEST, LABEL)).data).toEqual({ name: 'a/b' });
    expect(made.map(({ route, status, installation }) => [route, status, installation])).toEqual([
      ['POST /app/installations/{installation_id}/access_tokens', 201, 7],
      [REQUEST.route, 200, 7],
    ]);
  });

  test.each<readonly [name: string, status: number, body: string, headers: Record<string, string>]>([
    ['of another shape', 200, '{"title":"x"}', {}],
    ['that is an error in disguise', 200, '{"message":"Server Error"}', {}],
    ['that breaks off', 200, '{"name":"a', {}],
    ['that is empty', 200, '', {}],
    ['that is HTML', 200, '<html></html>', { 'content-type': 'text/html' }],
  ])('%s is none', async (_, status, body, headers) => {
    label().reply(status, body, { 'content-type': 'application/json', ...headers });
    const error = await failure();
    expect(error).toBeInstanceOf(GitHubFailed);
    expect(error).toMatchObject({
      message: "Could not read the label of acme/ops: GitHub's answer cannot be read",
      isRetryable: true,
    });
  });

  test.each<readonly [status: number, isRetryable: boolean, isTooMuch: boolean]>([
    [400, true, false],
    [401, true, false],
    [403, false, false],
    [404, true, false],
    [409, true, false],
    [410, false, false],
    [422, true, false],
    [451, false, false],
    [500, true, false],
    [502, true, true],
    [503, true, false],
    [504, true, true],
  ])('of status %i is a failure', async (status, isRetryable, isTooMuch) => {
    label().reply(status, '<html>secret stack trace</html>', { 'content-type': 'text/html' });
    const error = await failure();
    expect(error).toBeInstanceOf(GitHubFailed);
    expect(error).toMatchObject({
      message: `Could not read the label of acme/ops: GitHub answered ${status}`,
      ...{ status, isRetryable, isTooMuch },
    });
    expect(nock.isDone()).toBe(true);
  });
});

describe('a limit', () => {
  const ZERO = { 'x-ratelimit-remaining': '0' };
  test.each<readonly [name: string, status: number, message: string, headers: Record<string, string>, waits: number]>([
    ['with retry-after', 403, SECONDARY, { 'retry-after': '17' }, 17_000],
    ['of status 429 with retry-after', 429, SECONDARY, { 'retry-after': '3' }, 3_000],
    ['that says nothing', 403, SECONDARY, {}, 60_000],
    ['of status 429 that says nothing', 429, '', {}, 60_000],
    [
      'for the hour',
      403,
      'API rate limit exceeded',
      { ...ZERO, 'x-ratelimit-reset': `${AT + 90}`, date: DATE },
      90_000,
    ],
    ['that is over already', 403, '', { ...ZERO, 'x-ratelimit-reset': `${AT - 5}`, date: DATE }, 1_000],
    ['with a time that nobody would wait', 403, '', { 'retry-after': '999999' }, 3_900_000],
    ['with a time that is no number', 429, '', { 'retry-after': 'soon' }, 60_000],
    ['with nothing left and no time', 403, '', ZERO, 60_000],
  ])('%s', async (_, status, message, headers, waits) => {
    label().reply(status, { message }, headers);
    const error = await failure();
    expect(error).toBeInstanceOf(Limited);
    expect(error).toMatchObject({
      message: "Could not read the label of acme/ops: GitHub's rate limit is reached",
      retryAfterMs: waits,
    });
  });
});

describe('the way there', () => {
  test('without an answer for ten seconds, the request is given up, and no earlier', async () => {
    await ask(github, DOING, { ...REQUEST, route: 'GET /warm' }, z.null()).catch(() => null);
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    label().reply(200, () => new Promise<string>(() => {}));
    let error: unknown;
    const ended = failure().then((reason) => {
      error = reason;
    });
    await jest.advanceTimersByTimeAsync(9_900);
    expect(error).toBeUndefined();
    await jest.advanceTimersByTimeAsync(200);
    await ended;
    expect(error).toMatchObject({
      message: 'Could not read the label of acme/ops: GitHub did not answer in 10 seconds',
      ...{ isRetryable: true, isTooMuch: true, status: null },
    });
    expect(made.at(-1)).toMatchObject({ route: REQUEST.route, status: null });
  });

  test('a connection that breaks is a failure, and nothing is sent twice', async () => {
    label().replyWithError('socket hang up');
    expect(await failure()).toMatchObject({
      message: 'Could not read the label of acme/ops: GitHub cannot be reached',
      isRetryable: true,
    });
    expect(made.filter(({ route }) => route === REQUEST.route)).toHaveLength(1);
  });

  test('over 64 MiB of answer are not read to the end', async () => {
    label().reply(200, Buffer.alloc(65 * 1024 * 1024, 0x20), { 'content-type': 'application/json' });
    expect(await failure()).toMatchObject({
      isRetryable: false,
      isTooMuch: true,
      reason: "GitHub's answer is too long",
    });
  });

  test('a write that fails is sent once', async () => {
    nock(API).post('/repos/acme/ops/labels').reply(502, 'no');
    const request = {
      route: 'POST /repos/{owner}/{repo}/labels',
      parameters: { owner: 'acme', repo: 'ops' },
      body: {},
    };
    await expect(ask(github, DOING, request, LABEL)).rejects.toThrow('GitHub answered 502');
    expect(made.filter(({ route }) => route === request.route)).toHaveLength(1);
  });
});

describe('a list', () => {
  const page = (number: number) => nock(API).get('/repos/acme/ops/labels').query({ per_page: 100, page: number });
  const list = (most = 3000) =>
    askAll(
      github,
      DOING,
      { route: 'GET /repos/{owner}/{repo}/labels', parameters: { owner: 'acme', repo: 'ops' } },
      { page: z.array(LABEL), most },
    );
  const next = { link: `<${API}/x?page=2>; rel="next"` };

  test('is read to its last page', async () => {
    page(1).reply(200, [{ name: 'a' }], next);
    page(2).reply(200, [{ name: 'b' }], next);
    page(3).reply(200, [{ name: 'c' }]);
    expect(await list()).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  });

  test('is not read past its most', async () => {
    page(1).reply(200, [{ name: 'a' }, { name: 'b' }], next);
    expect(await list(2)).toHaveLength(2);
  });

  test('with a page that fails is no list', async () => {
    page(1).reply(200, [{ name: 'a' }], next);
    page(2).reply(500, 'x');
    await expect(list()).rejects.toThrow(GitHubFailed);
  });
});

describe('a query', () => {
  const query = (mayBeMissing?: (path: readonly unknown[]) => boolean) =>
    askGraphql(
      github,
      DOING,
      { text: '{ a b }', variables: {} },
      { data: z.object({ a: z.string().nullable() }), ...(mayBeMissing ? { mayBeMissing } : {}) },
    );
  const answer = (body: object, headers = {}) => nock(API).post('/graphql').reply(200, body, headers);

  test('is answered', async () => {
    answer({ data: { a: 'x' } });
    expect(await query()).toEqual({ a: 'x' });
  });

  test.each<readonly [name: string, body: object, expected: object]>([
    ['an error beside data', { data: { a: 'x' }, errors: [{ message: 'no' }] }, { reason: 'GitHub refused the query' }],
    [
      'a missing object',
      { data: { a: null }, errors: [{ type: 'NOT_FOUND', message: 'no', path: ['a'] }] },
      { reason: 'GitHub answered NOT_FOUND', isRetryable: true },
    ],
    [
      'a right that is missing',
      { data: { a: null }, errors: [{ type: 'FORBIDDEN', message: 'no' }] },
      { isRetryable: false },
    ],
    [
      'a limit of resources',
      { data: { a: 'x' }, errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'x' }] },
      { isTooMuch: true },
    ],
    [
      'a timeout',
      { data: null, errors: [{ message: 'This may be the result of a timeout, or a bug' }] },
      { isTooMuch: true },
    ],
    ['no data', { data: null }, { reason: "GitHub's answer cannot be read" }],
    [
      'a type that is no word',
      { data: null, errors: [{ type: '<b>@all</b>', message: 'x' }] },
      { reason: 'GitHub refused the query' },
    ],
  ])('%s is a failure', async (_, body, expected) => {
    answer(body);
    const error = await query().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GitHubFailed);
    expect(error).toMatchObject(expected);
  });

  test.each([
    [{ 'retry-after': '5' }, 5_000],
    [{}, 60_000],
  ])('a limit is one although the status is 200', async (headers, retryAfterMs) => {
    answer({ data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, headers);
    const error = await query().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Limited);
    expect(error).toMatchObject({ retryAfterMs });
  });

  test('what may be missing is null, and only at its own place', async () => {
    const errors = [{ type: 'NOT_FOUND', message: 'no', path: ['a'] }];
    answer({ data: { a: null }, errors });
    expect(await query(([first]) => first === 'a')).toEqual({ a: null });
    answer({ data: { a: null }, errors });
    await expect(query(([first]) => first === 'b')).rejects.toThrow('GitHub answered NOT_FOUND');
  });
});

describe('a token', () => {
  const grant = (status: number, body: object, asked?: (body: Record<string, unknown>) => boolean) =>
    nock(API).post('/app/installations/9/access_tokens', asked).reply(status, body);
  const get = (token: string, status = 200) =>
    nock(API, { reqheaders: { authorization: `token ${token}` } })
      .get('/repos/acme/ops/labels/a%2Fb')
      .reply(status, { name: token });

  test('for reading has no right to write, and serves until its last five minutes', async () => {
    let now = 0;
    const reading = connection(() => now).reading(9);
    grant(201, { token: 'one' }, ({ permissions, repositories }) => {
      expect(Object.values(Object(permissions))).toEqual(['read', 'read', 'read', 'read']);
      return repositories === undefined;
    });
    get('one');
    expect((await ask(reading, DOING, REQUEST, LABEL)).data.name).toBe('one');
    now = 54.9 * 60_000;
    get('one');
    expect((await ask(reading, DOING, REQUEST, LABEL)).data.name).toBe('one');
    now = 55.1 * 60_000;
    grant(201, { token: 'two' });
    get('two');
    expect((await ask(reading, DOING, REQUEST, LABEL)).data.name).toBe('two');
  });

  test('for writing is for one repository and one job', async () => {
    const connected = connection();
    for (const name of ['ops', 'web']) {
      grant(201, { token: name }, (body) => {
        return (
          JSON.stringify(body) ===
          JSON.stringify({ permissions: { metadata: 'read', checks: 'write' }, repositories: [name] })
        );
      });
      get(name);
    }
    const writing = (name: string) => connected.writing({ installation: 9, owner: 'acme', name }, { checks: 'write' });
    const names = await Promise.all(['ops', 'web'].map((name) => ask(writing(name), DOING, REQUEST, LABEL)));
    expect(names.map(({ data }) => data.name)).toEqual(['ops', 'web']);
  });

  test('is asked for once by many', async () => {
    const reading = connection().reading(9);
    grant(201, { token: 'one' });
    for (let at = 0; at < 5; at += 1) get('one');
    await Promise.all(Array.from({ length: 5 }, () => ask(reading, DOING, REQUEST, LABEL)));
    expect(made.filter(({ route }) => route.includes('access_tokens'))).toHaveLength(1);
  });

  test('that GitHub no longer takes is given up for a new one', async () => {
    const reading = connection().reading(9);
    grant(201, { token: 'one' });
    get('one', 401);
    await expect(ask(reading, DOING, REQUEST, LABEL)).rejects.toThrow('GitHub answered 401');
    grant(201, { token: 'two' });
    get('two');
    expect((await ask(reading, DOING, REQUEST, LABEL)).data.name).toBe('two');
  });

  test("on a person's account is asked for without members", async () => {
    const reading = connection().reading(9);
    grant(422, { message: 'The permissions requested are not granted to this installation.' });
    nock(API)
      .get('/app/installations/9')
      .reply(200, { permissions: { metadata: 'read' } });
    grant(201, { token: 'one' }, ({ permissions }) => !('members' in Object(permissions)));
    get('one');
    expect((await ask(reading, DOING, REQUEST, LABEL)).data.name).toBe('one');
  });

  test('where members may be read a refusal is a failure, and nothing less is asked for', async () => {
    const reading = connection().reading(9);
    grant(422, { message: 'Try again.' });
    nock(API)
      .get('/app/installations/9')
      .reply(200, { permissions: { metadata: 'read', members: 'read' } });
    await expect(ask(reading, DOING, REQUEST, LABEL)).rejects.toMatchObject({ name: 'GitHubFailed', status: 422 });
  });
});
