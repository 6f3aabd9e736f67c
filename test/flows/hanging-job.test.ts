// A job that hangs in our own code frees its slot, is tried again, and writes nothing any more; a last word that was refused is said by the watchdog.
import { afterEach, expect, jest, test } from '@jest/globals';
import { applyEffect } from '../../src/flows/apply-effect.ts';
import type { Job } from '../../src/flows/job.ts';
import { Later } from '../../src/flows/later.ts';
import { saveCheck } from '../../src/flows/save-check.ts';
import { watchChecks } from '../../src/flows/watch-checks.ts';
import { sendTo } from '../../src/flows/work.ts';
import type { LIMITS } from '../../src/github/limiter.ts';
import { createRunner } from '../../src/jobs.ts';
import { LeaseLost, startWorker, type Worker } from '../../src/store/worker.ts';
import type { Pull } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

let world: FlowWorld;
let passed = 0;
let worker: Worker | null = null;
async function start(limits: Partial<typeof LIMITS> = {}): Promise<void> {
  passed = 0;
  world = await startFlowWorld({ connect: { limits, now: () => performance.now() + passed } });
}
afterEach(async () => {
  await worker?.stop(1_000);
  worker = null;
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const repository = (name = 'ops') => ({ installation: world.installation, owner: 'acme', name });

async function open(name: string): Promise<Pull> {
  const { github } = world;
  const files = { '.github/runbook-steward.yml': 'enforce: new\n', 'runbooks/a.md': '# A\n' };
  const home = await github.createRepository({ owner: 'acme', name, files });
  await knownRepository(world.store, world.installation, home);
  await github.createBranch(home, 'work', { by: 'ada' });
  await github.commit(home, 'work', { 'runbooks/b.md': '# B\n' }, { author: 'ada' });
  return github.openPull({ repository: home, head: 'work', title: 'Work', author: 'ada' });
}
const jobOf = ({ repository: { name }, head, number }: Pull): Job => ({
  ...{ kind: 'check-head', repository: repository(name), sha: head.sha, pulls: [number] },
});
const runsOf = ({ head, repository: { name } }: Pull) =>
  world.github.checkRuns(`acme/${name}`, head.sha).map(({ status, conclusion, title }) => [status, conclusion, title]);

test('its slot is free, it is tried again, and what it still does writes nothing', async () => {
  await start();
  const [stuck, other] = [await open('stuck'), await open('other')];
  const gate = Promise.withResolvers<void>();
  let isHanging = true;
  const resumed: Promise<unknown>[] = [];
  const { connection } = world.tools;
  const reading: typeof connection.reading = (id) => {
    const github = connection.reading(id);
    return {
      ...github,
      send: (request) => {
        if (!isHanging || !JSON.stringify(request).includes('"stuck"')) return github.send(request);
        const sent = gate.promise.then(() => github.send(request));
        resumed.push(sent);
        return sent;
      },
    };
  };
  const ended: string[] = [];
  // Only the first try is short of time: a busy machine may be slow with the others.
  const limits = [1_000];
  worker = startWorker({
    queue: world.store.queue,
    handle: createRunner({
      tools: { ...world.tools, connection: { ...connection, reading } },
      limitOf: () => limits.shift() ?? 60_000,
      patience: () => 4_000,
      onEnd: (kind, outcome) => ended.push(`${kind} ${outcome}`),
    }),
    ...{ held: async () => [], onError: (error: unknown) => process.stderr.write(`${error}\n`), atOnce: 1 },
  });
  await sendTo(world.store, [jobOf(stuck)]);
  await sendTo(world.store, [jobOf(other)]);
  worker.wake();
  for (let at = 0; at < 1_500 && !ended.includes('check-head done'); at++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ended).toEqual(['check-head failed', 'check-head done']);
  expect(runsOf(other)).toMatchObject([['completed', 'failure', expect.anything()]]);
  const waiting = [['in_progress', null, 'Waiting to try again: something went wrong in the app']];
  expect(runsOf(stuck)).toEqual(waiting);

  const writes = world.requests.filter((route) => /^(?:POST|PATCH).*check-runs/.test(route)).length;
  isHanging = false;
  gate.resolve();
  await Promise.all(resumed);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(world.requests.filter((route) => /^(?:POST|PATCH).*check-runs/.test(route))).toHaveLength(writes);
  expect(runsOf(stuck)).toEqual(waiting);

  passed += 60_000;
  await worker.idle();
  expect(ended).toEqual(['check-head failed', 'check-head done', 'check-head done']);
  expect(runsOf(stuck)).toMatchObject([['completed', 'failure', expect.stringContaining('has no owner')]]);
}, 60_000);

test('a writer that hangs stands in nobody’s way once its lease is lost', async () => {
  await start();
  await open('ops');
  let isHeld = true;
  const lease = {
    assertHeld: () => {
      if (!isHeld) throw new LeaseLost('k');
    },
  };
  const effect = (write: () => Promise<{ id: number }>) => ({
    ...{ repository: repository(), kind: 'issue', key: 'issue acme/ops a b', what: {}, why: 'x' },
    ...{ find: async () => null, write },
  });
  const began = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<{ id: number }>();
  const first = applyEffect(
    { ...world.tools, lease },
    effect(() => {
      began.resolve();
      return gate.promise;
    }),
  );
  await began.promise;
  const again = () =>
    applyEffect(
      world.tools,
      effect(async () => ({ id: 2 })),
    );
  await expect(again()).rejects.toThrow(Later);
  isHeld = false;
  // It may only be slow: what it has sent may still arrive.
  await expect(again()).rejects.toThrow(Later);
  const now = performance.now();
  const clock = jest.spyOn(performance, 'now').mockReturnValue(now + 180_000);
  expect(await again()).toEqual({ id: 2 });
  clock.mockRestore();
  gate.resolve({ id: 1 });
  expect(await first).toEqual({ id: 1 });
});

test('one that was lost with twenty workers is not begun again: its check fails, and it is parked', async () => {
  await start();
  const pull = await open('ops');
  const data = { job: jobOf(pull), delivery: null };
  const taken = { ...{ key: 'k', installation: null, priority: 1, data, id: 'x' }, tries: 0, waitedMs: 0 };
  const handle = createRunner({ tools: world.tools });
  const before = world.requests.length;
  const gaveUp = { state: 'hopeless', error: 'Lost with its worker 20 times' };
  expect(await handle({ ...taken, attempt: 20 }, world.tools.lease)).toEqual(gaveUp);
  expect(runsOf(pull)).toEqual([['completed', 'failure', 'Could not decide: something went wrong in the app']]);
  expect(world.requests.slice(before).filter((route) => route.includes('pulls'))).toEqual([]);
  expect(await handle({ ...taken, attempt: 19 }, world.tools.lease)).toEqual({ state: 'done' });
});

test('a last word that our own limiter refuses is said by the watchdog, which comes every minute', async () => {
  // What is read leaves less than a write costs.
  await start({ restPerMinute: 17 });
  const pull = await open('ops');
  for (const name of ['One', 'Two']) {
    const state = { state: 'waiting', title: 'x', summary: 'x' } as const;
    await saveCheck(world.tools, { repository: repository(), sha: pull.head.sha, externalId: 'x', name }, state);
  }
  world.github.fault({ operation: 'graphql', kind: '500', times: 99 });
  const data = { job: jobOf(pull), delivery: null };
  const taken = { ...{ key: 'k', installation: null, priority: 1, data, id: 'x' }, attempt: 0, tries: 7, waitedMs: 0 };
  expect(await createRunner({ tools: world.tools })(taken, world.tools.lease)).toMatchObject({ state: 'hopeless' });
  const own = () => runsOf(pull).slice(2);
  expect(own()).toEqual([]);
  await watchChecks(world.tools);
  expect(own()).toEqual([]);
  passed += 60_000;
  await watchChecks(world.tools);
  expect(own()).toEqual([['completed', 'failure', 'Could not decide: it was begun and not finished']]);
  const before = world.requests.length;
  await watchChecks(world.tools);
  expect(world.requests.length).toBe(before);
});
