// P5 for approvals: no pull request passes by what was approved in another one, on another base, or by somebody else's check.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pull, Repository } from '../stand-in/world.ts';
import {
  APPROVAL,
  approvalOf,
  approvalRuns,
  approve,
  approving,
  edited,
  propose,
  startApproving,
} from './approving.ts';
import { CONFIG, type World } from './world.ts';

let world: World;
let ops: Repository;
let count = 0;
beforeAll(async () => {
  world = await startApproving();
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});
beforeEach(async () => {
  ops = await approving(world, `ops-${count++}`);
});

/** Beside `main`, which asks for an owner: `strict` asks for the board as well, `lax` for nobody. */
const CONFIGS: Readonly<Record<string, string>> = {
  strict: APPROVAL.replace('when: {risk: [high, critical]}, ', ''),
  lax: '',
};
const branch = async (name: string) => {
  const config = CONFIGS[name];
  if (config === undefined || ops.refs.has(`refs/heads/${name}`)) return;
  await world.github.createBranch(ops, name, { by: 'root' });
  await world.github.commit(ops, name, { [CONFIG]: `enforce: new\n${config}` }, { author: 'root' });
};
const also = async (pull: Pull, base: string) => {
  await branch(base);
  const facts = { repository: ops, base, head: pull.head.ref, title: base, author: 'ada' };
  const other = await world.github.openPull(facts);
  await world.settled();
  return other;
};
const retarget = async (pull: Pull, base: string) => {
  await branch(base);
  await world.github.editPull(pull, { base }, 'ada');
  await world.settled();
};
const close = async (pull: Pull) => {
  await world.github.closePull(pull, 'ada');
  await world.settled();
};
const reopen = async (pull: Pull) => {
  await world.github.reopenPull(pull, 'ada');
  await world.settled();
};
const conclusion = (pull: Pull) => approvalOf(world, pull)?.[1];
const dismiss = async (pull: Pull, of: string) => {
  const [review] = world.github.reviews(`acme/${ops.name}`, pull.number).filter(({ author }) => author.login === of);
  if (review) await world.github.dismissReview(review, 'root');
  await world.settled();
};
const draft = async (pull: Pull, isDraft: boolean) => {
  await world.github.editPull(pull, { draft: isDraft }, 'ada');
  await world.settled();
};
const ownRun = (pull: Pull) => {
  const run = approvalRuns(world, ops, pull.head.sha).at(-1);
  if (!run) throw new Error('There is no check run.');
  return run;
};
const group = async (pulls: readonly Pull[]) => {
  const made = await world.github.mergeGroup(pulls, 'root');
  await world.settled();
  const run = approvalRuns(world, ops, made.headSha).at(-1);
  return [run?.conclusion, run?.title];
};

describe('one commit, two pull requests', () => {
  test('an approval of one does not pass the other, and the worst decides', async () => {
    const pull = await propose(world, ops);
    const other = await also(pull, 'strict');
    await approve(world, pull, 'grace');
    expect(conclusion(pull)).toBeNull();
    await approve(world, other, 'hedy');
    expect(conclusion(pull)).toBeNull();
    await approve(world, other, 'grace');
    expect(conclusion(pull)).toBe('success');
    expect(approvalRuns(world, ops, pull.head.sha).at(-1)?.externalId).toBe(`pulls:${pull.number},${other.number}`);
  });

  test('one that asks for nobody lifts nothing', async () => {
    const pull = await propose(world, ops);
    await also(pull, 'lax');
    expect(conclusion(pull)).toBeNull();
    await close(pull);
    await reopen(pull);
    expect(conclusion(pull)).toBeNull();
  });

  test('opened later, it takes a pass back', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    expect(conclusion(pull)).toBe('success');
    await also(pull, 'strict');
    expect(conclusion(pull)).toBeNull();
  });

  test('closed, it holds nothing up any more', async () => {
    const pull = await propose(world, ops);
    const other = await also(pull, 'strict');
    await approve(world, pull, 'grace');
    await close(other);
    expect(conclusion(pull)).toBe('success');
  });

  test('both are told at once, in reverse', async () => {
    world.github.hooks.pause();
    const pull = await propose(world, ops);
    const other = await also(pull, 'strict');
    await world.github.review(pull, 'grace', 'APPROVED');
    await world.github.review(other, 'grace', 'APPROVED');
    await world.github.hooks.resume((held) => held.toReversed());
    await world.settled();
    expect(approvalOf(world, pull)?.[2]).toBe('Waiting for @acme/cab (0 of 1)');
  });

  test('a fork whose branch stands there gains nothing', async () => {
    const pull = await propose(world, ops);
    await branch('lax');
    const from = await world.github.fork(ops, 'eve');
    await world.github.openPull({ repository: ops, base: 'lax', head: 'work', from, title: 'Fork', author: 'eve' });
    await world.settled();
    expect(conclusion(pull)).toBeNull();
  });
});

