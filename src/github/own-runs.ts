// github: the check runs that the app made for a commit, the earlier ones included.
import { z } from 'zod';
import { ask } from './ask.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

export type OwnRun = {
  readonly id: number;
  readonly name: string;
  /** Null while it is in progress. */
  readonly conclusion: string | null;
  readonly externalId: string;
  /** GitHub's time, ISO 8601 in UTC; null while it is in progress. */
  readonly completedAt: string | null;
};

const RUNS = z.object({
  check_runs: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      conclusion: z.string().nullish(),
      external_id: z.string().nullish(),
      completed_at: z.string().nullish(),
      app: z.object({ id: z.int() }).nullish(),
    }),
  ),
});

/** The newest first; of more than a hundred, GitHub's first page. */
export async function readOwnRuns(
  github: GitHub,
  { owner, name }: RepositoryName,
  sha: string,
): Promise<readonly OwnRun[]> {
  const doing = { verb: 'read', object: `the check runs of ${sha.slice(0, 7)} in ${fullName({ owner, name })}` };
  const parameters = { owner, repo: name, ref: sha, app_id: github.appId, filter: 'all', per_page: 100 };
  const request = { route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', parameters };
  const { check_runs: runs } = (await ask(github, doing, request, RUNS)).data;
  return runs
    .filter(({ app }) => app?.id === github.appId)
    .map(({ id, name: called, conclusion, external_id, completed_at }) => ({
      ...{ id, name: called, conclusion: conclusion ?? null },
      ...{ externalId: external_id ?? '', completedAt: completed_at ?? null },
    }))
    .sort((a, b) => b.id - a.id);
}
