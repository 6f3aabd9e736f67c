// github: repaired files → one commit on the branch of a pull request.
import { z } from 'zod';
import { type Answer, ask } from './ask.ts';
import { GitHubFailed } from './failure.ts';
import { fullName, type GitHub, type RepositoryName, type Rights } from './github.ts';
import { readTree } from './read-tree.ts';

/** What committing needs. */
export const COMMIT_RIGHTS: Rights = { contents: 'write' };

export type Commit = {
  /** Where the branch is: the pull request's own repository, never a fork. */
  readonly repository: RepositoryName;
  readonly branch: string;
  /** The commit that was judged. The branch must still be there. */
  readonly head: string;
  /** Whole new texts, to the last byte. */
  readonly files: readonly { readonly path: string; readonly after: string }[];
  readonly message: string;
};

/**
 * `moved`: the branch has another head (or is gone), and nothing was written to it. `refused`: a file is not a plain file there, or its
 * text is not Unicode; nothing was written either.
 */
export type Committed =
  | { readonly state: 'committed'; readonly sha: string }
  | { readonly state: 'moved' }
  | { readonly state: 'refused'; readonly path: string };

/** Adds one commit on top of `head`, and nothing else: the branch is only ever moved forward from there. Modes of files stay. */
export async function commitFixes(github: GitHub, commit: Commit): Promise<Committed> {
  const { head, files } = commit;
  if ((await tipOf(github, commit)) !== head) return { state: 'moved' };
  const modes = new Map((await readTree(github, commit.repository, head)).map(({ path, mode }) => [path, mode]));
  const refused = files.find(({ path, after }) => !isPlain(modes.get(path)) || !after.isWellFormed());
  if (refused) return { state: 'refused', path: refused.path };

  const { tree: base_tree } = (
    await call(github, commit, 'GET /git/commits/{commit_sha}', { commit_sha: head }, PARENT)
  ).data;
  const tree = files.map(({ path, after }) => ({ path, mode: modes.get(path), type: 'blob', content: after }));
  const made = await call(github, commit, 'POST /git/trees', {}, SHA, { base_tree: base_tree.sha, tree });
  const body = { message: commit.message, tree: made.data.sha, parents: [head] };
  const { sha } = (await call(github, commit, 'POST /git/commits', {}, SHA, body)).data;
  return (await moveBranch(github, commit, sha)) ? { state: 'committed', sha } : { state: 'moved' };
}

const SHA = z.object({ sha: z.string() });
const PARENT = z.object({ tree: SHA });
const REF = z.object({ object: SHA });

function isPlain(mode: string | undefined): boolean {
  return mode === '100644' || mode === '100755';
}

/** Null where there is no such branch. */
async function tipOf(github: GitHub, commit: Commit): Promise<string | null> {
  try {
    const ref = `heads/${commit.branch}`;
    return (await call(github, commit, 'GET /git/ref/{ref}', { ref }, REF)).data.object.sha;
  } catch (error) {
    if (error instanceof GitHubFailed && error.status === 404) return null;
    throw error;
  }
}

/** False where the branch moved meanwhile: without `force`, GitHub answers 422 unless it goes forward. */
async function moveBranch(github: GitHub, commit: Commit, sha: string): Promise<boolean> {
  try {
    const ref = `heads/${commit.branch}`;
    await call(github, commit, 'PATCH /git/refs/{ref}', { ref }, REF, { sha, force: false });
    return true;
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.status === 422)) throw error;
    // A refusal has other reasons too, such as a protected branch.
    if ((await tipOf(github, commit)) !== commit.head) return false;
    throw error;
  }
}

function call<T>(
  github: GitHub,
  { repository, branch }: Commit,
  route: string,
  parameters: Readonly<Record<string, string>>,
  shape: z.ZodType<T>,
  body?: unknown,
): Promise<Answer<T>> {
  const [method = '', path = ''] = route.split(' ');
  const doing = { verb: 'commit fixes to', object: `${branch} of ${fullName(repository)}` };
  const request = {
    route: `${method} /repos/{owner}/{repo}${path}`,
    parameters: { owner: repository.owner, repo: repository.name, ...parameters },
  };
  return ask(github, doing, body === undefined ? request : { ...request, body }, shape);
}
