// github: certain repairs on the stand-in: one commit on the branch, or nothing.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { COMMIT_RIGHTS, commitFixes } from '../../src/github/commit-fixes.ts';
import { repairPermissions } from '../stand-in/stand-in.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { type Loop, opsOf, opsRepository, proposed, startLoop } from './stand-in-world.ts';

let loop: Loop;
let ops: Repository;
let pull: Pull;
beforeEach(async () => {
  loop = await startLoop({ permissions: repairPermissions });
  ops = await opsRepository(loop.github);
  pull = await proposed(
    loop.github,
    ops,
    { 'runbooks/b.md': '# B\r\n', 'runbooks/x.md': { executable: '# X\n' }, 'runbooks/link.md': { symlink: 'b.md' } },
    'feature/é',
  );
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

const fix = (files: readonly { path: string; after: string }[], head = pull.head.sha) =>
  commitFixes(loop.connection.writing(opsOf(loop), COMMIT_RIGHTS), {
    ...{ repository: opsOf(loop), branch: 'feature/é', head, files, message: 'Record the owners' },
  });
const tip = () => ops.refs.get('refs/heads/feature/é');

test('the files change to the last byte in one commit on top of the head, and modes stay', async () => {
  const before = pull.head.sha;
  const result = await fix([
    { path: 'runbooks/b.md', after: '---\r\nowner: "@acme/sre"\r\n---\r\n# B\r\n' },
    { path: 'runbooks/x.md', after: '# X, fixed\n' },
  ]);
  expect(result).toEqual({ state: 'committed', sha: tip() });
  expect(await loop.github.file('acme/ops', 'feature/é', 'runbooks/b.md')).toMatchObject({
    mode: '100644',
    text: '---\r\nowner: "@acme/sre"\r\n---\r\n# B\r\n',
  });
  expect(await loop.github.file('acme/ops', 'feature/é', 'runbooks/x.md')).toMatchObject({ mode: '100755' });
  expect(await loop.github.files('acme/ops', 'feature/é')).toEqual(await loop.github.files('acme/ops', before));
  expect(loop.github.pull('acme/ops', pull.number).head.sha).toBe(tip());
});

test('a branch that has moved is left alone', async () => {
  const first = pull.head.sha;
  await loop.github.push(pull, { 'runbooks/c.md': '# C\n' });
  const moved = tip();
  expect(await fix([{ path: 'runbooks/b.md', after: 'x' }], first)).toEqual({ state: 'moved' });
  expect(tip()).toBe(moved);
});

test('a branch that is gone is left alone', async () => {
  const { sha } = pull.head;
  await loop.github.deleteBranch(ops, 'feature/é', 'ada');
  expect(await fix([{ path: 'runbooks/b.md', after: 'x' }], sha)).toEqual({ state: 'moved' });
});

test.each([
  ['a link', 'runbooks/link.md', 'x'],
  ['a file that is not there', 'runbooks/none.md', 'x'],
  ['a folder', 'runbooks', 'x'],
  ['half a character', 'runbooks/b.md', '\uD800'],
])('%s is refused, and nothing is written', async (_, path, after) => {
  const before = tip();
  const files = [
    { path: 'runbooks/x.md', after: 'y' },
    { path, after },
  ];
  expect(await fix(files)).toEqual({ state: 'refused', path });
  expect(tip()).toBe(before);
});

test.each(['git/create-tree', 'git/create-commit', 'git/update-ref'])(
  'a failing %s leaves the branch alone',
  async (operation) => {
    const before = tip();
    loop.github.fault({ operation, kind: '502-before' });
    await expect(fix([{ path: 'runbooks/b.md', after: 'x' }])).rejects.toThrow(
      'Could not commit fixes to feature/é of acme/ops',
    );
    expect(tip()).toBe(before);
  },
);

test('an answer that was lost is no second commit: the branch has moved by then', async () => {
  const first = pull.head.sha;
  loop.github.fault({ operation: 'git/update-ref', kind: '502-after' });
  await expect(fix([{ path: 'runbooks/b.md', after: 'x' }])).rejects.toThrow();
  const committed = tip();
  expect(await fix([{ path: 'runbooks/b.md', after: 'x' }], first)).toEqual({ state: 'moved' });
  expect(tip()).toBe(committed);
});

test('without the right to write contents it fails for good', async () => {
  const { contents: _, ...permissions } = repairPermissions;
  loop.github.setInstallation('acme', { permissions: { ...permissions, contents: 'read' } }, 'ada');
  await expect(fix([{ path: 'runbooks/b.md', after: 'x' }])).rejects.toThrow('Could not get a token');
});
