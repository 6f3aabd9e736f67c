// P6: nine operations of a check × the twelve faults (each fault once in every run), over the whole loop: nothing passes while it lasts, and all is right afterwards.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sampled } from '../reliability/counts.ts';
import { type FaultKind, faultKinds, isAfter } from '../stand-in/faults.ts';
import type { CheckRun, Pull, Repository } from '../stand-in/world.ts';
import { type Changes, proposeIn, repositoryOf, runOf, runsOf } from './many.ts';
import { AT_ONCE, CODEOWNERS, CONFIG, procedure, startWorld, type World } from './world.ts';

const LONG = `${procedure('Long')}${'A line of it.\n'.repeat(45_000)}`;
const LINES = '/.github/ @acme/sre\n/runbooks/ @acme/sre @ada\n';
const GHOST = { line: 3, column: 17, kind: 'Unknown owner', message: 'Unknown owner', path: CODEOWNERS };
const NO_OWNER = { bad: { 'runbooks/b.md': '# B\n' }, title: '1 of 1 procedure has no owner' };
const GOOD: Changes = { 'runbooks/good.md': procedure('Good'), [CODEOWNERS]: `${LINES}/docs/ @acme/sre\n` };

type Operation = {
  readonly operation: string;
  /** A change whose one failure cannot be known without the answer to this operation. */
  readonly bad: Changes;
  readonly title: string;
  /** A change in order that needs the operation too. */
  readonly good?: Changes;
};

const OPERATIONS: readonly Operation[] = [
  {
    ...{
      operation: 'apps/create-installation-access-token',
      title: '1 of 1 procedure has an owner that does not exist',
    },
    bad: { 'runbooks/b.md': procedure('B', '@acme/ghost') },
  },
  { operation: 'pulls/list-files', ...NO_OWNER },
  { operation: 'graphql', ...NO_OWNER },
  {
    ...{ operation: 'git/get-tree', title: '1 of 1 procedure is given to nobody by CODEOWNERS' },
    bad: { [CODEOWNERS]: '/.github/ @acme/sre\n' },
  },
  {
    ...{ operation: 'git/get-blob', title: '1 of 1 procedure has no owner' },
    bad: { 'runbooks/b.md': LONG.replace('owner', 'own') },
    good: { 'runbooks/good.md': LONG },
  },
  {
    ...{ operation: 'repos/codeowners-errors', title: '1 failure: codeowners-valid' },
    bad: { [CODEOWNERS]: `${LINES}/ghosts/ @acme/ghost\n` },
  },
  { operation: 'checks/list-for-ref', ...NO_OWNER },
  { operation: 'checks/create', ...NO_OWNER },
  {
    ...{ operation: 'checks/update', title: '60 of 60 procedures have no owner' },
    bad: Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`runbooks/b${at}.md`, `# B ${at}\n`])),
  },
];

let world: World;
let repository: Repository;
async function start() {
  world = await startWorld();
  // The others make no job here, and are most of what is told.
  world.github.hooks.fate(({ event }) => (event === 'pull_request' ? 'send' : 'fail'));
  const config = 'enforce: new\nrules: {codeowners-valid: failure}\n';
  repository = await repositoryOf(world, 'ops', { [CODEOWNERS]: LINES, [CONFIG]: config });
}
async function end() {
  world.github.clearFaults();
  expectNoSecrets();
  await world.close();
  expect(world.github.violations).toEqual([]);
}

/** Whatever went wrong, neither a line of the log nor a check run holds a token, a key or the webhook's secret (row L1). */
function expectNoSecrets(): void {
  const { github, lines } = world;
  const texts = [...lines, ...github.world.checkRuns.map(({ title, summary }) => `${title} ${summary}`)];
  const key = github.app.privateKey.split('\n')[5] ?? '';
  expect(lines.length).toBeGreaterThan(0);
  expect(texts.filter((text) => /\bgh[a-z]_\w|\beyJ[\w-]+\./.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes(github.app.webhookSecret) || text.includes(key))).toEqual([]);
}

/** Every conclusion that GitHub told of since `mark`, for a commit, in order; also those that something else replaced. */
function conclusions({ head }: Pull, mark: number): readonly string[] {
  return world.github.hooks.log
    .slice(mark)
    .filter(({ event, action }) => event === 'check_run' && action === 'completed')
    .map(({ payload }) => payload['check_run'] as { head_sha: string; conclusion: string })
    .filter(({ head_sha }) => head_sha === head.sha)
    .map(({ conclusion }) => conclusion);
}

const runs = (pull: Pull) => runsOf(world, repository, pull.head.sha);
const says = ({ status, conclusion, title }: CheckRun) => [status, conclusion, title];

/** A pull request that the app hears of when it is reopened. */
async function closed(changes: Changes, branch: string, errors: readonly (typeof GHOST)[]): Promise<Pull> {
  const { github } = world;
  await github.createBranch(repository, branch, { by: 'ada' });
  const sha = await github.commit(repository, branch, changes, { author: 'ada' });
  github.setCodeownersErrors(repository, sha, errors);
  const pull = await github.openPull({ repository, head: branch, title: branch, author: 'ada' });
  await github.closePull(pull, 'ada');
  return pull;
}

