// What GitHub failed to deliver is found and taken in, once, whatever happens meanwhile (R16). With RELIABILITY=1 at full count.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sweepDeliveries } from '../../src/flows/sweep-deliveries.ts';
import { readMark } from '../../src/store/marks.ts';
import type { Store } from '../../src/store/store.ts';
import { knownDeliveries } from '../../src/store/take-in.ts';
import type { Delivery } from '../stand-in/hooks.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';

const IS_FULL = process.env['RELIABILITY'] === '1';
const COUNT = IS_FULL ? 20_000 : 250;
const HOUR = 3600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
/** Without the waiting. */
const FAST = { perSecond: 100_000, now: NOW };

let world: FlowWorld;
let clock: number;
beforeEach(async () => {
  clock = NOW - HOUR;
  world = await startFlowWorld({ github: { now: () => clock } });
}, 60_000);
afterEach(async () => {
  expect(world.github.violations).toEqual([]);
  expect(world.requests.filter((route) => route.includes('attempts'))).toEqual([]);
  await world.close();
});

/** Pull requests that were opened while nobody answered. */
function fail(count: number, first = 1): readonly Delivery[] {
  const { hooks } = world.github;
  hooks.fate(() => 'fail');
  const before = hooks.log.length;
  for (let number = first; number < first + count; number++) {
    const sha = number.toString(16).padStart(40, '0');
    hooks.emit({
      ...{ event: 'pull_request', action: 'opened', installation: world.installation, repository: 1 },
      payload: {
        ...{ action: 'opened', number, pull_request: { head: { sha } }, installation: { id: world.installation } },
        repository: { name: 'ops', owner: { login: 'acme', id: 5, type: 'Organization' } },
      },
    });
  }
  return hooks.log.slice(before);
}

function answered(delivery: Delivery | undefined): void {
  Object.assign(delivery ?? {}, { status: 'OK', statusCode: 202 });
}

/** A later attempt of the same event. */
function again(delivery: Delivery, status: 'OK' | 'failed'): void {
  const { log } = world.github.hooks;
  const code = status === 'OK' ? 202 : 502;
  const attempt = { ...delivery, id: log.length + 1, redelivery: true, status, statusCode: code };
  (log as Delivery[]).push(attempt);
}

const sweep = (more: object = {}) => sweepDeliveries({ ...world.tools, ...more }, FAST);
const asked = () => world.requests.filter((route) => route === 'GET /app/hook/deliveries/{delivery_id}').length;
const pages = () => world.requests.filter((route) => route === 'GET /app/hook/deliveries').length;
const missing = async (all: readonly Delivery[]) => {
  let here = 0;
  for (let at = 0; at < all.length; at += 1_000)
    here += (
      await knownDeliveries(
        world.store,
        all.slice(at, at + 1_000).map(({ guid }) => guid),
      )
    ).size;
  return all.length - here;
};

describe('a sweep', () => {
  test('takes in all that failed, each asked for once, and makes their jobs', async () => {
    const all = fail(COUNT);
    await sweep();
    expect(await missing(all)).toBe(0);
    expect([pages(), asked()]).toEqual([Math.ceil(COUNT / 100), COUNT]);
    const jobs = await world.waiting();
    expect(jobs).toHaveLength(COUNT);
    expect(jobs).toContainEqual({
      ...{ kind: 'check-head', sha: '1'.padStart(40, '0'), pulls: [1] },
      repository: { installation: world.installation, owner: 'acme', name: 'ops' },
    });
  }, 3_000_000);

  test('the next one asks for none of them again, nor for what is older than the last', async () => {
    clock = NOW - 2 * HOUR;
    fail(250);
    clock = NOW - HOUR;
    fail(1, 500);
    await sweep();
    const before = [pages(), asked()];
    clock = NOW;
    const late = fail(1, 1_000);
    await sweep();
    expect(await missing(late)).toBe(0);
    expect([pages() - (before[0] ?? 0), asked() - (before[1] ?? 0)]).toEqual([1, 1]);
  });

  test('of mixed outcomes it asks for the failed only', async () => {
    const all = fail(120);
    for (const one of all) if (one.id % 3 !== 0) answered(one);
    await sweep();
    expect(asked()).toBe(all.filter(({ status }) => status !== 'OK').length);
    expect(await missing(all)).toBe(all.filter(({ status }) => status === 'OK').length);
  });

  test('an event of which one attempt came through was delivered', async () => {
    const [first, second, third] = fail(3) as [Delivery, Delivery, Delivery];
    again(first, 'OK');
    answered(second);
    again(second, 'failed');
    again(third, 'failed');
    await sweep();
    expect(asked()).toBe(1);
    expect(await missing([third])).toBe(0);
    expect(await missing([first, second])).toBe(2);
  });

  test('an event that came through on an older page was delivered', async () => {
    const [first] = fail(1) as [Delivery];
    again(first, 'failed');
    answered(first);
    for (const one of fail(150, 10)) answered(one);
    await sweep();
    expect(asked()).toBe(0);
  });

  test('what was stored before its answer was lost is here already', async () => {
    const [one] = fail(1) as [Delivery];
    await world.tools.takeIn({ guid: one.guid, event: one.event, payload: one.payload });
    await sweep();
    expect(asked()).toBe(0);
    expect(await world.waiting()).toHaveLength(1);
  });

  test('goes back three days, and seven on an Enterprise Server', async () => {
    clock = NOW - 80 * HOUR;
    const old = fail(2);
    clock = NOW - 70 * HOUR;
    const recent = fail(2, 10);
    await sweep();
    expect([await missing(old), await missing(recent)]).toEqual([2, 0]);
    await world.store.db.deleteFrom('marks').execute();
    await sweep({ webUrl: 'https://github.acme.example' });
    expect(await missing(old)).toBe(0);
  });

  test('never goes faster than told', async () => {
    fail(30);
    const times: number[] = [];
    const { connection } = world.tools;
    const send: typeof connection.asApp.send = (request) => {
      times.push(performance.now());
      return connection.asApp.send(request);
    };
    await sweepDeliveries(
      { ...world.tools, connection: { ...connection, asApp: { send } } },
      { perSecond: 40, now: NOW },
    );
    const [first = 0] = times;
    expect(times).toHaveLength(31);
    for (const [at, time] of times.entries()) expect(time - first).toBeGreaterThan(at * 25 - 20);
  });
});

