// test/stand-in/operation: pull requests, their files, commits and reviews.
import { repositoryOf } from '../access.ts';
import { bodyOf, type Call, notFound, page, param, Refusal } from '../call.ts';
import { type Engine, type Handler, type Handlers, newId, timeOf } from '../engine.ts';
import { tellReview } from '../events.ts';
import { commitsBetween, readCommit } from '../git/read-history.ts';
import { closePull } from '../happen/close-pull.ts';
import { changePull, openPull, reopenPull } from '../happen/pulls.ts';
import { levelOf } from '../rights.ts';
import { listedCommit } from '../words/commit.ts';
import { changedFile, comparedWith, pullFiles, pullFull, pullSimple, review } from '../words/pull.ts';
import {
  branchTip,
  findOrganisation,
  findPull,
  findUser,
  keyOf,
  type Pull,
  pullsOf,
  pullsOfCommit,
  type Repository,
  type Review,
} from '../world.ts';
import { tooLong } from './limits.ts';
import { sender } from './sender.ts';

function pullOf(engine: Engine, call: Call): Pull {
  const pull = findPull(engine.world, repositoryOf(engine, call), Number(param(call, 'pull_number')));
  if (!pull) throw notFound();
  return pull;
}

const list: Handler = (engine, call) => {
  const home = repositoryOf(engine, call);
  const state = call.query.get('state') ?? 'open';
  const head = call.query.get('head');
  const base = call.query.get('base');
  const fits = (pull: Pull) =>
    (state === 'all' || pull.state === state) &&
    (base === null || pull.base.ref === base) &&
    // GitHub ignores a head that is not `owner:branch`
    (head === null ||
      !head.includes(':') ||
      keyOf(head) === keyOf(`${pull.head.repository.owner.login}:${pull.head.ref}`));
  const key = call.query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const found = engine.births.shown('pull', pullsOf(engine.world, home)).filter(fits);
  const sorted = found.toSorted((a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.number - b.number));
  // Newest first, unless sorted by a named key without a direction
  const direction =
    call.query.get('direction') ??
    (call.query.get('sort') === null || call.query.get('sort') === 'created' ? 'desc' : 'asc');
  const { items, headers } = page(engine.url, call, direction === 'desc' ? sorted.reverse() : sorted);
  return { status: 200, body: items.map((pull) => pullSimple(engine, pull)), headers };
};

type NewPullBody = {
  readonly title?: string;
  readonly head: string;
  readonly base: string;
  readonly body?: string;
  readonly draft?: boolean;
};

const create: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { title = '', head, base, body = null, draft = false } = bodyOf<NewPullBody>(call);
  const [owner = home.owner.login, ref = head] = head.includes(':') ? head.split(':') : [home.owner.login, head];
  const source = [...engine.world.repositories.values()].find(
    (one) => one.store === home.store && keyOf(one.owner.login) === keyOf(owner),
  );
  const invalid = (field: string) =>
    new Refusal(422, 'Validation Failed', [{ resource: 'PullRequest', field, code: 'invalid' }]);
  const from = source && branchTip(source, ref);
  const onto = branchTip(home, base);
  if (!source || !from) throw invalid('head');
  if (!onto) throw invalid('base');
  const custom = (message: string) =>
    new Refusal(422, 'Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }]);
  if ((await commitsBetween(home.store, onto, from)).length === 0)
    throw custom(`No commits between ${base} and ${ref}`);
  const twin = pullsOf(engine.world, home).find(
    (pull) =>
      pull.state === 'open' && pull.head.repository === source && pull.head.ref === ref && pull.base.ref === base,
  );
  if (twin) throw custom(`A pull request already exists for ${owner}:${ref}.`);
  tooLong('PullRequest', { title, body });
  const facts = { repository: home, base, head: { repository: source, ref }, title, body, draft };
  const pull = await openPull(engine, { ...facts, author: sender(engine, call) });
  return { status: 201, body: await pullFull(engine, pull) };
};

type PullChangeBody = {
  readonly title?: string;
  readonly body?: string | null;
  readonly base?: string;
  readonly state?: string;
};

const update: Handler = async (engine, call) => {
  const pull = pullOf(engine, call);
  const { title, body, base, state } = bodyOf<PullChangeBody>(call);
  tooLong('PullRequest', { title, body });
  const who = sender(engine, call);
  if (base !== undefined && !branchTip(pull.repository, base)) {
    throw new Refusal(422, 'Validation Failed', [{ resource: 'PullRequest', field: 'base', code: 'invalid' }]);
  }
  await changePull(engine, pull, { title, body, base }, who);
  if (state === 'closed') await closePull(engine, pull, who);
  if (state === 'open') await reopenPull(engine, pull, who);
  return { status: 200, body: await pullFull(engine, pull) };
};

type NewComment = {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly start_line?: number;
  readonly side?: string;
};
type NewReview = {
  readonly body?: string;
  readonly event?: string;
  readonly commit_id?: string;
  readonly comments?: readonly NewComment[];
};

