import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { readSnapshot } from '../../src/disk/read-snapshot.ts';
import { isMarkdown, opened, snapshotOf, tempFolder, tempRepository } from './temp-folder.ts';

const CONFIGURED = {
  '.github/CODEOWNERS': '* @acme/ops\n',
  CODEOWNERS: '* @acme/second\n',
  'docs/CODEOWNERS': '* @acme/third\n',
  '.github/runbook-steward.yml': 'enforce: new\n',
  '_procedures.yml': 'owner: "@acme/ops"\n',
  'docs/_procedures.yml': 'risk: high\n',
  'docs/catalog-info.yaml': 'kind: Component\n',
  'catalog-info.yaml': 'kind: Component\n',
};
const OTHERS = {
  'docs/a.md': '# A\n',
  'docs/my_procedures.yml': 'x: 1\n',
  'src/CODEOWNERS': 'no place of GitHub\n',
  'src/main.c': 'int main;\n',
};

function read(dir: string, more: Partial<Parameters<typeof readSnapshot>[0]> = {}): Promise<Snapshot> {
  return readSnapshot({ dir, base: null, configFile: null, selectProcedures: () => isMarkdown, ...more });
}

test('a plain folder: all paths, and the files that matter', async () => {
  const folder = tempFolder({ ...CONFIGURED, ...OTHERS });
  const all = Object.keys({ ...CONFIGURED, ...OTHERS }).sort();
  expect(await read(folder.path)).toEqual({
    version: 1,
    repository: { name: folder.path.replace(/.*\//, ''), organisation: null },
    head: {
      name: 'the folder',
      sha: null,
      paths: all,
      files: Object.entries({ ...CONFIGURED, 'docs/a.md': '# A\n' })
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, text]) => ({ path, text })),
    },
    base: null,
    changes: null,
    givenConfig: null,
    organisationPolicy: null,
    owners: null,
  });
});

test('a work tree gives the same files as the plain folder it would be', async () => {
  const folder = tempRepository({ ...CONFIGURED, ...OTHERS });
  const { head, repository } = await read(folder.path);
  expect(head).toMatchObject({ name: 'the working tree', sha: folder.git('rev-parse', 'HEAD') });
  rmSync(join(folder.path, '.git'), { recursive: true });
  const plain = await read(folder.path);
  expect(plain.repository).toEqual(repository);
  expect({ ...plain.head, name: head.name, sha: head.sha }).toEqual(head);
});

test('procedures are chosen by what configuration, CODEOWNERS and metadata say, and by nothing else', async () => {
  const folder = tempRepository({ ...CONFIGURED, ...OTHERS });
  folder.write({ '.github/runbook-steward.yml': 'enforce: off\n' });
  const asked: Snapshot[] = [];
  await read(folder.path, {
    base: 'main',
    selectProcedures: (early) => {
      asked.push(early);
      return () => false;
    },
  });
  expect(asked).toHaveLength(1);
  expect(asked[0]?.head.files.map(({ path }) => path)).toEqual(Object.keys(CONFIGURED).sort());
  expect(asked[0]?.head.paths).toContain('docs/a.md');
  expect(asked[0]?.head.files).toContainEqual({ path: '.github/runbook-steward.yml', text: 'enforce: off\n' });
  expect(asked[0]?.base?.files).toContainEqual({ path: '.github/runbook-steward.yml', text: 'enforce: new\n' });
});

test('the base is the tip of the branch, with the text of each file before the change', async () => {
  const folder = tempRepository({
    'a.md': '# A\n',
    'b.md': '# B\n',
    'notes.txt': 'Long enough to be found again.\n'.repeat(9),
  });
  folder.git('checkout', '-q', '-b', 'topic');
  folder.git('mv', 'notes.txt', 'notes.md');
  folder.write({ 'a.md': '# A, mine\n' });
  folder.commit('topic');
  folder.git('checkout', '-q', 'main');
  folder.write({ 'b.md': '# B, theirs\n' });
  const tip = folder.commit('main goes on');
  folder.git('checkout', '-q', 'topic');
  const { head, base, changes } = await snapshotOf(folder, 'main');
  expect(base).toEqual({
    name: 'main',
    sha: tip,
    paths: ['a.md', 'b.md', 'notes.txt'],
    files: [
      { path: 'a.md', text: '# A\n' },
      { path: 'b.md', text: '# B, theirs\n' },
      { path: 'notes.txt', text: 'Long enough to be found again.\n'.repeat(9) },
    ],
  });
  expect(head.files).toContainEqual({ path: 'b.md', text: '# B\n' });
  expect(changes).toEqual([
    { status: 'modified', path: 'a.md' },
    { status: 'renamed', path: 'notes.md', previousPath: 'notes.txt' },
  ]);
});

