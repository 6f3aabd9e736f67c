// P5: one commit may be judged in many ways; no pull request passes by another's verdict, and none by a check of somebody else's.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pull, Repository } from '../stand-in/world.ts';
import { type Changes, proposeIn, repositoryOf, runOf, runsOf } from './many.ts';
import { CONFIG, procedure, startWorld, type World } from './world.ts';

const BAD: Changes = { 'runbooks/b.md': '# B\n' };
const GOOD: Changes = { 'runbooks/b.md': procedure('B') };
const FOREIGN_APP = 99;
const CHECK = 'Procedure ownership';

let world: World;
let home: Repository;
let count = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});
/** A repository in which `main` is strict, and `lax` enforces nothing. */
beforeEach(async () => {
  home = await repositoryOf(world, `ops-${count++}`);
  await world.github.createBranch(home, 'lax', { by: 'ada' });
  await world.github.commit(home, 'lax', { [CONFIG]: 'enforce: off\n' }, { author: 'ada' });
});

const propose = async (changes: Changes, options: Parameters<typeof proposeIn>[3] = {}) => {
  const pull = await proposeIn(world, home, changes, options);
  await world.settled();
  return pull;
};
const also = async (pull: Pull, base: string) => {
  const other = await world.github.openPull({
    repository: home,
    base,
    head: pull.head.ref,
    title: base,
    author: 'ada',
  });
  await world.settled();
  return other;
};
const retarget = async (pull: Pull, base: string) => {
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
const says = (pull: Pull) => runOf(world, pull)?.conclusion;
const newestOf = (sha: string) => runsOf(world, home, sha).at(-1);
const rerequest = async (pull: Pull, suite = false) => {
  const run = runOf(world, pull);
  if (!run) throw new Error('There is no check run to ask for again.');
  if (suite) await world.github.rerequestSuite(run, 'ada');
  else world.github.rerequest(run, 'ada');
  await world.settled();
};

type Story = readonly [name: string, story: () => Promise<void>];

const TWO_BASES: readonly Story[] = [
  ...(['main', 'lax'] as const).map((first): Story => {
    const second = first === 'main' ? 'lax' : 'main';
    return [
      `opened to ${first}, then to ${second}: the worst decides`,
      async () => {
        const pull = await propose(BAD, { base: first, branch: 'work' });
        expect(says(pull)).toBe(first === 'main' ? 'failure' : 'neutral');
        const other = await also(pull, second);
        expect([says(pull), says(other)]).toEqual(['failure', 'failure']);
        expect(runOf(world, pull)?.externalId).toBe(`pulls:${pull.number},${other.number}`);
      },
    ];
  }),
  [
    'both opened before anything is handled',
    async () => {
      const strict = await proposeIn(world, home, BAD);
      await also(strict, 'lax');
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'the deliveries come in reverse',
    async () => {
      world.github.hooks.pause();
      const strict = await proposeIn(world, home, BAD);
      await world.github.openPull({ repository: home, base: 'lax', head: 'work', title: 'lax', author: 'ada' });
      await world.github.hooks.resume((held) => held.toReversed());
      await world.settled();
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'a third base does not lift it',
    async () => {
      const strict = await propose(BAD);
      await world.github.createBranch(home, 'lax-2', { from: 'lax', by: 'ada' });
      await also(strict, 'lax');
      await also(strict, 'lax-2');
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'a fork whose branch stands at the same commit does not lift it',
    async () => {
      const strict = await propose(BAD);
      const from = await world.github.fork(home, 'eve');
      await world.github.openPull({ repository: home, base: 'lax', head: 'work', from, title: 'Fork', author: 'eve' });
      await world.settled();
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'the strict one is closed: only the other counts',
    async () => {
      const strict = await propose(BAD);
      const lax = await also(strict, 'lax');
      await close(strict);
      expect(says(lax)).toBe('neutral');
    },
  ],
  [
    'the lax one is closed: it still fails',
    async () => {
      const strict = await propose(BAD);
      await close(await also(strict, 'lax'));
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'the strict one is reopened: it fails again',
    async () => {
      const strict = await propose(BAD);
      await also(strict, 'lax');
      await close(strict);
      await reopen(strict);
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'both are closed, the lax one is reopened: only that one counts',
    async () => {
      const strict = await propose(BAD);
      const lax = await also(strict, 'lax');
      await close(strict);
      await close(lax);
      await reopen(lax);
      expect(says(lax)).toBe('neutral');
    },
  ],
];

const RETARGETED: readonly Story[] = [
  [
    'from lax to strict: it fails',
    async () => {
      const pull = await propose(BAD, { base: 'lax' });
      await retarget(pull, 'main');
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'from strict to lax: it does not fail',
    async () => {
      const pull = await propose(BAD);
      await retarget(pull, 'lax');
      expect(says(pull)).toBe('neutral');
    },
  ],
  [
    'to lax and back: it fails',
    async () => {
      const pull = await propose(BAD);
      await retarget(pull, 'lax');
      await retarget(pull, 'main');
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'to lax and back, told in reverse',
    async () => {
      const pull = await propose(BAD);
      world.github.hooks.pause();
      await world.github.editPull(pull, { base: 'lax' }, 'ada');
      await world.github.editPull(pull, { base: 'main' }, 'ada');
      await world.github.hooks.resume((held) => held.toReversed());
      await world.settled();
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'one of two with the same head, to lax: the other still fails',
    async () => {
      const pull = await propose(BAD, { base: 'lax' });
      const strict = await also(pull, 'main');
      await world.github.createBranch(home, 'lax-2', { from: 'lax', by: 'ada' });
      await retarget(pull, 'lax-2');
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'the strict one of two, to another lax base: none fails any more',
    async () => {
      const pull = await propose(BAD, { base: 'lax' });
      const strict = await also(pull, 'main');
      await world.github.createBranch(home, 'lax-2', { from: 'lax', by: 'ada' });
      await retarget(strict, 'lax-2');
      expect(says(strict)).toBe('neutral');
    },
  ],
  [
    'a new title alone changes nothing',
    async () => {
      const pull = await propose(BAD);
      const { length } = runsOf(world, home, pull.head.sha);
      await world.github.editPull(pull, { title: 'Other' }, 'ada');
      await world.settled();
      expect(runsOf(world, home, pull.head.sha)).toHaveLength(length);
    },
  ],
];

const LIVES: readonly Story[] = [
  [
    'closed and reopened, with the base stricter since: it fails',
    async () => {
      const pull = await propose(BAD, { base: 'lax' });
      await close(pull);
      await world.github.commit(home, 'lax', { [CONFIG]: 'enforce: new\n' }, { author: 'ada' });
      await reopen(pull);
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'closed and reopened with another head: each head has its own',
    async () => {
      const pull = await propose(BAD);
      const old = pull.head.sha;
      await close(pull);
      await world.github.commit(home, 'work', GOOD, { author: 'ada' });
      await reopen(pull);
      expect([newestOf(old)?.conclusion, says(pull)]).toEqual(['failure', 'success']);
    },
  ],
  [
    'a branch that is used again: the new pull request is judged by itself',
    async () => {
      const pull = await propose(GOOD);
      expect(says(pull)).toBe('success');
      await world.github.mergePull(pull, 'ada');
      await world.github.forcePush(home, 'work', home.refs.get('refs/heads/main') ?? '', 'ada');
      const again = await world.github.commit(home, 'work', { 'runbooks/c.md': '# C\n' }, { author: 'ada' });
      const next = await also(pull, 'main');
      expect([next.head.sha, says(next)]).toEqual([again, 'failure']);
    },
  ],
  [
    'a draft is judged',
    async () => {
      expect(says(await propose(BAD, { draft: true }))).toBe('failure');
    },
  ],
  [
    'a draft that becomes ready is judged by the base as it is then',
    async () => {
      const pull = await propose(BAD, { base: 'lax', draft: true });
      await world.github.commit(home, 'lax', { [CONFIG]: 'enforce: new\n' }, { author: 'ada' });
      await world.github.editPull(pull, { draft: false }, 'ada');
      await world.settled();
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'a draft to lax beside a ready one to strict: the worst decides',
    async () => {
      const strict = await propose(BAD);
      await world.github.openPull({
        repository: home,
        base: 'lax',
        head: 'work',
        title: 'D',
        author: 'ada',
        draft: true,
      });
      await world.settled();
      expect(says(strict)).toBe('failure');
    },
  ],
];

const QUEUES: readonly Story[] = [
  [
    'a good one passes',
    async () => {
      const group = await world.github.mergeGroup([await propose(GOOD)], 'ada');
      await world.settled();
      expect(newestOf(group.headSha)?.conclusion).toBe('success');
    },
  ],
  [
    'a good one behind a bad one does not pass',
    async () => {
      const bad = await propose(BAD, { branch: 'bad' });
      const good = await propose({ 'runbooks/c.md': procedure('C') }, { branch: 'good' });
      const group = await world.github.mergeGroup([bad, good], 'ada');
      await world.settled();
      expect(newestOf(group.headSha)?.conclusion).toBe('failure');
    },
  ],
  [
    'a bad one behind a good one does not pass',
    async () => {
      const bad = await propose(BAD, { branch: 'bad' });
      const good = await propose({ 'runbooks/c.md': procedure('C') }, { branch: 'good' });
      const group = await world.github.mergeGroup([good, bad], 'ada');
      await world.settled();
      expect(newestOf(group.headSha)?.conclusion).toBe('failure');
    },
  ],
  [
    'a configuration that one of them weakens does not judge the others',
    async () => {
      const weaker = await propose({ [CONFIG]: 'enforce: off\n' }, { branch: 'weaker' });
      const bad = await propose(BAD, { branch: 'bad' });
      const group = await world.github.mergeGroup([weaker, bad], 'ada');
      await world.settled();
      expect(newestOf(group.headSha)?.conclusion).toBe('failure');
    },
  ],
  [
    'each passes alone, and together two share an id: the group fails',
    async () => {
      const named = (title: string) => procedure(title).replace('risk:', 'id: same\nrisk:');
      const one = await propose({ 'runbooks/c.md': named('C') }, { branch: 'one' });
      const two = await propose({ 'runbooks/d.md': named('D') }, { branch: 'two' });
      expect([says(one), says(two)]).toEqual(['success', 'success']);
      const group = await world.github.mergeGroup([one, two], 'ada');
      await world.settled();
      expect(newestOf(group.headSha)?.conclusion).toBe('failure');
    },
  ],
  [
    "a group's check that is asked for again says the same",
    async () => {
      const group = await world.github.mergeGroup([await propose(BAD)], 'ada');
      await world.settled();
      const run = newestOf(group.headSha);
      if (run) world.github.rerequest(run, 'ada');
      await world.settled();
      expect(newestOf(group.headSha)?.conclusion).toBe('failure');
    },
  ],
];

/** A check of another app under our name. */
const forge = (sha: string, change: object = {}) =>
  world.github.addCheckRun(
    home,
    sha,
    { name: CHECK, status: 'completed', conclusion: 'success', ...change },
    FOREIGN_APP,
  );

const FORGED: readonly Story[] = [
  [
    'one that stands there already is left alone, and ours is made beside it',
    async () => {
      world.github.hooks.pause();
      const pull = await proposeIn(world, home, BAD);
      const forged = forge(pull.head.sha);
      await world.github.hooks.resume();
      await world.settled();
      expect([says(pull), forged.conclusion]).toEqual(['failure', 'success']);
    },
  ],
  [
    'one that waits is not taken up',
    async () => {
      world.github.hooks.pause();
      const pull = await proposeIn(world, home, BAD);
      const forged = world.github.addCheckRun(home, pull.head.sha, { name: CHECK, status: 'in_progress' }, FOREIGN_APP);
      await world.github.hooks.resume();
      await world.settled();
      expect([says(pull), forged.status]).toEqual(['failure', 'in_progress']);
    },
  ],
  [
    'one that comes later changes nothing of ours',
    async () => {
      const pull = await propose(BAD);
      forge(pull.head.sha, { external_id: runOf(world, pull)?.externalId });
      await rerequest(pull);
      expect(says(pull)).toBe('failure');
    },
  ],
];

/** GitHub tells only the app whose check it is; the service looks whose it is all the same. */
const MARKED: readonly Story[] = [
  [
    "one with a merge group's mark, asked for again, makes no group of it",
    async () => {
      const pull = await propose(BAD);
      const base = home.refs.get('refs/heads/lax') ?? '';
      const forged = forge(pull.head.sha, {
        external_id: `group:${base}:refs/heads/gh-readonly-queue/lax/pr-1-${base}`,
      });
      world.github.rerequest(forged, 'ada');
      await world.settled();
      expect(says(pull)).toBe('failure');
    },
  ],
];

const AGAIN: readonly Story[] = [
  [
    'the check, of a bad one',
    async () => {
      const pull = await propose(BAD);
      await rerequest(pull);
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'the suite, of a bad one',
    async () => {
      const pull = await propose(BAD);
      await rerequest(pull, true);
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'the check, of two with one head',
    async () => {
      const strict = await propose(BAD);
      await also(strict, 'lax');
      await rerequest(strict);
      expect(says(strict)).toBe('failure');
    },
  ],
  [
    'the check, when the base is stricter since',
    async () => {
      const pull = await propose(BAD, { base: 'lax' });
      await world.github.commit(home, 'lax', { [CONFIG]: 'enforce: new\n' }, { author: 'ada' });
      await rerequest(pull);
      expect(says(pull)).toBe('failure');
    },
  ],
];

const PUSHED: readonly Story[] = [
  [
    'a push before the first is handled: the old head gets no verdict',
    async () => {
      world.github.hooks.pause();
      const pull = await proposeIn(world, home, GOOD);
      const old = pull.head.sha;
      await world.github.push(pull, BAD);
      await world.github.hooks.resume();
      await world.settled();
      expect([runsOf(world, home, old), says(pull)]).toEqual([[], 'failure']);
    },
  ],
  [
    'a push while the first is handled: the good old head does not pass for the new one',
    async () => {
      const pull = await proposeIn(world, home, GOOD);
      await world.github.push(pull, BAD);
      await world.settled();
      expect(says(pull)).toBe('failure');
    },
  ],
  [
    'a forced push back to the good commit: the bad one keeps its failure',
    async () => {
      const pull = await propose(GOOD);
      const good = pull.head.sha;
      const bad = await world.github.push(pull, BAD);
      await world.settled();
      await world.github.forcePush(home, 'work', good, 'ada');
      await world.settled();
      expect([newestOf(bad)?.conclusion, says(pull)]).toEqual(['failure', 'success']);
    },
  ],
];

const ALL = { TWO_BASES, RETARGETED, LIVES, QUEUES, FORGED, MARKED, AGAIN, PUSHED };

test('there are 40 cases', () => {
  expect(Object.values(ALL).flat()).toHaveLength(40);
});

describe('one commit with two bases', () => void test.each(TWO_BASES)('%s', (_, story) => story()));
describe('retargeted', () => void test.each(RETARGETED)('%s', (_, story) => story()));
describe('closed, reopened, in draft', () => void test.each(LIVES)('%s', (_, story) => story()));
describe('in the merge queue', () => void test.each(QUEUES)('%s', (_, story) => story()));
describe('a check of another app under our name', () => void test.each(FORGED)('%s', (_, story) => story()));
describe('a check of another app with a mark of ours', () => void test.each(MARKED)('%s', (_, story) => story()));
describe('asked for again', () => void test.each(AGAIN)('%s', (_, story) => story()));
describe('pushed', () => void test.each(PUSHED)('%s', (_, story) => story()));