/** First and last line of the head that a hunk shows. */
function shownLines(patch: string): readonly (readonly [number, number])[] {
  return [...patch.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(([, start, count = '1']) => {
    const first = Number(start);
    return [first, first + Number(count) - 1] as const;
  });
}

/** GitHub refuses the whole review where one comment is not on a line of the diff. */
async function checkComments(pull: Pull, comments: readonly NewComment[]): Promise<void> {
  const files = await pullFiles(pull);
  for (const { path, line, start_line: start = line, side = 'RIGHT' } of comments) {
    const file = files.find((one) => one.path === path);
    if (!file) throw new Refusal(422, 'Unprocessable Entity', ['Path could not be resolved']);
    if (side !== 'RIGHT' || line === undefined || start === undefined) continue;
    const isShown = shownLines(file.patch ?? '').some(
      ([first, last]) => first <= start && start <= line && line <= last,
    );
    if (!isShown) throw new Refusal(422, 'Unprocessable Entity', ['Line could not be resolved']);
  }
}

const states: Readonly<Record<string, Review['state']>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

/** Adds a review and tells of it. */
export async function addReview(engine: Engine, facts: Omit<Review, 'id' | 'submittedAt'>): Promise<Review> {
  const made: Review = { ...facts, id: newId(engine), submittedAt: timeOf(engine) };
  engine.world.reviews.push(made);
  engine.births.note('review', made.id);
  made.pull.requestedReviewers.delete(keyOf(made.author.login));
  if (made.state !== 'PENDING') await tellReview(engine, 'submitted', made);
  return made;
}

const createReview: Handler = async (engine, call) => {
  const pull = pullOf(engine, call);
  const { body = '', event, commit_id, comments = [] } = bodyOf<NewReview>(call);
  const author = sender(engine, call);
  const state = event === undefined ? 'PENDING' : (states[event] ?? 'COMMENTED');
  if (state !== 'APPROVED' && state !== 'PENDING' && body === '' && comments.length === 0) {
    throw new Refusal(422, 'Unprocessable Entity', ['Body cannot be blank']);
  }
  if (author.id === pull.author.id && (state === 'APPROVED' || state === 'CHANGES_REQUESTED')) {
    throw new Refusal(422, 'Unprocessable Entity', ['Can not approve your own pull request']);
  }
  tooLong('PullRequestReview', { body });
  for (const comment of comments) tooLong('PullRequestReviewComment', { body: comment.body });
  await checkComments(pull, comments);
  const written = comments.map(({ path, body: text, line = null, start_line = null, side = 'RIGHT' }) => ({
    ...{ path, body: text, line, startLine: start_line, side },
  }));
  const facts = { pull, author, body, state, commit: commit_id ?? pull.head.sha, comments: written };
  return { status: 200, body: review(engine, await addReview(engine, facts)) };
};

function reviewersOf(
  engine: Engine,
  home: Repository,
  names: { reviewers?: readonly string[]; team_reviewers?: readonly string[] },
) {
  const organisation = findOrganisation(engine.world, home.owner.login);
  const users = (names.reviewers ?? []).map((login) => findUser(engine.world, login));
  const teams = (names.team_reviewers ?? []).map((slug) => organisation?.teams.get(keyOf(slug)));
  const isAble = (login: string | undefined) => login !== undefined && levelOf(engine.world, login, home) !== 'none';
  if (users.some((user) => !isAble(user?.login)) || teams.some((team) => !team?.grants.has(home))) {
    throw new Refusal(
      422,
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
    );
  }
  return { users: users.flatMap((user) => user?.login ?? []), teams: teams.flatMap((team) => team?.slug ?? []) };
}

const requestReviewers: Handler = (engine, call) => {
  const pull = pullOf(engine, call);
  const { users, teams } = reviewersOf(engine, pull.repository, bodyOf(call));
  if (users.some((login) => keyOf(login) === keyOf(pull.author.login))) {
    throw new Refusal(422, 'Review cannot be requested from pull request author.');
  }
  for (const login of users) pull.requestedReviewers.add(keyOf(login));
  for (const slug of teams) pull.requestedTeams.add(keyOf(slug));
  const names = [...users, ...teams.map((slug) => `${pull.repository.owner.login}/${slug}`)];
  engine.world.reviewRequests.push(...names.map((name) => ({ pull, name })));
  return { status: 201, body: pullSimple(engine, pull) };
};

export const pulls: Handlers = {
  'pulls/list': list,
  'pulls/create': create,
  'pulls/get': async (engine, call) => ({ status: 200, body: await pullFull(engine, pullOf(engine, call)) }),
  'pulls/update': update,
  'pulls/list-files': async (engine, call) => {
    const pull = pullOf(engine, call);
    const { items, headers } = page(engine.url, call, await pullFiles(pull));
    return {
      status: 200,
      body: items.map((file) => changedFile(engine, pull.repository, pull.head.sha, file)),
      headers,
    };
  },
  'pulls/list-commits': async (engine, call) => {
    const pull = pullOf(engine, call);
    const { store } = pull.repository;
    const all = (await commitsBetween(store, await comparedWith(pull), pull.head.sha)).slice(0, 250);
    const { items, headers } = page(engine.url, call, all);
    const commits = await Promise.all(items.map((sha) => readCommit(store, sha)));
    return {
      status: 200,
      body: commits.flatMap((one) => (one ? [listedCommit(engine, pull.repository, one)] : [])),
      headers,
    };
  },
  'pulls/list-reviews': (engine, call) => {
    const pull = pullOf(engine, call);
    const all = engine.births.shown('review', engine.world.reviews).filter((one) => one.pull === pull);
    const { items, headers } = page(engine.url, call, all);
    return { status: 200, body: items.map((one) => review(engine, one)), headers };
  },
  'pulls/create-review': createReview,
  'pulls/request-reviewers': requestReviewers,
  'repos/list-pull-requests-associated-with-commit': (engine, call) => {
    const home = repositoryOf(engine, call);
    const sha = param(call, 'commit_sha');
    const { items, headers } = page(engine.url, call, pullsOfCommit(engine.world, home, sha));
    return { status: 200, body: items.map((pull) => pullSimple(engine, pull)), headers };
  },
};
