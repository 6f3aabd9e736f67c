// disk: what a branch and the uncommitted work on it changed.
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { byCodePoint } from '../core/code-point-order.ts';
import type { Change } from '../core/snapshot.ts';
import type { Git } from './git.ts';
import { records } from './listed.ts';

/** As GitHub finds renames: half of the content alike, and no search where more than 1,000 files were added or removed. */
const DIFF = ['diff', '--raw', '-z', '-M50%', '-l1000', '--no-relative', '--no-color', '-O/dev/null'];
const NO_CODE = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'];

/** The changes from the commit `from` to the work tree, by path in code-point order. `untracked` files count as added. */
export async function readChanges(git: Git, from: string, untracked: readonly string[]): Promise<readonly Change[]> {
  const args = [...DIFF, ...NO_CODE, from, '--'];
  const output = untracked.length === 0 ? await git.run(args) : await withUntracked(git, from, untracked, args);
  return toChanges(output);
}

/**
 * git compares only what its index lists, and an untracked file may be the new name of a removed one. So the comparison is made with
 * a copy of the index that lists the untracked files too, under an id that is no blob's: git then looks at the files themselves.
 * A name that no commit can hold (`.GIT/a.md`) is left out of the copy, and so out of the changes.
 */
async function withUntracked(git: Git, from: string, untracked: readonly string[], args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'steward-'));
  try {
    const index = join(folder, 'index');
    const named = (await git.run(['rev-parse', '--git-path', 'index'])).toString('utf8').replace(/\n$/, '');
    const original = resolve(git.dir, named);
    if (existsSync(original)) copyIndex(original, index);
    const noBlob = '1'.repeat(from.length);
    const input = untracked.map((path) => `100644 ${noBlob} 0\t${path}\0`).join('');
    const env = { GIT_INDEX_FILE: index };
    await git.run(['update-index', '-z', '--index-info'], { env, input });
    return await git.run(args, { env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * With its time: git compares times by the second, and looks into a file that was changed in the second in which the index was written.
 * A copy with a later time would make it miss a change of the same length.
 */
function copyIndex(from: string, to: string): void {
  copyFileSync(from, to);
  const { atime, mtime } = statSync(from);
  utimesSync(to, atime, mtime);
}

/** A raw record is `:mode mode id id S`, then the path; a rename has the old path first. */
function toChanges(output: Buffer): readonly Change[] {
  const fields = records(output);
  const changes = new Map<string, Change>();
  for (let i = 0; i + 1 < fields.length; ) {
    const letter = (fields[i]?.text ?? '').split(' ')[4]?.[0] ?? '';
    const path = fields[i + 1]?.text ?? '';
    const to = fields[i + 2]?.text ?? '';
    const change: Change =
      letter === 'R' ? { status: 'renamed', path: to, previousPath: path } : { status: statusOf(letter), path };
    // An unmerged path (U) comes twice, and the other record says what became of it.
    if (letter !== 'U' || !changes.has(path)) changes.set(change.path, change);
    i += letter === 'R' ? 3 : 2;
  }
  return [...changes.values()].sort((a, b) => byCodePoint(a.path, b.path));
}

function statusOf(letter: string): 'added' | 'modified' | 'removed' {
  if (letter === 'A') return 'added';
  return letter === 'D' ? 'removed' : 'modified';
}
