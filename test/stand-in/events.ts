// test/stand-in: what happens on GitHub → webhooks to the app. Payloads carry the keys of GitHub's own examples.
import type { Engine } from './engine.ts';
import { commitsBetween } from './git/read-history.ts';
import { account, app, installation, nodeId, organisationBrief } from './words/account.ts';
import { checkRun, checkSuite } from './words/check-run.ts';
import { html, pushedCommit } from './words/commit.ts';
import { pullFull, review } from './words/pull.ts';
import { repository, repositoryBrief } from './words/repository.ts';
import {
  type Account,
  type CheckRun,
  findOrganisation,
  type Installation,
  installationOf,
  type Organisation,
  type Pull,
  type Repository,
  type Review,
} from './world.ts';

/** Event → the permission without which an app does not get it. */
const permissionFor: Readonly<Record<string, string>> = {
  check_run: 'checks',
  check_suite: 'checks',
  issue_comment: 'issues',
  issues: 'issues',
  merge_group: 'merge_queues',
  pull_request: 'pull_requests',
  pull_request_review: 'pull_requests',
  push: 'contents',
};

type Happening = {
  readonly event: string;
  readonly action: string | null;
  readonly repository: Repository;
  readonly sender: Account;
};

/** Tells the app, if it is installed there and may know. */
export function tell(
  engine: Engine,
  { event, action, repository: home, sender }: Happening,
  facts: Record<string, unknown>,
): void {
  const target = installationOf(engine.world, home);
  const permission = permissionFor[event];
  if (!target || target.suspendedAt !== null) return;
  if (permission !== undefined && target.permissions[permission] === undefined) return;
  const organisation = findOrganisation(engine.world, home.owner.login);
  const payload = {
    ...(action === null ? {} : { action }),
    ...facts,
    repository: facts['repository'] ?? repository(engine, home),
    ...(organisation ? { organization: organisationBrief(engine, organisation) } : {}),
    sender: account(engine, sender),
    installation: { id: target.id, node_id: nodeId('MDIz', target.id) },
  };
  engine.hooks.emit({ event, action, installation: target.id, repository: home.id, payload });
}

/** Tells the app of what happened in an organisation, if it is installed there and may know. */
export function tellOrganisation(
  engine: Engine,
  {
    event,
    action,
    organisation,
    sender,
  }: {
    readonly event: string;
    readonly action: string;
    readonly organisation: Organisation;
    readonly sender: Account;
  },
  facts: Record<string, unknown>,
): void {
  const target = [...engine.world.installations.values()].find(
    ({ account: one }) => one.id === organisation.account.id,
  );
  if (!target || target.suspendedAt !== null || target.permissions['members'] === undefined) return;
  const payload = {
    ...{ action, ...facts, organization: organisationBrief(engine, organisation) },
    ...{ sender: account(engine, sender), installation: { id: target.id, node_id: nodeId('MDIz', target.id) } },
  };
  engine.hooks.emit({ event, action, installation: target.id, repository: null, payload });
}

export async function tellPull(
  engine: Engine,
  action: string,
  pull: Pull,
  sender: Account,
  facts: Record<string, unknown> = {},
): Promise<void> {
  const body = { number: pull.number, pull_request: await pullFull(engine, pull), ...facts };
  tell(engine, { event: 'pull_request', action, repository: pull.repository, sender }, body);
}

export async function tellReview(
  engine: Engine,
  action: string,
  one: Review,
  sender: Account = one.author,
  facts: Record<string, unknown> = {},
): Promise<void> {
  const { pull } = one;
  const words = { ...review(engine, one), state: one.state.toLowerCase() };
  const happening = { event: 'pull_request_review', action, repository: pull.repository, sender };
  tell(engine, happening, { review: words, pull_request: await pullFull(engine, pull), ...facts });
}

export function tellCheckRun(engine: Engine, action: string, run: CheckRun, sender: Account, requested?: string): void {
  const words = { ...checkRun(engine, run), check_suite: checkSuite(engine, run) };
  const action_ = requested === undefined ? {} : { requested_action: { identifier: requested } };
  tell(engine, { event: 'check_run', action, repository: run.repository, sender }, { check_run: words, ...action_ });
}

type Suite = Pick<CheckRun, 'repository' | 'headSha' | 'suite' | 'app' | 'status' | 'conclusion'>;

