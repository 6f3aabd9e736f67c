// core/change: whose approvals count (contract §5; policy of the settled list: write access, no authors, no co-authors).
import { type Lookup, loginKey } from './people.ts';

/** A review as GitHub gives it. `login` null: the account is gone. `commit` null: the commit is. `submittedAt` null: not submitted. */
export type Review = {
  readonly login: string | null;
  readonly isBot: boolean;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly commit: string | null;
  /** ISO 8601 in UTC. */
  readonly submittedAt: string | null;
};

/** What the reviews are judged by. */
export type ReviewTerms = {
  readonly headSha: string;
  readonly author: string | null;
  /** Authors and co-authors of the commits of the pull request that are no merges. Committers are not among them. */
  readonly coAuthors: readonly string[];
  /** By commit: whether anything material changed from it to the head. A commit that is not here counts as if it had. */
  readonly isMaterialSince: Readonly<Record<string, boolean>>;
  readonly botsAllowed: readonly string[];
};

/** Why somebody's review does not count. */
export type Uncounted = { readonly login: string; readonly why: string };

/** The people whose latest review approves the head and counts, by `loginKey` → login; and those whose approval does not. */
export type Counted = { readonly approving: ReadonlyMap<string, string>; readonly uncounted: readonly Uncounted[] };

/** Of each person the latest review that decides: a comment does not take an approval back, a request for changes and a dismissal do. */
export function countReviews(reviews: readonly Review[], terms: ReviewTerms, lookup: Lookup): Counted {
  const approving = new Map<string, string>();
  const uncounted: Uncounted[] = [];
  for (const [key, review] of latestReviews(reviews)) {
    const login = review.login ?? '';
    const why = review.state === 'APPROVED' ? whyNot(review, login, terms, lookup) : NOT_APPROVING[review.state];
    if (why === null) approving.set(key, login);
    else if (why !== undefined) uncounted.push({ login, why });
  }
  return { approving, uncounted };
}

const NOT_APPROVING: Readonly<Partial<Record<Review['state'], string>>> = {
  CHANGES_REQUESTED: 'asks for changes',
  DISMISSED: 'had the review dismissed',
};

/** Of each person, by `loginKey`, the review that decides: the last one that is more than a comment. */
export function latestReviews(reviews: readonly Review[]): ReadonlyMap<string, Review> {
  const byLogin = new Map<string, Review>();
  const submitted = reviews.filter(({ submittedAt }) => submittedAt !== null);
  for (const review of submitted.toSorted((a, b) => order(a.submittedAt ?? '', b.submittedAt ?? ''))) {
    const decides = review.state !== 'COMMENTED' && review.state !== 'PENDING';
    if (review.login !== null && decides) byLogin.set(loginKey(review.login), review);
  }
  return byLogin;
}

/** GitHub gives seconds in one form, so texts compare as times do; of twins the later in the list decides, as `toSorted` is stable. */
function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function whyNot(review: Review, login: string, terms: ReviewTerms, lookup: Lookup): string | null {
  const excluded = excludedBy(login, review.isBot, terms, lookup);
  if (excluded !== null) return excluded;
  return isOfHead(review.commit, terms) ? null : 'approved an earlier state, and something material changed since';
}

/** Why `login` can never approve this pull request; null where it could. */
export function excludedBy(login: string, isBot: boolean, terms: ReviewTerms, lookup: Lookup): string | null {
  const key = loginKey(login);
  const isAllowed = terms.botsAllowed.some((allowed) => loginKey(allowed) === key);
  if ((isBot || key.endsWith('[bot]')) && !isAllowed) return 'is a bot that is not allowed to approve';
  if (terms.author !== null && loginKey(terms.author) === key) return 'is the author';
  if (terms.coAuthors.some((one) => loginKey(one) === key)) return 'wrote a commit of this pull request';
  return lookup.canWrite(login) ? null : 'has no write access';
}

function isOfHead(commit: string | null, { headSha, isMaterialSince }: ReviewTerms): boolean {
  if (commit === null) return false;
  return commit === headSha || (Object.hasOwn(isMaterialSince, commit) && isMaterialSince[commit] === false);
}
