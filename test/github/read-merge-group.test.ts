// github: merge groups on the stand-in, read.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { check } from '../../src/core/policy/check.ts';
import { readMergeGroup } from '../../src/github/read-merge-group.ts';
import { CONFIG, clock, type Loop, opsOf, opsRepository, procedure, proposed, startLoop } from './stand-in-world.ts';

let loop: Loop;
beforeEach(async () => {
  loop = await startLoop();
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

const read = (group: { readonly headSha: string; readonly baseSha: string; readonly headRef: string }) =>
  readMergeGroup(loop.connection.reading(loop.installation), {
    ...{ repository: opsOf(loop), clock, policyRepository: null },
    ...group,
  });

test('a group is what all its pull requests make of the base, judged by the base', async () => {
  const ops = await opsRepository(loop.github);
  const one = await proposed(loop.github, ops, { 'runbooks/b.md': procedure('B') }, 'one');
  const two = await proposed(loop.github, ops, { 'runbooks/c.md': '# C\n', [CONFIG]: 'enforce: off\n' }, 'two');
  const { headSha, baseSha, headRef } = await loop.github.mergeGroup([one, two], 'ada');
  const { snapshot } = await read({ headSha, baseSha, headRef });
  expect(snapshot.head.files.map(({ path }) => path)).toContain('runbooks/b.md');
  expect(snapshot.head.files.map(({ path }) => path)).toContain('runbooks/c.md');
  expect(snapshot.base).toMatchObject({ name: 'main', sha: baseSha });
  expect(check(snapshot, { today: clock })).toMatchObject({ verdict: { enforce: 'new', summary: { affected: 2 } } });
});

test('a group of more files than GitHub compares is read by its trees', async () => {
  const ops = await opsRepository(loop.github);
  const files = Object.fromEntries(Array.from({ length: 320 }, (_, at) => [`src/${at}.ts`, `${at}\n`]));
  const pull = await proposed(loop.github, ops, { ...files, 'zzz/runbooks/b.md': '# B\n' });
  const { headSha, baseSha, headRef } = await loop.github.mergeGroup([pull], 'ada');
  const { snapshot } = await read({ headSha, baseSha, headRef });
  expect(snapshot.changes).toHaveLength(321);
  expect(snapshot.head.files.map(({ path }) => path)).toContain('zzz/runbooks/b.md');
});