export async function tellCheckSuite(engine: Engine, action: string, run: Suite, sender: Account): Promise<void> {
  const words = checkSuite(engine, run);
  const more = {
    latest_check_runs_count: engine.world.checkRuns.filter(({ suite }) => suite === run.suite).length,
    check_runs_url: `${words.url}/check-runs`,
    head_commit: await headCommit(engine, run.repository, run.headSha),
  };
  const happening = { event: 'check_suite', action, repository: run.repository, sender };
  tell(engine, happening, { check_suite: { ...words, ...more } });
}

/** A commit as suites and merge groups carry it. */
async function headCommit(engine: Engine, home: Repository, sha: string) {
  const { id, tree_id, message, timestamp, author, committer } = (await pushedCommit(engine, home, sha)) ?? {};
  const person = (one: typeof author) => ({ name: one?.name, email: one?.email });
  return { id, tree_id, message, timestamp, author: person(author), committer: person(committer) };
}

const noCommit = '0'.repeat(40);

export type Push = {
  readonly repository: Repository;
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly forced: boolean;
  readonly sender: Account;
};

export async function tellPush(
  engine: Engine,
  { repository: home, ref, before, after, forced, sender }: Push,
): Promise<void> {
  const list = after && before ? await commitsBetween(home.store, before, after) : after ? [after] : [];
  const commits = await Promise.all(list.slice(-2048).map((sha) => pushedCommit(engine, home, sha)));
  const pusher = { name: sender.login, email: `${sender.id}+${sender.login}@users.noreply.github.com` };
  const words = repository(engine, home);
  const facts = {
    ref,
    before: before ?? noCommit,
    after: after ?? noCommit,
    repository: {
      ...words,
      owner: { ...pusher, ...words.owner },
      created_at: Math.floor(Date.parse(home.createdAt) / 1000),
      pushed_at: Math.floor(Date.parse(home.pushedAt) / 1000),
      stargazers: 0,
      master_branch: home.defaultBranch,
    },
    pusher,
    created: before === undefined,
    deleted: after === undefined,
    forced,
    base_ref: null,
    compare: `${html(engine, home)}/compare/${before ?? noCommit}...${after ?? noCommit}`,
    commits,
    head_commit: commits.at(-1) ?? null,
  };
  tell(engine, { event: 'push', action: null, repository: home, sender }, facts);
}

export type MergeGroup = {
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
};

export async function tellMergeGroup(
  engine: Engine,
  action: string,
  home: Repository,
  group: MergeGroup,
  sender: Account,
  reason?: string,
): Promise<void> {
  const merge_group = {
    head_sha: group.headSha,
    head_ref: group.headRef,
    base_sha: group.baseSha,
    base_ref: group.baseRef,
    head_commit: await headCommit(engine, home, group.headSha),
  };
  tell(
    engine,
    { event: 'merge_group', action, repository: home, sender },
    { ...(reason ? { reason } : {}), merge_group },
  );
}

/** As webhooks of an installation carry it: its times are seconds. */
const installationBrief = (engine: Engine, one: Installation) => {
  const at = Math.floor(Date.parse(one.createdAt) / 1000);
  return { ...installation(engine, one), events: app(engine).events, created_at: at, updated_at: at };
};

export function tellInstallation(
  engine: Engine,
  action: string,
  one: Installation,
  repositories: readonly Repository[],
  sender: Account,
): void {
  const payload = {
    action,
    installation: installationBrief(engine, one),
    repositories: repositories.map(repositoryBrief),
    requester: null,
    sender: account(engine, sender),
  };
  engine.hooks.emit({ event: 'installation', action, installation: one.id, repository: null, payload });
}

export function tellChosen(
  engine: Engine,
  one: Installation,
  added: readonly Repository[],
  removed: readonly Repository[],
  sender: Account,
): void {
  const action = added.length > 0 ? 'added' : 'removed';
  const payload = {
    action,
    installation: installationBrief(engine, one),
    repository_selection: one.repositories === 'all' ? 'all' : 'selected',
    repositories_added: added.map(repositoryBrief),
    repositories_removed: removed.map(repositoryBrief),
    requester: null,
    sender: account(engine, sender),
  };
  engine.hooks.emit({ event: 'installation_repositories', action, installation: one.id, repository: null, payload });
}