/** What happens to a pull request to `main` and to another with its head to `strict`, both approved; and whether both still pass. */
const OF_BOTH: readonly (readonly [
  what: string,
  act: (pull: Pull, other: Pull) => Promise<unknown>,
  passes: boolean,
])[] = [
  ['nothing more', async () => {}, true],
  ['the approval of one is dismissed', (pull) => dismiss(pull, 'grace'), false],
  ['the board’s word on the other is dismissed', (_, other) => dismiss(other, 'hedy'), false],
  [
    'changes are asked for in the other',
    async (_, other) => {
      await world.github.review(other, 'grace', 'CHANGES_REQUESTED', { body: 'No.' });
      await world.settled();
    },
    false,
  ],
  ['a third one comes, which asks for nobody', (pull) => also(pull, 'lax'), true],
  [
    'the other is closed and opened again',
    async (_, other) => {
      await close(other);
      await reopen(other);
    },
    true,
  ],
  [
    'the other, not approved any more, is closed',
    async (_, other) => {
      await dismiss(other, 'hedy');
      await close(other);
    },
    true,
  ],
  [
    'the other, not approved any more, is closed and opened again',
    async (_, other) => {
      await dismiss(other, 'hedy');
      await close(other);
      await reopen(other);
    },
    false,
  ],
  [
    'the other, not approved any more, becomes a draft',
    async (_, other) => {
      await dismiss(other, 'hedy');
      await draft(other, true);
    },
    false,
  ],
];

describe('one commit, two pull requests that pass', () => {
  test.each(OF_BOTH)('%s', async (_, act, passes) => {
    const pull = await propose(world, ops);
    const other = await also(pull, 'strict');
    await approve(world, pull, 'grace');
    await approve(world, other, 'hedy');
    await approve(world, other, 'grace');
    expect(conclusion(pull)).toBe('success');
    await act(pull, other);
    expect(conclusion(pull) === 'success').toBe(passes);
  });
});

describe('another base', () => {
  test('to where more is asked for: what was approved is not enough', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await retarget(pull, 'strict');
    expect(approvalOf(world, pull)?.[2]).toBe('Waiting for @acme/cab (0 of 1)');
    await retarget(pull, 'main');
    expect(conclusion(pull)).toBe('success');
  });

  test('to where nobody asks, and back: nothing was won', async () => {
    const pull = await propose(world, ops);
    await retarget(pull, 'lax');
    expect(approvalOf(world, pull)?.[2]).toBe('No approval is asked for here any more');
    await retarget(pull, 'main');
    expect(conclusion(pull)).toBeNull();
  });

  test('to where the board is asked, which has approved: it passes', async () => {
    const pull = await propose(world, ops);
    for (const by of ['grace', 'hedy']) await approve(world, pull, by);
    await retarget(pull, 'strict');
    expect(approvalOf(world, pull)?.[2]).toBe('Approved by @grace, @hedy');
  });

  test('told late and in reverse, with the approval that came before', async () => {
    const pull = await propose(world, ops);
    await branch('strict');
    world.github.hooks.pause();
    await world.github.review(pull, 'grace', 'APPROVED');
    await world.github.editPull(pull, { base: 'strict' }, 'ada');
    await world.github.hooks.resume((held) => held.toReversed());
    await world.settled();
    expect(approvalOf(world, pull)?.[2]).toBe('Waiting for @acme/cab (0 of 1)');
  });

  test('there and back while it waits, with nobody’s approval', async () => {
    const pull = await propose(world, ops);
    for (const base of ['strict', 'main', 'lax', 'strict', 'main']) await retarget(pull, base);
    expect(conclusion(pull)).toBeNull();
  });

  test('whose rules change meanwhile', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    world.github.hooks.fate(() => 'send');
    await world.github.commit(ops, 'main', { [CONFIG]: `enforce: new\n${CONFIGS['strict']}` }, { author: 'root' });
    await world.settled();
    world.github.hooks.fate(({ event }) => (/^pull|check_run|merge/.test(event) ? 'send' : 'lose'));
    expect(approvalOf(world, pull)?.[2]).toBe('Waiting for @acme/cab (0 of 1)');
  });
});

