import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { byCodePoint } from '../../src/core/code-point-order.ts';
import type { Side } from '../../src/core/snapshot.ts';
import { loadSnapshot, saveSnapshot } from '../../src/disk/replay.ts';
import { writeFiles } from '../../src/disk/write-files.ts';
import { isMarkdown, snapshotOf, tempFolder, tempRepository } from './temp-folder.ts';

/** Names that a disk can hold. */
const ON_DISK: readonly string[] = [
  'r/with space.md',
  'r/ leading.md',
  'r/trailing.md ',
  'r/tab\there.md',
  'r/line\nbreak.md',
  'r/carriage\rreturn.md',
  'r/"quoted".md',
  "r/it's.md",
  'r/`tick`.md',
  'r/$(touch x).md',
  'r/;touch x;.md',
  'r/a|b.md',
  'r/a&b.md',
  'r/<b>.md',
  'r/*.md',
  'r/?.md',
  'r/[a-z].md',
  'r/{a,b}.md',
  'r/!a.md',
  'r/#a.md',
  'r/~.md',
  'r/%2e%2e%2f.md',
  'r/back\\slash.md',
  'r/..\\..\\up.md',
  'r/C:.md',
  '-rf.md',
  '--output=x.md',
  ':(exclude)a.md',
  '@file.md',
  'r/...md',
  'r/.../a.md',
  'r/dots...',
  'r/NUL.md',
  'r/README.md',
  'r/readme.md',
  'r/caf\u00e9.md',
  'r/cafe\u0301.md',
  'r/\u202eexe.md',
  'r/zero\u200bwidth.md',
  'r/\ufeffbom.md',
  'r/😀.md',
  'r/\ufb01.md',
  'r/\ufffd.md',
  '__proto__.md',
  '__proto__/constructor.md',
  'r/\u0001\u001b[31mred\u0007.md',
  `r/${'n'.repeat(252)}.md`,
];

/** Names that only data can hold: a disk must never be asked for them. */
const ONLY_DATA: readonly string[] = [
  '',
  '.',
  '..',
  '../up.md',
  'r/../../up.md',
  'r/./a.md',
  'r//a.md',
  '/etc/passwd',
  'r/',
  'r/nul\0.md',
  '.git/config',
  'r/.GIT/config',
  'r/.git/hooks/post-commit',
  'a/'.repeat(2047) + 'a',
];

const isLinux = process.platform === 'linux';
const onLinux = isLinux ? test : test.skip;
const ordered = [...ON_DISK].sort(byCodePoint);
let workTree: Side;
let commit: Side | null;
let plain: Side;

beforeAll(async () => {
  if (!isLinux) return; // Other disks change or refuse some of these names.
  const folder = tempRepository();
  for (const path of ON_DISK) {
    mkdirSync(dirname(`${folder.path}/${path}`), { recursive: true });
    writeFileSync(`${folder.path}/${path}`, `# ${path}\n`);
  }
  workTree = (await snapshotOf(folder)).head;
  folder.commit('all names');
  commit = (await snapshotOf(folder, 'main')).base;
  rmSync(`${folder.path}/.git`, { recursive: true });
  plain = (await snapshotOf(folder)).head;
}, 60_000);

onLinux('a work tree, a commit and a plain folder list every name exactly, in code-point order', () => {
  expect(workTree.paths).toEqual(ordered);
  expect(commit?.paths).toEqual(ordered);
  expect(plain.paths).toEqual(ordered);
});

(isLinux ? test.each(ON_DISK.filter(isMarkdown)) : test.skip.each(ON_DISK))('%j is read from all three', (path) => {
  const file = { path, text: `# ${path}\n` };
  expect(workTree.files).toContainEqual(file);
  expect(commit?.files).toContainEqual(file);
  expect(plain.files).toContainEqual(file);
});

test.each([...ON_DISK, ...ONLY_DATA])('%j is saved and loaded exactly', (path) => {
  const side: Side = { name: 'main', sha: null, paths: [path], files: [{ path, text: path }] };
  const snapshot = {
    version: 1,
    repository: { name: 'acme/ops', organisation: 'acme' },
    head: side,
    base: side,
    changes: [{ status: 'renamed', path, previousPath: path }],
    givenConfig: null,
    organisationPolicy: null,
    owners: null,
  } as const;
  expect(loadSnapshot(saveSnapshot(snapshot))).toEqual(snapshot);
});

test.each(ONLY_DATA)('%j is never written', async (path) => {
  const folder = tempFolder({ 'r/a.md': 'a', '.git/config': 'as it was', 'r/.GIT/config': 'as it was' });
  await expect(
    writeFiles(folder.path, [
      { path: 'r/a.md', text: 'b' },
      { path, text: 'x' },
    ]),
  ).rejects.toThrow(/^Did not write .*: nothing was changed\.$/s);
  expect(readFileSync(`${folder.path}/r/a.md`, 'utf8')).toBe('a');
  expect(readFileSync(`${folder.path}/.git/config`, 'utf8')).toBe('as it was');
  expect(readdirSync(folder.path).sort()).toEqual(['.git', 'r']);
});

onLinux('names that are not UTF-8 are listed with their bytes spelled out, and not read', async () => {
  const folder = tempRepository({ 'ok.md': '# OK\n' });
  for (const name of ['caf\xe9.md', '\xff\xfe.md']) {
    writeFileSync(Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from(name, 'latin1')]), '# X\n');
  }
  const files = [
    { path: '\\xFF\\xFE.md', unreadable: 'path-not-utf8' },
    { path: 'caf\\xE9.md', unreadable: 'path-not-utf8' },
    { path: 'ok.md', text: '# OK\n' },
  ];
  const paths = files.map(({ path }) => path);
  expect((await snapshotOf(folder)).head).toMatchObject({ paths, files });
  folder.commit('second');
  const { head, base, changes } = await snapshotOf(folder, 'main');
  expect(head).toMatchObject({ paths, files });
  expect(base).toMatchObject({ paths, files });
  expect(changes).toEqual([]);
  rmSync(`${folder.path}/.git`, { recursive: true });
  expect((await snapshotOf(folder)).head).toMatchObject({ paths, files });
});

test('a name that no commit can hold is read, is no change, and hides no other', async () => {
  const folder = tempRepository({ 'ok.md': '# OK\n' });
  folder.write({ 'r/.GIT/a.md': '# A\n', 'ok.md': '# Changed\n' });
  const { head, changes } = await snapshotOf(folder, 'main');
  expect(head.paths).toEqual(['ok.md', 'r/.GIT/a.md']);
  expect(changes).toEqual([{ status: 'modified', path: 'ok.md' }]);
});

test('a commit whose tree climbs out of the folder is only data', async () => {
  const folder = tempRepository({ 'ok.md': '# OK\n' });
  const blob = folder.git('hash-object', '-w', 'ok.md');
  const lines = `100644 blob ${blob}\t..\n100644 blob ${blob}\t.git.md\n`;
  const tree = execFileSync('git', ['mktree'], { cwd: folder.path, input: lines, encoding: 'utf8' }).trim();
  const up = execFileSync('git', ['mktree'], {
    cwd: folder.path,
    input: `040000 tree ${tree}\t..\n`,
    encoding: 'utf8',
  }).trim();
  folder.git('branch', 'evil', folder.git('commit-tree', '-p', 'HEAD', '-m', 'evil', up));
  const { base } = await snapshotOf(folder, 'evil');
  expect(base?.paths).toEqual(['../..', '../.git.md']);
  expect(base?.files).toEqual([{ path: '../.git.md', text: '# OK\n' }]);
});
