import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { snapshotOf, type TempFolder, tempRepository } from './temp-folder.ts';

const LINES = Array.from({ length: 20 }, (_, i) => `Step ${i}: look at the graph and decide.\n`);
const LONG = LINES.join('');
const START = { 'a.md': LONG, 'b.md': '# B\n', 'c/c.md': '# C\n', '.gitignore': 'ignored/\n' };

/** What somebody did since `main`, and what a comparison with it says: `A` added, `M` modified, `D` removed, `R` renamed. */
type Case = { readonly when: string; readonly act: (folder: TempFolder) => unknown; readonly says: readonly string[] };

const move = (from: string, to: string) => (folder: TempFolder) => {
  mkdirSync(join(folder.path, to, '..'), { recursive: true });
  renameSync(join(folder.path, from), join(folder.path, to));
};
const remove = (path: string) => (folder: TempFolder) => rmSync(join(folder.path, path), { recursive: true });

const CASES: readonly Case[] = [
  { when: 'nothing', act: () => {}, says: [] },
  { when: 'a file is touched', act: (f) => f.write({ 'b.md': '# B\n' }), says: [] },
  { when: 'a file is edited', act: (f) => f.write({ 'b.md': '# B!\n' }), says: ['M b.md'] },
  {
    when: 'an edit is staged',
    act: (f) => {
      f.write({ 'b.md': '# B!\n' });
      f.git('add', '-A');
    },
    says: ['M b.md'],
  },
  {
    when: 'an edit is staged and taken back on disk',
    act: (f) => {
      f.write({ 'b.md': '# B!\n' });
      f.git('add', '-A');
      f.write({ 'b.md': '# B\n' });
    },
    says: [],
  },
  { when: 'a file is new and untracked', act: (f) => f.write({ 'n.md': '# N\n' }), says: ['A n.md'] },
  { when: 'a file is new and empty', act: (f) => f.write({ 'n.md': '' }), says: ['A n.md'] },
  { when: 'a file is new and ignored', act: (f) => f.write({ 'ignored/n.md': '# N\n' }), says: [] },
  {
    when: 'a file is only promised to git (add -N)',
    act: (f) => {
      f.write({ 'n.md': '# N\n' });
      f.git('add', '-N', 'n.md');
    },
    says: ['A n.md'],
  },
  { when: 'a file is deleted', act: remove('b.md'), says: ['D b.md'] },
  { when: 'a folder is deleted', act: remove('c'), says: ['D c/c.md'] },
  { when: 'a deletion is staged', act: (f) => f.git('rm', '-q', 'b.md'), says: ['D b.md'] },
  {
    when: 'a file is taken out of git and stays on disk',
    act: (f) => f.git('rm', '-q', '--cached', 'b.md'),
    says: [],
  },
  { when: 'a file is moved with git', act: (f) => f.git('mv', 'a.md', 'z.md'), says: ['R a.md > z.md'] },
  { when: 'a file is moved without git', act: move('a.md', 'deep/er/z.md'), says: ['R a.md > deep/er/z.md'] },
  {
    when: 'a file is moved and edited, three quarters alike',
    act: (f) => {
      move('a.md', 'z.md')(f);
      f.write({ 'z.md': LINES.slice(5).join('') });
    },
    says: ['R a.md > z.md'],
  },
  {
    when: 'a file is moved and edited, a third alike',
    act: (f) => {
      move('a.md', 'z.md')(f);
      f.write({ 'z.md': LINES.slice(14).join('') + 'Something else altogether.\n'.repeat(20) });
    },
    says: ['D a.md', 'A z.md'],
  },
  {
    when: 'a file is copied',
    act: (f) => f.write({ 'copy.md': LONG }),
    says: ['A copy.md'],
  },
  { when: 'only the case of a name changes', act: move('a.md', 'A.md'), says: ['R a.md > A.md'] },
  { when: 'a file becomes executable', act: (f) => chmodSync(join(f.path, 'b.md'), 0o755), says: ['M b.md'] },
  {
    when: 'a file becomes a folder',
    act: (f) => {
      remove('b.md')(f);
      f.write({ 'b.md/in.md': '# In\n' });
    },
    says: ['D b.md', 'A b.md/in.md'],
  },
  {
    when: 'names are in the way of every parser',
    act: (f) => f.write({ 'R100\tx\n.md': 'x', '-M.md': 'x', ':100644 x.md': 'x', '"q".md': 'x' }),
    says: ['A "q".md', 'A -M.md', 'A :100644 x.md', 'A R100\tx\n.md'],
  },
  {
    when: 'the branch has commits of its own and main goes on',
    act: (f) => {
      f.git('checkout', '-q', '-b', 'topic');
      f.write({ 'b.md': '# B!\n' });
      f.commit('topic');
      f.git('checkout', '-q', 'main');
      f.write({ 'c/c.md': '# C!\n', 'main.md': '# Main\n' });
      f.commit('main goes on');
      f.git('checkout', '-q', 'topic');
    },
    says: ['M b.md'],
  },
  {
    when: 'a merge stops at a conflict',
    act: (f) => {
      f.git('checkout', '-q', '-b', 'topic');
      f.write({ 'b.md': '# Theirs\n', 'new.md': 'theirs\n' });
      f.commit('topic');
      f.git('checkout', '-q', '-b', 'mine', 'main');
      f.write({ 'b.md': '# Mine\n', 'new.md': 'mine\n' });
      f.commit('mine');
      expect(() => f.git('merge', '-q', 'topic')).toThrow();
    },
    says: ['M b.md', 'A new.md'],
  },
  {
    when: 'HEAD is detached',
    act: (f) => {
      f.git('checkout', '-q', '--detach');
      f.write({ 'b.md': '# B!\n' });
      f.commit('detached');
    },
    says: ['M b.md'],
  },
  {
    when: 'the user has settings that change what diff says',
    act: (f) => {
      for (const setting of [
        'diff.renames=false',
        'diff.noprefix=true',
        'color.ui=always',
        'diff.orderFile=none',
        'diff.relative=true',
      ]) {
        f.git('config', ...setting.split('='));
      }
      f.git('config', 'core.quotePath', 'true');
      f.git('config', 'status.renames', 'false');
      f.git('mv', 'a.md', 'ä.md');
    },
    says: ['R a.md > ä.md'],
  },
  {
    when: 'git was told to assume that a file is unchanged',
    act: (f) => {
      f.git('update-index', '--assume-unchanged', 'b.md');
      f.write({ 'b.md': '# B!\n' });
    },
    says: [],
  },
];

