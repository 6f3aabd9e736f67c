// test/stand-in: what a client sees of each fault, and whether the thing was done all the same.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, installationToken } from './client.ts';
import { type FaultKind, faultKinds } from './faults.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

let github: StandIn;
let token: string;

beforeAll(async () => {
  github = await startStandIn();
  await github.createRepository({ owner: 'acme', name: 'ops', files: { 'a.md': 'a\n' } });
  token = await installationToken(github, 'acme');
});
afterAll(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const create = (signal?: AbortSignal) =>
  fetch(`${github.url}/repos/acme/ops/issues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'test' },
    body: JSON.stringify({ title: 'Once' }),
    ...(signal ? { signal } : {}),
  });

/** The status and, where there is one, what of the answer matters. */
async function seen(): Promise<string> {
  try {
    const response = await create(AbortSignal.timeout(500));
    const text = await response.text();
    const isHtml = response.headers.get('content-type')?.startsWith('text/html');
    const wait = response.headers.get('retry-after');
    const left = response.headers.get('x-ratelimit-remaining') === '0' ? ', none left' : '';
    return `${response.status}${isHtml ? ' html' : ''}${wait ? `, wait ${wait}` : ''}${left}${isHtml ? '' : ` ${JSON.parse(text).message ?? 'done'}`}`;
  } catch (error) {
    const name = String(Reflect.get(Object(error), 'name'));
    return name === 'TimeoutError' ? 'no answer' : 'cut';
  }
}

const cases: readonly { readonly kind: FaultKind; readonly sees: string; readonly done: number }[] = [
  { kind: '500', sees: '500 Server Error', done: 0 },
  { kind: '502-before', sees: '502 Server Error', done: 0 },
  { kind: '502-after', sees: '502 Server Error', done: 1 },
  { kind: '503', sees: '503, wait 7 Service Unavailable', done: 0 },
  { kind: 'html-502', sees: '502 html', done: 0 },
  { kind: 'reset-before', sees: 'cut', done: 0 },
  { kind: 'reset-after', sees: 'cut', done: 1 },
  { kind: 'hang', sees: 'no answer', done: 0 },
  { kind: 'truncated', sees: 'cut', done: 1 },
  { kind: '401', sees: '401 Bad credentials', done: 0 },
  { kind: '404', sees: '404 Not Found', done: 0 },
  { kind: '422', sees: '422 Validation Failed', done: 0 },
  {
    kind: 'secondary-403',
    sees: '403, wait 7 You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    done: 0,
  },
  {
    kind: 'secondary-403-bare',
    sees: '403 You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    done: 0,
  },
  {
    kind: 'secondary-429',
    sees: '429, wait 7 You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    done: 0,
  },
  {
    kind: 'secondary-429-bare',
    sees: '429 You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    done: 0,
  },
  { kind: 'primary', sees: '403, none left API rate limit exceeded for installation.', done: 0 },
];

test('the table holds the twelve kinds of the plan', () => {
  expect(cases.slice(0, 12).map(({ kind }) => kind)).toEqual(faultKinds);
});

test.each(cases)('$kind', async ({ kind, sees, done }) => {
  const before = (await github.issues('acme/ops')).length;
  github.fault({ operation: 'issues/create', kind, retryAfter: 7 });
  expect(await seen()).toBe(sees);
  expect((await github.issues('acme/ops')).length - before).toBe(done);
  expect(github.requests.at(-1)).toMatchObject({ operationId: 'issues/create', fault: kind });
  expect(await seen()).toBe('201 done'); // it strikes once
});

test('a fault strikes after as many requests and as often as it is told', async () => {
  github.fault({ operation: 'issues/create', kind: '500', after: 1, times: 2 });
  const statuses = [];
  for (let at = 0; at < 4; at += 1) statuses.push((await create()).status);
  expect(statuses).toEqual([201, 500, 500, 201]);
});

test('a fault for one operation leaves the others alone, and can be taken back', async () => {
  github.fault({ operation: 'checks/create', kind: '500', times: 99 });
  expect((await create()).status).toBe(201);
  github.fault({ operation: '*', kind: '500', times: 99 });
  expect((await create()).status).toBe(500);
  github.clearFaults();
  expect((await create()).status).toBe(201);
});

const query = {
  method: 'POST',
  body: { query: '{ repository(owner: "acme", name: "ops") { a: name b: name c: name d: name } }' },
};
const graphqlCases: readonly { readonly kind: FaultKind; readonly status: number; readonly body: object }[] = [
  {
    kind: 'graphql-timeout',
    status: 502,
    body: { message: expect.stringMatching(/^Something went wrong while executing your query/) },
  },
  { kind: 'graphql-resource-limit', status: 200, body: { data: null, errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED' }] } },
  { kind: 'primary', status: 200, body: { data: null, errors: [{ type: 'RATE_LIMITED' }] } },
  {
    kind: 'graphql-partial',
    status: 200,
    body: {
      data: { repository: { a: 'ops', b: 'ops', c: null, d: null } },
      errors: [{ path: ['repository', 'c'] }, { path: ['repository', 'd'] }],
    },
  },
];
test.each(graphqlCases)('$kind of a query', async ({ kind, status, body }) => {
  github.fault({ operation: 'graphql', kind });
  expect(await ask(github, '/graphql', { token, ...query })).toMatchObject({ status, body });
});

test('a list lags behind what was just made, and one thing by its number does not', async () => {
  github.setReadLag(60_000);
  const { number } = JSON.parse(await (await create()).text());
  const list = async () =>
    (await ask(github, '/repos/acme/ops/issues?per_page=100', { token })).body as readonly { number: number }[];
  expect((await list()).map((one) => one.number)).not.toContain(number);
  expect((await ask(github, `/repos/acme/ops/issues/${number}`, { token })).status).toBe(200);
  github.setReadLag(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await list()).map((one) => one.number)).toContain(number);
  github.setReadLag(0);
});
