// test/stand-in/operation: repositories, their files, commits and comparisons.
import { repositoryOf } from '../access.ts';
import { bodyOf, type Call, notFound, page, param, Refusal, unprocessable } from '../call.ts';
import type { Engine, Handler, Handlers } from '../engine.ts';
import { changedFiles } from '../git/read-diff.ts';
import { commitsBetween, history, mergeBase, readCommit } from '../git/read-history.ts';
import { entryAt, listTree, type TreeEntry } from '../git/read-tree.ts';
import { commitTo, resolveRef } from '../happen/branches.ts';
import { gitCommit, html, listedCommit, wholeCommit } from '../words/commit.ts';
import { changedFile } from '../words/pull.ts';
import { repositoryFull, repositoryUrl } from '../words/repository.ts';
import { branchTip, type Repository } from '../world.ts';
import { sender } from './sender.ts';

/** https://docs.github.com/rest/repos/contents#get-repository-content */
const mostInline = 1024 * 1024;
const mostBytes = 100 * 1024 * 1024;

async function commitAt(home: Repository, ref: string | null): Promise<string> {
  const sha = await resolveRef(home, ref ?? home.defaultBranch);
  if (!sha) throw ref === null ? notFound() : new Refusal(404, `No commit found for the ref ${ref}`);
  return sha;
}

function entryWords(engine: Engine, home: Repository, entry: TreeEntry, ref: string) {
  const path = encodeURIComponent(entry.path).replaceAll('%2F', '/');
  const type =
    entry.type === 'tree'
      ? 'dir'
      : entry.type === 'commit'
        ? 'submodule'
        : entry.mode === '120000'
          ? 'symlink'
          : 'file';
  const self = `${repositoryUrl(engine, home)}/contents/${path}?ref=${ref}`;
  const git = `${repositoryUrl(engine, home)}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`;
  const page = `${html(engine, home)}/blob/${ref}/${path}`;
  const download_url = type === 'file' ? `${html(engine, home)}/raw/${ref}/${path}` : null;
  const name = entry.path.split('/').at(-1) ?? '';
  const urls = { url: self, html_url: page, git_url: git, download_url, _links: { self, git, html: page } };
  return { type, name, path: entry.path, sha: entry.sha, size: entry.size ?? 0, ...urls };
}

const isRaw = (call: Call) => /vnd\.github\.(v3\.)?raw/.test(call.accept);

async function fileWords(engine: Engine, home: Repository, entry: TreeEntry, ref: string) {
  const words = entryWords(engine, home, entry, ref);
  if (words.type === 'submodule') return { ...words, submodule_git_url: `${html(engine, home)}.git` };
  const bytes = (await home.store.read(entry.sha))?.bytes ?? Buffer.alloc(0);
  if (words.type === 'symlink') return { ...words, target: bytes.toString('utf8') };
  if (bytes.length > mostInline) return { ...words, encoding: 'none', content: '' };
  return { ...words, encoding: 'base64', content: bytes.toString('base64').replace(/.{60}/g, '$&\n') };
}

/** GitHub follows a symlink to a file of the same repository; one step here. */
async function followed(home: Repository, commit: string, entry: TreeEntry): Promise<TreeEntry> {
  if (entry.mode !== '120000') return entry;
  const target = (await home.store.read(entry.sha))?.bytes.toString('utf8') ?? '';
  const url = new URL(target, `git:///${entry.path}`);
  const found = target.startsWith('/')
    ? undefined
    : await entryAt(home.store, commit, decodeURIComponent(url.pathname.slice(1)));
  return found?.type === 'blob' ? { ...found, path: entry.path } : entry;
}

const getContent: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const ref = call.query.get('ref');
  const commit = await commitAt(home, ref);
  const path = param(call, 'path').replace(/^\/+|\/+$/g, '');
  const folder = await home.store.read(`${commit}:${path}`);
  const shown = ref ?? home.defaultBranch;
  if (folder?.type === 'tree') {
    const entries = (await listTree(home.store, folder.sha, false)).slice(0, 1000);
    const inside = (entry: TreeEntry) => ({ ...entry, path: path === '' ? entry.path : `${path}/${entry.path}` });
    return { status: 200, body: entries.map((entry) => entryWords(engine, home, inside(entry), shown)) };
  }
  const found = await entryAt(home.store, commit, path);
  if (!found) throw notFound();
  const entry = await followed(home, commit, found);
  if ((entry.size ?? 0) > mostBytes) throw new Refusal(403, 'This API returns blobs up to 100 MB in size.');
  if (!isRaw(call)) return { status: 200, body: await fileWords(engine, home, entry, shown) };
  const bytes = (await home.store.read(entry.sha))?.bytes ?? Buffer.alloc(0);
  return { status: 200, body: bytes, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } };
};

type NewFile = { readonly message: string; readonly content: string; readonly sha?: string; readonly branch?: string };

