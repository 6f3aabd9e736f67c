// test/stand-in/graphql: repositories, branches and pull requests.
import { grants, isOwn } from '../access.ts';
import type { Caller } from '../call.ts';
import type { Engine } from '../engine.ts';
import { commitsBetween, readCommit } from '../git/read-history.ts';
import { entryAt } from '../git/read-tree.ts';
import { resolveRef } from '../happen/branches.ts';
import { bot, nodeId } from '../words/account.ts';
import { comparedWith, pullFiles } from '../words/pull.ts';
import {
  type Account,
  branchTip,
  findOrganisation,
  findPull,
  findUser,
  fullName,
  keyOf,
  type Pull,
  pullsOf,
  pullsOfCommit,
  type Repository,
} from '../world.ts';
import { connection, type PageArguments, typedError } from './connection.ts';
import { commitNode, gitObject, type ObjectArguments } from './git-objects.ts';

/** Who asks, and whom to ask. */
export type Asking = { readonly engine: Engine; readonly caller: Caller };

/** Throws GitHub's FORBIDDEN where an installation lacks the permission. */
export function need({ caller }: Asking, permission: string, home?: Repository): void {
  if (caller.kind !== 'installation') return;
  const isPublic = home?.visibility === 'public' && !isOwn(caller, home);
  if (isPublic || grants(caller.permissions, [[permission], 'read'])) return;
  throw typedError('FORBIDDEN', 'Resource not accessible by integration');
}

export const actorNode = (asking: Asking, { id, login, type }: Account) => ({
  __typename: type,
  id: nodeId('U', id),
  databaseId: id,
  login: type === 'Bot' ? bot(asking.engine).login.replace('[bot]', '') : login, // GraphQL leaves the suffix out
  url: `${asking.engine.url}/${login}`,
  name: login,
  status: () => ({ indicatesLimitedAvailability: asking.engine.world.busy.has(keyOf(login)) }),
});

/** The account that an address is of. */
function userOf(asking: Asking, email: string) {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(email)?.[1] ?? '';
  const user = findUser(asking.engine.world, login);
  return user && user.type === 'User' ? actorNode(asking, user) : null;
}

const actorOrNull = (asking: Asking, login: string) => {
  const user = findUser(asking.engine.world, login);
  return user ? actorNode(asking, user) : null;
};

