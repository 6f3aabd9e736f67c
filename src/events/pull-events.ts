// events: what happens to a pull request → its checks.
import { z } from 'zod';
import type { Job, RepositoryRef } from '../flows/job.ts';
import { id, type Make, ofRepository, sha } from './shapes.ts';

const PULL = z.object({
  number: id,
  pull_request: z.object({
    head: z.object({ sha }),
    base: z.object({ sha }).optional(),
    merged: z.boolean().nullish(),
  }),
  changes: z.object({ base: z.unknown().optional() }).optional(),
});
const REVIEWED = z.object({ pull_request: z.object({ number: id, head: z.object({ sha }) }) });

const PULL_CHECK = ofRepository(checkPull);

export const PULL_EVENTS = {
  'pull_request.opened': PULL_CHECK,
  'pull_request.reopened': PULL_CHECK,
  'pull_request.synchronize': PULL_CHECK,
  'pull_request.ready_for_review': PULL_CHECK,
  // Only another base changes the verdict; a new title does not.
  'pull_request.edited': ofRepository((repository, payload) =>
    PULL.safeParse(payload).data?.changes?.base === undefined ? [] : checkPull(repository, payload),
  ),
  // The commit may be the head of other pull requests, which are now judged without this one.
  'pull_request.closed': ofRepository((repository, payload) => {
    const pull = PULL.safeParse(payload).data;
    if (!pull) return [];
    const { number: closed, pull_request: told } = pull;
    const { sha } = told.head;
    const both: readonly Job[] = [
      { kind: 'check-head', repository, sha, pulls: [], closed },
      { kind: 'end-reviews', repository, pull: closed },
    ];
    if (!told.merged || !told.base) return both;
    return [...both, { kind: 'follow-emergency', repository, pull: closed, sha, baseSha: told.base.sha }];
  }),
  'pull_request_review.submitted': ofRepository(checkReview),
  'pull_request_review.dismissed': ofRepository(checkReview),
  'pull_request_review.edited': ofRepository(checkReview),
} as const satisfies Readonly<Record<string, Make>>;

function checkReview(repository: RepositoryRef, payload: unknown): readonly Job[] {
  const pull = REVIEWED.safeParse(payload).data?.pull_request;
  return pull ? [{ kind: 'check-approval', repository, sha: pull.head.sha, pulls: [pull.number] }] : [];
}

function checkPull(repository: RepositoryRef, payload: unknown): readonly Job[] {
  const pull = PULL.safeParse(payload).data;
  return pull ? [{ kind: 'check-head', repository, sha: pull.pull_request.head.sha, pulls: [pull.number] }] : [];
}
