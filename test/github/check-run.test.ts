// github: our check run on the stand-in: written once, found again, never beside itself.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CheckOutput } from '../../src/core/policy/report/check-output.ts';
import {
  CHECK_RIGHTS,
  type CheckRunState,
  externalIdOf,
  externalIdOfGroup,
  FIX_BUTTON,
  SUGGEST_BUTTON,
  saveCheckRun,
} from '../../src/github/check-run.ts';
import type { Repository } from '../stand-in/world.ts';
import { CHECK_NAME, type Loop, opsOf, opsRepository, startLoop } from './stand-in-world.ts';

let loop: Loop;
let ops: Repository;
let sha: string;
beforeEach(async () => {
  loop = await startLoop();
  ops = await opsRepository(loop.github);
  sha = ops.refs.get('refs/heads/main') ?? '';
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

const save = (wanted: CheckRunState, pulls: readonly number[] = [3]) => {
  const run = { repository: opsOf(loop), sha, name: CHECK_NAME, externalId: externalIdOf(pulls) };
  return saveCheckRun(loop.connection.writing(opsOf(loop), CHECK_RIGHTS), run, wanted);
};
const runs = () => loop.github.checkRuns('acme/ops', sha);
const writes = () =>
  loop.made.filter(({ route }) => /^(POST|PATCH) \/repos/.test(route)).map(({ route }) => route.split(' ')[0]);

const annotations = (count: number): CheckOutput['annotations'] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ path: 'runbooks/a.md', start_line: at + 1, end_line: at + 1 },
    ...{ annotation_level: 'warning' as const, title: 'owner-declared', message: `${at}` },
  }));
const done = (more: Partial<CheckOutput> = {}): CheckRunState => ({
  state: 'done',
  output: { conclusion: 'failure', title: '1 of 1 procedure has no owner', summary: 'Said.', annotations: [], ...more },
  buttons: [FIX_BUTTON, SUGGEST_BUTTON],
});
const WAITING: CheckRunState = { state: 'waiting', title: 'Could not decide yet', summary: 'GitHub did not answer.' };

test('a finished run is one request, with its buttons and the numbers of its pull requests', async () => {
  await save(done({ annotations: annotations(50) }), [7, 3, 7]);
  expect(writes()).toEqual(['POST']);
  expect(runs()).toMatchObject([
    {
      ...{ name: CHECK_NAME, status: 'completed', conclusion: 'failure', externalId: 'pulls:3,7' },
      ...{ title: '1 of 1 procedure has no owner', summary: 'Said.', actions: [FIX_BUTTON, SUGGEST_BUTTON] },
    },
  ]);
});

test.each([
  [51, ['POST', 'PATCH']],
  [120, ['POST', 'PATCH', 'PATCH']],
])('%i annotations go in batches, and the run is finished with the last', async (count, expected) => {
  await save(done({ annotations: annotations(count) }));
  expect(writes()).toEqual(expected);
  expect(runs()).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
  expect(runs()[0]?.annotations.map(({ message }) => message)).toEqual(
    annotations(count).map(({ message }) => message),
  );
});

test('of more than 500 annotations the rest is counted', async () => {
  await save(done({ annotations: annotations(612) }));
  expect(runs()[0]?.annotations).toHaveLength(500);
  expect(runs()[0]?.summary).toBe('Said.\n\n_112 more annotations are left out._');
});

test('the same once more writes nothing', async () => {
  const first = await save(done({ annotations: annotations(60) }));
  loop.made.length = 0;
  expect(await save(done({ annotations: annotations(60) }))).toEqual({ ...first, isNew: false });
  expect(writes()).toEqual([]);
});

test('a run that waits is taken up again, and finished', async () => {
  const { id } = await save(WAITING);
  expect(runs()).toMatchObject([{ status: 'in_progress', conclusion: null, title: 'Could not decide yet' }]);
  expect(await save(WAITING)).toEqual({ id, isNew: false });
  expect(await save(done({ conclusion: 'success' }))).toEqual({ id, isNew: true });
  expect(runs()).toMatchObject([{ id, status: 'completed', conclusion: 'success' }]);
});

test.each([
  ['another verdict', done({ conclusion: 'success', title: 'In order', annotations: annotations(2) })],
  ['that it waits', WAITING],
])('after a finished run, %s is a run of its own: annotations would pile up in the old one', async (_, wanted) => {
  const first = await save(done({ annotations: annotations(5) }));
  const second = await save(wanted);
  expect(second.id).not.toBe(first.id);
  expect(runs()).toHaveLength(2);
  expect(runs()[0]).toMatchObject({ conclusion: 'failure' });
});

test('another number of pull requests is said', async () => {
  await save(done());
  await save(done(), [3, 9]);
  expect(runs().at(-1)).toMatchObject({ externalId: 'pulls:3,9', status: 'completed' });
});

test('a writer that was interrupted between two batches is continued, no annotation twice', async () => {
  loop.github.fault({ operation: 'checks/update', kind: '502-after' });
  await expect(save(done({ annotations: annotations(150) }))).rejects.toThrow('Could not update the check run');
  expect(runs()).toMatchObject([{ status: 'in_progress', conclusion: null }]);
  await save(done({ annotations: annotations(150) }));
  expect(runs()).toMatchObject([{ status: 'completed' }]);
  expect(runs()[0]?.annotations.map(({ message }) => message)).toEqual(annotations(150).map(({ message }) => message));
});

test('where it would now say something else, it begins anew', async () => {
  loop.github.fault({ operation: 'checks/update', kind: '500' });
  await expect(save(done({ annotations: annotations(150) }))).rejects.toThrow();
  await save(done({ annotations: annotations(51), summary: 'Otherwise.' }));
  expect(runs()).toMatchObject([{ status: 'in_progress' }, { status: 'completed', summary: 'Otherwise.' }]);
  expect(runs()[1]?.annotations).toHaveLength(51);
});

test("another app's run under our name is not ours", async () => {
  const forged = { name: CHECK_NAME, status: 'completed', conclusion: 'success', external_id: 'pulls:3' };
  loop.github.addCheckRun(ops, sha, forged, 99);
  await save(done());
  expect(runs()).toMatchObject([{ app: 99, conclusion: 'success' }, { conclusion: 'failure' }]);
});

test('over-long words are cut where GitHub would refuse them, no character torn', async () => {
  await save(done({ title: `${'x'.repeat(248)}😀😀`, summary: '😀'.repeat(40_000) }));
  const [run] = runs();
  expect(run?.title).toBe(`${'x'.repeat(248)}\uFFFD…`);
  expect(run?.summary?.length).toBe(65_000);
  expect(run?.summary?.isWellFormed()).toBe(true);
});

test('a merge group and a crowd of pull requests are named as far as there is room', () => {
  expect(externalIdOfGroup({ baseSha: 'b'.repeat(40), headRef: 'refs/heads/gh-readonly-queue/main/pr-1-c' })).toBe(
    `group:${'b'.repeat(40)}:refs/heads/gh-readonly-queue/main/pr-1-c`,
  );
  expect(externalIdOf(Array.from({ length: 300 }, (_, at) => 300 - at)).split(',')).toHaveLength(100);
});
