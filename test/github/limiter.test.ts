// test/github: what the app grants itself, and what it leaves alone when GitHub says so (row R09), on a clock of the test's own.
import { describe, expect, test } from '@jest/globals';
import { Limited, OverLimit } from '../../src/github/failure.ts';
import type { Reply, Request } from '../../src/github/github.ts';
import { type BudgetLeft, createLimiter, LIMITS, type LimiterOptions } from '../../src/github/limiter.ts';
import { toFailure } from '../../src/github/to-failure.ts';

const MINUTE = 60_000;
const GET: Request = { route: 'GET /repos/{owner}/{repo}', parameters: {} };
const CHECK: Request = { route: 'POST /repos/{owner}/{repo}/check-runs', parameters: {} };
const ISSUE: Request = { route: 'POST /repos/{owner}/{repo}/issues', parameters: {} };
const QUERY: Request = { route: 'POST /graphql', parameters: {}, body: { query: 'query { viewer { login } }' } };
const MUTATION: Request = { route: 'POST /graphql', parameters: {}, body: { query: 'mutation { x }' } };
const DATE = 'Mon, 23 Nov 2026 12:00:00 GMT';
const NOON_S = Date.parse(DATE) / 1000;

type Headers = Readonly<Record<string, string>>;
const fine = (headers: Headers = {}): Reply => ({ status: 200, headers, data: {} });
const left = (remaining: number, resource = 'core', seconds = 1800): Headers => ({
  ...{ 'x-ratelimit-resource': resource, 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': String(remaining) },
  ...{ 'x-ratelimit-reset': String(NOON_S + seconds), date: DATE },
});
/** As Octokit throws it. */
const refused = (status: number, headers: Headers, message = 'Forbidden') =>
  Object.assign(new Error(message), { status, response: { status, headers, data: { message } } });

function world(options: Partial<LimiterOptions> = {}) {
  let clock = 1_000_000;
  const sent: { readonly installation: number; readonly at: number; readonly route: string }[] = [];
  const budgets: BudgetLeft[] = [];
  const pauses: (readonly [string, number])[] = [];
  const limiter = createLimiter({
    now: () => clock,
    sleep: async (milliseconds) => {
      clock += milliseconds;
    },
    onBudget: (budget) => budgets.push(budget),
    onPause: (limit, milliseconds) => pauses.push([limit, milliseconds]),
    ...options,
  });
  const ask = (
    request: Request,
    { installation = 1, isPatient = false, answer = async () => fine() as Reply } = {},
  ): Promise<Reply> =>
    limiter({ installation, isPatient }, request, () => {
      sent.push({ installation, at: clock, route: request.route });
      return answer();
    });
  /** How many of `most` requests go before one would have to wait long. */
  const burst = async (request: Request, most: number, more: { installation?: number; isPatient?: boolean } = {}) => {
    for (let count = 0; count < most; count++) {
      try {
        await ask(request, more);
      } catch (error) {
        if (error instanceof OverLimit) return { count, waitMs: error.waitMs, isGitHubs: error.isGitHubs };
        throw error;
      }
    }
    return { count: most, waitMs: 0, isGitHubs: false };
  };
  const pass = (milliseconds: number) => {
    clock += milliseconds;
  };
  return { ask, burst, sent, budgets, pauses, pass, now: () => clock };
}

describe('in a minute there go at most', () => {
  test.each([
    ['900 requests that read', GET, 900],
    ['180 check runs', CHECK, 180],
    ['2,000 queries', QUERY, 2_000],
  ])('%s', async (_, request, most) => {
    const { burst, pass } = world();
    expect(await burst(request, 5_000)).toEqual({ count: most, waitMs: MINUTE, isGitHubs: false });
    pass(MINUTE - 1);
    expect((await burst(request, 1)).count).toBe(1); // a millisecond is waited
    pass(MINUTE);
    expect((await burst(request, most)).count).toBe(most);
  });

  test('80 requests that make content, and in an hour 500', async () => {
    const { ask, sent, pass } = world();
    const begin = sent.length;
    for (let minute = 0; minute < 70 && sent.length - begin < 600; minute++) {
      for (;;) {
        const error = await ask(ISSUE).catch((thrown: unknown) => thrown);
        if (error instanceof OverLimit) break;
      }
      pass(MINUTE);
    }
    const times = sent.map(({ at }) => at);
    const within = (length: number) =>
      Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + length).length));
    expect(within(MINUTE)).toBeLessThanOrEqual(80);
    expect(within(60 * MINUTE)).toBe(500);
  });
});

test('a few writes go at once; of many, each a second after the other', async () => {
  const { ask, sent, now } = world();
  const start = now();
  for (let count = 0; count < 15; count++) await ask(ISSUE);
  expect(sent.map(({ at }) => at - start)).toEqual([...Array(10).fill(0), 1_000, 2_000, 3_000, 4_000, 5_000]);
  await ask(CHECK);
  await ask(GET);
  expect(now() - start).toBe(5_000);
  await ask(MUTATION);
  expect(now() - start).toBe(6_000);
});

test('a hundred run at a time, and the next in line goes when one ends', async () => {
  const { ask, sent } = world();
  const ends: (() => void)[] = [];
  const hang = () => new Promise<Reply>((resolve) => ends.push(() => resolve(fine())));
  const all = Array.from({ length: 130 }, (_, at) => ask(at % 2 ? GET : QUERY, { answer: hang }));
  const other = ask(GET, { installation: 2 });
  await other;
  expect(sent.filter(({ installation }) => installation === 1)).toHaveLength(100);
  while (ends.length > 0) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(all);
  expect(sent.filter(({ installation }) => installation === 1)).toHaveLength(130);
});

