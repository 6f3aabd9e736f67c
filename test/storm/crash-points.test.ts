// A process that dies at each of fourteen places leaves the state that it would have come to (R03). With RELIABILITY=1 twenty times each.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type StandIn, startStandIn } from '../stand-in/stand-in.ts';
import type { CheckRun, Pull } from '../stand-in/world.ts';
import { CRASH_POINTS, type CrashPoint } from './crash-points.ts';
import { addHeads, type Head, ORGANISATIONS, TODAY, tellOpened, tellPushed } from './heads.ts';
import { type Running, startProcess } from './process.ts';
import { freePort, placeOf, variablesOf } from './storm.ts';
import type { ProgramOptions, Told } from './told.ts';

const ROUNDS = process.env['RELIABILITY'] === '1' ? 20 : 1;
/** On the list of deliveries that makes a second page. */
const FAILED = 110;
const OPTIONS: ProgramOptions = { readLagMs: 1_500, patience: 0.1, isSwept: false, today: TODAY };

let github: StandIn;
let variables: Readonly<Record<string, string>>;
let drop: () => Promise<void> | void;
let heads: readonly Head[];
const large: Pull[] = [];

beforeAll(async () => {
  github = await startStandIn({ organisations: Object.fromEntries(ORGANISATIONS.map((login) => [login, ['ada']])) });
  github.hooks.fate(() => 'lose');
  heads = await addHeads(github, 0, CRASH_POINTS.length * ROUNDS);
  const { owner, name, path } = MOVING;
  await github.createRepository({ owner, name, files: { [path]: '# Move\n\nDo it.\n' } });
  for (let round = 0; round < ROUNDS; round++) large.push(await largePull(round));
  const place = await placeOf(process.env['DATABASE_URL'] ?? 'embedded');
  drop = place.drop;
  const port = await freePort();
  github.hooks.url = `http://127.0.0.1:${port}/api/github/webhooks`;
  github.setReadLag(700);
  variables = variablesOf(github, { ...place.variables, PORT: String(port) }, { logFile: null });
}, 300_000);
afterAll(async () => {
  await github.close();
  await drop();
});

/** Its findings are more than one request takes, so that its check run is made and then updated. */
async function largePull(round: number): Promise<Pull> {
  const repository = github.repository('acme/ops-0');
  const branch = `large-${round}`;
  const files = Array.from({ length: 60 }, (_, at) => [`runbooks/large-${round}/${at}.md`, `# ${at}\n`]);
  await github.createBranch(repository, branch, { by: 'ada' });
  await github.commit(repository, branch, Object.fromEntries(files), { author: 'ada' });
  const pull = await github.openPull({ repository, head: branch, title: 'Large', author: 'ada' });
  // The emulator begins to count where it has nothing of ours.
  return Object.assign(pull, { number: 100_000 + round });
}

/** Where no pull request is: one that is judged again says which commit it is compared with, and that one stays. */
const MOVING = { owner: 'acme', name: 'moving', path: 'runbooks/moving.md' };

/** A commit that nothing else tells of: where nothing has changed, nothing is indexed. */
async function push(): Promise<void> {
  const home = github.repository('acme/moving');
  const before = (await github.file('acme/moving', 'main', MOVING.path))?.text ?? '';
  github.hooks.fate(() => 'lose');
  await github.commit(home, 'main', { [MOVING.path]: `${before}Do it again.\n` }, { author: 'ada' });
  github.hooks.fate(() => 'send');
  tellPushed(github, home, [MOVING.path]);
}

/** Starts a process that dies at `point`, makes it come there, and waits until it is dead. */
async function crash(point: CrashPoint, head: Head, pull: Pull): Promise<void> {
  const isSwept = point === 'in redelivery page 2';
  const running = await startProcess(variables, { ...OPTIONS, isSwept, crashAt: point });
  github.hooks.fate(() => 'send');
  if (point === 'before check update') tellOpened(github, { pull, conclusion: 'failure' });
  else tellOpened(github, head);
  if (point === 'in catalog upsert') await push();
  github.hooks.fate(() => 'lose');
  if (point === 'after ack') {
    await github.hooks.settled();
    running?.child.kill('SIGKILL');
  }
  // Null: it was dead before it could say that it lives.
  if (running !== null) expect([point, await running.ended]).toEqual([point, null]);
}

/** All that failed is delivered again, and all work is done. */
async function settle(running: Running): Promise<void> {
  for (;;) {
    await github.hooks.settled();
    const { known } = await running.ask<Extract<Told, { known: unknown }>>('known');
    const missing = github.hooks.log.filter(({ guid, event }) => event !== 'ping' && !known.includes(guid));
    for (const guid of new Set(missing.map((one) => one.guid))) await github.hooks.redeliver(guid);
    const { depth } = await running.ask<Extract<Told, { depth: unknown }>>('depth');
    if (missing.length === 0 && depth?.waiting === 0 && depth.running === 0) {
      expect(depth.parked).toBe(0);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

const runsOf = ({ repository, head }: Pull): readonly CheckRun[] =>
  github.world.checkRuns.filter((run) => run.repository === repository && run.headSha === head.sha);

test(`${CRASH_POINTS.length} places × ${ROUNDS}: each check once, and right; the catalog whole; no delivery lost`, async () => {
  github.hooks.fate(() => 'fail');
  for (let at = 0; at < FAILED; at++)
    github.hooks.emit({ event: 'ping', action: null, installation: null, repository: null, payload: { zen: `${at}` } });
  let at = 0;
  for (const [round, pull] of large.entries()) {
    for (const point of CRASH_POINTS) {
      const head = heads[at];
      at += 1;
      if (head) await crash(point, head, pull);
    }
    const running = await startProcess(variables, { ...OPTIONS, isSwept: round === ROUNDS - 1 });
    if (!running) throw new Error('The service did not start.');
    // The place's own head was not told of where the crash wanted another.
    const untold = heads[round * CRASH_POINTS.length + CRASH_POINTS.indexOf('before check update')];
    github.hooks.fate(({ event }) => (event === 'pull_request' ? 'send' : 'lose'));
    if (untold) tellOpened(github, untold);
    github.hooks.fate(() => 'lose');
    await settle(running);
    if (round === ROUNDS - 1) {
      const { known } = await running.ask<Extract<Told, { known: unknown }>>('known');
      expect(github.hooks.log.filter(({ guid }) => !known.includes(guid))).toEqual([]);
      const { entries } = await running.ask<Extract<Told, { entries: unknown }>>('entries');
      expect(entries).toEqual([MOVING.path]);
    }
    await running.kill();
  }
  const seen = heads.map(({ pull }) => runsOf(pull).map(({ status, conclusion }) => `${status} ${conclusion}`));
  expect(seen).toEqual(heads.map(({ conclusion }) => [`completed ${conclusion}`]));
  // Two of each file, none of them twice.
  const many = large.map((pull) =>
    runsOf(pull).map(({ conclusion, annotations }) => [
      conclusion,
      annotations.length,
      new Set(annotations.map(({ path, title }) => `${path} ${title}`)).size,
    ]),
  );
  expect(many).toEqual(large.map(() => [['failure', 120, 120]]));
  expect(github.violations).toEqual([]);
}, 3_600_000);
