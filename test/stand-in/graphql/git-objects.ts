// test/stand-in/graphql: commits, folders and files.
import { changedFiles } from '../git/read-diff.ts';
import { type Commit, history, readCommit } from '../git/read-history.ts';
import { entryAt, listTree, type TreeEntry } from '../git/read-tree.ts';
import { resolveRef } from '../happen/branches.ts';
import { nodeId } from '../words/account.ts';
import type { Repository } from '../world.ts';
import { connection, type PageArguments, typedError } from './connection.ts';

/** Bytes of a blob's text after which GitHub cuts it; not documented, seen in the field. */
const mostText = 512_000;

function blob(sha: string, bytes: Buffer) {
  const isBinary = bytes.subarray(0, 8000).includes(0);
  return {
    ...{ __typename: 'Blob', id: nodeId('B', sha), oid: sha, abbreviatedOid: sha.slice(0, 7) },
    byteSize: bytes.length,
    isBinary,
    isTruncated: !isBinary && bytes.length > mostText,
    text: isBinary ? null : bytes.subarray(0, mostText).toString('utf8'),
  };
}

const treeEntry = (home: Repository, entry: TreeEntry, folder: string) => ({
  __typename: 'TreeEntry',
  name: entry.path.split('/').at(-1) ?? '',
  path: folder === '' ? entry.path : `${folder}/${entry.path}`,
  mode: Number.parseInt(entry.mode, 8),
  type: entry.type,
  oid: entry.sha,
  size: entry.size ?? 0,
  object: () => (entry.type === 'commit' ? null : objectNamed(home, entry.sha, entry.path)),
});

const tree = (home: Repository, sha: string, folder: string) => ({
  ...{ __typename: 'Tree', id: nodeId('T', sha), oid: sha, abbreviatedOid: sha.slice(0, 7) },
  entries: async () => (await listTree(home.store, sha, false)).map((entry) => treeEntry(home, entry, folder)),
});

const actor = ({ name, email, date }: Commit['author'], userOf: UserOf) => ({ name, email, date, user: userOf(email) });

/** Whose address it is; null: no account has it. */
export type UserOf = (email: string) => object | null;

/** The author, and the co-authors that the message names, as GitHub lists them. */
function authorsOf(commit: Commit, userOf: UserOf): readonly object[] {
  const trailers = [...commit.message.matchAll(/^co-authored-by: (.*) <([^<>]+)>$/gim)];
  const all = [commit.author, ...trailers.map(([, name = '', email = '']) => ({ name, email }))];
  return all.map(({ name, email }) => ({ __typename: 'GitActor', name, email, user: userOf(email) }));
}

/** A commit of the repository. */
export function commitNode(home: Repository, commit: Commit, userOf: UserOf = () => null): object {
  const [headline = '', ...rest] = commit.message.split('\n');
  const parents = async () =>
    (await Promise.all(commit.parents.map((sha) => readCommit(home.store, sha)))).flatMap((one) => one ?? []);
  const nodes = (commits: readonly Commit[]) => commits.map((one) => commitNode(home, one, userOf));
  return {
    ...{ __typename: 'Commit', id: nodeId('C', commit.sha), oid: commit.sha, abbreviatedOid: commit.sha.slice(0, 7) },
    ...{ message: commit.message, messageHeadline: headline, messageBody: rest.join('\n').trim() },
    ...{ authoredDate: commit.author.date, committedDate: commit.committer.date },
    author: actor(commit.author, userOf),
    committer: actor(commit.committer, userOf),
    authors: (page: PageArguments) => connection('authors', authorsOf(commit, userOf), page),
    tree: tree(home, commit.tree, ''),
    parents: async (page: PageArguments) => connection('parents', nodes(await parents()), page),
    file: async ({ path }: { path: string }) => {
      const entry = await entryAt(home.store, commit.sha, path);
      const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
      return entry ? treeEntry(home, { ...entry, path: path.split('/').at(-1) ?? '' }, folder) : null;
    },
    history: async ({ path, ...page }: PageArguments & { path?: string }) => {
      const found = await Promise.all(
        (await history(home.store, commit.sha, path)).map((sha) => readCommit(home.store, sha)),
      );
      return connection('history', nodes(found.flatMap((one) => one ?? [])), page);
    },
    changedFilesIfAvailable: async () => {
      const [parent] = commit.parents;
      return parent ? (await changedFiles(home.store, parent, commit.sha)).length : null;
    },
  };
}

async function objectNamed(home: Repository, name: string, folder: string, userOf?: UserOf): Promise<object | null> {
  const object = await home.store.read(name);
  if (!object || object.type === 'tag') return null;
  if (object.type === 'blob') return blob(object.sha, object.bytes);
  if (object.type === 'tree') return tree(home, object.sha, folder);
  const commit = await readCommit(home.store, object.sha);
  return commit ? commitNode(home, commit, userOf) : null;
}

export type ObjectArguments = { readonly oid?: string | null; readonly expression?: string | null };

/** `repository.object`: by oid, or by an expression such as `main:docs/a.md`. */
export async function gitObject(
  home: Repository,
  { oid, expression }: ObjectArguments,
  userOf?: UserOf,
): Promise<object | null> {
  if (oid != null) return objectNamed(home, oid, '', userOf);
  if (expression == null) throw typedError('BAD_REQUEST', 'object needs an oid or an expression.');
  const colon = expression.indexOf(':');
  const ref = colon < 0 ? expression : expression.slice(0, colon);
  const sha = await resolveRef(home, ref === 'HEAD' ? home.defaultBranch : ref);
  if (!sha) return null;
  const path = colon < 0 ? '' : expression.slice(colon + 1);
  return objectNamed(home, colon < 0 ? sha : `${sha}:${path}`, path.replace(/\/$/, ''), userOf);
}
