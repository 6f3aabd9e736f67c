// github: our own limits, in front of GitHub's, for each installation by itself.
import { OverLimit } from './failure.ts';
import type { Reply, Request } from './github.ts';
import { limitIn } from './to-failure.ts';

/** What is left of one of GitHub's primary limits. */
export type BudgetLeft = {
  readonly installation: number;
  /** `core`, `graphql`, …: `x-ratelimit-resource`. */
  readonly resource: string;
  readonly remaining: number;
  readonly resetsInMs: number;
};

export type LimiterOptions = {
  /** Milliseconds, of a clock that is never set back. */
  readonly now: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly limits?: Partial<typeof LIMITS>;
  readonly onBudget?: (budget: BudgetLeft) => void;
  /** GitHub asked for a pause, for its `primary` or its `secondary` limit; told once for each pause. */
  readonly onPause?: (limit: 'primary' | 'secondary', milliseconds: number) => void;
};

export type Sending = {
  readonly installation: number;
  /** Nobody waits for it: the last of what GitHub grants is left to the rest. */
  readonly isPatient: boolean;
};

/**
 * Sends when the installation may be asked: waits where that is a moment, else rejects with `OverLimit` without sending. After an answer
 * that asks for a pause nothing is sent for the installation until it is over; the others do not notice.
 */
export type Limiter = (sending: Sending, request: Request, send: () => Promise<Reply>) => Promise<Reply>;

/**
 * GitHub's secondary limits, and what is asked of clients that write much ("Rate limits" and "Best practices for using the REST API"):
 * - 100 requests at a time, of REST and GraphQL together;
 * - 900 points a minute of REST, 2,000 of GraphQL; reading costs 1, writing 5;
 * - 80 requests a minute and 500 an hour that make content, 1 s between "a large number of" writes.
 *
 * Content is what people get to read and are told of: issues, comments, reviews, commits. Check runs are not counted among it: they
 * notify nobody, and a CI makes thousands of them an hour; the points alone limit them, at 180 a minute. A large number of writes
 * is more than ten in a minute: the few that one pull request makes are not spread.
 *
 * They are those of one process. Several workers share what GitHub answers: a pause is in the database, and ends all of them.
 */
export const LIMITS = {
  atOnce: 100,
  restPerMinute: 900,
  graphqlPerMinute: 2_000,
  contentPerMinute: 80,
  contentPerHour: 500,
  fewPerMinute: 10,
  betweenMs: 1_000,
  /** Of the primary limit, the share that is left to what people wait for. */
  kept: 0.05,
  /** Whoever would have to wait longer frees its worker. */
  longestWaitMs: 2_500,
};

const MINUTE_MS = 60_000;

/** One for the whole process. */
export function createLimiter(options: LimiterOptions): Limiter {
  const { now, sleep = pause, onPause = () => {}, onBudget = () => {} } = options;
  const limits = { ...LIMITS, ...options.limits };
  const states = new Map<number, State>();
  const stateOf = (installation: number) => {
    const state = states.get(installation) ?? newState(limits);
    states.set(installation, state);
    return state;
  };
  const note = (installation: number, state: State, headers: Reply['headers'] | null) => {
    const left = headers && budgetIn(headers);
    if (!left) return;
    const { resource, remaining, limit, resetsInMs } = left;
    state.budgets.set(resource, { remaining, limit, until: now() + resetsInMs });
    onBudget({ installation, resource, remaining, resetsInMs });
  };
  const stop = (state: State, { kind, pauseMs }: NonNullable<ReturnType<typeof limitIn>>) => {
    if (state.pausedUntil <= now()) onPause(kind, pauseMs);
    state.pausedUntil = Math.max(state.pausedUntil, now() + pauseMs);
  };
  return async ({ installation, isPatient }, request, send) => {
    const state = stateOf(installation);
    const cost = costOf(request);
    for (let waited = 0; ; ) {
      const { waitMs, isGitHubs } = waitOf(state, { cost, isPatient, limits, at: now() });
      if (waitMs <= 0) break;
      waited += waitMs;
      if (waited > limits.longestWaitMs) throw new OverLimit(waitMs, isGitHubs);
      await sleep(waitMs);
    }
    take(state, cost, now());
    await enter(state, limits.atOnce);
    try {
      // Whoever stood in line may find that a pause has begun meanwhile.
      if (state.pausedUntil > now()) throw new OverLimit(state.pausedUntil - now(), true);
      const reply = await send();
      note(installation, state, reply.headers);
      const limit = limitIn(reply);
      if (limit) stop(state, limit);
      return reply;
    } catch (error) {
      note(installation, state, headersIn(error));
      const limit = limitIn(error);
      if (limit) stop(state, limit);
      throw error;
    } finally {
      leave(state);
    }
  };
}

type Cost = { readonly resource: 'core' | 'graphql'; readonly points: number; readonly isContent: boolean };

