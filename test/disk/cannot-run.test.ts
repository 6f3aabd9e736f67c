import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CannotRun } from '../../src/disk/cannot-run.ts';
import { readSnapshot } from '../../src/disk/read-snapshot.ts';
import { opened, snapshotOf, type TempFolder, tempFolder, tempRepository } from './temp-folder.ts';

const RUNBOOK = { 'runbooks/a.md': '# A\n' };

/** The sentence with which reading stopped; temporary paths become DIR. */
async function refusal(folder: { readonly path: string }, base: string | null = null): Promise<string> {
  const error: unknown = await snapshotOf(folder, base).then(
    () => 'it ran',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CannotRun)) return `not a CannotRun: ${String(error)}`;
  return error.message.replaceAll(folder.path, 'DIR');
}

type Case = {
  readonly when: string;
  readonly make: () => TempFolder | { path: string };
  readonly base?: string;
  readonly says: string;
};

const CASES: readonly Case[] = [
  {
    when: 'the folder does not exist',
    make: () => ({ path: join(tempFolder().path, 'none') }),
    says: 'There is no folder DIR: check the path.',
  },
  {
    when: 'the folder is a file',
    make: () => ({ path: join(tempFolder(RUNBOOK).path, 'runbooks/a.md') }),
    says: 'DIR is a file, not a folder: give the folder that holds the procedures.',
  },
  {
    when: 'the folder is a link to nothing',
    make: () => {
      const path = join(tempFolder().path, 'link');
      symlinkSync('nowhere', path);
      return { path };
    },
    says: 'There is no folder DIR: check the path.',
  },
  {
    when: 'there is no such ref',
    make: () => tempRepository(RUNBOOK),
    base: 'release',
    says: 'There is no branch, tag or commit "release" here: check the name, or fetch it with `git fetch origin`.',
  },
  {
    when: 'only the remote has the branch',
    make: () => {
      const clone = opened(join(tempFolder().path, 'clone'));
      const origin = tempRepository(RUNBOOK);
      origin.git('branch', 'release');
      origin.git('clone', '-q', origin.path, clone.path);
      return clone;
    },
    base: 'release',
    says: 'There is no ref "release" here, but there is "origin/release": use --base origin/release.',
  },
  {
    when: 'the ref is a file, not a commit',
    make: () => tempRepository(RUNBOOK),
    base: 'HEAD:runbooks/a.md',
    says: 'There is no branch, tag or commit "HEAD:runbooks/a.md" here: check the name, or fetch it with `git fetch origin`.',
  },
  {
    when: 'the repository has no commit and a base is asked for',
    make: () => {
      const empty = tempFolder(RUNBOOK);
      empty.git('init', '-q', '-b', 'main');
      return empty;
    },
    base: 'main',
    says: 'This repository has no commit yet, so there is no "main" to compare with: run without --base.',
  },
  {
    when: 'the branch has no commit yet',
    make: () => {
      const folder = tempRepository(RUNBOOK);
      folder.git('checkout', '-q', '--orphan', 'fresh');
      return folder;
    },
    base: 'main',
    says: 'Nothing is committed on this branch yet, so it cannot be compared with main: commit first.',
  },
  {
    when: 'the two branches have no commit in common',
    make: () => {
      const folder = tempRepository(RUNBOOK);
      folder.git('checkout', '-q', '--orphan', 'fresh');
      folder.commit('another first');
      return folder;
    },
    base: 'main',
    says: 'main and HEAD have no commit in common, so there is nothing to compare: check the name of the branch.',
  },
  {
    when: 'the clone is too shallow to know where the branches parted',
    make: shallowClone,
    base: 'origin/main',
    says: 'This is a shallow clone without the commit where origin/main and HEAD parted: run `git fetch --unshallow` (in GitHub Actions: `fetch-depth: 0`).',
  },
  {
    when: 'a partial clone lacks the texts of the base',
    make: partialClone,
    base: 'HEAD~1',
    says: 'This is a partial clone, and files to compare with are not in it: run `git fetch --refetch --no-filter` and then this command again.',
  },
  {
    when: 'a plain folder is compared',
    make: () => tempFolder(RUNBOOK),
    base: 'main',
    says: '--base needs git, and DIR is a plain folder: run in a clone, or without --base.',
  },
  {
    when: 'a folder inside a repository is compared',
    make: () => ({ path: join(tempRepository(RUNBOOK).path, 'runbooks') }),
    base: 'main',
    says: '--base needs the top of a git work tree, and DIR is inside the one at PARENT: run there.',
  },
  {
    when: 'the repository is bare',
    make: () => {
      const folder = tempFolder();
      folder.git('init', '-q', '--bare');
      return folder;
    },
    says: 'DIR is a bare git repository, which has no files to check: clone it and run in the clone.',
  },
  {
    when: 'the repository says of itself that it is bare',
    make: () => {
      const folder = tempRepository(RUNBOOK);
      folder.git('config', 'core.bare', 'true');
      return folder;
    },
    says: 'DIR is a bare git repository, which has no files to check: clone it and run in the clone.',
  },
  {
    when: "git's own configuration is broken",
    make: () => {
      const folder = tempRepository(RUNBOOK);
      folder.write({ '.git/config': '[core\n' });
      return folder;
    },
    says: 'git could not read DIR: bad config line 1 in file .git/config. Run `git status` there.',
  },
  {
    when: "git's index is broken",
    make: () => {
      const folder = tempRepository(RUNBOOK);
      folder.write({ '.git/index': 'DIRC broken' });
      return folder;
    },
    says: 'git could not read DIR: .git/index: index file smaller than expected. Run `git status` there.',
  },
];

