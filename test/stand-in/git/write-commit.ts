// test/stand-in/git: changes → commits, through `git fast-import`, so that 20,000 files take a second.
import type { ObjectStore } from './object-store.ts';

/** What a path becomes. Text and bytes are an ordinary file; `null` removes the path. */
export type Content =
  | string
  | Uint8Array
  | null
  | { readonly symlink: string }
  | { readonly submodule: string }
  | { readonly executable: string | Uint8Array }
  | { readonly renamedFrom: string }
  | { readonly sha: string; readonly mode: string };

/** Path from the root → what it becomes. */
export type Changes = Readonly<Record<string, Content>>;

export type Person = { readonly name: string; readonly email: string };

export type NewCommit = {
  readonly parents: readonly string[];
  readonly changes: Changes;
  readonly message: string;
  readonly author: Person;
  readonly committer?: Person;
  /** Seconds since 1970. */
  readonly at: number;
  /** The tree to start from instead of the first parent's. */
  readonly baseTree?: string;
};

const quoted = (path: string) =>
  `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\0', '')}"`;
const clean = ({ name, email }: Person) => `${name.replace(/[<>\n\0]/g, '')} <${email.replace(/[<>\n\0]/g, '')}>`;

function data(content: string | Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(content);
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')];
}

function change(path: string, content: Content): readonly Buffer[] {
  const line = (text: string) => Buffer.from(`${text}\n`);
  const inline = (mode: string, bytes: string | Uint8Array) => [
    line(`M ${mode} inline ${quoted(path)}`),
    ...data(bytes),
  ];
  if (content === null) return [line(`D ${quoted(path)}`)];
  if (typeof content === 'string' || content instanceof Uint8Array) return inline('100644', content);
  if ('symlink' in content) return inline('120000', content.symlink);
  if ('submodule' in content) return [line(`M 160000 ${content.submodule} ${quoted(path)}`)];
  if ('executable' in content) return inline('100755', content.executable);
  if ('renamedFrom' in content) return [line(`R ${quoted(content.renamedFrom)} ${quoted(path)}`)];
  return [line(`M ${content.mode} ${content.sha} ${quoted(path)}`)];
}

/** Writes the commit and gives its sha. No branch moves. */
export async function writeCommit(store: ObjectStore, commit: NewCommit): Promise<string> {
  const [first, ...others] = commit.parents;
  const base = commit.baseTree === undefined ? [] : [`M 040000 ${commit.baseTree} ""`];
  const head = [
    'commit refs/stand-in/import',
    'mark :1',
    `author ${clean(commit.author)} ${commit.at} +0000`,
    `committer ${clean(commit.committer ?? commit.author)} ${commit.at} +0000`,
  ];
  const from = [...(first ? [`from ${first}`] : []), ...others.map((sha) => `merge ${sha}`), ...base];
  // Renames go first: they name the paths as they were.
  const changes = Object.entries(commit.changes).sort(([, a], [, b]) => Number(isRename(b)) - Number(isRename(a)));
  const input = Buffer.concat([
    Buffer.from('reset refs/stand-in/import\n\n'),
    Buffer.from(`${head.join('\n')}\n`),
    ...data(commit.message),
    Buffer.from(from.map((line) => `${line}\n`).join('')),
    ...changes.flatMap(([path, content]) => change(path, content)),
    Buffer.from('\nget-mark :1\n'),
  ]);
  // Without the setting a second process would unpack what this one packs.
  const words = [
    '-c',
    'fastimport.unpackLimit=1',
    'fast-import',
    '--quiet',
    '--force',
    '--cat-blob-fd=1',
    '--date-format=raw',
  ];
  return store.alone(async () => (await store.git(words, input)).toString('utf8').trim());
}

const isRename = (content: Content) =>
  typeof content === 'object' && content !== null && !(content instanceof Uint8Array) && 'renamedFrom' in content;

/** The merge of `theirs` into `ours`, or undefined where they conflict. */
export async function mergedTree(store: ObjectStore, ours: string, theirs: string): Promise<string | undefined> {
  const output = await store
    .git(['merge-tree', '--write-tree', '--no-messages', ours, theirs])
    .catch((error: Error) => {
      if (/ended with 1:/.test(error.message)) return undefined;
      throw error;
    });
  return output?.toString('utf8').trim();
}