test.each(CASES)('changes since main where $when: $says', async ({ act, says }) => {
  const folder = tempRepository(START);
  act(folder);
  const { changes } = await snapshotOf(folder, 'main');
  const shown = changes?.map(({ status, path, previousPath }) =>
    status === 'renamed'
      ? `R ${previousPath} > ${path}`
      : `${status === 'removed' ? 'D' : status[0]?.toUpperCase()} ${path}`,
  );
  expect(shown).toEqual(says);
});

test("reading changes nothing in the repository, not even git's own index", async () => {
  const folder = tempRepository(START);
  folder.write({ 'n.md': '# N\n', 'b.md': '# B\n' });
  rmSync(join(folder.path, 'a.md'));
  folder.git('status'); // It takes note of what was only written again.
  const before =
    folder.git('ls-files', '--debug', '-s') + folder.git('status', '--porcelain') + folder.git('count-objects');
  await snapshotOf(folder, 'main');
  expect(
    folder.git('ls-files', '--debug', '-s') + folder.git('status', '--porcelain') + folder.git('count-objects'),
  ).toBe(before);
});

test('a change of the same length in the second in which the index was written is seen', async () => {
  for (let tries = 0; tries < 5; tries++) {
    const folder = tempRepository({ 'x.txt': 'x\n' });
    const { mtimeMs } = statSync(join(folder.path, '.git/index'));
    folder.write({ 'x.txt': 'y\n', 'n.md': '# N\n' });
    const second = Math.floor(mtimeMs / 1000);
    if (Math.floor(statSync(join(folder.path, 'x.txt')).mtimeMs / 1000) !== second) continue; // Too late: once more.
    await setTimeout((second + 1) * 1000 + 50 - Date.now());
    const { changes } = await snapshotOf(folder, 'main');
    expect(changes?.map(({ path }) => path)).toEqual(['n.md', 'x.txt']);
    return;
  }
  throw new Error('The machine is too slow for this test.');
});

test('nothing that a repository configures is run', async () => {
  const folder = tempRepository({
    ...START,
    '.gitattributes': '*.md filter=evil diff=evil merge=evil\n*.txt filter=e.vil=x\n',
    'x.txt': 'x\n',
  });
  const canary = join(folder.path, '.git/canary');
  const evil = join(folder.path, '.git/evil.sh');
  writeFileSync(evil, `#!/bin/sh\necho "$0 $*" >> ${canary}\ncat\n`);
  chmodSync(evil, 0o755);
  const keys = [
    ...['filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process', 'filter.e.vil=x.clean'],
    ...['diff.evil.command', 'diff.evil.textconv', 'diff.external', 'merge.evil.driver'],
    ...[
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'core.editor',
      'core.askPass',
      'credential.helper',
      'gpg.program',
    ],
  ];
  for (const key of keys) folder.git('config', key, evil);
  folder.git('config', 'filter.evil.required', 'true');
  for (const hook of ['post-index-change', 'fsmonitor-watchman', 'pre-commit', 'post-checkout']) {
    mkdirSync(join(folder.path, '.git/hooks'), { recursive: true });
    writeFileSync(join(folder.path, '.git/hooks', hook), `#!/bin/sh\n${evil} ${hook}\n`);
    chmodSync(join(folder.path, '.git/hooks', hook), 0o755);
  }
  folder.write({ 'b.md': '# B!\n', 'n.md': '# N\n', 'x.txt': 'y\n', 'a.md': LONG });
  const { changes } = await snapshotOf(folder, 'main');
  expect(changes?.map(({ path }) => path)).toEqual(['b.md', 'n.md', 'x.txt']);
  expect(() => rmSync(canary)).toThrow(/ENOENT/);
  // The trap is real: git itself steps into it.
  expect(() => folder.git('diff', '--stat')).toThrow(/clean filter 'evil' failed/);
  rmSync(canary);
});