test.each(CASES)('$when: one clear sentence', async ({ make, base, says }) => {
  const folder = make();
  const parent = folder.path.replace(/\/[^/]*$/, '');
  expect((await refusal(folder, base ?? null)).replaceAll(parent, 'PARENT')).toBe(says);
});

test.each(['-n', '--upload-pack=touch x', '', 'a b', 'a\nb', '\0', 'a\x7f'])(
  'the name %j is refused before git sees it',
  async (ref) => {
    expect(await refusal(tempRepository(RUNBOOK), ref)).toMatch(
      /^".*" cannot be the name of a branch, tag or commit\.$/,
    );
  },
);

function shallowClone(): TempFolder {
  const origin = tempRepository(RUNBOOK);
  origin.git('checkout', '-q', '-b', 'topic');
  origin.write({ 'runbooks/b.md': '# B\n' });
  origin.commit('topic');
  origin.git('checkout', '-q', 'main');
  origin.commit('main goes on');
  const clone = opened(join(tempFolder().path, 'clone'));
  origin.git('clone', '-q', '--depth', '1', '--no-single-branch', '-b', 'topic', `file://${origin.path}`, clone.path);
  return clone;
}

function partialClone(): TempFolder {
  const origin = tempRepository(RUNBOOK);
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.write({ 'runbooks/a.md': '# A, written anew from the first word to the last\n' });
  origin.commit('second');
  const clone = opened(join(tempFolder().path, 'clone'));
  origin.git('clone', '-q', '--filter=blob:none', `file://${origin.path}`, clone.path);
  return clone;
}

const isRoot = process.getuid?.() === 0;

// Only root can give a folder to somebody else.
(isRoot ? test : test.skip)('a repository of another user is refused, and the way out is named', async () => {
  const folder = tempRepository(RUNBOOK);
  for (const path of [folder.path, join(folder.path, '.git')]) chownSync(path, 65534, 65534);
  expect(await refusal(folder)).toBe(
    'git refuses to read DIR because another user owns it: if you trust it, run `git config --global --add safe.directory DIR`.',
  );
});

const PROGRAM = `
  import { readSnapshot } from ${JSON.stringify(new URL('../../src/disk/read-snapshot.ts', import.meta.url).href)};
  const [dir, base] = process.argv.slice(1);
  readSnapshot({ dir, base: base ?? null, configFile: null, selectProcedures: () => () => true }).then(
    ({ head }) => console.log(head.paths.join(), head.files.map((file) => file.unreadable ?? file.text.length).join()),
    ({ name, message }) => console.log(name + ': ' + message),
  );
`;

/** What the program prints in a process of its own. */
function apart(args: string[], options: { readonly env?: NodeJS.ProcessEnv; readonly uid?: number }): string {
  const all = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', PROGRAM, ...args];
  return execFileSync(process.execPath, all, { encoding: 'utf8', ...options }).trimEnd();
}

test('without git a work tree is read as a plain folder, and --base says what is missing', () => {
  const folder = tempRepository(RUNBOOK);
  const noGit = { env: { PATH: '/nonexistent' } };
  expect(apart([folder.path], noGit)).toBe('runbooks/a.md 4');
  expect(apart([folder.path, 'main'], noGit)).toBe(
    'CannotRun: --base needs git, which is not installed or not on the PATH.',
  );
});

// Root may read everything, so what is denied is shown as the user nobody.
(isRoot ? test : test.skip)('what may not be read costs only itself', () => {
  const folder = tempFolder({ ...RUNBOOK, 'runbooks/denied.md': '# D\n', 'closed/c.md': '# C\n' });
  chmodSync(folder.path, 0o755);
  chmodSync(join(folder.path, 'runbooks/denied.md'), 0o600);
  chmodSync(join(folder.path, 'closed'), 0o700);
  expect(apart([folder.path], { uid: 65534 })).toBe('runbooks/a.md,runbooks/denied.md denied,4,denied');
  chmodSync(folder.path, 0o700);
  expect(apart([folder.path], { uid: 65534 })).toMatch(
    /^CannotRun: The folder .* cannot be read: ask for permission to read it\.$/,
  );
});

test.each([
  ['there is none', () => 'none.yml', 'There is no configuration file none.yml: check the path.'],
  ['it is a folder', () => tempFolder().path, /^There is no configuration file .*: check the path\.$/],
])('a configuration given by hand: %s', async (_, configFile, says) => {
  const options = { dir: tempFolder(RUNBOOK).path, base: null, selectProcedures: () => () => true };
  await expect(readSnapshot({ ...options, configFile: configFile() })).rejects.toThrow(says);
});

test('an empty repository is read without --base', async () => {
  const empty = tempFolder(RUNBOOK);
  empty.git('init', '-q', '-b', 'main');
  const { head } = await snapshotOf(empty);
  expect(head).toMatchObject({ sha: null, paths: ['runbooks/a.md'] });
});

test('a folder without a single file is read', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder.path, 'runbooks'));
  expect((await snapshotOf(folder)).head).toEqual({ name: 'the folder', sha: null, paths: [], files: [] });
});

test('a folder whose .git is no repository is a plain folder', async () => {
  const folder = tempFolder({ ...RUNBOOK, '.git/notes.md': '' });
  expect((await snapshotOf(folder)).head).toMatchObject({ name: 'the folder', paths: ['runbooks/a.md'] });
  rmSync(join(folder.path, '.git'), { recursive: true });
  folder.write({ '.git': 'gitdir: /nowhere\n' });
  expect((await snapshotOf(folder)).head).toMatchObject({ name: 'the folder', paths: ['runbooks/a.md'] });
});
