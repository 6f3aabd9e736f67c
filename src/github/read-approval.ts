// github: who approved a pull request, who wrote it, and who is in the teams that are asked: as it is now, in one query.
import { z } from 'zod';
import type { Commit } from '../core/change/commit-authors.ts';
import type { Review } from '../core/change/counting-reviews.ts';
import { askGraphql } from './ask-graphql.ts';
import { ENTRY_FRAGMENT } from './entry.ts';
import { type Doing, outOfReach } from './failure.ts';
import { fullName, type GitHub, type PullRef, type RepositoryName } from './github.ts';
import { isPolicyPlace, policySelection } from './organisation-policy.ts';
import { OPEN_PULLS, OPEN_PULLS_FIELD, type SameHead, sameHeadOf } from './pulls-of-head.ts';
import { TEAMS_ANSWER, type TeamNow, type TeamSelection, teamSelection, teamsIn } from './read-members.ts';

export type ApprovalQuestion = {
  readonly pull: PullRef;
  /** Of the repository; null where it belongs to a person, and then there are no teams. */
  readonly organisation: string | null;
  /** Handles of teams; those of other organisations can have no access. */
  readonly teams: readonly string[];
  readonly policyPlaces: readonly RepositoryName[];
};

/** Logins of bots end in `[bot]`. */
export type ApprovalFacts = {
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  readonly head: string;
  /** The tip of the base branch. */
  readonly base: string | null;
  readonly author: string | null;
  readonly reviews: readonly Review[];
  readonly commits: readonly Commit[];
  /** Handles of those who are asked for a review now, and of those who ever were. */
  readonly pending: readonly string[];
  readonly everAsked: readonly string[];
  /** Of the teams that exist and can be seen. */
  readonly teams: readonly TeamNow[];
  readonly sameHead: SameHead;
  readonly policies: Readonly<Record<string, unknown>>;
};

/** More is out of reach: then nothing can be decided, and nothing passes. */
const MOST = { reviews: 1_000, commits: 1_000 } as const;

const PAGE_INFO = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const pageOf = <T>(node: z.ZodType<T>) => z.object({ nodes: z.array(node), pageInfo: PAGE_INFO });

const ACTOR = z.object({ __typename: z.string(), login: z.string() }).nullable();
const REVIEW = z.object({
  author: ACTOR,
  state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
  submittedAt: z.string().nullable(),
  commit: z.object({ oid: z.string() }).nullable(),
});
const COMMIT = z.object({
  commit: z.object({
    message: z.string(),
    parents: z.object({ totalCount: z.int() }),
    authors: z.object({
      nodes: z.array(
        z.object({ email: z.string().nullable(), user: z.object({ login: z.string() }).nullable() }).nullable(),
      ),
    }),
  }),
});
const REVIEWER = z
  .object({
    requestedReviewer: z
      .union([
        z.object({ slug: z.string(), organization: z.object({ login: z.string() }) }),
        z.object({ login: z.string() }),
        z.object({}),
      ])
      .nullable(),
  })
  .nullable();
const PULL = z.object({
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean(),
  headRefOid: z.string(),
  headRefName: z.string(),
  author: ACTOR,
  baseRef: z.object({ target: z.object({ oid: z.string() }).nullable() }).nullable(),
  reviews: pageOf(REVIEW),
  commits: pageOf(COMMIT),
  reviewRequests: z.object({ nodes: z.array(REVIEWER) }),
  timelineItems: z.object({ nodes: z.array(REVIEWER) }),
});
const ANSWER = z
  .object({
    repository: z.object({
      pullRequest: PULL,
      pullRequests: OPEN_PULLS,
    }),
    organization: TEAMS_ANSWER,
  })
  .catchall(z.unknown());

const REVIEWS =
  'nodes { author { __typename login } state submittedAt commit { oid } } pageInfo { hasNextPage endCursor }';
const COMMITS = `nodes { commit {
        message parents(first: 2) { totalCount } authors(first: 20) { nodes { email user { login } } }
      } } pageInfo { hasNextPage endCursor }`;
const ASKED = 'requestedReviewer { __typename ... on User { login } ... on Team { slug organization { login } } }';