describe('R09: while GitHub asks for a pause nothing is sent for the installation, and the others go on', () => {
  const secondary = 'You have exceeded a secondary rate limit.';
  const graphql = (message: string, type: string | undefined, headers: Headers): Reply => ({
    ...{ status: 200, headers },
    data: { data: null, errors: [{ ...(type ? { type } : {}), message }] },
  });
  const cases: readonly (readonly [string, Request, () => Promise<Reply>, number, string])[] = [
    [
      '403, secondary, 30 s',
      GET,
      async () => Promise.reject(refused(403, { 'retry-after': '30' }, secondary)),
      30_000,
      'secondary',
    ],
    [
      '403, secondary, without a time',
      GET,
      async () => Promise.reject(refused(403, {}, secondary)),
      MINUTE,
      'secondary',
    ],
    ['429, 90 s', CHECK, async () => Promise.reject(refused(429, { 'retry-after': '90' })), 90_000, 'secondary'],
    ['429, without a time', ISSUE, async () => Promise.reject(refused(429, {})), MINUTE, 'secondary'],
    [
      'abuse detection, 5 min',
      GET,
      async () => Promise.reject(refused(403, { 'retry-after': '300' }, 'abuse detection')),
      300_000,
      'secondary',
    ],
    ['403, primary, until its reset', GET, async () => Promise.reject(refused(403, left(0))), 1_800_000, 'primary'],
    [
      '429, primary, until its reset',
      CHECK,
      async () => Promise.reject(refused(429, left(0, 'core', 60))),
      MINUTE,
      'primary',
    ],
    [
      'GraphQL, primary, with status 200',
      QUERY,
      async () => graphql('x', 'RATE_LIMITED', left(0, 'graphql', 600)),
      600_000,
      'primary',
    ],
    [
      'GraphQL, secondary, with status 200',
      QUERY,
      async () => graphql(secondary, undefined, { 'retry-after': '45' }),
      45_000,
      'secondary',
    ],
    [
      'the token is refused',
      GET,
      async () => Promise.reject(new Limited({ verb: 'get', object: 'a token' }, 20_000)),
      20_000,
      'secondary',
    ],
  ];

  test.each(cases)('%s', async (_, request, answer, pauseMs, kind) => {
    const { ask, burst, sent, pauses, pass, now } = world();
    // Three are under way when it is said.
    await Promise.allSettled([ask(request, { answer }), ask(request, { answer }), ask(request, { answer })]);
    const until = now() + pauseMs;
    expect(pauses).toEqual([[kind, pauseMs]]);
    const mark = sent.length;
    const times = { own: [] as number[], others: 0 };
    while (now() < until - LIMITS.longestWaitMs - 1) {
      for (const each of [GET, CHECK, QUERY, ISSUE]) {
        const { count, isGitHubs } = await burst(each, 1);
        expect({ count, isGitHubs }).toEqual({ count: 0, isGitHubs: true });
        for (let tenant = 2; tenant <= 20; tenant++)
          times.others += (await burst(GET, 1, { installation: tenant })).count;
      }
      pass(Math.max(2_000, pauseMs / 10));
    }
    expect(sent.slice(mark).filter(({ installation }) => installation === 1)).toEqual([]);
    expect(times.others).toBeGreaterThan(19 * 4 * 5);
    pass(Math.max(0, until - now()));
    expect((await burst(request, 1)).count).toBe(1);
  });

  test('the end of a short one is waited for', async () => {
    const { ask, sent, now } = world();
    const start = now();
    await ask(GET, { answer: async () => Promise.reject(refused(429, { 'retry-after': '2' })) }).catch(() => {});
    await ask(GET);
    expect(sent.map(({ at }) => at - start)).toEqual([0, 2_000]);
  });
});

describe('of the primary limit the last twentieth is kept for what people wait for', () => {
  test('the rest is refused until it is whole again', async () => {
    const { ask, burst, pass } = world();
    await ask(GET, { answer: async () => fine(left(250)) });
    expect(await burst(GET, 1, { isPatient: true })).toEqual({ count: 0, waitMs: 1_800_000, isGitHubs: false });
    expect((await burst(GET, 1)).count).toBe(1);
    expect((await burst(QUERY, 1, { isPatient: true })).count).toBe(1); // a limit of its own
    expect((await burst(GET, 1, { isPatient: true, installation: 2 })).count).toBe(1);
    pass(1_800_000);
    expect((await burst(GET, 1, { isPatient: true })).count).toBe(1);
  });

  test('with more left nothing is refused', async () => {
    const { ask, burst } = world();
    await ask(GET, { answer: async () => fine(left(251)) });
    expect((await burst(GET, 1, { isPatient: true })).count).toBe(1);
  });

  test('what is left is told, of answers and of refusals', async () => {
    const { ask, budgets } = world();
    await ask(QUERY, { answer: async () => fine(left(4711, 'graphql')) });
    await ask(GET, { answer: async () => Promise.reject(refused(404, left(17))) }).catch(() => {});
    await ask(GET, { answer: async () => fine({ 'x-ratelimit-remaining': 'many' }) });
    expect(budgets).toEqual([
      { installation: 1, resource: 'graphql', remaining: 4711, resetsInMs: 1_800_000 },
      { installation: 1, resource: 'core', remaining: 17, resetsInMs: 1_800_000 },
    ]);
  });
});

test('what is not sent is told as a limit, and whose', () => {
  const doing = { verb: 'read', object: 'acme/ops' };
  expect(toFailure(doing, new OverLimit(5_000, true))).toMatchObject({ retryAfterMs: 5_000, isOwn: false });
  const own = toFailure(doing, new OverLimit(5_000, false));
  expect(own).toBeInstanceOf(Limited);
  expect(own).toMatchObject({ isOwn: true, message: 'Could not read acme/ops: our own rate limit is reached' });
});