const refNode = (home: Repository, ref: string, sha: string) => ({
  __typename: 'Ref',
  id: nodeId('REF', `${home.id}:${ref}`),
  name: ref.replace(/^refs\/(heads|tags)\//, ''),
  prefix: ref.startsWith('refs/tags/') ? 'refs/tags/' : 'refs/heads/',
  target: async () => {
    const commit = await readCommit(home.store, sha);
    return commit ? commitNode(home, commit) : null;
  },
});

const changeTypes = {
  added: 'ADDED',
  removed: 'DELETED',
  modified: 'MODIFIED',
  renamed: 'RENAMED',
  changed: 'CHANGED',
} as const;

function pullNode(asking: Asking, pull: Pull): object {
  const { engine } = asking;
  const { store } = pull.repository;
  const url = `${engine.url}/${fullName(pull.repository)}/pull/${pull.number}`;
  const sum = async (key: 'additions' | 'deletions') =>
    (await pullFiles(pull)).reduce((total, file) => total + file[key], 0);
  const reviewerNode = (name: string) => {
    const [organisation = '', slug] = name.split('/');
    if (slug === undefined) return actorOrNull(asking, name);
    const found = findOrganisation(engine.world, organisation)?.teams.get(keyOf(slug));
    const home = { login: organisation };
    return found ? { __typename: 'Team', id: nodeId('T', found.id), slug: found.slug, organization: home } : null;
  };
  const state = pull.mergedAt ? 'MERGED' : pull.state === 'open' ? 'OPEN' : 'CLOSED';
  return {
    ...{ __typename: 'PullRequest', id: nodeId('PR', pull.id), databaseId: pull.id, number: pull.number, url, state },
    ...{
      title: pull.title,
      body: pull.body ?? '',
      isDraft: pull.draft,
      merged: pull.mergedAt !== null,
      closed: pull.state === 'closed',
    },
    ...{ createdAt: pull.createdAt, updatedAt: pull.updatedAt, closedAt: pull.closedAt, mergedAt: pull.mergedAt },
    ...{ headRefName: pull.head.ref, headRefOid: pull.head.sha, baseRefName: pull.base.ref, baseRefOid: pull.base.sha },
    isCrossRepository: pull.head.repository !== pull.repository,
    mergeable: 'UNKNOWN',
    author: actorNode(asking, pull.author),
    editor: pull.editor && actorNode(asking, pull.editor),
    headRepository: () => repositoryNode(asking, pull.head.repository),
    headRepositoryOwner: actorNode(asking, pull.head.repository.owner),
    baseRepository: () => repositoryNode(asking, pull.repository),
    repository: () => repositoryNode(asking, pull.repository),
    baseRef: () => refOf(pull.repository, pull.base.ref),
    headRef: () => refOf(pull.head.repository, pull.head.ref),
    changedFiles: async () => (await pullFiles(pull)).length,
    additions: () => sum('additions'),
    deletions: () => sum('deletions'),
    files: async (page: PageArguments) => {
      const files = await pullFiles(pull);
      const nodes = files.map(({ path, status, additions, deletions }) => ({
        path,
        additions,
        deletions,
        changeType: changeTypes[status],
      }));
      return connection('files', nodes, page);
    },
    commits: async (page: PageArguments) => {
      const shas = await commitsBetween(store, await comparedWith(pull), pull.head.sha);
      const commits = (await Promise.all(shas.map((sha) => readCommit(store, sha)))).flatMap((one) => one ?? []);
      return connection(
        'commits',
        commits.map((one) => ({ commit: commitNode(pull.repository, one, (email) => userOf(asking, email)) })),
        page,
      );
    },
    reviewRequests: (page: PageArguments) => {
      const teams = [...pull.requestedTeams].map((slug) => `${pull.repository.owner.login}/${slug}`);
      const nodes = [...pull.requestedReviewers, ...teams].map((name) => ({ requestedReviewer: reviewerNode(name) }));
      return connection('reviewRequests', nodes, page);
    },
    timelineItems: ({ itemTypes, ...page }: PageArguments & { itemTypes?: readonly string[] | null }) => {
      if (itemTypes?.join() !== 'REVIEW_REQUESTED_EVENT') throw new Error('The stand-in knows who was asked, no more.');
      const asked = engine.world.reviewRequests.filter((one) => one.pull === pull);
      const nodes = asked.map(({ name }) => ({
        __typename: 'ReviewRequestedEvent',
        requestedReviewer: reviewerNode(name),
      }));
      return connection('timelineItems', nodes, page);
    },
    reviews: ({ states, ...page }: PageArguments & { states?: readonly string[] | null }) => {
      const all = engine.world.reviews.filter((one) => one.pull === pull && (!states || states.includes(one.state)));
      const nodes = all.map((one) => ({
        ...{
          id: nodeId('PRR', one.id),
          databaseId: one.id,
          state: one.state,
          body: one.body,
          submittedAt: one.submittedAt,
        },
        author: actorNode(asking, one.author),
        commit: async () => {
          const commit = await readCommit(store, one.commit);
          return commit ? commitNode(pull.repository, commit) : null;
        },
      }));
      return connection('reviews', nodes, page);
    },
  };
}

function refOf(home: Repository, branch: string) {
  const sha = branchTip(home, branch);
  return sha ? refNode(home, `refs/heads/${branch}`, sha) : null;
}

type PullsArguments = PageArguments & {
  states?: readonly string[] | null;
  headRefName?: string | null;
  baseRefName?: string | null;
  orderBy?: { readonly field: string; readonly direction: string } | null;
};

/** As GitHub lists them: the first made first, unless told. */
function inOrder(pulls: readonly Pull[], { orderBy }: Pick<PullsArguments, 'orderBy'>): readonly Pull[] {
  const at = (pull: Pull) => (orderBy?.field === 'UPDATED_AT' ? pull.updatedAt : pull.createdAt);
  // Moments in ISO 8601, of which there may be thousands: no question of language.
  const rising = pulls.toSorted((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : a.number - b.number));
  return orderBy?.direction === 'DESC' ? rising.reverse() : rising;
}

function pullsConnection(
  asking: Asking,
  home: Repository,
  { states, headRefName, baseRefName, orderBy, ...page }: PullsArguments,
) {
  const stateOf = (pull: Pull) => (pull.mergedAt ? 'MERGED' : pull.state.toUpperCase());
  const fits = (pull: Pull) =>
    (!states || states.includes(stateOf(pull))) &&
    (headRefName == null || pull.head.ref === headRefName) &&
    (baseRefName == null || pull.base.ref === baseRefName);
  return connection(
    'pullRequests',
    inOrder(pullsOf(asking.engine.world, home).filter(fits), { orderBy: orderBy ?? null }),
    page,
    { node: (pull) => pullNode(asking, pull) },
  );
}

/** A commit also tells of pull requests. */
async function objectNode(asking: Asking, home: Repository, names: ObjectArguments): Promise<object | null> {
  const found = await gitObject(home, names, (email) => userOf(asking, email));
  if (!found || !('oid' in found && '__typename' in found && found.__typename === 'Commit')) return found;
  const sha = String(found.oid);
  return {
    ...found,
    associatedPullRequests: (page: PageArguments) => {
      need(asking, 'pull_requests', home);
      const node = (pull: Pull) => pullNode(asking, pull);
      return connection('associatedPullRequests', pullsOfCommit(asking.engine.world, home, sha), page, { node });
    },
  };
}

async function codeowners(home: Repository, refName: string | null | undefined) {
  const ref = refName ?? home.defaultBranch;
  const sha = await resolveRef(home, ref);
  const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
  const found = sha ? await Promise.all(places.map((path) => entryAt(home.store, sha, path))) : [];
  if (!sha || found.every((entry) => entry === undefined)) return null;
  const errors = home.codeownersErrors.get(sha) ?? home.codeownersErrors.get(ref) ?? [];
  return { errors: errors.map((one) => ({ source: '', suggestion: null, ...one })) };
}

export function repositoryNode(asking: Asking, home: Repository): object {
  const url = `${asking.engine.url}/${fullName(home)}`;
  return {
    ...{
      __typename: 'Repository',
      id: nodeId('R', home.id),
      databaseId: home.id,
      name: home.name,
      nameWithOwner: fullName(home),
      url,
    },
    ...{
      isPrivate: home.visibility !== 'public',
      visibility: home.visibility.toUpperCase(),
      isFork: home.parent !== null,
    },
    ...{
      isArchived: home.archived,
      isDisabled: false,
      hasIssuesEnabled: home.hasIssues,
      isEmpty: home.refs.size === 0,
      createdAt: home.createdAt,
      pushedAt: home.pushedAt,
    },
    owner: actorNode(asking, home.owner),
    parent: () => (home.parent ? repositoryNode(asking, home.parent) : null),
    defaultBranchRef: () => {
      need(asking, 'contents', home);
      return refOf(home, home.defaultBranch);
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      need(asking, 'contents', home);
      return refOf(home, qualifiedName.replace('refs/heads/', ''));
    },
    object: (names: ObjectArguments) => {
      need(asking, 'contents', home);
      return objectNode(asking, home, names);
    },
    codeowners: ({ refName }: { refName?: string | null }) => {
      need(asking, 'contents', home);
      return codeowners(home, refName);
    },
    pullRequest: ({ number }: { number: number }) => {
      need(asking, 'pull_requests', home);
      const pull = findPull(asking.engine.world, home, number);
      if (!pull) throw typedError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullNode(asking, pull);
    },
    mergeQueue: ({ branch }: { branch?: string | null }) => {
      need(asking, 'merge_queues', home);
      const waiting = asking.engine.world.queue.filter(
        ({ pull }) => pull.repository === home && pull.base.ref === (branch ?? home.defaultBranch),
      );
      const nodes = waiting.map(({ pull, headSha, baseSha }, at) => ({
        ...{ __typename: 'MergeQueueEntry', position: at + 1, pullRequest: pullNode(asking, pull) },
        ...{ headCommit: { __typename: 'Commit', oid: headSha }, baseCommit: { __typename: 'Commit', oid: baseSha } },
      }));
      return { entries: (page: PageArguments) => connection('entries', nodes, page) };
    },
    pullRequests: (page: PullsArguments) => {
      need(asking, 'pull_requests', home);
      return pullsConnection(asking, home, page);
    },
  };
}
