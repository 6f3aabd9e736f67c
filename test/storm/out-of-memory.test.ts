// A job that uses up the memory of its process, twenty times (of R12's kinds): it is given up, its check fails, and the others get on. With RELIABILITY=1 only: each loss takes a lease.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type StandIn, startStandIn } from '../stand-in/stand-in.ts';
import { addHeads, type Head, ORGANISATIONS, TODAY, tellOpened } from './heads.ts';
import { startProcess } from './process.ts';
import { untilAccepted } from './redeliver.ts';
import { freePort, placeOf, variablesOf } from './storm.ts';
import type { ProgramOptions, Told } from './told.ts';

const DEATHS = 20;
/** Ten come with each start. */
const OTHERS = DEATHS * 10;

let github: StandIn;
let variables: Readonly<Record<string, string>>;
let drop: () => Promise<void> | void;

beforeAll(async () => {
  github = await startStandIn({ organisations: Object.fromEntries(ORGANISATIONS.map((login) => [login, ['ada']])) });
  github.hooks.fate(() => 'lose');
  const place = await placeOf(process.env['DATABASE_URL'] ?? 'embedded');
  drop = place.drop;
  const port = await freePort();
  github.hooks.url = `http://127.0.0.1:${port}/api/github/webhooks`;
  const memory = { NODE_OPTIONS: '--max-old-space-size=600' };
  variables = variablesOf(github, { ...place.variables, ...memory, PORT: String(port) }, { logFile: null });
}, 300_000);
afterAll(async () => {
  await github.close();
  await drop();
});

const conclusionsOf = ({ pull: { repository, head } }: Head): readonly string[] =>
  github.world.checkRuns
    .filter((run) => run.repository === repository && run.headSha === head.sha)
    .map(({ status, conclusion }) => `${status} ${conclusion}`);

test(`one dies with ${DEATHS} processes among ${OTHERS}`, async () => {
  const [bad] = await addHeads(github, 0, 1);
  if (!bad) throw new Error('There is no such pull request.');
  // The same installation: nothing keeps them apart.
  const others = await addHeads(github, ORGANISATIONS.length, OTHERS);
  const options: ProgramOptions = {
    ...{ readLagMs: 1_500, patience: 0.1, isSwept: false, today: TODAY },
    ...{ devours: `${bad.pull.repository.owner.login}/${bad.pull.repository.name}` },
  };
  let deaths = 0;
  const began = performance.now();
  github.hooks.fate(() => 'send');
  for (let at = 0; ; at += 10) {
    const running = await startProcess(variables, options);
    if (!running) throw new Error('The service did not start.');
    if (at === 0) tellOpened(github, bad);
    for (const head of others.slice(at, at + 10)) tellOpened(github, head);
    const isOver = async () => {
      for (; running.child.exitCode === null && running.child.signalCode === null; await pause()) {
        const { depth } = await Promise.race([
          running.ask<Extract<Told, { depth: unknown }>>('depth'),
          running.ended.then(() => ({ depth: null })),
        ]);
        if (depth?.parked === 1 && depth.waiting + depth.running === 0) return true;
      }
      return false;
    };
    if (!(await isOver())) {
      deaths += 1;
      continue;
    }
    await untilAccepted(github);
    while (!(await isOver())) await pause();
    await running.kill();
    break;
  }
  const seconds = (performance.now() - began) / 1_000;
  process.stderr.write(`Given up after ${seconds.toFixed(0)} s.\n`);
  expect(deaths).toBe(DEATHS);
  expect(conclusionsOf(bad)).toEqual(['completed failure']);
  expect(others.map(conclusionsOf)).toEqual(others.map(({ conclusion }) => [`completed ${conclusion}`]));
  expect(seconds).toBeLessThan(600);
}, 1_200_000);

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}
