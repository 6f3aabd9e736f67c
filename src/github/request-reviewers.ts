// github: asks people and teams for a review.
import { z } from 'zod';
import type { ReviewersToRequest } from '../core/change/reviewers.ts';
import { ask } from './ask.ts';
import { fullName, type GitHub, type PullRef, type Rights } from './github.ts';

/** What asking needs. */
export const REQUEST_RIGHTS: Rights = { pull_requests: 'write' };

/** GitHub asks nobody twice who has not answered yet. */
export async function requestReviewers(
  github: GitHub,
  pull: PullRef,
  { users, teams }: ReviewersToRequest,
): Promise<{ readonly number: number }> {
  const doing = { verb: 'create', object: `a request for review on ${fullName(pull)}#${pull.number}` };
  const request = {
    route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
    parameters: { owner: pull.owner, repo: pull.name, pull_number: pull.number },
    body: { reviewers: users, team_reviewers: teams },
  };
  return (await ask(github, doing, request, z.object({ number: z.int() }))).data;
}
