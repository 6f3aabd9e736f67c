// github: pull requests of every kind on the stand-in, read.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snapshot, SnapshotFile } from '../../src/core/snapshot.ts';
import type { Content } from '../stand-in/git/write-commit.ts';
import {
  CODEOWNERS,
  CONFIG,
  type Loop,
  opsRepository,
  procedure,
  proposed,
  readAt,
  snapshotAt,
  startLoop,
} from './stand-in-world.ts';

let loop: Loop;
beforeEach(async () => {
  loop = await startLoop();
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

const paths = (files: readonly SnapshotFile[]) => files.map(({ path }) => path).filter((path) => !isDeciding(path));
const isDeciding = (path: string) => path === CONFIG || path === CODEOWNERS;
const fileAt = (side: Snapshot['head'] | null, path: string) => side?.files.find((file) => file.path === path);
const routes = () => loop.made.map(({ route }) => route);

describe('what is read', () => {
  test('an addition, a change, a removal and a rename, each on the sides where it is', async () => {
    const ops = await opsRepository(loop.github, {
      'runbooks/old.md': procedure('Old'),
      'runbooks/gone.md': '# Nothing like the others\n',
      'runbooks/same.md': procedure('Same'),
    });
    const pull = await proposed(loop.github, ops, {
      'runbooks/a.md': procedure('A, changed'),
      'runbooks/new.md': procedure('New'),
      'runbooks/gone.md': null,
      'runbooks/moved.md': { renamedFrom: 'runbooks/old.md' },
    });
    const { head, base, changes } = await snapshotAt(loop, pull);
    expect(paths(head.files)).toEqual(['runbooks/a.md', 'runbooks/moved.md', 'runbooks/new.md']);
    expect(paths(base?.files ?? [])).toEqual(['runbooks/a.md', 'runbooks/gone.md', 'runbooks/old.md']);
    expect(fileAt(head, 'runbooks/a.md')).toEqual({ path: 'runbooks/a.md', text: procedure('A, changed') });
    expect(fileAt(base, 'runbooks/a.md')).toEqual({ path: 'runbooks/a.md', text: procedure('A') });
    expect(changes?.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { status: 'modified', path: 'runbooks/a.md' },
      { status: 'removed', path: 'runbooks/gone.md' },
      { status: 'renamed', path: 'runbooks/moved.md', previousPath: 'runbooks/old.md' },
      { status: 'added', path: 'runbooks/new.md' },
    ]);
  });

  test('every `_procedures.yml` above a changed procedure, on its own side', async () => {
    const ops = await opsRepository(loop.github, { '_procedures.yml': 'risk: low\n', 'runbooks/db/x.md': '# X\n' });
    const pull = await proposed(loop.github, ops, {
      'runbooks/db/x.md': '# Y\n',
      'runbooks/db/_procedures.yml': 'owner: "@acme/sre"\n',
    });
    const { head, base } = await snapshotAt(loop, pull);
    expect(paths(head.files)).toEqual(['_procedures.yml', 'runbooks/db/_procedures.yml', 'runbooks/db/x.md']);
    expect(paths(base?.files ?? [])).toEqual(['_procedures.yml', 'runbooks/db/x.md']);
  });

  test('`catalog-info.yaml` above it, only where the configuration lets it name owners', async () => {
    const files = { 'catalog-info.yaml': 'spec: {owner: sre}\n' };
    const ops = await opsRepository(loop.github, { ...files, [CONFIG]: 'owners: {from: [catalog-info]}\n' });
    const pull = await proposed(loop.github, ops, { 'runbooks/a.md': '# A\n' });
    expect(paths((await snapshotAt(loop, pull)).head.files)).toEqual(['catalog-info.yaml', 'runbooks/a.md']);
  });

  test('procedures whose names only the configuration knows, with one query more', async () => {
    const ops = await opsRepository(loop.github, { [CONFIG]: 'procedures: {include: ["ops/**/*.txt"]}\n' });
    const pull = await proposed(loop.github, ops, { 'ops/a.txt': 'A\n', 'runbooks/a.md': '# no procedure here\n' });
    const { head } = await snapshotAt(loop, pull);
    expect(paths(head.files)).toEqual(['ops/a.txt']);
    loop.made.length = 0;
    await snapshotAt(loop, pull);
    expect(routes()).toEqual(['GET /repos/{owner}/{repo}/pulls/{pull_number}/files', 'POST /graphql']);
  });

  test("the base branch's tip, not the commit where the pull request began", async () => {
    const ops = await opsRepository(loop.github);
    const pull = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n' });
    const tip = await loop.github.commit(ops, 'main', { [CONFIG]: 'enforce: off\n' }, { author: 'ada' });
    const { base, head } = await snapshotAt(loop, pull);
    expect(base).toMatchObject({ name: 'main', sha: tip });
    expect(fileAt(base, CONFIG)).toEqual({ path: CONFIG, text: 'enforce: off\n' });
    expect(fileAt(head, CONFIG)).toEqual({ path: CONFIG, text: 'enforce: new\n' });
  });

  test('a fork, under the name of its branch', async () => {
    const ops = await opsRepository(loop.github);
    const fork = await loop.github.fork(ops, 'eve');
    await loop.github.commit(fork, 'main', { 'runbooks/evil.md': '# E\n' }, { author: 'eve' });
    const pull = await loop.github.openPull({ repository: ops, head: 'main', from: fork, title: 'x', author: 'eve' });
    const read = await readAt(loop, pull);
    expect(read).toMatchObject({
      state: 'open',
      facts: { isFork: true, isDraft: false, sameHead: { pulls: [pull.number], isWhole: true, branch: 'main' } },
    });
    expect(read.state === 'open' && read.snapshot.head).toMatchObject({ name: 'eve:main', sha: pull.head.sha });
    expect(read.state === 'open' && paths(read.snapshot.head.files)).toEqual(['runbooks/evil.md']);
  });

  test('nothing of a pull request that touches nothing of the kind', async () => {
    const ops = await opsRepository(loop.github);
    const pull = await proposed(loop.github, ops, { 'src/a.ts': 'x\n', 'NOTES.md': '# no procedure\n' });
    const { head, owners } = await snapshotAt(loop, pull);
    expect([paths(head.files), owners]).toEqual([[], null]);
    expect(routes().filter((route) => route === 'POST /graphql')).toHaveLength(1);
  });
});

describe('what a file is', () => {
  const text = (length: number) => `# T\n${'x'.repeat(length - 4)}`;
  test.each<readonly [name: string, content: Content, file: object | undefined]>([
    ['a link', { symlink: '/etc/passwd' }, { unreadable: 'symlink' }],
    ['a link to a procedure', { symlink: 'a.md' }, { unreadable: 'symlink' }],
    ['a submodule', { submodule: 'a'.repeat(40) }, { unreadable: 'submodule' }],
    ['binary', Buffer.from('# \0\n'), { unreadable: 'binary', bytes: 4 }],
    ['UTF-16', Buffer.from('\uFEFF# A\n', 'utf16le'), { unreadable: 'utf-16', bytes: 10 }],
    ['Latin-1', Buffer.from('# caf\xe9\n', 'latin1'), { unreadable: 'not-utf8', bytes: 7 }],
    ['a lone surrogate', Buffer.from('23eda08023', 'hex'), { unreadable: 'not-utf8', bytes: 5 }],
    ['a byte order mark and CRLF', '\uFEFF# A\r\n', { text: '\uFEFF# A\r\n' }],
    ['empty', '', { text: '' }],
    ['executable', { executable: '# A\n' }, { text: '# A\n' }],
    ['just over what GraphQL shows', text(512_001), { text: text(512_001) }],
    ['just within the limit', text(1024 * 1024), { text: text(1024 * 1024) }],
    ['over the limit', text(1024 * 1024 + 1), { unreadable: 'too-large', bytes: 1024 * 1024 + 1 }],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
      { unreadable: 'lfs-pointer', bytes: 63 },
    ],
  ])('%s', async (_, content, file) => {
    const ops = await opsRepository(loop.github);
    const pull = await proposed(loop.github, ops, { 'runbooks/x.md': content });
    const { head } = await snapshotAt(loop, pull);
    expect(fileAt(head, 'runbooks/x.md')).toEqual({ path: 'runbooks/x.md', ...file });
  });

  test('the same blob at two paths is asked for once', async () => {
    const ops = await opsRepository(loop.github);
    const bytes = Buffer.from('# caf\xe9\n', 'latin1');
    const pull = await proposed(loop.github, ops, { 'runbooks/x.md': bytes, 'runbooks/y.md': bytes });
    await snapshotAt(loop, pull);
    expect(routes().filter((route) => route.includes('/git/blobs/'))).toHaveLength(1);
  });

  test.each([
    'a b.md',
    'quote".md',
    '$p0.md',
    'q{p0:x}.md',
    ':(top).md',
    'é.md',
    '😀.md',
    '-n.md',
    'a\\b.md',
    '%2e.md',
  ])('a procedure that is called %s is read as it is', async (name) => {
    const ops = await opsRepository(loop.github);
    const path = `runbooks/${name}`;
    const pull = await proposed(loop.github, ops, { [path]: '# X\n' });
    expect(fileAt((await snapshotAt(loop, pull)).head, path)).toEqual({ path, text: '# X\n' });
  });
});

