// Open pull requests that no webhook told of get their check (R17). With RELIABILITY=1 at full count.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { reconcilePulls } from '../../src/flows/reconcile-pulls.ts';
import { sendTo } from '../../src/flows/work.ts';
import { noteCheck } from '../../src/store/checks.ts';
import { opsRepository, startWorld, type World } from '../loops/world.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

const DAY = 24 * 3600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('a reconcile', () => {
  let world: FlowWorld;
  let clock: number;
  let ops: Repository;
  beforeEach(async () => {
    clock = NOW;
    world = await startFlowWorld({ github: { now: () => clock } });
    ops = await world.github.createRepository({ owner: 'acme', name: 'ops', files: { 'a.md': 'a\n' } });
    await knownRepository(world.store, world.installation, ops);
  }, 60_000);
  afterEach(async () => {
    expect(world.github.violations).toEqual([]);
    await world.close();
  });

  const open = async (branch: string, home = ops): Promise<Pull> => {
    await world.github.createBranch(home, branch, { by: 'ada' });
    await world.github.commit(home, branch, { [`${branch}.md`]: branch }, { author: 'ada' });
    return world.github.openPull({ repository: home, head: branch, title: branch, author: 'ada' });
  };
  const reconcile = () => reconcilePulls(world.tools, world.installation, NOW);
  const at = () => ({ installation: world.installation, owner: 'acme', name: 'ops' });
  const note = (sha: string, pulls: string, isWaiting = false) =>
    noteCheck(world.store, {
      ...{ repository: at(), sha, name: 'Procedure ownership', externalId: pulls, checkRun: 1, isWaiting },
    });
  const job = (sha: string, ...pulls: number[]) => ({ kind: 'check-head', repository: at(), sha, pulls });

  test('judges the heads that have no finished check, in one request', async () => {
    const [first, second, third] = [await open('first'), await open('second'), await open('third')];
    await note(second.head.sha, `pulls:${second.number}`);
    await note(third.head.sha, `pulls:${third.number}`, true);
    await reconcile();
    expect(await world.waiting()).toEqual([job(first.head.sha, first.number)]);
    expect(
      world.requests.filter((route) => route !== 'POST /app/installations/{installation_id}/access_tokens'),
    ).toEqual(['POST /graphql']);
  });

  test('looks again who approved, where that was not decided or something happened since', async () => {
    const pulls = [await open('decided'), await open('undecided'), await open('waiting'), await open('reviewed')];
    for (const { number, head } of pulls) {
      await note(head.sha, `pulls:${number}`);
      const approval = { repository: at(), sha: head.sha, name: 'Procedure approval', externalId: `pulls:${number}` };
      const isUndecided = number === 2;
      await noteCheck(world.store, { ...approval, checkRun: 2, isWaiting: number === 3, isUndecided });
    }
    clock = Date.now() + DAY;
    const [, , , reviewed] = pulls;
    if (reviewed) await world.github.editPull(reviewed, { title: 'Reviewed' }, 'ada');
    await reconcile();
    const told = (await world.waiting()).map((one) => ('pulls' in one ? [one.kind, ...one.pulls] : one.kind));
    expect(told.sort()).toEqual([
      ['check-approval', 2],
      ['check-approval', 4],
    ]);
  });

  test('judges a head that was pushed over unseen', async () => {
    const pull = await open('first');
    await note(pull.head.sha, 'pulls:1');
    const head = await world.github.push(pull, { 'b.md': 'b\n' });
    await reconcile();
    expect(await world.waiting()).toEqual([job(head, 1)]);
  });

  test('judges a head again that is of one more pull request, or of one less', async () => {
    const pull = await open('first');
    await world.github.createBranch(ops, 'next', { by: 'ada' });
    const other = await world.github.openPull({
      repository: ops,
      base: 'next',
      head: 'first',
      title: 'B',
      author: 'ada',
    });
    await note(pull.head.sha, 'pulls:1');
    await reconcile();
    const [both] = await world.waiting();
    expect(both).toMatchObject({ sha: pull.head.sha, pulls: expect.arrayContaining([1, 2]) });
    await note(pull.head.sha, 'pulls:1,2');
    await world.store.db.deleteFrom('deliveries').execute();
    await world.github.closePull(other, 'ada');
    const before = (await world.waiting()).length;
    await reconcile();
    expect((await world.waiting()).slice(before)).toEqual([job(pull.head.sha, 1)]);
  });

  test('judges again what could not be decided', async () => {
    const pull = await open('first');
    const check = { repository: at(), sha: pull.head.sha, name: 'Procedure ownership', externalId: 'pulls:1' };
    await noteCheck(world.store, { ...check, checkRun: 1, isWaiting: false, isUndecided: true });
    await reconcile();
    expect(await world.waiting()).toEqual([job(pull.head.sha, 1)]);
  });

  test('leaves alone what is closed, what rests for 14 days, and what belongs to nobody', async () => {
    clock = NOW - 15 * DAY;
    await open('rests');
    clock = NOW - 13 * DAY;
    const closed = await open('closed');
    await world.github.closePull(closed, 'ada');
    const lost = await world.github.createRepository({ owner: 'acme', name: 'lost', files: { 'a.md': 'a\n' } });
    await open('lost', lost);
    await world.store.db.updateTable('repositories').set({ id: 1 }).where('id', '=', ops.id).execute();
    await open('of-another-number');
    await reconcile();
    expect(await world.waiting()).toEqual([]);
  });

  test('reads on where more than twenty moved', async () => {
    const heads: string[] = [];
    for (let at = 0; at < 23; at++) heads.push((await open(`b${at}`)).head.sha);
    await reconcile();
    const jobs = await world.waiting();
    expect(jobs.map((one) => ('sha' in one ? one.sha : '')).toSorted()).toEqual(heads.toSorted());
    expect(world.requests.filter((route) => route === 'POST /graphql')).toHaveLength(2);
  });

  test('asks for less at a time where that is too much, and passes over what is out of reach', async () => {
    const pull = await open('first');
    for (const name of ['b', 'c']) {
      const home = await world.github.createRepository({ owner: 'acme', name, files: { 'a.md': 'a\n' } });
      await knownRepository(world.store, world.installation, home);
    }
    world.github.setInstallation('acme', { repositories: ['acme/ops', 'acme/b'] }, 'ada');
    world.github.fault({ operation: 'graphql', kind: 'graphql-resource-limit' });
    await reconcile();
    expect(await world.waiting()).toEqual([job(pull.head.sha, pull.number)]);
    expect(world.requests.filter((route) => route === 'POST /graphql')).toHaveLength(3);
  });
});