/** Rejects with `Limited` or `GitHubFailed`. A list that is longer than one page costs further requests. */
export async function readApproval(github: GitHub, question: ApprovalQuestion): Promise<ApprovalFacts> {
  const { pull, organisation, teams } = question;
  const doing = { verb: 'read', object: `the approvals of ${fullName(pull)}#${pull.number}` };
  const selection = teamSelection(organisation, teams, doing);
  const answer = await askGraphql(github, doing, queryOf(question, selection), {
    data: ANSWER,
    mayBeMissing: (path) => isPolicyPlace(path) || path[0] === 'organization',
  });
  const { repository, organization, ...policies } = answer;
  const { pullRequest: found, pullRequests } = repository;
  const at = { github, doing, pull };
  return {
    ...{ isOpen: found.state === 'OPEN', isDraft: found.isDraft, head: found.headRefOid },
    ...{ base: found.baseRef?.target?.oid ?? null, author: loginOf(found.author), policies },
    reviews: (await whole(found.reviews, MOST.reviews, doing, (after) => furtherReviews(at, after))).map(toReview),
    commits: (await whole(found.commits, MOST.commits, doing, (after) => furtherCommits(at, after))).map(toCommit),
    pending: found.reviewRequests.nodes.flatMap(handleOf),
    everAsked: found.timelineItems.nodes.flatMap(handleOf),
    teams: await teamsIn(github, doing, pull, selection, organization),
    sameHead: sameHeadOf(pullRequests, found.headRefOid, found.headRefName),
  };
}

function queryOf({ pull, policyPlaces }: ApprovalQuestion, selection: TeamSelection) {
  const policy = policySelection(policyPlaces);
  const text = `query($owner: String!, $name: String!, $number: Int!${selection.parameters}${policy.parameters}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      state isDraft headRefOid headRefName author { __typename login } baseRef { target { oid } }
      reviews(first: 100) { ${REVIEWS} }
      commits(first: 100) { ${COMMITS} }
      reviewRequests(first: 100) { nodes { ${ASKED} } }
      timelineItems(last: 100, itemTypes: [REVIEW_REQUESTED_EVENT]) { nodes { ... on ReviewRequestedEvent { ${ASKED} } } }
    }
    ${OPEN_PULLS_FIELD}
  }
  ${selection.text}
  ${policy.text}
}
${policyPlaces.length > 0 ? ENTRY_FRAGMENT : ''}`;
  const { owner, name, number } = pull;
  return { text, variables: { owner, name, number, ...selection.variables, ...policy.variables } };
}

type Page<T> = { readonly nodes: readonly T[]; readonly pageInfo: z.infer<typeof PAGE_INFO> };

async function whole<T>(
  first: Page<T>,
  most: number,
  doing: Doing,
  further: (after: string) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items = [...first.nodes];
  for (let { pageInfo } = first; pageInfo.hasNextPage; ) {
    if (items.length >= most) throw outOfReach(doing, `there are more than ${most} of one kind`);
    const page = await further(pageInfo.endCursor ?? '');
    items.push(...page.nodes);
    ({ pageInfo } = page);
  }
  return items;
}

type At = { readonly github: GitHub; readonly doing: Doing; readonly pull: PullRef };

async function ofPull<T>({ github, doing, pull }: At, selection: string, shape: z.ZodType<T>, after: string) {
  const text = `query($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { ${selection} } }
}`;
  const variables = { owner: pull.owner, name: pull.name, number: pull.number, after };
  const data = z.object({ repository: z.object({ pullRequest: shape }) });
  return (await askGraphql(github, doing, { text, variables }, { data })).repository.pullRequest;
}

async function furtherReviews(at: At, after: string) {
  const selection = `reviews(first: 100, after: $after) { ${REVIEWS} }`;
  return (await ofPull(at, selection, z.object({ reviews: pageOf(REVIEW) }), after)).reviews;
}

async function furtherCommits(at: At, after: string) {
  const selection = `commits(first: 100, after: $after) { ${COMMITS} }`;
  return (await ofPull(at, selection, z.object({ commits: pageOf(COMMIT) }), after)).commits;
}

function loginOf(actor: z.infer<typeof ACTOR>): string | null {
  if (actor === null) return null;
  return actor.__typename === 'Bot' && !actor.login.endsWith('[bot]') ? `${actor.login}[bot]` : actor.login;
}

function toReview({ author, state, submittedAt, commit }: z.infer<typeof REVIEW>): Review {
  const isBot = author?.__typename === 'Bot';
  return { login: loginOf(author), isBot, state, commit: commit?.oid ?? null, submittedAt };
}

function toCommit({ commit: { message, parents, authors } }: z.infer<typeof COMMIT>): Commit {
  const known = authors.nodes.flatMap((one) => (one ? [{ login: one.user?.login ?? null, email: one.email }] : []));
  return { isMerge: parents.totalCount > 1, authors: known, message };
}

function handleOf(asked: z.infer<typeof REVIEWER>): readonly string[] {
  const one = asked?.requestedReviewer ?? {};
  if ('slug' in one) return [`@${one.organization.login}/${one.slug}`];
  return 'login' in one ? [`@${one.login}`] : [];
}