describe('procedures that are not touched', () => {
  test('are read where CODEOWNERS gives them to others, with the whole tree', async () => {
    const ops = await opsRepository(loop.github, { 'runbooks/z.md': procedure('Z'), 'src/a.ts': 'x\n' });
    const pull = await proposed(loop.github, ops, {
      [CODEOWNERS]: '/.github/ @acme/sre\n/runbooks/ @acme/sre\n/runbooks/z.md @acme/dba\n',
    });
    const { head, base } = await snapshotAt(loop, pull);
    expect(paths(head.files)).toEqual(['runbooks/z.md']);
    expect(paths(base?.files ?? [])).toEqual(['runbooks/z.md']);
    expect(head.paths).toEqual([CODEOWNERS, CONFIG, 'runbooks/a.md', 'runbooks/z.md', 'src/a.ts']);
  });

  test('are read below a `_procedures.yml` that is added, changed, moved or removed', async () => {
    const ops = await opsRepository(loop.github, {
      'ops/runbooks/x.md': '# X\n',
      'ops/_procedures.yml': 'risk: low\n',
    });
    const pull = await proposed(loop.github, ops, { 'ops/_procedures.yml': null });
    const { head, base } = await snapshotAt(loop, pull);
    expect(paths(head.files)).toEqual(['ops/runbooks/x.md']);
    expect(paths(base?.files ?? [])).toEqual(['ops/_procedures.yml', 'ops/runbooks/x.md']);
  });
});

