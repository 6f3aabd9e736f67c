// github: a pull request as it is now, and the files that decide about it, in one query.
import { z } from 'zod';
import { askGraphql, type Query } from './ask-graphql.ts';
import { ENTRY_FRAGMENT } from './entry.ts';
import { changedMeanwhile, outOfReach } from './failure.ts';
import { fullName, type GitHub, type PullRef, type RepositoryName } from './github.ts';
import { isPolicyPlace, policySelection } from './organisation-policy.ts';
import { OPEN_PULLS, OPEN_PULLS_FIELD, type SameHead, sameHeadOf } from './pulls-of-head.ts';
import { addAnswers, COMMIT, type Entries, halvedFirst, type Place, selectionOf } from './read-entries.ts';

/** What is so of a pull request. */
export type PullFacts = {
  readonly number: number;
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  /** The head is in another repository. */
  readonly isFork: boolean;
  readonly head: string;
  /** Null where the repository is gone. */
  readonly headRepository: RepositoryName | null;
  readonly headBranch: string;
  readonly baseBranch: string;
  /** The tip of the base branch now, not when the pull request was opened. */
  readonly base: string;
  readonly changedFiles: number;
  /** Everybody may read the repository, and so what is written in it. */
  readonly isPublic: boolean;
  /** Of the repository; null where it belongs to a person. */
  readonly organisation: string | null;
  readonly sameHead: SameHead;
};

export type FactsAnswer = { readonly facts: PullFacts; readonly policies: Readonly<Record<string, unknown>> };

export type FactsQuestion = {
  readonly pull: PullRef;
  /** The commit that is to be judged. */
  readonly head: string;
  readonly policyPlaces: readonly RepositoryName[];
};

/**
 * The facts, and as many of the first `places` as GitHub answers with them, added to `entries`. The rest comes back as `left`.
 * Rejects where the pull request does not exist.
 */
export async function readFacts(
  github: GitHub,
  question: FactsQuestion,
  places: readonly Place[],
  entries: Entries,
): Promise<FactsAnswer & { readonly left: readonly Place[] }> {
  const { pull } = question;
  const doing = { verb: 'read', object: `${fullName(pull)}#${pull.number}` };
  return halvedFirst(places, async (some) => {
    const selection = selectionOf(some);
    const answer = await askGraphql(github, doing, queryOf(question, selection), {
      data: ANSWER,
      mayBeMissing: isPolicyPlace,
    });
    const { repository, ...policies } = answer;
    const { pullRequest, head } = repository;
    const base = pullRequest.baseRef?.target ?? null;
    if (base === null) throw outOfReach(doing, 'its base branch is gone');
    if (head === null) throw changedMeanwhile(doing);
    addAnswers(entries, selection, { head, base }, doing);
    return { facts: factsOf(pull, question.head, repository, base.oid), policies };
  });
}

const PULL = z.object({
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean(),
  isCrossRepository: z.boolean(),
  headRefOid: z.string(),
  headRefName: z.string(),
  baseRefName: z.string(),
  headRepository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }).nullable(),
  changedFiles: z.int(),
  baseRef: z.object({ target: COMMIT.nullable() }).nullable(),
});

const REPOSITORY = z.object({
  isPrivate: z.boolean(),
  owner: z.object({ __typename: z.string(), login: z.string() }),
  pullRequest: PULL,
  pullRequests: OPEN_PULLS,
  head: COMMIT.nullable(),
});

const ANSWER = z.object({ repository: REPOSITORY }).catchall(z.unknown());

function factsOf(
  { number }: PullRef,
  head: string,
  { isPrivate, owner, pullRequest, pullRequests }: z.infer<typeof REPOSITORY>,
  base: string,
): PullFacts {
  const { headRepository } = pullRequest;
  return {
    number,
    isOpen: pullRequest.state === 'OPEN',
    isDraft: pullRequest.isDraft,
    isFork: pullRequest.isCrossRepository,
    head: pullRequest.headRefOid,
    headRepository: headRepository && { owner: headRepository.owner.login, name: headRepository.name },
    headBranch: pullRequest.headRefName,
    baseBranch: pullRequest.baseRefName,
    base,
    changedFiles: pullRequest.changedFiles,
    isPublic: !isPrivate,
    organisation: owner.__typename === 'Organization' ? owner.login : null,
    sameHead: sameHeadOf(pullRequests, head, pullRequest.headRefName),
  };
}

function queryOf(
  { pull: { owner, name, number }, head, policyPlaces }: FactsQuestion,
  selection: ReturnType<typeof selectionOf>,
): Query {
  const policy = policySelection(policyPlaces);
  const text = `query($owner: String!, $name: String!, $number: Int!, $head: GitObjectID!${policy.parameters}${selection.parameters}) {
  repository(owner: $owner, name: $name) {
    isPrivate owner { __typename login }
    pullRequest(number: $number) {
      state isDraft isCrossRepository headRefOid headRefName baseRefName changedFiles
      headRepository { name owner { login } }
      baseRef { target { ${selection.of('base')} } }
    }
    ${OPEN_PULLS_FIELD}
    head: object(oid: $head) { ${selection.of('head')} }
  }
  ${policy.text}
}
${ENTRY_FRAGMENT}`;
  return { text, variables: { owner, name, number, head, ...policy.variables, ...selection.variables } };
}
