// test/disk: real folders and repositories, made for one test file and removed after it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { readSnapshot } from '../../src/disk/read-snapshot.ts';
import { env } from '../../src/env.ts';

export type Files = { readonly [path: string]: string | Uint8Array };

export type TempFolder = {
  readonly path: string;
  readonly write: (files: Files) => void;
  /** Runs git here; gives what it printed, without the last line break. */
  readonly git: (...args: string[]) => string;
  readonly commit: (message: string) => string;
};

const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** A new folder with `files`. */
export function tempFolder(files: Files = {}): TempFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'steward-test-')));
  made.push(path);
  return opened(path, files);
}

/** The folder at `path`, which is somebody else's to remove. */
export function opened(path: string, files: Files = {}): TempFolder {
  const write = (more: Files) => {
    for (const [name, content] of Object.entries(more)) {
      mkdirSync(dirname(`${path}/${name}`), { recursive: true });
      writeFileSync(`${path}/${name}`, content);
    }
  };
  const git = (...args: string[]) =>
    execFileSync('git', [...NOBODY, ...args], {
      cwd: path,
      env: GIT_ENV,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd();
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  write(files);
  return { path, write, git, commit };
}

/** A new repository on `main` with `files` committed. */
export function tempRepository(files: Files = {}): TempFolder {
  const folder = tempFolder(files);
  folder.git('init', '-q', '-b', 'main');
  folder.commit('first');
  return folder;
}

const NOBODY = ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.com', '-c', 'protocol.file.allow=always'];
const GIT_ENV = { ...env.git, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** The snapshot of `folder`, in which every Markdown file is a procedure. */
export function snapshotOf(folder: { readonly path: string }, base: string | null = null): Promise<Snapshot> {
  return readSnapshot({ dir: folder.path, base, configFile: null, selectProcedures: () => isMarkdown });
}

export function isMarkdown(path: string): boolean {
  return /\.md$/i.test(path);
}