/** So many tries of a check, without waiting in between. */
const tries = (mostTries: number) => ({ ...AT_ONCE, mostTries });

const HOLDS = 'nothing passes while it lasts, nothing is said twice, and it ends as it should';

test('there are 108 cases', () => {
  expect(OPERATIONS.length * faultKinds.length).toBe(108);
});

describe.each(OPERATIONS)('$operation', ({ operation, bad, title, good: goodChanges = GOOD }) => {
  const turn = OPERATIONS.findIndex((one) => one.operation === operation);
  let brief: Pull;
  let lasting: Pull;
  let good: Pull;
  beforeAll(async () => {
    await start();
    const errors = operation === 'repos/codeowners-errors' ? [GHOST] : [];
    brief = await closed(bad, 'brief', errors);
    lasting = await closed({ ...bad, 'lasting.txt': '' }, 'lasting', errors);
    good = await closed(goodChanges, 'good', []);
    await world.settled();
  });
  afterAll(end);
  beforeEach(async () => {
    await world.settled();
    world.github.world.checkRuns.length = 0;
  });
  afterEach(async () => {
    world.github.clearFaults();
    for (const pull of [brief, lasting, good]) await world.github.closePull(pull, 'ada');
    await world.settled();
  });

  test.each(sampled(faultKinds, turn))(`%s: ${HOLDS}`, holds);

  async function holds(kind: FaultKind): Promise<void> {
    const { github } = world;
    // Only what hangs is waited for: anything else may be as slow as the machine is, and where it seems to hang as well it is tried again.
    const isHanging = kind === 'hang';
    await world.restart(isHanging ? { timeLimitMs: 250, retries: tries(20) } : { retries: tries(3) });
    const mark = github.hooks.log.length;
    const passes = (pull: Pull) => conclusions(pull, mark).filter((conclusion) => conclusion !== 'failure');
    github.fault({ operation, kind });
    await github.reopenPull(brief, 'ada');
    await world.settled();
    expect(passes(brief)).toEqual([]);
    expect(runs(brief).map(says)).toEqual([['completed', 'failure', title]]);

    github.clearFaults();
    await world.restart({ retries: tries(3), ...(isHanging ? { timeLimitMs: 250 } : {}) });
    github.fault({ operation, kind, times: Number.POSITIVE_INFINITY });
    for (const pull of [lasting, good]) await github.reopenPull(pull, 'ada');
    await world.settled();
    expect(passes(lasting)).toEqual([]);
    const isWritten = operation === 'checks/update' || (operation === 'checks/create' && isAfter(kind));
    if (!isWritten) expect(passes(good)).toEqual([]);
    expect(runs(good).length).toBeLessThanOrEqual(1);

    github.clearFaults();
    if (isHanging) await world.restart();
    for (const pull of [lasting, good]) {
      await github.closePull(pull, 'ada');
      await github.reopenPull(pull, 'ada');
    }
    await world.settled();
    expect(passes(lasting)).toEqual([]);
    expect(runs(lasting).map(says).at(-1)).toEqual(['completed', 'failure', title]);
    expect([runOf(world, good)?.status, runOf(world, good)?.conclusion]).toEqual(['completed', 'success']);
    const earlier = [runs(lasting), runs(good)].flatMap((all) => all.slice(0, -1));
    // What was begun and could not be updated stays as it is, behind the newer one that GitHub shows in its place.
    const left = operation === 'checks/update' ? earlier.filter(({ status }) => status !== 'in_progress') : earlier;
    expect(left.filter(({ title: said }) => !said?.startsWith('Could not decide: '))).toEqual([]);
    expect(earlier.length).toBeLessThanOrEqual(2);
  }
});

describe('during an outage', () => {
  beforeAll(start);
  afterAll(end);
  beforeEach(() => world.restart());
  afterEach(() => world.github.clearFaults());

  let count = 0;
  test.each([
    ['known to be off', ['enforce: off\n'], 'neutral'],
    ['known to be switched off', ['enabled: false\n'], 'neutral'],
    ['known to be advisory', [null], 'neutral'],
    ['known to be on', ['enforce: new\n'], 'failure'],
    ['known to have been on and off within the day', ['enforce: new\n', 'enforce: off\n'], 'failure'],
    ['not known', [], 'failure'],
  ])('enforcement that is %s', async (_, configs, conclusion) => {
    const { github } = world;
    const other = await repositoryOf(world, `other-${count++}`);
    for (const [at, config] of configs.entries()) {
      await github.commit(other, 'main', { [CONFIG]: config }, { author: 'ada' });
      await proposeIn(world, other, { 'runbooks/b.md': procedure('B') }, { branch: `earlier-${at}` });
      await world.settled();
    }
    github.fault({ operation: 'graphql', kind: '500', times: Number.POSITIVE_INFINITY });
    const pull = await proposeIn(world, other, { 'runbooks/c.md': '# C\n' }, { branch: 'during' });
    await world.settled();
    expect(runsOf(world, other, pull.head.sha).map(says)).toEqual([
      ['completed', conclusion, 'Could not decide: GitHub answered 500'],
    ]);
  });
});
