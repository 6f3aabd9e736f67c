// test/stand-in: what is true on this GitHub. Everything else changes it, reads it, or says it in GitHub's words.
import type { ObjectStore } from './git/object-store.ts';

/** Repository roles, weakest first. https://docs.github.com/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles */
export const levels = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Level = (typeof levels)[number];

export type Account = {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
};

export type Team = {
  readonly id: number;
  readonly organisation: string;
  slug: string;
  name: string;
  /** Slug. A child has its parent's rights, a parent its children's members. */
  parent: string | null;
  privacy: 'closed' | 'secret';
  members: Set<string>;
  grants: Map<Repository, Level>;
};

export type Organisation = {
  readonly account: Account;
  readonly teams: Map<string, Team>;
  readonly members: Set<string>;
  readonly admins: Set<string>;
  /** What every member may do in every repository. */
  basePermission: Level;
};

/** One row of `GET …/codeowners/errors`; the test says what GitHub would say. */
export type CodeownersError = {
  readonly line: number;
  readonly column: number;
  readonly source?: string;
  readonly kind: string;
  readonly suggestion?: string | null;
  readonly message: string;
  readonly path: string;
};

export type Repository = {
  readonly id: number;
  readonly owner: Account;
  name: string;
  /** The full name under which the emulator knows it, whatever it is called now. */
  readonly mirroredAs: string;
  readonly store: ObjectStore;
  readonly parent: Repository | null;
  readonly createdAt: string;
  visibility: 'public' | 'private' | 'internal';
  defaultBranch: string;
  archived: boolean;
  hasIssues: boolean;
  pushedAt: string;
  /** Full name (`refs/heads/main`) → commit. */
  readonly refs: Map<string, string>;
  /** Login → what was given to that one person. */
  readonly grants: Map<string, Level>;
  /** Commit or branch → GitHub's verdict on CODEOWNERS there. */
  readonly codeownersErrors: Map<string, readonly CodeownersError[]>;
};

export type Pull = {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly author: Account;
  readonly createdAt: string;
  readonly head: { readonly repository: Repository; readonly ref: string; sha: string };
  readonly base: { ref: string; sha: string };
  title: string;
  body: string | null;
  /** Who edited the body last; null: nobody has. */
  editor: Account | null;
  draft: boolean;
  state: 'open' | 'closed';
  updatedAt: string;
  closedAt: string | null;
  mergedAt: string | null;
  mergeCommit: string | null;
  readonly requestedReviewers: Set<string>;
  readonly requestedTeams: Set<string>;
};

export type ReviewComment = {
  readonly path: string;
  readonly body: string;
  readonly line: number | null;
  readonly startLine: number | null;
  readonly side: string;
};

export type Review = {
  readonly id: number;
  readonly pull: Pull;
  readonly author: Account;
  body: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly commit: string;
  readonly submittedAt: string;
  readonly comments: readonly ReviewComment[];
};

export type Annotation = {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string | null;
  readonly raw_details: string | null;
};

export type CheckAction = { readonly label: string; readonly description: string; readonly identifier: string };

export type CheckRun = {
  readonly id: number;
  readonly suite: number;
  /** The app that made it, and that alone may change it. */
  readonly app: number;
  readonly repository: Repository;
  readonly headSha: string;
  name: string;
  status: string;
  conclusion: string | null;
  externalId: string;
  detailsUrl: string;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  actions: readonly CheckAction[];
  readonly annotations: Annotation[];
};

export type Reaction = {
  readonly id: number;
  readonly on: string;
  readonly by: Account;
  readonly content: string;
  readonly at: string;
};

export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

export type Installation = {
  readonly id: number;
  readonly account: Account;
  readonly createdAt: string;
  permissions: Permissions;
  /** `all`, or the full names of the chosen ones. */
  repositories: 'all' | Set<string>;
  suspendedAt: string | null;
};

/** A pull request that waits in the merge queue; `headSha`: what the group that ends with it would make of the base. */
export type Queued = { readonly pull: Pull; readonly headSha: string; readonly baseSha: string };

export type World = {
  readonly users: Map<string, Account>;
  readonly organisations: Map<string, Organisation>;
  readonly repositories: Map<string, Repository>;
  readonly installations: Map<number, Installation>;
  /** Where the app may still be installed, or was. */
  readonly uninstalled: Map<number, Installation>;
  /** Repository, commit and app → check suite. */
  readonly suites: Map<string, number>;
  readonly pulls: Pull[];
  readonly reviews: Review[];
  /** Everybody who was ever asked for a review: logins, and `organisation/slug` of teams. */
  readonly reviewRequests: { readonly pull: Pull; readonly name: string }[];
  /** In the order of the queue. */
  readonly queue: Queued[];
  readonly checkRuns: CheckRun[];
  readonly reactions: Reaction[];
  /** `<id of the repository>#<number>` of issues that are there no more → where they went; null: deleted. */
  readonly goneIssues: Map<string, { readonly repository: Repository; readonly number: number } | null>;
  /** Logins of those whose status says that they are busy. */
  readonly busy: Set<string>;
  nextId: number;
};

export const newWorld = (): World => ({
  users: new Map(),
  organisations: new Map(),
  repositories: new Map(),
  installations: new Map(),
  uninstalled: new Map(),
  suites: new Map(),
  pulls: [],
  reviews: [],
  reviewRequests: [],
  queue: [],
  checkRuns: [],
  reactions: [],
  goneIssues: new Map(),
  busy: new Set(),
  nextId: 1000,
});

/** Logins and names are the same in any case. */
export const keyOf = (name: string) => name.toLowerCase();
export const fullName = (repository: Repository) => `${repository.owner.login}/${repository.name}`;
export const findRepository = (world: World, name: string) => world.repositories.get(keyOf(name));
export const findUser = (world: World, login: string) => world.users.get(keyOf(login));
export const findOrganisation = (world: World, login: string) => world.organisations.get(keyOf(login));
export const branchTip = (repository: Repository, branch: string) => repository.refs.get(`refs/heads/${branch}`);
export const pullsOf = (world: World, repository: Repository) =>
  world.pulls.filter((pull) => pull.repository === repository);
export const findPull = (world: World, repository: Repository, number: number) =>
  world.pulls.find((pull) => pull.repository === repository && pull.number === number);

/** What a commit's own pull requests are, and those that it merged. Empty for the heads of forks, as with GitHub. */
export const pullsOfCommit = (world: World, repository: Repository, sha: string): readonly Pull[] => {
  const all = pullsOf(world, repository);
  const own = all.filter(({ head }) => head.repository === repository && head.sha === sha);
  return [...own, ...all.filter(({ mergeCommit }) => mergeCommit === sha)];
};

/** The installation that sees the repository. */
export function installationOf(world: World, repository: Repository): Installation | undefined {
  return [...world.installations.values()].find(
    (one) => one.account.id === repository.owner.id && isChosen(one, repository),
  );
}

export const isChosen = (installation: Installation, repository: Repository) =>
  installation.repositories === 'all' || installation.repositories.has(keyOf(fullName(repository)));
