// test/stand-in/words: commits, blobs and folders in GitHub's words.
import type { GitHub } from '../call.ts';
import { changedFiles } from '../git/read-diff.ts';
import { type Commit, readCommit } from '../git/read-history.ts';
import type { Repository } from '../world.ts';
import { account, nodeId } from './account.ts';
import { changedFile } from './pull.ts';
import { repositoryUrl } from './repository.ts';

const verification = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** The account whose mail address stands in the commit, as GitHub links them. */
function accountOf(github: GitHub, email: string) {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(email)?.[1] ?? '';
  const user = github.world.users.get(login.toLowerCase());
  return user ? account(github, user) : null;
}

export const html = (github: GitHub, one: Repository) => `${github.url}/${one.owner.login}/${one.name}`;

/** As `git/commits` gives it. */
export function gitCommit(github: GitHub, one: Repository, commit: Commit) {
  const url = repositoryUrl(github, one);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${html(github, one)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${html(github, one)}/commit/${sha}`,
    })),
    verification,
  };
}

/** As lists and comparisons give it. */
export function listedCommit(github: GitHub, one: Repository, commit: Commit) {
  const url = repositoryUrl(github, one);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${html(github, one)}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: accountOf(github, commit.author.email),
    committer: accountOf(github, commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${html(github, one)}/commit/${sha}`,
    })),
  };
}

/** As webhooks of a push give it. */
export async function pushedCommit(github: GitHub, one: Repository, sha: string) {
  const commit = await readCommit(one.store, sha);
  if (!commit) return null;
  const [parent = (await one.store.git(['hash-object', '-t', 'tree', '-w', '--stdin'], '')).toString('utf8').trim()] =
    commit.parents;
  const files = await changedFiles(one.store, parent, sha);
  const paths = (status: string) => files.filter((file) => file.status === status).map(({ path }) => path);
  const person = ({ name, email }: Commit['author']) => ({ name, email, username: name });
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${html(github, one)}/commit/${sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: [...paths('added'), ...paths('renamed')],
    removed: [...paths('removed'), ...files.flatMap(({ previousPath }) => previousPath ?? [])],
    modified: [...paths('modified'), ...paths('changed')],
  };
}

/** One commit with what it changed, as `GET …/commits/{ref}` gives it. */
export async function wholeCommit(github: GitHub, one: Repository, commit: Commit) {
  const [parent] = commit.parents;
  const files = parent ? await changedFiles(one.store, parent, commit.sha) : [];
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0);
  return {
    ...listedCommit(github, one, commit),
    stats: { total: sum('additions') + sum('deletions'), additions: sum('additions'), deletions: sum('deletions') },
    files: files.map((file) => changedFile(github, one, commit.sha, file)),
  };
}
