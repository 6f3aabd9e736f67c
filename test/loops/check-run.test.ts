// The whole loop: GitHub tells, the service judges, GitHub shows.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { foreign, rendered } from '../core/policy/report/rendered.ts';
import { CODEOWNERS, CONFIG, opsRepository, procedure, propose, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

function says(sha: string): readonly (string | null | undefined)[] {
  const run = world.checkRun(sha);
  return [run?.status, run?.conclusion, run?.title];
}

const BAD = '# B\n';

describe('a pull request', () => {
  test('fails with annotations on the lines, and passes on the new head when the fix is pushed', async () => {
    const repository = await opsRepository(world);
    const pull = await propose(world, repository, { 'runbooks/b.md': '---\nowner: @acme/sre\n---\n# B\n' });
    const first = pull.head.sha;
    expect(says(first)).toEqual(['completed', 'failure', '1 of 1 procedure has front matter that cannot be read']);
    const run = world.checkRun(first);
    expect(world.github.annotations(run?.id ?? 0)).toMatchObject([
      { path: 'runbooks/b.md', start_line: 2, annotation_level: 'failure', title: 'front-matter-parses' },
    ]);
    await world.github.push(pull, { 'runbooks/b.md': procedure('B') });
    await world.settled();
    expect(pull.head.sha).not.toBe(first);
    expect(says(pull.head.sha)).toEqual(['completed', 'success', '1 procedure in order']);
  });

  test('that touches no procedure is skipped', async () => {
    const repository = await opsRepository(world);
    const pull = await propose(world, repository, { 'src/index.ts': '' });
    expect(says(pull.head.sha)).toEqual([
      'completed',
      'skipped',
      'No procedure, CODEOWNERS or configuration is touched',
    ]);
  });

  test('of a fork is judged like any other', async () => {
    const repository = await opsRepository(world);
    const fork = await world.github.fork(repository, 'eve');
    await world.github.commit(fork, 'main', { 'runbooks/b.md': BAD }, { author: 'eve' });
    const pull = await world.github.openPull({ repository, head: 'main', from: fork, title: 'Fork', author: 'eve' });
    await world.settled();
    expect(says(pull.head.sha)).toEqual(['completed', 'failure', '1 of 1 procedure has no owner']);
  });

  test('in a repository without CODEOWNERS is offered one, filled in', async () => {
    const repository = await opsRepository(world, { [CODEOWNERS]: null });
    const pull = await propose(world, repository, { 'runbooks/b.md': procedure('B') });
    expect(world.checkRun(pull.head.sha)?.summary).toContain(
      `/acme/ops/new/work?filename=.github%2FCODEOWNERS&value=%2Frunbooks%2Fb.md%20%40acme%2Fsre%0A), filled in`,
    );
  });

  test('in draft is judged as well, and once only when it is ready', async () => {
    const repository = await opsRepository(world);
    await world.github.createBranch(repository, 'work', { by: 'ada' });
    await world.github.commit(repository, 'work', { 'runbooks/b.md': BAD }, { author: 'ada' });
    const pull = await world.github.openPull({ repository, head: 'work', title: 'W', author: 'ada', draft: true });
    await world.settled();
    await world.github.editPull(pull, { draft: false }, 'ada');
    await world.settled();
    expect(world.github.checkRuns('acme/ops', pull.head.sha)).toHaveLength(1);
  });

  test('asked for again says the same, and writes nothing twice', async () => {
    const repository = await opsRepository(world);
    const pull = await propose(world, repository, { 'runbooks/b.md': BAD });
    const run = world.checkRun(pull.head.sha);
    if (!run) throw new Error('no check run');
    world.github.rerequest(run, 'ada');
    await world.settled();
    expect(says(pull.head.sha)).toEqual(['completed', 'failure', '1 of 1 procedure has no owner']);
  });

  test('that removes the CODEOWNERS line of a procedure fails for that procedure', async () => {
    const repository = await opsRepository(world, { [CODEOWNERS]: '/.github/ @acme/sre\n/runbooks/a.md @acme/sre\n' });
    const pull = await propose(world, repository, { [CODEOWNERS]: '/.github/ @acme/sre\n' });
    expect(says(pull.head.sha)).toEqual(['completed', 'failure', '1 of 1 procedure is given to nobody by CODEOWNERS']);
  });

  test('a title, path and front matter that are hostile mention nobody and break nothing', async () => {
    const repository = await opsRepository(world);
    const path = 'runbooks/`@acme`|<img src=x>.md';
    const pull = await propose(world, repository, {
      [path]: '---\nowner: "@acme/sre <script>"\ntitle: "](x) @acme/sre"\n---\n# @everyone\n',
    });
    const page = rendered(world.checkRun(pull.head.sha)?.summary ?? '');
    expect(foreign(page)).toEqual([]);
    expect(page.prose).not.toMatch(/@\w|<img|<script/);
  });
});

describe("the base's configuration decides", () => {
  test.each([
    ['weakened', { [CONFIG]: 'enforce: off\n' }],
    ['deleted', { [CONFIG]: null }],
    ['made a symbolic link', { [CONFIG]: { symlink: '../elsewhere.yml' } }],
  ])('when it is %s in the head', async (_, change) => {
    const repository = await opsRepository(world);
    const pull = await propose(world, repository, { ...change, 'runbooks/b.md': BAD });
    expect(world.checkRun(pull.head.sha)?.conclusion).toBe('failure');
  });

  test('when it is renamed in the head', async () => {
    const repository = await opsRepository(world);
    const pull = await propose(world, repository, {
      [CONFIG]: null,
      'old.yml': { renamedFrom: CONFIG },
      'runbooks/b.md': BAD,
    });
    expect(world.checkRun(pull.head.sha)?.conclusion).toBe('failure');
  });

  test('without any configuration the check is advisory', async () => {
    const repository = await opsRepository(world, { [CONFIG]: null });
    const pull = await propose(world, repository, { 'runbooks/b.md': BAD });
    expect(says(pull.head.sha)).toEqual(['completed', 'neutral', '1 of 1 procedure has no owner (not enforced yet)']);
  });

  test('a broken one never passes, and the check says where it is broken', async () => {
    const repository = await opsRepository(world, { [CONFIG]: 'enforce: [\n' });
    const pull = await propose(world, repository, { 'runbooks/b.md': procedure('B') });
    expect(says(pull.head.sha)).toEqual([
      'completed',
      'failure',
      'Could not decide: the configuration of the base branch is broken',
    ]);
  });
});

describe('one commit that is the head of two pull requests', () => {
  test('is judged for both, the worst decides, and what is closed no longer counts', async () => {
    const repository = await opsRepository(world);
    await world.github.createBranch(repository, 'release', { by: 'ada' });
    await world.github.commit(repository, 'release', { [CONFIG]: 'enforce: off\n' }, { author: 'ada' });
    const strict = await propose(world, repository, { 'runbooks/b.md': BAD });
    expect(world.checkRun(strict.head.sha)?.conclusion).toBe('failure');
    const lax = await world.github.openPull({ repository, base: 'release', head: 'work', title: 'Lax', author: 'ada' });
    await world.settled();
    expect(says(lax.head.sha)).toEqual([
      'completed',
      'failure',
      `1 of 1 procedure has no owner (pull request ${strict.number})`,
    ]);
    await world.github.closePull(strict, 'ada');
    await world.settled();
    expect(world.checkRun(lax.head.sha)?.conclusion).not.toBe('failure');
  });
});

describe('a merge group', () => {
  test('is judged as a whole', async () => {
    const repository = await opsRepository(world);
    const good = await propose(world, repository, { 'runbooks/b.md': procedure('B') }, 'good');
    const bad = await propose(world, repository, { 'runbooks/c.md': BAD }, 'bad');
    const passing = await world.github.mergeGroup([good], 'ada');
    await world.settled();
    expect(world.checkRun(passing.headSha)?.conclusion).toBe('success');
    const failing = await world.github.mergeGroup([good, bad], 'ada');
    await world.settled();
    expect(world.checkRun(failing.headSha)?.conclusion).toBe('failure');
  });
});

describe('when GitHub does not answer', () => {
  test('the check is tried again, and heals', async () => {
    const repository = await opsRepository(world);
    world.github.fault({ operation: 'graphql', kind: '502-before', times: 1 });
    const pull = await propose(world, repository, { 'runbooks/b.md': procedure('B') });
    expect(world.checkRun(pull.head.sha)?.conclusion).toBe('success');
  });

  test('for good, it fails: "could not decide"', async () => {
    const repository = await opsRepository(world);
    world.github.fault({ operation: 'graphql', kind: '500', times: 99 });
    const pull = await propose(world, repository, { 'runbooks/b.md': procedure('B') });
    world.github.clearFaults();
    expect(says(pull.head.sha)).toEqual(['completed', 'failure', expect.stringMatching(/^Could not decide: GitHub/)]);
  });
});
