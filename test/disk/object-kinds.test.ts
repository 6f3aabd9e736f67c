import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Side } from '../../src/core/snapshot.ts';
import { opened, snapshotOf, type TempFolder, tempFolder, tempRepository } from './temp-folder.ts';

const MIB = 1024 * 1024;
const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n';

/** What may stand at a path, and what a snapshot has of it: its text's length, why it has none, or that it is not there. */
type Kind = {
  readonly kind: string;
  readonly make: (path: string) => unknown;
  readonly has: number | string;
  /** Where a plain folder, or a commit, has something else. */
  readonly inFolder?: string;
  readonly inCommit?: number | string;
};

// All of them stand in one repository: none may change what is said of another.
const folder = tempRepository();
const full = (path: string) => join(folder.path, path);
const put = (content: string | Uint8Array) => (path: string) => folder.write({ [path]: content });
const link = (target: string) => (path: string) => symlinkSync(target, full(path));
const staged = (make: Kind['make']) => (path: string) => {
  make(path);
  folder.git('add', '--', path);
};
const replaced = (make: Kind['make'], by: Kind['make']) => (path: string) => {
  staged(make)(path);
  rmSync(full(path));
  by(path);
};
const nothing = () => {};
const pipe = (path: string) => execFileSync('mkfifo', [full(path)]);
const TEXT = put('# X\n');

