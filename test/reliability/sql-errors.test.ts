// What a database refuses for a moment is tried again (R07): 40001, 40P01, 57P01 and 53300, in any statement of the service or its queue.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { startWorld, type World } from '../loops/world.ts';
import { addHeads, type Head, ORGANISATIONS, tellOpened } from '../storm/heads.ts';
import { createRandom } from '../storm/random.ts';
import { count } from './counts.ts';

const CODES = ['40001', '40P01', '57P01', '53300'] as const;
const ERRORS = count(800, 24);
/** Of the statements, while there are errors left. */
const SHARE = 0.02;

type Query = typeof pg.Client.prototype.query;
const plain = pg.Client.prototype.query;
const counts = new Map<string, number>(CODES.map((code) => [code, 0]));
const total = () => [...counts.values()].reduce((sum, one) => sum + one, 0);
let isOn = false;

/** By chance a statement is not carried out, and answers as PostgreSQL does. */
function failing(random = createRandom(7)): Query {
  let next = 0;
  return function query(this: pg.Client, ...args: unknown[]) {
    const [config] = args;
    const text = typeof config === 'string' ? config : ((config as { text?: string } | null)?.text ?? '');
    if (!isOn || total() >= ERRORS || /^rollback/i.test(text) || !random.chance(SHARE))
      return (plain as (...all: unknown[]) => unknown).apply(this, args);
    const code = CODES[next % CODES.length] ?? '40001';
    next += 1;
    counts.set(code, (counts.get(code) ?? 0) + 1);
    const error = Object.assign(new pg.DatabaseError(`injected ${code}`, 0, 'error'), { code });
    const callback = args.find((one) => typeof one === 'function') as ((error: Error) => void) | undefined;
    if (!callback) return Promise.reject(error);
    process.nextTick(callback, error);
    return undefined;
  } as Query;
}

let world: World;
let heads: readonly Head[];
beforeAll(async () => {
  world = await startWorld({
    github: { organisations: Object.fromEntries(ORGANISATIONS.map((login) => [login, ['ada']])) },
  });
  heads = await addHeads(world.github, 0, ERRORS * 2);
  pg.Client.prototype.query = failing();
}, 120_000);
afterAll(async () => {
  isOn = false;
  pg.Client.prototype.query = plain;
  await world.close();
});

test(`${ERRORS} errors: no delivery that was accepted is lost, each check is made once, nothing is parked`, async () => {
  const { hooks } = world.github;
  isOn = true;
  for (const [at, head] of heads.entries()) {
    tellOpened(world.github, head);
    if (at % 4 === 3) await hooks.settled();
  }
  // What is answered 503 is delivered again, as a person or the sweep does it.
  for (;;) {
    await hooks.settled();
    const accepted = new Set(hooks.log.filter(({ status }) => status === 'OK').map(({ guid }) => guid));
    const refused = hooks.log.filter(({ guid, statusCode }) => statusCode === 503 && !accepted.has(guid));
    if (refused.length === 0) break;
    await Promise.all([...new Set(refused.map(({ guid }) => guid))].map((guid) => hooks.redeliver(guid)));
  }
  // Work whose end could not be written down is taken up when its lease is over.
  for (let isIdle = false; !isIdle; ) {
    isOn &&= total() < ERRORS;
    await new Promise((resolve) => setTimeout(resolve, 300));
    const depth = await world.service.store.queue.depth().catch(() => null);
    isIdle = depth !== null && depth.waiting + depth.running === 0;
  }
  isOn = false;
  await world.settled();
  const runs = Map.groupBy(world.github.world.checkRuns, ({ headSha }) => headSha);
  const seen = heads.map(({ pull }) => (runs.get(pull.head.sha) ?? []).map((run) => `${run.status} ${run.conclusion}`));
  expect(seen).toEqual(heads.map(({ conclusion }) => [`completed ${conclusion}`]));
  expect((await world.service.store.queue.depth()).parked).toBe(0);
  expect([...counts]).toEqual(CODES.map((code) => [code, ERRORS / 4]));
}, 1_800_000);