describe('a pull request that is not, or no longer, what it was', () => {
  test('closed', async () => {
    const ops = await opsRepository(loop.github);
    const pull = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n' });
    await loop.github.closePull(pull, 'ada');
    expect(await readAt(loop, pull)).toEqual({ state: 'closed' });
  });

  test('moved on to another head', async () => {
    const ops = await opsRepository(loop.github);
    const pull = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n' });
    const first = pull.head.sha;
    await loop.github.push(pull, { 'runbooks/b.md': '# C\n' });
    expect(await readAt(loop, pull, { head: first })).toEqual({ state: 'moved', head: pull.head.sha });
  });

  test('a draft is read like any other', async () => {
    const ops = await opsRepository(loop.github);
    await loop.github.createBranch(ops, 'work', { by: 'ada' });
    await loop.github.commit(ops, 'work', { 'runbooks/b.md': '# B\n' }, { author: 'ada' });
    const facts = { repository: ops, head: 'work', title: 'x', author: 'ada', draft: true };
    expect(await readAt(loop, await loop.github.openPull(facts))).toMatchObject({ facts: { isDraft: true } });
  });

  test('a second one with the same head is told of', async () => {
    const ops = await opsRepository(loop.github);
    await loop.github.createBranch(ops, 'next', { by: 'ada' });
    const pull = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n' });
    const twin = await loop.github.openPull({ repository: ops, base: 'next', head: 'work', title: 'y', author: 'ada' });
    expect(await readAt(loop, pull)).toMatchObject({ facts: { sameHead: { pulls: [pull.number, twin.number] } } });
  });
});

test('350 procedures of both sides are read in several queries, and all of them are there', async () => {
  const files = (word: string) =>
    Object.fromEntries(Array.from({ length: 350 }, (_, at) => [`runbooks/r${at}.md`, procedure(word)]));
  const ops = await opsRepository(loop.github, files('before'));
  const pull = await proposed(loop.github, ops, files('after'));
  const { head, base } = await snapshotAt(loop, pull);
  expect(paths(head.files)).toHaveLength(350);
  expect(head.files.filter((file) => 'text' in file && file.text === procedure('after'))).toHaveLength(350);
  expect(base?.files.filter((file) => 'text' in file && file.text === procedure('before'))).toHaveLength(350);
});
