// PostgreSQL is away (R05), or slow, half open, read-only or full (R06): what is accepted is on disk, nobody waits long, nothing is lost or doubled.
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openStore } from '../../src/store/store.ts';
import { startWorld, type World } from '../loops/world.ts';
import { count, IS_FULL } from '../reliability/counts.ts';
import { addHeads, type Head, ORGANISATIONS, tellOpened } from '../storm/heads.ts';
import { untilAccepted } from '../storm/redeliver.ts';
import { startWire, type WireState } from './faulty-wire.ts';
import { emptyDatabase, isOnPostgresql } from './test-store.ts';

const HEADS = count(1_000, 12);
const PER_SECOND = count(100, 6);
const SECONDS = IS_FULL ? [30, 300] : [2];

type Outage = { readonly begin: () => Promise<void>; readonly end: () => Promise<void> };
type Case = readonly [string, (around: Around) => Outage];
type Around = { readonly set: (state: WireState) => Promise<void>; readonly url: string };

const wire =
  (state: WireState) =>
  (around: Around): Outage => ({
    begin: () => around.set(state),
    end: () => around.set('open'),
  });

/** New sessions may only read, and the old ones end. */
function readOnly({ url }: Around): Outage {
  const name = new URL(url).pathname.slice(1);
  const say = async (statement: string) => {
    const client = new pg.Client({ connectionString: url, options: '-c default_transaction_read_only=off' });
    await client.connect();
    await client.query(statement);
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    );
    await client.end();
  };
  return {
    begin: () => say(`alter database ${name} set default_transaction_read_only = on`),
    end: () => say(`alter database ${name} reset default_transaction_read_only`),
  };
}

/** Whatever writes is refused as a full disk does it. */
function full(): Outage {
  const plain = pg.Client.prototype.query;
  return {
    begin: async () => {
      pg.Client.prototype.query = function query(this: pg.Client, ...args: unknown[]) {
        const [config] = args;
        const text = typeof config === 'string' ? config : ((config as { text?: string } | null)?.text ?? '');
        if (!/\b(?:insert|update|delete|commit)\b/i.test(text))
          return (plain as (...all: unknown[]) => unknown).apply(this, args);
        const error = Object.assign(new pg.DatabaseError('No space left on device', 0, 'error'), { code: '53100' });
        const callback = args.find((one) => typeof one === 'function') as ((error: Error) => void) | undefined;
        if (!callback) return Promise.reject(error);
        process.nextTick(callback, error);
        return undefined;
      } as typeof plain;
    },
    end: async () => {
      pg.Client.prototype.query = plain;
    },
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Tells of the heads in turn, for so long. */
async function tell({ github }: World, heads: readonly Head[], seconds: number): Promise<void> {
  for (let at = 0; at < seconds * PER_SECOND; at++) {
    const head = heads[at % heads.length];
    if (head) tellOpened(github, head, 'synchronize');
    await pause(1_000 / PER_SECOND);
  }
}

async function run(outageOf: (around: Around) => Outage, seconds: number, longestS: number): Promise<void> {
  const { at, drop } = await emptyDatabase();
  if (!('url' in at)) throw new Error('This needs PostgreSQL.');
  const proxy = await startWire(at.url);
  const store = await openStore({ url: proxy.url }, { isSupervised: true, onError: () => {} });
  const organisations = Object.fromEntries(ORGANISATIONS.map((login) => [login, ['ada']]));
  const world = await startWorld({ github: { organisations }, service: { store } });
  const heads = await addHeads(world.github, 0, HEADS);
  const { hooks } = world.github;
  await tell(world, heads.slice(0, Math.ceil(HEADS / 3)), 1);
  await world.settled();
  const outage = outageOf({ set: proxy.set, url: at.url });
  await outage.begin();
  const first = hooks.log.length;
  await tell(world, heads, seconds);
  await hooks.settled();
  const during = hooks.log.slice(first);
  await outage.end();
  expect(during.filter(({ statusCode }) => statusCode !== 202 && statusCode !== 503)).toEqual([]);
  expect(Math.max(...during.map(({ duration }) => duration))).toBeLessThan(longestS);
  await untilAccepted(world.github);
  for (let isIdle = false; !isIdle; await pause(200)) {
    const depth = await store.queue.depth().catch(() => null);
    isIdle = depth !== null && depth.waiting + depth.running === 0;
  }
  await world.settled();
  const kept = new Set((await store.db.selectFrom('deliveries').select('guid').execute()).map(({ guid }) => guid));
  expect(hooks.log.filter(({ status, guid }) => status === 'OK' && !kept.has(guid))).toEqual([]);
  const runs = Map.groupBy(world.github.world.checkRuns, ({ headSha }) => headSha);
  const seen = heads.map(({ pull }) => (runs.get(pull.head.sha) ?? []).map((one) => `${one.status} ${one.conclusion}`));
  expect(seen).toEqual(heads.map(({ conclusion }) => [`completed ${conclusion}`]));
  expect((await store.queue.depth()).parked).toBe(0);
  expect(during.some(({ statusCode }) => statusCode === 503)).toBe(true);
  await world.close();
  await store.close();
  await proxy.close();
  await drop();
}

(isOnPostgresql ? describe : describe.skip)('PostgreSQL', () => {
  test.each(SECONDS)('is away for %i seconds: 503 within two', (seconds) => run(wire('cut'), seconds, 2), 1_800_000);

  const often: readonly Case[] = [
    ['is half open', wire('silent')],
    ['has no room left', full],
  ];
  const others: readonly Case[] = [
    ['answers two seconds late', wire('slow')],
    ['may only be read', readOnly],
  ];
  test.each([...often, ...(IS_FULL ? others : [])])(
    '%s: nobody waits for five seconds',
    (_, outage) => run(outage, SECONDS[0] ?? 2, 5),
    1_800_000,
  );
});