const KINDS: readonly Kind[] = [
  { kind: 'a text', make: TEXT, has: 4 },
  { kind: 'a staged text', make: staged(TEXT), has: 4 },
  { kind: 'an empty file', make: put(''), has: 0 },
  { kind: 'a text with a byte order mark', make: put('\uFEFF# X\n'), has: 5 },
  { kind: 'a text with CRLF', make: put('# X\r\n'), has: 5 },
  { kind: 'a text with lone CR', make: put('# X\r'), has: 4 },
  { kind: 'an executable text', make: executable, has: 4 },
  { kind: 'a text of exactly 1 MiB', make: put('-'.repeat(MIB)), has: MIB },
  { kind: 'a text of one byte more', make: put('-'.repeat(MIB + 1)), has: 'too-large' },
  { kind: 'a file of 5 MiB of zeros', make: put(Buffer.alloc(5 * MIB)), has: 'too-large' },
  { kind: 'a file with a NUL', make: put('# X\0\n'), has: 'binary' },
  { kind: 'a picture', make: put(Buffer.from('89504e470d0a1a0a0000000d', 'hex')), has: 'binary' },
  { kind: 'UTF-16, little end first', make: put(Buffer.from('\uFEFF# X\n', 'utf16le')), has: 'utf-16' },
  { kind: 'UTF-16, big end first', make: put(Buffer.from('\uFEFF# X\n', 'utf16le').swap16()), has: 'utf-16' },
  { kind: 'UTF-16 without a mark', make: put(Buffer.from('# X\n', 'utf16le')), has: 'binary' },
  { kind: 'Latin-1', make: put(Buffer.from('caf\xe9', 'latin1')), has: 'not-utf8' },
  { kind: 'a UTF-8 sequence cut short', make: put(Buffer.from([0x23, 0xe2, 0x82])), has: 'not-utf8' },
  { kind: 'a Git LFS pointer', make: put(LFS), has: 'lfs-pointer' },
  { kind: 'a link to a file', make: link('ok.md'), has: 'symlink' },
  { kind: 'a link to a folder', make: link('.'), has: 'symlink' },
  { kind: 'a link out of the folder', make: link('/etc/passwd'), has: 'symlink' },
  { kind: 'a link that climbs out', make: link('../../../../../../etc/passwd'), has: 'symlink' },
  { kind: 'a link to nothing', make: link('none.md'), has: 'symlink' },
  { kind: 'a link to itself', make: (path) => symlinkSync(path.replace(/.*\//, ''), full(path)), has: 'symlink' },
  { kind: 'a link to a device that never ends', make: link('/dev/zero'), has: 'symlink' },
  { kind: 'a hard link', make: (path) => linkSync(full('runbooks/ok.md'), full(path)), has: 5 },
  { kind: 'a folder', make: (path) => mkdirSync(full(path)), has: 'not there' },
  { kind: 'a pipe', make: pipe, has: 'not there' },
  { kind: 'a socket', make: socket, has: 'not there' },
  { kind: 'a device that never ends', make: device, has: 'not there' },
  { kind: 'a file deleted since it was staged', make: replaced(TEXT, nothing), has: 'not there' },
  { kind: 'a pipe in the place of a staged file', make: replaced(TEXT, pipe), has: 'not there', inCommit: 4 },
  { kind: 'a link in the place of a staged file', make: replaced(TEXT, link('ok.md')), has: 'symlink' },
  { kind: 'a file in the place of a staged link', make: replaced(link('ok.md'), TEXT), has: 4 },
  { kind: 'a submodule', make: submodule, has: 'submodule', inFolder: 'not there' },
  { kind: 'a repository inside that is no submodule', make: inner, has: 'not there', inCommit: 'submodule' },
];

function executable(path: string): void {
  TEXT(path);
  chmodSync(full(path), 0o755);
}

const servers: Server[] = [];
function socket(path: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) => server.listen(full(path), resolve));
}

/** Only root can make a device; for others a second pipe stands in its place. */
function device(path: string): void {
  if (process.getuid?.() === 0) execFileSync('mknod', [full(path), 'c', '1', '5']);
  else pipe(path);
}

function submodule(path: string): void {
  folder.git('submodule', '--quiet', 'add', tempRepository({ 'README.txt': 'x' }).path, path);
}

function inner(path: string): void {
  mkdirSync(full(path));
  const repository = opened(full(path));
  repository.git('init', '-q');
  repository.commit('inner');
}

const CASES = KINDS.map((kind, i) => ({ ...kind, path: `runbooks/${String(i).padStart(2, '0')}.md` }));
let workTree: Side;
let commit: Side | null;
let plain: Side;

beforeAll(async () => {
  folder.write({ 'runbooks/ok.md': '# OK\n' });
  for (const { make, path } of CASES) await make(path);
  workTree = (await snapshotOf(folder)).head;
  const pipes = CASES.filter(({ inCommit }) => inCommit === 4).map(({ path }) => `:!${path}`);
  folder.git('add', '-A', '--', '.', ...pipes);
  folder.git('commit', '-q', '-m', 'all kinds');
  commit = (await snapshotOf(folder, 'main')).base;
  rmSync(full('.git'), { recursive: true });
  plain = (await snapshotOf(folder)).head;
}, 60_000);

afterAll(() => {
  for (const server of servers) server.close();
});

function whatStandsAt(path: string, side: Side | null): number | string {
  const file = side?.files.find((one) => one.path === path);
  expect(side?.paths?.includes(path)).toBe(file !== undefined);
  if (file === undefined) return 'not there';
  return 'text' in file ? file.text.length : file.unreadable;
}

test.each(CASES)('$kind in a work tree: $has', ({ path, has }) => {
  expect(whatStandsAt(path, workTree)).toBe(has);
});

test.each(CASES)('$kind in a commit: $has', ({ path, has, inCommit }) => {
  expect(whatStandsAt(path, commit)).toBe(inCommit ?? has);
});

test.each(CASES)('$kind in a plain folder: $has', ({ path, has, inFolder }) => {
  expect(whatStandsAt(path, plain)).toBe(inFolder ?? has);
});

test('nothing is read through a link that took the place of a tracked folder', async () => {
  const tracked = tempRepository({ 'runbooks/x.md': '# X\n', 'ok.md': '# OK\n' });
  const outside = tempFolder({ 'x.md': '# Secret\n' });
  rmSync(join(tracked.path, 'runbooks'), { recursive: true });
  symlinkSync(outside.path, join(tracked.path, 'runbooks'));
  for (const flag of ['--no-assume-unchanged', '--assume-unchanged', '--skip-worktree']) {
    tracked.git('update-index', flag, 'runbooks/x.md');
    expect(JSON.stringify(await snapshotOf(tracked, 'main'))).not.toContain('Secret');
  }
});

test('a tracked file that became a pipe is removed, as far as the rules see', async () => {
  const tracked: TempFolder = tempRepository({ 'ok.md': '# OK\n', 'x.md': '# X\n' });
  rmSync(join(tracked.path, 'x.md'));
  execFileSync('mkfifo', [join(tracked.path, 'x.md')]);
  expect((await snapshotOf(tracked, 'main')).changes).toEqual([{ status: 'removed', path: 'x.md' }]);
});
