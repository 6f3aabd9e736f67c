// test/stand-in/operation: blobs, trees, commits and refs, one by one.
import { repositoryOf } from '../access.ts';
import { bodyOf, type Call, notFound, param, Refusal, unprocessable } from '../call.ts';
import type { Engine, Handler, Handlers } from '../engine.ts';
import { commitsBetween, readCommit } from '../git/read-history.ts';
import { listTree } from '../git/read-tree.ts';
import { type Content, writeCommit } from '../git/write-commit.ts';
import { moveRef, personOf, resolveRef } from '../happen/branches.ts';
import { nodeId } from '../words/account.ts';
import { gitCommit } from '../words/commit.ts';
import { repositoryUrl } from '../words/repository.ts';
import type { Repository } from '../world.ts';
import { sender } from './sender.ts';

/** https://docs.github.com/rest/git/trees#get-a-tree */
const mostEntries = 100_000;

const getBlob: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const sha = param(call, 'file_sha');
  const blob = /^[0-9a-f]{40}$/.test(sha) ? await home.store.read(sha) : undefined;
  if (blob?.type !== 'blob') throw notFound();
  if (/vnd\.github\.(v3\.)?raw/.test(call.accept)) return { status: 200, body: blob.bytes };
  const content = blob.bytes.toString('base64').replace(/.{60}/g, '$&\n');
  const url = `${repositoryUrl(engine, home)}/git/blobs/${sha}`;
  return {
    status: 200,
    body: { sha, node_id: nodeId('B', sha), size: blob.bytes.length, url, content, encoding: 'base64' },
  };
};

async function treeWords(engine: Engine, home: Repository, sha: string, recursive: boolean) {
  const entries = await listTree(home.store, sha, recursive);
  const url = `${repositoryUrl(engine, home)}/git`;
  const tree = entries.slice(0, mostEntries).map(({ path, mode, type, sha: own, size }) => ({
    ...{ path, mode, type, sha: own },
    ...(size === null ? {} : { size }),
    ...(type === 'commit' ? {} : { url: `${url}/${type}s/${own}` }),
  }));
  return { sha, url: `${url}/trees/${sha}`, tree, truncated: entries.length > mostEntries };
}

const getTree: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const name = param(call, 'tree_sha');
  const tree = await home.store.read(`${(await resolveRef(home, name)) ?? name}^{tree}`);
  if (!tree) throw notFound();
  return { status: 200, body: await treeWords(engine, home, tree.sha, call.query.get('recursive') !== null) };
};

const createBlob: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { content, encoding } = bodyOf<{ content: string; encoding?: string }>(call);
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  const sha = (await home.store.git(['hash-object', '-w', '--stdin'], bytes)).toString('utf8').trim();
  return { status: 201, body: { sha, url: `${repositoryUrl(engine, home)}/git/blobs/${sha}` } };
};

type NewEntry = {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha?: string | null;
  readonly content?: string;
};

async function contentOf(home: Repository, entry: NewEntry): Promise<Content> {
  if (entry.sha === null) return null;
  if (entry.sha !== undefined) {
    if (!/^[0-9a-f]{40}$/.test(entry.sha)) throw new Refusal(422, 'tree.sha is not a valid object name');
    return { sha: entry.sha, mode: entry.mode };
  }
  const sha = (await home.store.git(['hash-object', '-w', '--stdin'], entry.content ?? '')).toString('utf8').trim();
  return { sha, mode: entry.mode };
}

const createTree: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { tree, base_tree } = bodyOf<{ tree: readonly NewEntry[]; base_tree?: string }>(call);
  const base = base_tree === undefined ? undefined : await home.store.read(`${base_tree}^{tree}`);
  if (base_tree !== undefined && !base) throw new Refusal(422, 'base_tree is not a valid tree oid');
  const isMalformed = (path: string) =>
    path.split('/').some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()));
  if (tree.some(({ path }) => isMalformed(path)))
    throw new Refusal(422, 'tree.path contains a malformed path component');
  const changes = Object.fromEntries(
    await Promise.all(tree.map(async (entry) => [entry.path, await contentOf(home, entry)] as const)),
  );
  // The commit is only the vehicle: git itself nests the folders.
  const facts = { parents: [], changes, message: 'tree', author: { name: 'stand-in', email: 'stand-in' }, at: 0 };
  const commit = await writeCommit(home.store, base ? { ...facts, baseTree: base.sha } : facts).catch(() => undefined);
  const written = commit && (await readCommit(home.store, commit));
  if (!written) throw new Refusal(422, 'tree contains an invalid entry');
  return { status: 201, body: await treeWords(engine, home, written.tree, false) };
};

