// test/stand-in/git: what commits say, and how they hang together.
import type { ObjectStore } from './object-store.ts';
import type { Person } from './write-commit.ts';

export type Commit = {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person & { readonly date: string };
  readonly committer: Person & { readonly date: string };
  readonly message: string;
};

function person(line: string): Commit['author'] {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<([^>]*)> (\d+)/.exec(line) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}

/** The commit `name` stands for, or undefined. */
export async function readCommit(store: ObjectStore, name: string): Promise<Commit | undefined> {
  const object = await store.read(`${name}^{commit}`);
  if (!object) return undefined;
  const text = object.bytes.toString('utf8');
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, end).split('\n');
  const value = (key: string) => lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1) ?? '';
  return {
    sha: object.sha,
    tree: value('tree'),
    parents: lines.filter((line) => line.startsWith('parent ')).map((line) => line.slice(7)),
    author: person(value('author')),
    committer: person(value('committer')),
    message: text.slice(end + 2).replace(/\n$/, ''),
  };
}

/** The best common ancestor, or undefined where there is none. */
export function mergeBase(store: ObjectStore, one: string, other: string): Promise<string | undefined> {
  return store.once(`merge-base ${one} ${other}`, async () => {
    const output = await store.git(['merge-base', one, other]).catch((error: Error) => {
      if (/ended with 1:/.test(error.message)) return undefined;
      throw error;
    });
    return output?.toString('utf8').trim();
  });
}

/** The commits that `head` has and `base` has not, oldest first. */
export function commitsBetween(store: ObjectStore, base: string, head: string): Promise<readonly string[]> {
  return store.once(`between ${base} ${head}`, async () => {
    const output = await store.git(['rev-list', '--reverse', '--topo-order', `${base}..${head}`]);
    return output.toString('utf8').split('\n').filter(Boolean);
  });
}

/** The commits that lead to `head`, newest first, of `path` alone where it is given. */
export async function history(store: ObjectStore, head: string, path?: string): Promise<readonly string[]> {
  const output = await store.git(['rev-list', head, ...(path ? ['--', `:(literal)${path}`] : [])]);
  return output.toString('utf8').split('\n').filter(Boolean);
}