test('ignored files are not there, untracked ones are', async () => {
  const folder = tempRepository({ '.gitignore': 'build/\n*.tmp.md\n', 'a.md': '# A\n' });
  folder.write({ 'build/b.md': '', 'c.tmp.md': '', 'd.md': '# D\n', '.git/info/exclude': 'd2.md\n', 'd2.md': '' });
  expect((await read(folder.path)).head.paths).toEqual(['.gitignore', 'a.md', 'd.md']);
});

test('a folder inside a repository is a plain folder, ignored by that repository or not', async () => {
  const folder = tempRepository({ '.gitignore': 'build/\n', 'build.txt': '' });
  folder.write({ 'build/a.md': '# A\n', 'build/.gitignore': '*.md\n' });
  const { head, repository } = await read(join(folder.path, 'build'));
  expect(repository).toEqual({ name: 'build', organisation: null });
  expect(head).toMatchObject({ name: 'the folder', sha: null, paths: ['.gitignore', 'a.md'] });
});

test('a plain folder is listed without what git and npm keep in it, and its linked folders are not entered', async () => {
  const folder = tempFolder({
    'a.md': '',
    'x/.git/b.md': '',
    'x/node_modules/c.md': '',
    'x/y/d.md': '',
    'node_modules.md': '',
  });
  symlinkSync('..', join(folder.path, 'x/loop'));
  symlinkSync('/etc', join(folder.path, 'x/out'));
  expect((await read(folder.path)).head.paths).toEqual(['a.md', 'node_modules.md', 'x/loop', 'x/out', 'x/y/d.md']);
});

test('a folder nested 1,000 deep is read', async () => {
  const folder = tempFolder();
  const deep = 'd/'.repeat(1000);
  mkdirSync(join(folder.path, deep), { recursive: true });
  folder.write({ [`${deep}a.md`]: '# A\n' });
  expect((await read(folder.path)).head.files).toEqual([{ path: `${deep}a.md`, text: '# A\n' }]);
});

test('files that a sparse checkout leaves out are read from the commit', async () => {
  const folder = tempRepository({ 'in/a.md': '# A\n', 'out/b.md': '# B\n' });
  folder.git('sparse-checkout', 'set', 'in');
  const { head, changes } = await snapshotOf(folder, 'main');
  expect(head.paths).toEqual(['in/a.md', 'out/b.md']);
  expect(head.files).toEqual([
    { path: 'in/a.md', text: '# A\n' },
    { path: 'out/b.md', text: '# B\n' },
  ]);
  expect(changes).toEqual([]);
});

test('a sparse clone without the texts has what is on disk, and still knows all paths', async () => {
  const origin = tempRepository({ 'in/a.md': '# A\n', 'out/b.md': '# B\n' });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const clone = opened(join(tempFolder().path, 'clone'));
  origin.git('clone', '-q', '--filter=blob:none', '--sparse', `file://${origin.path}`, clone.path);
  clone.git('sparse-checkout', 'set', 'in');
  const { head } = await snapshotOf(clone);
  expect(head.paths).toEqual(['in/a.md', 'out/b.md']);
  expect(head.files).toEqual([{ path: 'in/a.md', text: '# A\n' }]);
});

test.each(['--skip-worktree', '--assume-unchanged'])('a file under %s has the text of the disk', async (flag) => {
  const folder = tempRepository({ 'a.md': '# A\n' });
  folder.git('update-index', flag, 'a.md');
  folder.write({ 'a.md': '# Mine\n' });
  expect((await read(folder.path)).head.files).toEqual([{ path: 'a.md', text: '# Mine\n' }]);
});

test('a linked work tree, and a folder reached through a link, are read as git', async () => {
  const folder = tempRepository({ 'a.md': '# A\n' });
  const linked = opened(join(tempFolder().path, 'linked'));
  folder.git('worktree', 'add', '-q', '-b', 'topic', linked.path);
  linked.write({ 'b.md': '# B\n' });
  expect((await snapshotOf(linked, 'main')).changes).toEqual([{ status: 'added', path: 'b.md' }]);
  const link = join(tempFolder().path, 'link');
  symlinkSync(linked.path, link);
  expect((await snapshotOf({ path: link }, 'main')).head.paths).toEqual(['a.md', 'b.md']);
});

