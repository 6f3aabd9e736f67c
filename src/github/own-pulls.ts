// github: pull requests of the app's own, from branches of its own.
import { z } from 'zod';
import { ask, noneThere } from './ask.ts';
import { GitHubFailed } from './failure.ts';
import { fullName, type GitHub, type RepositoryName, type Rights } from './github.ts';

/** What opening one needs, beside committing. */
export const PULL_RIGHTS: Rights = { pull_requests: 'write' };

/** What every branch of the app's begins with: it pushes to no other of its own accord. */
export const OWN_BRANCHES = 'runbook-steward/';

export type PullNow = {
  readonly number: number;
  readonly isOpen: boolean;
  /** The commit that merged it; null: it is not merged. */
  readonly mergedAs: string | null;
  readonly branch: string;
  readonly head: string;
  readonly body: string;
  /** A login. */
  readonly author: string | null;
};

export type PullSaved = { readonly number: number };

const REF = z.object({ object: z.object({ sha: z.string() }) });
const PULL = z.object({
  number: z.int(),
  state: z.string(),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  body: z.string().nullish(),
  user: z.object({ login: z.string(), type: z.string() }).nullish(),
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
});

/** The commit that a branch is at; null where there is no such branch. */
export async function tipOfBranch(github: GitHub, repository: RepositoryName, branch: string): Promise<string | null> {
  const doing = { verb: 'read', object: `${branch} of ${fullName(repository)}` };
  const parameters = { ...at(repository), ref: `heads/${branch}` };
  const request = { route: 'GET /repos/{owner}/{repo}/git/ref/{ref}', parameters };
  return (await ask(github, doing, request, REF).catch(noneThere))?.data.object.sha ?? null;
}

/** Makes a branch of the app's at `sha`. */
export async function createBranch(
  github: GitHub,
  repository: RepositoryName,
  { branch, sha }: { readonly branch: string; readonly sha: string },
): Promise<{ readonly sha: string }> {
  const doing = { verb: 'create', object: `${branch} of ${fullName(repository)}` };
  const body = { ref: `refs/heads/${branch}`, sha };
  const request = { route: 'POST /repos/{owner}/{repo}/git/refs', parameters: at(repository), body };
  return { sha: (await ask(github, doing, request, REF)).data.object.sha };
}

/** Takes a branch of the app's away; it may be gone already. */
export async function deleteBranch(
  github: GitHub,
  repository: RepositoryName,
  branch: string,
): Promise<{ readonly branch: string }> {
  const doing = { verb: 'delete', object: `${branch} of ${fullName(repository)}` };
  const parameters = { ...at(repository), ref: `heads/${branch}` };
  const request = { route: 'DELETE /repos/{owner}/{repo}/git/refs/{ref}', parameters };
  await ask(github, doing, request, z.unknown()).catch((error: unknown) => {
    // GitHub answers 422 where there is no such branch.
    if (!(error instanceof GitHubFailed && error.status === 422)) throw error;
  });
  return { branch };
}

export type NewPull = {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
};

export async function openPull(github: GitHub, repository: RepositoryName, wanted: NewPull): Promise<PullSaved> {
  const { branch, base, title, body } = wanted;
  const doing = { verb: 'create', object: `a pull request in ${fullName(repository)}` };
  const request = {
    ...{ route: 'POST /repos/{owner}/{repo}/pulls', parameters: at(repository) },
    body: { head: branch, base, title, body, maintainer_can_modify: true },
  };
  return { number: (await ask(github, doing, request, PULL)).data.number };
}

/** The pull request that was opened from a branch; null where GitHub shows none. */
export async function findPullOf(
  github: GitHub,
  repository: RepositoryName,
  branch: string,
): Promise<PullSaved | null> {
  const doing = { verb: 'list', object: `the pull requests of ${fullName(repository)}` };
  const parameters = { ...at(repository), head: `${repository.owner}:${branch}`, state: 'all', per_page: 100 };
  const request = { route: 'GET /repos/{owner}/{repo}/pulls', parameters };
  const { data } = await ask(github, doing, request, z.array(PULL));
  const [first] = data.filter(({ head }) => head.ref === branch).map(({ number }) => number);
  return first === undefined ? null : { number: first };
}

/** As it is now, whoever opened it; null where there is none. */
export async function readPullNow(github: GitHub, repository: RepositoryName, number: number): Promise<PullNow | null> {
  const doing = { verb: 'read', object: `${fullName(repository)}#${number}` };
  const parameters = { ...at(repository), pull_number: number };
  const request = { route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters };
  const pull = (await ask(github, doing, request, PULL).catch(noneThere))?.data;
  if (!pull) return null;
  const { state, head, body, user } = pull;
  return {
    ...{ number, isOpen: state === 'open', branch: head.ref, head: head.sha, body: body ?? '' },
    ...{ author: user?.login ?? null, mergedAs: mergedAs(pull) },
  };
}

function mergedAs({ merged_at, merge_commit_sha }: z.infer<typeof PULL>): string | null {
  return merged_at ? (merge_commit_sha ?? '') : null;
}

export async function updatePull(
  github: GitHub,
  repository: RepositoryName,
  { number, title, body }: { readonly number: number; readonly title: string; readonly body: string },
): Promise<PullSaved> {
  const doing = { verb: 'update', object: `${fullName(repository)}#${number}` };
  const parameters = { ...at(repository), pull_number: number };
  const request = { route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}', parameters, body: { title, body } };
  return { number: (await ask(github, doing, request, PULL)).data.number };
}

function at({ owner, name }: RepositoryName) {
  return { owner, repo: name };
}
