// Events that come late, out of order and repeated, while the pull request goes on (R13): in the end its head has one check, and it is right.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startWorld, type World } from '../loops/world.ts';
import { addHeads, type Head, ORGANISATIONS, tellOpened } from '../storm/heads.ts';
import { untilAccepted } from '../storm/redeliver.ts';
import { count, IS_FULL } from './counts.ts';

const HISTORIES = count(500, 8);
const ORDERS = count(20, 4);
const SEED = 20_261_129;
/** Commits of one pull request. */
const COMMITS = 3;

const STEP = fc.constantFrom('push', 'close', 'reopen', 'edit');
const HISTORY = fc.array(STEP, { minLength: 2, maxLength: 6 });
/** Of each event: after how many steps it comes, and how often. */
const ORDER = fc.array(fc.record({ late: fc.nat(4), times: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 7,
  maxLength: 7,
});

let world: World;
beforeAll(async () => {
  world = await startWorld({
    github: { organisations: Object.fromEntries(ORGANISATIONS.map((login) => [login, ['ada']])) },
  });
}, 120_000);
afterAll(async () => {
  await world.close();
});

type Case = { readonly commits: readonly Head[]; readonly steps: readonly string[]; readonly order: readonly Late[] };
type Late = { readonly late: number; readonly times: number };

/** Lives the history of one pull request, and gives what its head has to say; null where it is closed. */
async function live({ commits, steps, order }: Case): Promise<Head | null> {
  const [first] = commits;
  if (!first) return null;
  const { pull } = first;
  const due: { at: number; tell: () => void }[] = [];
  let head = first;
  const happen = (at: number, action: string) => {
    const { late, times } = order[at] ?? { late: 0, times: 1 };
    // As it was when it happened.
    const told = { pull: { ...pull, head: { ...pull.head } }, conclusion: head.conclusion };
    for (let time = 0; time < times; time++)
      due.push({ at: at + late * (time + 1), tell: () => tellOpened(world.github, told, action) });
  };
  happen(0, 'opened');
  for (const [at, step] of steps.entries()) {
    if (step === 'push' && pull.state === 'open') {
      head = commits[commits.indexOf(head) + 1] ?? head;
      pull.head.sha = head.pull.head.sha;
      happen(at + 1, 'synchronize');
    } else if (step === 'close' && pull.state === 'open') {
      pull.state = 'closed';
      happen(at + 1, 'closed');
    } else if (step === 'reopen' && pull.state === 'closed') {
      pull.state = 'open';
      happen(at + 1, 'reopened');
    } else if (step === 'edit') happen(at + 1, 'ready_for_review');
    for (const one of due.filter((event) => event.at === at + 1).reverse()) one.tell();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const one of due.filter(({ at }) => at > steps.length || at === 0).reverse()) one.tell();
  return pull.state === 'open' ? head : null;
}

test(`${HISTORIES} histories × ${ORDERS} orders (seed ${SEED})`, async () => {
  const histories = fc.sample(HISTORY, { numRuns: HISTORIES, seed: SEED });
  const orders = fc.sample(ORDER, { numRuns: ORDERS, seed: SEED + 1 });
  const side = IS_FULL ? 25 : HISTORIES;
  for (let at = 0; at < histories.length; at += side) {
    const some = histories.slice(at, at + side);
    const heads = await addHeads(world.github, at, some.length * orders.length * COMMITS);
    const cases = some.flatMap((steps, history) =>
      orders.map((order, number): Case => {
        const from = (history * orders.length + number) * COMMITS;
        // Each pull request opens at its first commit; the two others are its next ones.
        const commits = heads
          .slice(from, from + COMMITS)
          .map(({ pull, conclusion }) => ({ pull: copyOf(pull), conclusion }));
        return { commits, steps, order };
      }),
    );
    const kept = new Set(cases.map(({ commits }) => commits[0]?.pull));
    const { pulls } = world.github.world;
    pulls.splice(0, pulls.length, ...([...kept].filter((one) => one !== undefined) as typeof pulls));
    const ends = await Promise.all(cases.map(live));
    // A machine that is busy with so many refuses some.
    await untilAccepted(world.github);
    await world.settled();
    const wanted = ends.flatMap((head, number) => (head ? [{ number, head }] : []));
    expect(wanted.length).toBeGreaterThan(cases.length / 4);
    const wrong = wanted.flatMap(({ number, head }) => {
      const { repository } = head.pull;
      const name = `${repository.owner.login}/${repository.name}`;
      const runs = world.github.checkRuns(name, head.pull.head.sha);
      const said = runs.map(({ status, conclusion }) => `${status} ${conclusion}`);
      return said.length === 1 && said[0] === `completed ${head.conclusion}`
        ? []
        : [{ steps: cases[number]?.steps, order: cases[number]?.order, wanted: head.conclusion, said }];
    });
    expect(wrong).toEqual([]);
  }
  expect(world.github.violations).toEqual([]);
}, 3_600_000);

function copyOf(pull: Head['pull']): Head['pull'] {
  return { ...pull, head: { ...pull.head }, base: { ...pull.base } };
}