test('a work tree that stands elsewhere by configuration is not followed', async () => {
  const folder = tempRepository({ 'a.md': '# A\n' });
  folder.git('config', 'core.worktree', tempFolder({ 'secret.md': '' }).path);
  expect((await read(folder.path)).head).toMatchObject({ name: 'the folder', paths: ['a.md'] });
});

test('in a merge conflict each file is there once, with the text of the disk', async () => {
  const folder = tempRepository({ 'a.md': '# A\n' });
  folder.git('checkout', '-q', '-b', 'topic');
  folder.write({ 'a.md': '# Theirs\n' });
  folder.commit('theirs');
  folder.git('checkout', '-q', 'main');
  folder.write({ 'a.md': '# Ours\n' });
  folder.commit('ours');
  expect(() => folder.git('merge', '-q', 'topic')).toThrow();
  const { head } = await read(folder.path);
  expect(head.paths).toEqual(['a.md']);
  expect(JSON.stringify(head.files)).toContain('<<<<<<< HEAD');
});

test('a text that git stores with LF and the disk has with CRLF is not a change', async () => {
  const folder = tempRepository({ '.gitattributes': '*.md eol=crlf\n', 'a.md': '# A\r\n' });
  const { head, base, changes } = await snapshotOf(folder, 'main');
  expect(head.files).toEqual([{ path: 'a.md', text: '# A\r\n' }]);
  expect(base?.files).toEqual(head.files);
  expect(changes).toEqual([]);
});

test('a repository with SHA-256 ids is read and compared', async () => {
  const folder = tempFolder({ 'a.md': '# A\n' });
  folder.git('init', '-q', '-b', 'main', '--object-format=sha256');
  const tip = folder.commit('first');
  folder.write({ 'b.md': '# B\n' });
  const { base, changes } = await snapshotOf(folder, 'main');
  expect(tip).toHaveLength(64);
  expect(base?.sha).toBe(tip);
  expect(changes).toEqual([{ status: 'added', path: 'b.md' }]);
});

test('each file has the limit of its name, in a commit as on disk', async () => {
  const folder = tempRepository({
    '_procedures.yml': '#'.repeat(65_537),
    '.github/runbook-steward.yml': '#'.repeat(65_536),
    CODEOWNERS: '#'.repeat(3_145_728),
    '.github/CODEOWNERS': '#'.repeat(3_145_729),
  });
  const sizes = (files: Snapshot['head']['files'] = []) =>
    files.map((f) => ('text' in f ? f.text.length : `${f.unreadable} ${f.bytes}`));
  const expected = ['too-large 3145729', 65_536, 3_145_728, 'too-large 65537'];
  folder.git('rm', '-q', '--cached', '-r', '.');
  const { head, base } = await snapshotOf(folder, 'main');
  expect(sizes(head.files)).toEqual(expected);
  expect(sizes(base?.files)).toEqual(expected);
});

test('a configuration given by hand is read from where it stands, links followed, under the name it was given', async () => {
  const folder = tempFolder({ 'a.md': '' });
  const other = tempFolder({ 'given.yml': 'enforce: off\n', 'large.yml': '#'.repeat(65_537) });
  symlinkSync('given.yml', join(other.path, 'link.yml'));
  const given = async (name: string) => (await read(folder.path, { configFile: join(other.path, name) })).givenConfig;
  expect(await given('given.yml')).toEqual({ path: join(other.path, 'given.yml'), text: 'enforce: off\n' });
  expect(await given('link.yml')).toEqual({ path: join(other.path, 'link.yml'), text: 'enforce: off\n' });
  expect(await given('large.yml')).toEqual({
    path: join(other.path, 'large.yml'),
    unreadable: 'too-large',
    bytes: 65_537,
  });
});

test('progress counts the files that are read, up to all of them', async () => {
  const folder = tempFolder(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.md`, ''])));
  const steps: string[] = [];
  await read(folder.path, { onProgress: (done, total) => steps.push(`${done}/${total}`) });
  expect(steps).toEqual(['64/200', '128/200', '192/200', '200/200']);
});

test('the repository has the name of its origin', async () => {
  const folder = tempRepository();
  folder.git('remote', 'add', 'origin', 'https://user:token@github.com/acme/ops.git');
  const snapshot = await read(folder.path);
  expect(snapshot.repository).toEqual({ name: 'acme/ops', organisation: 'acme' });
  expect(JSON.stringify(snapshot)).not.toContain('token');
});

test('a file that only its owner may run is still read', async () => {
  const folder = tempFolder({ 'a.md': '# A\n' });
  chmodSync(join(folder.path, 'a.md'), 0o500);
  expect((await read(folder.path)).head.files).toEqual([{ path: 'a.md', text: '# A\n' }]);
});