describe('without any webhook', () => {
  const COUNT = process.env['RELIABILITY'] === '1' ? 200 : 12;
  let world: World;
  afterEach(async () => {
    await world.close();
    expect(world.github.violations).toEqual([]);
  });

  const reconcile = async () => {
    await sendTo(world.service.store, [{ kind: 'reconcile-pulls', installation: null }]);
    await world.settled();
  };

  test('every pull request has its check after one reconcile, and the next one writes nothing', async () => {
    world = await startWorld();
    world.github.hooks.fate(() => 'lose');
    const ops = await opsRepository(world);
    await knownRepository(world.service.store, world.github.installation('acme').id, ops);
    const pulls: Pull[] = [];
    for (let at = 0; at < COUNT; at++) {
      const branch = `b${at}`;
      await world.github.createBranch(ops, branch, { by: 'ada' });
      await world.github.commit(ops, branch, { [`runbooks/${branch}.md`]: `# ${branch}\n` }, { author: 'ada' });
      pulls.push(await world.github.openPull({ repository: ops, head: branch, title: branch, author: 'ada' }));
    }
    await reconcile();
    expect(pulls.filter(({ head }) => world.checkRun(head.sha)?.conclusion !== 'failure')).toEqual([]);
    for (const pull of pulls.slice(0, COUNT / 2)) await world.github.push(pull, { 'other.txt': 'x\n' });
    await reconcile();
    expect(pulls.filter(({ head }) => world.checkRun(head.sha)?.status !== 'completed')).toEqual([]);
    const before = world.requests.length;
    await reconcile();
    // Twenty of each repository at first, then a hundred at a time.
    const queries = 1 + Math.ceil(Math.max(0, COUNT - 20) / 100);
    expect(world.requests.slice(before)).toEqual(Array(queries).fill('POST /graphql → 200'));
  }, 1_200_000);

  test('a dry run writes nothing, and does not judge the same again', async () => {
    world = await startWorld({ isDryRun: true });
    world.github.hooks.fate(() => 'lose');
    const ops = await opsRepository(world);
    await knownRepository(world.service.store, world.github.installation('acme').id, ops);
    await world.github.createBranch(ops, 'work', { by: 'ada' });
    await world.github.commit(ops, 'work', { 'runbooks/b.md': '# B\n' }, { author: 'ada' });
    await world.github.openPull({ repository: ops, head: 'work', title: 'Work', author: 'ada' });
    await reconcile();
    expect(await world.service.store.db.selectFrom('audit').select('outcome').execute()).toEqual([
      { outcome: 'planned' },
    ]);
    const before = world.requests.length;
    await reconcile();
    expect(world.requests.slice(before)).toEqual(['POST /graphql → 200']);
    expect(world.requests.filter((one) => /^(PATCH|PUT|DELETE)|^POST (?!\/graphql|\/app\/)/.test(one))).toEqual([]);
  });
});