describe('closed, reopened, in a draft', () => {
  test('an approval still holds when it is opened again', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await close(pull);
    await reopen(pull);
    expect(conclusion(pull)).toBe('success');
  });

  test('a review of a closed one passes nothing before it is open', async () => {
    const pull = await propose(world, ops);
    await close(pull);
    await approve(world, pull, 'grace');
    expect(conclusion(pull)).toBeNull();
    await reopen(pull);
    expect(conclusion(pull)).toBe('success');
  });

  test('an approval that was taken back while it was closed does not hold', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await close(pull);
    await dismiss(pull, 'grace');
    await reopen(pull);
    expect(conclusion(pull)).toBeNull();
  });

  test('nor that of somebody who left meanwhile', async () => {
    const { github } = world;
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await close(pull);
    github.leaveTeam('acme', 'sre', 'grace', 'root');
    await reopen(pull);
    expect(conclusion(pull)).not.toBe('success');
    github.joinTeam('acme', 'sre', 'grace', 'root');
    await world.settled();
  });

  test('nor where more is asked for by then', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await close(pull);
    await world.github.commit(ops, 'main', { [CONFIG]: `enforce: new\n${CONFIGS['strict']}` }, { author: 'root' });
    await reopen(pull);
    expect(approvalOf(world, pull)?.[2]).toBe('Waiting for @acme/cab (0 of 1)');
  });

  test('what was approved as a draft stays so, and what was not does not become it', async () => {
    const pull = await propose(world, ops, edited(), { draft: true });
    await approve(world, pull, 'grace');
    await draft(pull, false);
    expect(conclusion(pull)).toBe('success');
    const other = await propose(world, ops, edited('Else.'), { draft: true, branch: 'else' });
    await draft(other, false);
    expect(conclusion(other)).toBeNull();
  });

  test('a draft does not pass by being one', async () => {
    const pull = await propose(world, ops, edited(), { draft: true });
    expect(conclusion(pull)).toBeNull();
    await approve(world, pull, 'grace');
    expect(conclusion(pull)).toBe('success');
  });

  test('a new head that nobody approved does not pass by the old one, however late that is told', async () => {
    const pull = await propose(world, ops);
    world.github.hooks.pause();
    await world.github.review(pull, 'grace', 'APPROVED');
    await world.github.push(pull, edited('Evil.'));
    await world.github.hooks.resume((held) => held.toReversed());
    await world.settled();
    expect(conclusion(pull)).toBeNull();
  });
});

describe('merge groups', () => {
  test('pass where every pull request in them does, and fail where one waits', async () => {
    const one = await propose(world, ops, { 'runbooks/b.md': '---\nowner: "@acme/sre"\nrisk: low\n---\n# B\n' });
    const two = await propose(world, ops, edited(), { branch: 'two' });
    await approve(world, one, 'grace');
    expect(await group([one])).toMatchObject(['success', 'Approved by @grace']);
    world.github.world.queue.length = 0;
    expect(await group([one, two])).toEqual([
      'failure',
      `Pull request ${two.number} is not approved: Waiting for @acme/sre (0 of 1)`,
    ]);
    world.github.world.queue.length = 0;
    await approve(world, two, 'grace');
    expect((await group([one, two]))[0]).toBe('success');
  });

  test('of which nobody knows what is in them do not pass', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    world.github.hooks.pause();
    const made = await world.github.mergeGroup([pull], 'root');
    world.github.world.queue.length = 0;
    await world.github.hooks.resume();
    await world.settled();
    expect(approvalRuns(world, ops, made.headSha).at(-1)?.conclusion).toBe('failure');
  });

  test('fail where a member was pushed to since, and nobody approved that', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    world.github.hooks.pause();
    const { headSha } = await world.github.mergeGroup([pull], 'root');
    await world.github.push(pull, edited('Evil.'));
    await world.github.hooks.resume();
    await world.settled();
    expect(approvalRuns(world, ops, headSha).at(-1)?.conclusion).toBe('failure');
    world.github.world.queue.length = 0;
  });

  test('asked for again, are judged by what is so by then', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    const { headSha } = await world.github.mergeGroup([pull], 'root');
    await world.settled();
    const run = approvalRuns(world, ops, headSha).at(-1);
    expect(run?.conclusion).toBe('success');
    await dismiss(pull, 'grace');
    if (run) world.github.rerequest(run, 'ada');
    await world.settled();
    expect(approvalRuns(world, ops, headSha).at(-1)?.conclusion).toBe('failure');
    world.github.world.queue.length = 0;
  });

  test('where nobody asks for approvals have no such check', async () => {
    await branch('lax');
    const pull = await propose(world, ops, edited(), { base: 'lax' });
    expect(await group([pull])).toEqual([undefined, undefined]);
  });
});