type Person = { readonly name: string; readonly email: string; readonly date?: string };
type NewCommit = {
  readonly message: string;
  readonly tree: string;
  readonly parents?: readonly string[];
  readonly author?: Person;
};

const createCommit: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { message, tree, parents = [], author } = bodyOf<NewCommit>(call);
  const root = await home.store.read(`${tree}^{tree}`);
  if (!root) throw new Refusal(422, 'Tree SHA does not exist');
  const found = (await Promise.all(parents.map((parent) => readCommit(home.store, parent)))).flatMap(
    (one) => one?.sha ?? [],
  );
  if (found.length < parents.length) throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
  const facts = { message, changes: {}, baseTree: root.sha, parents: found, at: Math.floor(engine.now() / 1000) };
  const sha = await writeCommit(home.store, { ...facts, author: author ?? personOf(sender(engine, call)) });
  const commit = await readCommit(home.store, sha);
  if (!commit) throw new Error('The commit was not written.');
  return { status: 201, body: gitCommit(engine, home, commit) };
};

function refWords(engine: Engine, home: Repository, ref: string, sha: string) {
  const url = repositoryUrl(engine, home);
  const object = { sha, type: 'commit', url: `${url}/git/commits/${sha}` };
  return { ref, node_id: nodeId('REF', ref), url: `${url}/git/${ref}`, object };
}

const refOf = (call: Call) => `refs/${param(call, 'ref').replace(/^refs\//, '')}`;

const createRef: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { ref, sha } = bodyOf<{ ref: string; sha: string }>(call);
  if (!/^refs\/.+\/./.test(ref))
    throw new Refusal(422, 'Reference name must start with refs/ and contain at least 2 slashes.');
  // https://git-scm.com/docs/git-check-ref-format
  if (/[\0-\x20~^:?*[\\\x7f]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[./]$/.test(ref))
    throw new Refusal(422, `${ref} is not a valid ref name.`);
  if (home.refs.has(ref)) throw new Refusal(422, 'Reference already exists');
  if (!(await readCommit(home.store, sha))) throw new Refusal(422, 'Object does not exist');
  await moveRef(engine, { repository: home, ref, to: sha, sender: sender(engine, call) });
  return { status: 201, body: refWords(engine, home, ref, sha) };
};

const updateRef: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { sha, force = false } = bodyOf<{ sha: string; force?: boolean }>(call);
  const ref = refOf(call);
  const old = home.refs.get(ref);
  if (!old) throw new Refusal(422, 'Reference does not exist');
  if (!(await readCommit(home.store, sha))) throw new Refusal(422, 'Object does not exist');
  const isForward = (await commitsBetween(home.store, sha, old)).length === 0;
  if (!isForward && !force) throw new Refusal(422, 'Update is not a fast forward');
  await moveRef(engine, { repository: home, ref, to: sha, sender: sender(engine, call), forced: !isForward });
  return { status: 200, body: refWords(engine, home, ref, sha) };
};

export const gitData: Handlers = {
  'git/get-blob': getBlob,
  'git/get-tree': getTree,
  'git/get-commit': async (engine, call) => {
    const home = repositoryOf(engine, call);
    const commit = await readCommit(home.store, param(call, 'commit_sha'));
    if (!commit) throw notFound();
    return { status: 200, body: gitCommit(engine, home, commit) };
  },
  'git/get-ref': (engine, call) => {
    const home = repositoryOf(engine, call);
    const sha = home.refs.get(refOf(call));
    if (!sha) throw notFound();
    return { status: 200, body: refWords(engine, home, refOf(call), sha) };
  },
  'git/create-blob': createBlob,
  'git/create-tree': createTree,
  'git/create-commit': createCommit,
  'git/create-ref': createRef,
  'git/update-ref': updateRef,
  'git/delete-ref': async (engine, call) => {
    const home = repositoryOf(engine, call);
    if (!home.refs.has(refOf(call))) throw unprocessable('Reference does not exist');
    await moveRef(engine, { repository: home, ref: refOf(call), to: undefined, sender: sender(engine, call) });
    return { status: 204 };
  },
};