describe('interrupted', () => {
  const cases = [
    { when: 'in page 2', operation: 'apps/list-webhook-deliveries', after: 1, asks: 250 },
    { when: 'between two payloads', operation: 'apps/get-webhook-delivery', after: 100, asks: 251 },
  ];
  test.each(cases)('$when, the next one loses nothing and asks for none twice', async ({ operation, after, asks }) => {
    const all = fail(250);
    // A page is tried three times.
    world.github.fault({ operation, after, kind: 'reset-before', times: operation.includes('list') ? 3 : 1 });
    await expect(sweep()).rejects.toThrow(/Could not/);
    expect(await readMark(world.store, 'deliveries')).toBeNull();
    await sweep();
    expect(await missing(all)).toBe(0);
    expect(asked()).toBe(asks);
    expect(await world.waiting()).toHaveLength(250);
  });

  test('by the loss of its lease, it stops at once', async () => {
    const all = fail(50);
    let left = 10;
    const lease = {
      assertHeld: () => {
        left -= 1;
        if (left < 0) throw new Error('The lease is lost');
      },
    };
    await expect(sweep({ lease })).rejects.toThrow('The lease is lost');
    expect(asked()).toBeLessThanOrEqual(10);
    await sweep();
    expect(await missing(all)).toBe(0);
  });

  test("by GitHub's rate limit, it is put off as a whole", async () => {
    const all = fail(50);
    world.github.fault({ operation: 'apps/get-webhook-delivery', after: 20, kind: 'primary', times: 4 });
    await expect(sweep()).rejects.toThrow("GitHub's rate limit is reached");
    // At most four were under way; how many of them met the limit is theirs to say.
    world.github.clearFaults();
    await sweep();
    expect(await missing(all)).toBe(0);
  });

  test('by the loss of the database, it asks GitHub for nothing more', async () => {
    const all = fail(200);
    let isAway = false;
    const away = () => {
      if (isAway) throw new Error('The database is away');
    };
    const db = new Proxy(world.store.db, {
      get: (target, name) => {
        away();
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const store: Store = { ...world.store, db, ping: async () => away() };
    let taken = 0;
    const takeIn: FlowWorld['tools']['takeIn'] = async (delivery) => {
      away();
      taken += 1;
      isAway = taken >= 40;
      return world.tools.takeIn(delivery);
    };
    await expect(sweep({ store, takeIn })).rejects.toThrow('The database is away');
    // What was asked for in that very moment by the three others.
    expect(asked()).toBeLessThanOrEqual(44);
    const before = world.requests.length;
    await expect(sweep({ store, takeIn })).rejects.toThrow('The database is away');
    expect(world.requests.length).toBe(before);
    await sweep();
    expect(await missing(all)).toBe(0);
  });
});

test('a delivery that cannot be taken in leaves the others be, and is tried again', async () => {
  const all = fail(30);
  const [bad] = all as [Delivery];
  const takeIn: FlowWorld['tools']['takeIn'] = (delivery) =>
    delivery.guid === bad.guid ? Promise.reject(new Error('Deadlock')) : world.tools.takeIn(delivery);
  await expect(sweep({ takeIn })).rejects.toThrow('Could not take in 1 missed deliveries');
  expect(await missing(all)).toBe(1);
  await sweep();
  expect(await missing(all)).toBe(0);
});

test('where GitHub answers nothing any more, it is left alone soon', async () => {
  const all = fail(100);
  world.github.fault({ operation: 'apps/get-webhook-delivery', after: 10, kind: '401', times: 90 });
  await expect(sweep()).rejects.toThrow(/Could not take in \d+ missed deliveries/);
  // Ten, eight failures in a row, what was under way; and a success that ends late begins the row anew.
  expect(asked()).toBeLessThan(50);
  world.github.clearFaults();
  await sweep();
  expect(await missing(all)).toBe(0);
});

test('a page that fails for a moment is asked for again, and none before it', async () => {
  const all = fail(250);
  world.github.fault({ operation: 'apps/list-webhook-deliveries', after: 1, kind: '502-before', times: 2 });
  await sweep();
  expect([await missing(all), pages(), asked()]).toEqual([0, 5, 250]);
});

test('what GitHub has no longer is passed over', async () => {
  const all = fail(3);
  world.github.fault({ operation: 'apps/get-webhook-delivery', kind: '404' });
  await sweep();
  expect(await missing(all)).toBe(1);
  expect(await readMark(world.store, 'deliveries')).not.toBeNull();
});
