// github: which open pull requests have a commit as their head.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pullsOfHead } from '../../src/github/pulls-of-head.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { type Loop, opsOf, opsRepository, proposed, startLoop } from './stand-in-world.ts';

let loop: Loop;
let ops: Repository;
beforeEach(async () => {
  loop = await startLoop();
  ops = await opsRepository(loop.github);
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

/** `branch`: that of one that was read, among others than these. */
const find = (sha: string, branch: string | null = null) =>
  pullsOfHead(
    loop.connection.reading(loop.installation),
    opsOf(loop),
    sha,
    branch === null ? null : { pulls: [], isWhole: false, branch },
  );
const open = (base: string, head: string, from?: Repository): Promise<Pull> =>
  loop.github.openPull({ repository: ops, base, head, title: 'x', author: 'ada', ...(from ? { from } : {}) });

test('several of one branch, without the closed ones and those that moved on', async () => {
  for (const branch of ['next', 'later']) await loop.github.createBranch(ops, branch, { by: 'ada' });
  const first = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n' });
  const second = await open('next', 'work');
  const third = await open('later', 'work');
  await loop.github.closePull(third, 'ada');
  expect(await find(first.head.sha)).toEqual([first.number, second.number]);
  const { sha } = first.head;
  await loop.github.push(first, { 'runbooks/b.md': '# C\n' });
  expect(await find(sha)).toEqual([]);
});

test('where all are known nothing is asked, and a commit that is nobody knows has none', async () => {
  const before = loop.made.length;
  const known = { pulls: [3, 7], isWhole: true, branch: 'work' };
  expect(await pullsOfHead(loop.connection.reading(loop.installation), opsOf(loop), 'a'.repeat(40), known)).toEqual([
    ...[3, 7],
  ]);
  expect(loop.made).toHaveLength(before);
  expect(await find('a'.repeat(40))).toEqual([]);
});

test('pull requests of other repositories, and those out of sight, are none of ours', async () => {
  const head = 'a'.repeat(40);
  const pull = (number: number, state: string, id: string) => ({ number, headRefOid: head, state, repository: { id } });
  const nodes = [pull(1, 'OPEN', 'R_1'), null, pull(2, 'OPEN', 'R_2'), pull(3, 'MERGED', 'R_1')];
  const data = {
    data: {
      repository: {
        id: 'R_1',
        pullRequests: { totalCount: 200, nodes: [] },
        object: { associatedPullRequests: { nodes } },
      },
    },
    errors: [
      { type: 'FORBIDDEN', message: 'No.', path: ['repository', 'object', 'associatedPullRequests', 'nodes', 1] },
    ],
  };
  const github = loop.connection.reading(loop.installation);
  const send = async () => ({ status: 200, headers: {}, data });
  expect(await pullsOfHead({ ...github, send }, opsOf(loop), head, null)).toEqual([1]);
});

test('among a hundred others in one request: those of a fork by the branch of one that is known, those of our own by their commit', async () => {
  const fork = await loop.github.fork(ops, 'eve');
  await loop.github.commit(fork, 'topic', { 'runbooks/e.md': '# E\n' }, { author: 'eve' });
  await loop.github.createBranch(ops, 'next', { by: 'ada' });
  const one = await open('main', 'topic', fork);
  const two = await open('next', 'topic', fork);
  const own = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n' });
  await loop.github.createBranch(ops, 'same', { from: 'work', by: 'ada' });
  const same = await open('next', 'same');
  await loop.github.createBranch(ops, 'others', { by: 'ada' });
  await loop.github.commit(ops, 'others', { a: 'x' }, { author: 'ada' });
  for (let at = 0; at < 100; at += 1) {
    await loop.github.createBranch(ops, `b${at}`, { from: 'others', by: 'ada' });
    await open('main', `b${at}`);
  }
  expect(await find(one.head.sha)).toEqual([]);
  const before = loop.made.length;
  expect(await find(one.head.sha, 'topic')).toEqual([one.number, two.number]);
  expect(await find(own.head.sha)).toEqual([own.number, same.number]);
  expect(loop.made.slice(before).map(({ route }) => route)).toEqual(['POST /graphql', 'POST /graphql']);
}, 30_000);
