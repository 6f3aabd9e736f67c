// What the app has learnt and must not forget, over the whole loop: the service starts anew between the two.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Pull } from '../stand-in/world.ts';
import { AT_ONCE, CONFIG, opsRepository, procedure, propose, startWorld, type World } from './world.ts';

const BAD = { 'runbooks/c.md': '# C\n' };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const says = ({ head }: Pull) => [world.checkRun(head.sha)?.conclusion, world.checkRun(head.sha)?.title];

describe('an organisation policy that was once read, and is out of sight after a restart', () => {
  async function learn() {
    const files = { 'runbook-steward.yml': 'enforce: touched\n' };
    await world.github.createRepository({ owner: 'acme', name: '.github-private', files });
    const repository = await opsRepository(world, { [CONFIG]: null });
    await propose(world, repository, { 'runbooks/b.md': '# B\n' }, 'before');
    return repository;
  }

  test('nothing passes, and it heals when it is seen again', async () => {
    const repository = await learn();
    world.github.setInstallation('acme', { repositories: ['acme/ops'] }, 'ada');
    await world.restart();
    const pull = await propose(world, repository, BAD, 'lost');
    expect(says(pull)).toEqual(['failure', 'Could not decide: the app has lost access to it']);
    world.github.setInstallation('acme', { repositories: ['acme/ops', 'acme/.github-private'] }, 'ada');
    const again = await propose(world, repository, { 'runbooks/d.md': '# D\n' }, 'seen');
    expect(says(again)).toEqual(['failure', '1 of 1 procedure has no owner']);
  });

  test('a database that does not know it decides without one', async () => {
    const repository = await learn();
    await sql`delete from facts`.execute(world.service.store.db);
    world.github.setInstallation('acme', { repositories: ['acme/ops'] }, 'ada');
    await world.restart();
    expect(says(await propose(world, repository, BAD, 'lost'))[0]).toBe('neutral');
  });
});

describe('enforcement, where GitHub cannot be read after a restart', () => {
  test.each([
    ['known to be off', ['enforce: off\n'], 'neutral'],
    ['known to be advisory', [null], 'neutral'],
    ['known to be on', ['enforce: new\n'], 'failure'],
    ['known to have been off and then on', ['enforce: off\n', 'enforce: new\n'], 'failure'],
    ['known to have been off more than a day ago', ['enforce: off\n', 'a day goes by'], 'failure'],
  ])('%s', async (_, steps, conclusion) => {
    const repository = await opsRepository(world);
    for (const [at, step] of steps.entries()) {
      if (step === 'a day goes by') {
        await sql`update facts set until = until - interval '1 day'`.execute(world.service.store.db);
        continue;
      }
      await world.github.commit(repository, 'main', { [CONFIG]: step }, { author: 'ada' });
      await propose(world, repository, { 'runbooks/b.md': procedure('B') }, `earlier-${at}`);
    }
    world.github.fault({ operation: 'graphql', kind: '500', times: Number.POSITIVE_INFINITY });
    await world.restart({ retries: { ...AT_ONCE, mostTries: 2 } });
    const pull = await propose(world, repository, BAD, 'during');
    expect(says(pull)).toEqual([conclusion, 'Could not decide: GitHub answered 500']);
    world.github.clearFaults();
  });
});
