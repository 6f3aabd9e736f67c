// flows: what is missing → requests for review, of those who can act.
import { loginKey } from '../core/change/people.ts';
import { reviewersToRequest } from '../core/change/reviewers.ts';
import { GitHubFailed } from '../github/failure.ts';
import { fullName, type PullRef } from '../github/github.ts';
import { readApproval } from '../github/read-approval.ts';
import { REQUEST_RIGHTS, requestReviewers } from '../github/request-reviewers.ts';
import { applyEffect } from './apply-effect.ts';
import type { RepositoryRef } from './job.ts';
import type { ApprovalJudged } from './judge-approval.ts';
import type { Tools } from './tools.ts';

type Of = { readonly repository: RepositoryRef; readonly number: number };

/** Asks nobody twice, whoever asked them first, and nobody about a draft. */
export async function askReviewers(
  tools: Tools,
  { repository, number }: Of,
  { evaluation, facts, requirements }: ApprovalJudged,
): Promise<void> {
  if (facts === null || facts.isDraft) return;
  const { pending, everAsked } = facts;
  const wanted = reviewersToRequest(evaluation, { limit: requirements.requestReviewers, pending, everAsked });
  const pull = { owner: repository.owner, name: repository.name, number };
  for (const login of wanted.users) await request(tools, repository, pull, { users: [login], teams: [] });
  for (const slug of wanted.teams) await request(tools, repository, pull, { users: [], teams: [slug] });
}

type One = { readonly users: readonly string[]; readonly teams: readonly string[] };

async function request(tools: Tools, repository: RepositoryRef, pull: PullRef, one: One): Promise<void> {
  const { connection, log } = tools;
  const [user] = one.users;
  const handle = user === undefined ? `@${repository.owner}/${one.teams[0] ?? ''}` : `@${user}`;
  try {
    await applyEffect(tools, {
      ...{ repository, kind: 'review-request', key: `ask ${fullName(pull)}#${pull.number} ${handle}` },
      ...{ what: { pull: pull.number, reviewer: handle }, why: 'the approval of a change is missing' },
      find: () => findRequest(tools, repository, pull, handle),
      write: () => requestReviewers(connection.writing(repository, REQUEST_RIGHTS), pull, one),
    });
  } catch (error) {
    // The check says who is waited for; it must not fail because they could not be told. The next event asks again.
    if (!(error instanceof GitHubFailed)) throw error;
    log.info({ err: error, pull: pull.number, reviewer: handle }, 'A review could not be asked for.');
  }
}

async function findRequest({ connection }: Tools, { installation }: RepositoryRef, pull: PullRef, handle: string) {
  const question = { pull, organisation: null, teams: [], policyPlaces: [] };
  const { everAsked, pending } = await readApproval(connection.reading(installation), question);
  return [...everAsked, ...pending].some((one) => loginKey(one) === loginKey(handle)) ? { number: pull.number } : null;
}