const putContent: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { message, content, sha, branch = home.defaultBranch } = bodyOf<NewFile>(call);
  const path = param(call, 'path');
  const tip = branchTip(home, branch);
  if (!tip) throw new Refusal(404, `Branch ${branch} not found`);
  const old = await entryAt(home.store, tip, path);
  if (old && sha === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (old?.sha !== sha) throw new Refusal(409, `${path} does not match ${sha}`);
  const author = sender(engine, call);
  const changes = { [path]: Buffer.from(content, 'base64') };
  const commit = await commitTo(engine, { repository: home, branch, changes, message, author });
  const [entry, written] = await Promise.all([entryAt(home.store, commit, path), readCommit(home.store, commit)]);
  if (!entry || !written) throw new Error(`${path} was not written.`);
  const body = { content: entryWords(engine, home, entry, branch), commit: gitCommit(engine, home, written) };
  return { status: old ? 200 : 201, body };
};

/** `owner:branch`, `owner:repository:branch`, a branch or a commit. */
async function sideOf(engine: Engine, home: Repository, name: string): Promise<string> {
  const parts = name.split(':');
  const owner = parts.length > 1 ? parts[0] : home.owner.login;
  const other = [...engine.world.repositories.values()].find(
    (one) => one.store === home.store && one.owner.login.toLowerCase() === owner?.toLowerCase(),
  );
  const sha = other && (await resolveRef(other, parts.at(-1) ?? ''));
  if (!sha) throw notFound();
  return sha;
}

const compare: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const [from = '', to = ''] = param(call, 'basehead').split(/\.{2,3}/);
  const [base, head] = [await sideOf(engine, home, from), await sideOf(engine, home, to)];
  const fork = await mergeBase(home.store, base, head);
  if (!fork) throw new Refusal(404, `No common ancestor between ${from} and ${to}.`);
  const [ahead, behind, files] = await Promise.all([
    commitsBetween(home.store, base, head),
    commitsBetween(home.store, head, base),
    changedFiles(home.store, fork, head),
  ]);
  const status =
    ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged';
  const words = async (sha: string) => {
    const commit = await readCommit(home.store, sha);
    return commit ? listedCommit(engine, home, commit) : null;
  };
  const url = `${repositoryUrl(engine, home)}/compare/${base}...${head}`;
  const link = `${html(engine, home)}/compare/${base}...${head}`;
  const { items, headers } = page(engine.url, call, ahead, 250);
  const isFirst = Number(call.query.get('page') ?? 1) === 1;
  const body = {
    url,
    ...{ html_url: link, permalink_url: link, diff_url: `${link}.diff`, patch_url: `${link}.patch` },
    base_commit: await words(base),
    merge_base_commit: await words(fork),
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: await Promise.all(items.map(words)),
    files: isFirst ? files.slice(0, 300).map((file) => changedFile(engine, home, head, file)) : [],
  };
  return { status: 200, body, headers };
};

const listCommits: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const head = await commitAt(home, call.query.get('sha'));
  const { items, headers } = page(
    engine.url,
    call,
    await history(home.store, head, call.query.get('path') ?? undefined),
  );
  const commits = await Promise.all(items.map((sha) => readCommit(home.store, sha)));
  return { status: 200, body: commits.flatMap((one) => (one ? [listedCommit(engine, home, one)] : [])), headers };
};

const codeownersErrors: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const ref = call.query.get('ref') ?? home.defaultBranch;
  const sha = await resolveRef(home, ref);
  if (!sha) throw notFound();
  const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
  const files = await Promise.all(places.map((path) => entryAt(home.store, sha, path)));
  if (files.every((entry) => entry === undefined)) throw notFound();
  const errors = home.codeownersErrors.get(sha) ?? home.codeownersErrors.get(ref) ?? [];
  return { status: 200, body: { errors: errors.map((one) => ({ source: '', suggestion: null, ...one })) } };
};

export const contents: Handlers = {
  'repos/get': (engine, call) => ({ status: 200, body: repositoryFull(engine, repositoryOf(engine, call)) }),
  'repos/get-branch': async (engine, call) => {
    const home = repositoryOf(engine, call);
    const name = param(call, 'branch');
    const commit = await readCommit(home.store, branchTip(home, name) ?? '-');
    if (!commit) throw new Refusal(404, 'Branch not found');
    const self = `${repositoryUrl(engine, home)}/branches/${name}`;
    const protection = { protected: false, protection: { enabled: false }, protection_url: `${self}/protection` };
    const _links = { self, html: `${html(engine, home)}/tree/${name}` };
    return { status: 200, body: { name, commit: listedCommit(engine, home, commit), _links, ...protection } };
  },
  'repos/get-content': getContent,
  'repos/create-or-update-file-contents': putContent,
  'repos/compare-commits-with-basehead': compare,
  'repos/list-commits': listCommits,
  'repos/get-commit': async (engine, call) => {
    const home = repositoryOf(engine, call);
    const commit = await readCommit(home.store, (await resolveRef(home, param(call, 'ref'))) ?? '-');
    if (!commit) throw unprocessable(`No commit found for SHA: ${param(call, 'ref')}`);
    return { status: 200, body: await wholeCommit(engine, home, commit) };
  },
  'repos/codeowners-errors': codeownersErrors,
};