describe('a check of somebody else, and one that is asked for again', () => {
  const forged = { name: 'Procedure approval', status: 'completed', conclusion: 'success' } as const;

  test('under our name it changes nothing of ours', async () => {
    const pull = await propose(world, ops);
    const run = world.github.addCheckRun(ops, pull.head.sha, forged, 99);
    world.github.rerequest(run, 'ada');
    await world.settled();
    expect(approvalRuns(world, ops, pull.head.sha).map(({ conclusion: said }) => said)).toEqual([null]);
    await approve(world, pull, 'grace');
    expect(run.conclusion).toBe('success');
    expect(approvalRuns(world, ops, pull.head.sha)).toHaveLength(1);
  });

  test('nor with the very words and number of ours', async () => {
    const pull = await propose(world, ops);
    const { externalId } = ownRun(pull);
    const output = { title: 'Approved by @grace', summary: 'Approved.' };
    const run = world.github.addCheckRun(ops, pull.head.sha, { ...forged, external_id: externalId, output }, 99);
    world.github.rerequest(run, 'ada');
    await world.settled();
    expect(conclusion(pull)).toBeNull();
  });

  test.each([
    ['a stranger', 'eve'],
    ['the author', 'ada'],
  ])('%s who asks for it again wins nothing', async (_, by) => {
    const pull = await propose(world, ops);
    world.github.rerequest(ownRun(pull), by);
    await world.settled();
    expect(conclusion(pull)).toBeNull();
  });

  test('nor by the run of a head that was approved, once another one stands there', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    const old = ownRun(pull);
    await world.github.push(pull, edited('Evil.'));
    await world.settled();
    world.github.rerequest(old, 'ada');
    await world.settled();
    expect(conclusion(pull)).toBeNull();
  });

  test('nor by the whole suite', async () => {
    const pull = await propose(world, ops);
    await world.github.rerequestSuite(ownRun(pull), 'ada');
    await world.settled();
    expect(conclusion(pull)).toBeNull();
  });

  test('what is asked for is looked at, not repeated', async () => {
    const pull = await propose(world, ops);
    world.github.hooks.fate(() => 'lose');
    await world.github.review(pull, 'grace', 'APPROVED');
    world.github.hooks.fate(({ event }) => (/^pull|check_run|merge/.test(event) ? 'send' : 'lose'));
    const [run] = approvalRuns(world, ops, pull.head.sha);
    if (run) world.github.rerequest(run, 'ada');
    await world.settled();
    expect(conclusion(pull)).toBe('success');
  });

  test('by the button of another check of the same commit, too', async () => {
    const pull = await propose(world, ops);
    const [run] = world.github
      .checkRuns(`acme/${ops.name}`, pull.head.sha)
      .filter(({ name }) => /ownership/.test(name));
    world.github.hooks.fate(({ event }) => (/^check_run/.test(event) ? 'send' : 'lose'));
    await world.github.review(pull, 'grace', 'APPROVED');
    if (run) world.github.rerequest(run, 'ada');
    await world.settled();
    world.github.hooks.fate(({ event }) => (/^pull|check_run|merge/.test(event) ? 'send' : 'lose'));
    expect(conclusion(pull)).toBe('success');
  });
});