function costOf({ route, body }: Request): Cost {
  if (route === 'POST /graphql') {
    const isMutation = /^\s*mutation\b/.test(String((body as { readonly query?: unknown } | undefined)?.query));
    return { resource: 'graphql', points: isMutation ? 5 : 1, isContent: isMutation };
  }
  const isWrite = !route.startsWith('GET ');
  return { resource: 'core', points: isWrite ? 5 : 1, isContent: isWrite && !route.includes('/check-runs') };
}

type State = {
  running: number;
  readonly line: (() => void)[];
  pausedUntil: number;
  readonly points: Readonly<Record<Cost['resource'], Window>>;
  readonly contentOfMinute: Window;
  readonly contentOfHour: Window;
  lastContent: number;
  readonly budgets: Map<string, { readonly remaining: number; readonly limit: number; readonly until: number }>;
};

function newState(limits: typeof LIMITS): State {
  return {
    ...{ running: 0, line: [], pausedUntil: 0, lastContent: Number.NEGATIVE_INFINITY, budgets: new Map() },
    points: {
      core: createWindow(limits.restPerMinute, MINUTE_MS),
      graphql: createWindow(limits.graphqlPerMinute, MINUTE_MS),
    },
    contentOfMinute: createWindow(limits.contentPerMinute, MINUTE_MS),
    contentOfHour: createWindow(limits.contentPerHour, 60 * MINUTE_MS),
  };
}

type Asked = {
  readonly cost: Cost;
  readonly isPatient: boolean;
  readonly limits: typeof LIMITS;
  readonly at: number;
};

function waitOf(state: State, { cost, isPatient, limits, at }: Asked) {
  if (state.pausedUntil > at) return { waitMs: state.pausedUntil - at, isGitHubs: true };
  let waitMs = state.points[cost.resource].waitMs(at, cost.points);
  const budget = state.budgets.get(cost.resource);
  if (isPatient && budget && budget.until > at && budget.remaining <= budget.limit * limits.kept)
    waitMs = Math.max(waitMs, budget.until - at);
  if (cost.isContent) {
    waitMs = Math.max(waitMs, state.contentOfMinute.waitMs(at, 1), state.contentOfHour.waitMs(at, 1));
    if (state.contentOfMinute.sum(at) >= limits.fewPerMinute)
      waitMs = Math.max(waitMs, state.lastContent + limits.betweenMs - at);
  }
  return { waitMs, isGitHubs: false };
}

function take(state: State, { resource, points, isContent }: Cost, at: number): void {
  state.points[resource].add(at, points);
  if (!isContent) return;
  state.contentOfMinute.add(at, 1);
  state.contentOfHour.add(at, 1);
  state.lastContent = at;
}

async function enter(state: State, atOnce: number): Promise<void> {
  if (state.running < atOnce) state.running += 1;
  else await new Promise<void>((resolve) => state.line.push(resolve));
}

/** Whoever is next in line takes over the place. */
function leave(state: State): void {
  const next = state.line.shift();
  if (next) next();
  else state.running -= 1;
}

/** Points that were spent within the last `lengthMs`. */
type Window = {
  readonly waitMs: (at: number, points: number) => number;
  readonly add: (at: number, points: number) => void;
  readonly sum: (at: number) => number;
};

function createWindow(most: number, lengthMs: number): Window {
  const spent: { readonly at: number; readonly points: number }[] = [];
  let sum = 0;
  const forget = (at: number) => {
    for (let [first] = spent; first && first.at + lengthMs <= at; [first] = spent) {
      sum -= first.points;
      spent.shift();
    }
  };
  return {
    waitMs(at, points) {
      forget(at);
      let free = most - sum;
      if (free >= points) return 0;
      for (const one of spent) {
        free += one.points;
        if (free >= points) return one.at + lengthMs - at;
      }
      return lengthMs;
    },
    add(at, points) {
      spent.push({ at, points });
      sum += points;
    },
    sum(at) {
      forget(at);
      return sum;
    },
  };
}

function budgetIn(headers: Reply['headers']) {
  const [remaining, limit, reset] = ['remaining', 'limit', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`]),
  );
  const resource = headers['x-ratelimit-resource'];
  if (typeof resource !== 'string' || remaining === undefined || limit === undefined || reset === undefined)
    return null;
  if (!(limit > 0 && remaining >= 0 && reset > 0)) return null;
  // Both are GitHub's clock: ours may be wrong.
  const date = typeof headers['date'] === 'string' ? Date.parse(headers['date']) : Number.NaN;
  const resetsInMs = reset * 1000 - (Number.isNaN(date) ? Date.now() : date);
  return { resource, remaining, limit, resetsInMs: Math.max(0, resetsInMs) };
}

function headersIn(error: unknown): Reply['headers'] | null {
  const { response } = (error ?? {}) as { readonly response?: { readonly headers?: Reply['headers'] } };
  return response?.headers ?? null;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
