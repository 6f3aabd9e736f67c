// test/stand-in/git: the objects of a repository and of all its forks, in a real bare repository. Branches live in the world, not here.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, type GitStarter } from './git-starter.ts';

/** One object; `bytes` is its whole content. */
export type GitObject = {
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly bytes: Buffer;
};

/** As on GitHub, a repository and its forks share one store, so a fork's commit can be read through its parent. */
export type ObjectStore = {
  /** Runs git and gives its output; throws with git's own words where it ends with an error. */
  readonly git: (words: readonly string[], input?: string | Buffer) => Promise<Buffer>;
  /** The object a name such as `<sha>`, `<sha>:<path>` or `<sha>^{tree}` stands for. */
  readonly read: (name: string) => Promise<GitObject | undefined>;
  /** Runs one writer at a time. */
  readonly alone: <T>(write: () => Promise<T>) => Promise<T>;
  /** Remembers what a name that can never mean anything else was read as. */
  readonly once: <T>(key: string, read: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/**
 * Names by a commit's or an object's own sha. Git's other names (`:/words`, `HEAD@{1}`, `<sha>:../x`) are not the world's,
 * and some of them end `git cat-file`.
 */
const isPlainName = (name: string) => /^[0-9a-f]{7,40}(\^\{\w+\}|:(?!\.{0,2}\/|\.{1,2}$)[^\n\0]*)?$/.test(name);

/** Answers of a running `git cat-file --batch`, which come in the order of the questions. */
function batchReader(child: ChildProcessWithoutNullStreams) {
  type Waiting = { resolve: (object: GitObject | undefined) => void; reject: (error: Error) => void };
  const waiting: Waiting[] = [];
  let hasEnded = false;
  let parts: Buffer[] = [];
  let size = 0;
  let needed = 0;

  function take(buffer: Buffer): number {
    const end = buffer.indexOf(10);
    if (end < 0) return 0;
    const [sha = '', type, length] = buffer.toString('utf8', 0, end).split(' ');
    if (type !== 'blob' && type !== 'tree' && type !== 'commit' && type !== 'tag') {
      waiting.shift()?.resolve(undefined);
      return end + 1;
    }
    const last = end + 1 + Number(length);
    needed = last + 1;
    if (buffer.length < needed) return 0;
    waiting.shift()?.resolve({ sha, type, bytes: Buffer.from(buffer.subarray(end + 1, last)) });
    return needed;
  }

  child.stdout.on('data', (part: Buffer) => {
    parts.push(part);
    size += part.length;
    if (size < needed) return;
    let buffer = Buffer.concat(parts);
    for (let used = take(buffer); used > 0; used = take(buffer)) {
      needed = 0;
      buffer = buffer.subarray(used);
    }
    parts = [buffer];
    size = buffer.length;
  });
  child.on('close', () => {
    hasEnded = true;
    for (const { reject } of waiting.splice(0)) reject(new Error('git cat-file ended before it answered.'));
  });
  child.stdin.on('error', () => undefined);

  return (name: string) =>
    new Promise<GitObject | undefined>((resolve, reject) => {
      if (hasEnded) return reject(new Error('git cat-file has ended.'));
      waiting.push({ resolve, reject });
      child.stdin.write(`${name}\n`);
    });
}

/** A new, empty store in `folder`: the least that git takes for a bare repository. */
export async function openObjectStore(folder: string, { git }: GitStarter): Promise<ObjectStore> {
  for (const name of ['objects', 'refs']) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  const batch = spawn('git', ['cat-file', '--batch'], { cwd: folder, env: { ...environment, GIT_DIR: folder } });
  const ended = new Promise<void>((resolve) => batch.on('close', () => resolve()));
  const ask = batchReader(batch);
  const known = new Map<string, Promise<unknown>>();
  let queue: Promise<unknown> = Promise.resolve();

  return {
    git: (words, input) => git(folder, words, input),
    read: async (name) => (isPlainName(name) ? ask(name) : undefined),
    alone: (write) => {
      const turn = queue.then(write);
      queue = turn.catch(() => undefined);
      return turn;
    },
    once: <T>(key: string, read: () => Promise<T>) => {
      const old = known.get(key) as Promise<T> | undefined;
      if (old) return old;
      const fresh = read();
      known.set(key, fresh);
      fresh.catch(() => known.delete(key));
      return fresh;
    },
    close: async () => {
      await queue;
      batch.stdin.end();
      await ended;
    },
  };
}
