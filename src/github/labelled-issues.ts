// github: the open issues that carry a label.
import { z } from 'zod';
import { askAll } from './ask.ts';
import { GitHubFailed } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

const ISSUE = z.object({ number: z.int(), pull_request: z.unknown().optional() });
const MOST = 1_000;

/** Their numbers, the first one first; at most a thousand. None where issues are switched off. */
export async function labelledIssues(
  github: GitHub,
  repository: RepositoryName,
  label: string,
): Promise<readonly number[]> {
  const { owner, name } = repository;
  const parameters = { owner, repo: name, state: 'open', labels: label, sort: 'created', direction: 'asc' };
  const request = { route: 'GET /repos/{owner}/{repo}/issues', parameters };
  const doing = { verb: 'list', object: `the issues of ${fullName(repository)} that are feedback` };
  const issues = await askAll(github, doing, request, { page: z.array(ISSUE), most: MOST }).catch((error: unknown) => {
    if (error instanceof GitHubFailed && (error.status === 410 || error.status === 403)) return [];
    throw error;
  });
  return issues.flatMap(({ number, pull_request }) => (pull_request ? [] : [number]));
}
