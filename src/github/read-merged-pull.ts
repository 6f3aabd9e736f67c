// github: what a merged pull request says of itself, in its own words and in those of its commits.
import { z } from 'zod';
import { ask, askAll } from './ask.ts';
import { fullName, type GitHub, type PullRef } from './github.ts';

export type MergedPull = {
  readonly mergeSha: string;
  /** The branch that it was merged into. */
  readonly base: string;
  /** Its title, its body, and the messages of its commits. */
  readonly texts: readonly string[];
};

const PULL = z.object({
  merged: z.boolean(),
  merge_commit_sha: z.string().nullish(),
  title: z.string(),
  body: z.string().nullish(),
  base: z.object({ ref: z.string() }),
});
const COMMIT = z.object({ commit: z.object({ message: z.string() }) });
/** GitHub lists no more of a pull request. */
const MOST_COMMITS = 250;

/** Null where it was not merged. */
export async function readMergedPull(github: GitHub, pull: PullRef): Promise<MergedPull | null> {
  const parameters = { owner: pull.owner, repo: pull.name, pull_number: pull.number };
  const doing = { verb: 'read', object: `${fullName(pull)}#${pull.number}` };
  const { data } = await ask(
    github,
    doing,
    { route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters },
    PULL,
  );
  if (!data.merged || !data.merge_commit_sha) return null;
  const commits = await askAll(
    github,
    { verb: 'read', object: `the commits of ${fullName(pull)}#${pull.number}` },
    { route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits', parameters },
    { page: z.array(COMMIT), most: MOST_COMMITS },
  );
  const messages = commits.map(({ commit }) => commit.message);
  return { mergeSha: data.merge_commit_sha, base: data.base.ref, texts: [data.title, data.body ?? '', ...messages] };
}
