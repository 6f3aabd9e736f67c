// What checks cost in requests, however many come (R10): of each installation's first one, and of all that follow.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startWorld, type World } from '../loops/world.ts';
import { addHeads, ORGANISATIONS, tellOpened } from '../storm/heads.ts';
import { count } from './counts.ts';

/** In every installation. */
const PULLS = count(50, 2);
const INSTALLATIONS = count(20, 2);
const PROCEDURES = 50;
const [COLD, WARM] = [8, 5];

let world: World;
beforeAll(async () => {
  const organisations = Object.fromEntries(ORGANISATIONS.map((login) => [login, ['ada']]));
  world = await startWorld({ github: { organisations } });
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

test(`${INSTALLATIONS * PULLS} pull requests of ${PROCEDURES} procedures each`, async () => {
  const { github } = world;
  for (let at = 0; at < INSTALLATIONS; at++) {
    const costs: number[] = [];
    for (const head of await addHeads(github, at, PULLS, PROCEDURES)) {
      const before = github.requests.length;
      tellOpened(github, head);
      await world.settled();
      costs.push(github.requests.length - before);
      const { repository } = head.pull;
      const runs = github.checkRuns(`${repository.owner.login}/${repository.name}`, head.pull.head.sha);
      expect(runs.map(({ conclusion }) => conclusion)).toEqual([head.conclusion]);
    }
    const [first = 0, ...others] = costs;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(COLD);
    expect(Math.max(...others)).toBeLessThanOrEqual(WARM);
  }
}, 1_800_000);

test('in a repository where more than a hundred are open, the search for others of the same head is one more', async () => {
  const { github } = world;
  const heads = await addHeads(github, INSTALLATIONS, 101);
  for (const [at, head] of heads.slice(0, 8).entries()) {
    const before = github.requests.length;
    tellOpened(github, head);
    await world.settled();
    expect(github.requests.length - before).toBeLessThanOrEqual((at === 0 ? COLD : WARM) + 1);
    const { repository } = head.pull;
    const runs = github.checkRuns(`${repository.owner.login}/${repository.name}`, head.pull.head.sha);
    expect(runs.map(({ conclusion }) => conclusion)).toEqual([head.conclusion]);
  }
}, 120_000);
