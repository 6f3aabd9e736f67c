// core/change: whom to ask for a review.
import { openLeaves } from './approval-title.ts';
import type { Evaluation } from './evaluate.ts';
import { loginKey } from './people.ts';

/** Reviewers in GitHub's terms: logins, and slugs of teams of the repository's organisation. */
export type ReviewersToRequest = { readonly users: readonly string[]; readonly teams: readonly string[] };

/** `pending`: handles of those who are asked now; `everAsked`: of those who were, by anybody. `limit`: `approval.requestReviewers`. */
export type ReviewersAsked = {
  readonly limit: number;
  readonly pending: readonly string[];
  readonly everAsked: readonly string[];
};

/**
 * The reviewers to request for what is missing, in the order of the tree: at most so many that `limit` are asked at once, nobody a second
 * time, and only those who can act. None where waiting would be in vain.
 */
export function reviewersToRequest({ tree, outcome }: Evaluation, asked: ReviewersAsked): ReviewersToRequest {
  if (!tree || tree.isMet || !tree.isPossible || outcome === 'overridden') return { users: [], teams: [] };
  const known = new Set([...asked.everAsked, ...asked.pending].map(loginKey));
  const handles: string[] = [];
  for (const leaf of openLeaves(tree)) {
    const room = asked.limit - asked.pending.length - handles.length;
    if (room <= 0) break;
    const wanted = leaf.askable;
    if (wanted.some((handle) => known.has(loginKey(handle)))) continue;
    const [first] = wanted;
    if (first === undefined) continue;
    handles.push(first);
    known.add(loginKey(first));
  }
  return {
    users: handles.filter((handle) => !handle.includes('/')).map((handle) => handle.slice(1)),
    teams: handles.filter((handle) => handle.includes('/')).map((handle) => handle.slice(handle.indexOf('/') + 1)),
  };
}
