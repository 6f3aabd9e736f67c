// test/stand-in/words: pull requests, their files and reviews in GitHub's words.
import type { GitHub } from '../call.ts';
import type { ChangedFile } from '../git/read-diff.ts';
import { changedFiles } from '../git/read-diff.ts';
import { commitsBetween, mergeBase } from '../git/read-history.ts';
import { levelOf } from '../rights.ts';
import {
  type Account,
  branchTip,
  findOrganisation,
  findUser,
  keyOf,
  type Pull,
  type Repository,
  type Review,
} from '../world.ts';
import { account, bot, nodeId, team } from './account.ts';
import { repository, repositoryUrl } from './repository.ts';

const pullUrl = (github: GitHub, pull: Pull) => `${repositoryUrl(github, pull.repository)}/pulls/${pull.number}`;
const htmlUrl = (github: GitHub, pull: Pull) =>
  `${github.url}/${pull.repository.owner.login}/${pull.repository.name}/pull/${pull.number}`;

export function association(github: GitHub, author: Account, one: Repository): string {
  if (author.id === one.owner.id) return 'OWNER';
  if (findOrganisation(github.world, one.owner.login)?.members.has(keyOf(author.login))) return 'MEMBER';
  if (one.grants.has(keyOf(author.login))) return 'COLLABORATOR';
  return levelOf(github.world, author.login, one) === 'none' ? 'NONE' : 'CONTRIBUTOR';
}

const side = (github: GitHub, one: Repository, ref: string, sha: string) => ({
  label: `${one.owner.login}:${ref}`,
  ref,
  sha,
  user: account(github, one.owner),
  repo: repository(github, one),
});

function links(url: string, issue: string, html: string, statuses: string) {
  const link = (href: string) => ({ href });
  return {
    self: link(url),
    html: link(html),
    issue: link(issue),
    comments: link(`${issue}/comments`),
    review_comments: link(`${url}/comments`),
    review_comment: link(`${url.replace(/\/\d+$/, '')}/comments{/number}`),
    commits: link(`${url}/commits`),
    statuses: link(statuses),
  };
}

/** As lists give it. */
export function pullSimple(github: GitHub, pull: Pull) {
  const { repository: home, head, base } = pull;
  const url = pullUrl(github, pull);
  const issue = `${repositoryUrl(github, home)}/issues/${pull.number}`;
  const statuses = `${repositoryUrl(github, home)}/statuses/${head.sha}`;
  const organisation = findOrganisation(github.world, home.owner.login);
  const teams = [...pull.requestedTeams].flatMap((slug) => organisation?.teams.get(slug) ?? []);
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: htmlUrl(github, pull),
    diff_url: `${htmlUrl(github, pull)}.diff`,
    patch_url: `${htmlUrl(github, pull)}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: account(github, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    assignee: null,
    assignees: [],
    requested_reviewers: [...pull.requestedReviewers].flatMap((login) => {
      const user = findUser(github.world, login);
      return user ? [account(github, user)] : [];
    }),
    requested_teams: organisation ? teams.map((one) => team(github, organisation, one)) : [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryUrl(github, home)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: side(github, head.repository, head.ref, head.sha),
    base: side(github, home, base.ref, base.sha),
    _links: links(url, issue, htmlUrl(github, pull), statuses),
    author_association: association(github, pull.author, home),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** The commit that the pull request is compared with: the merge base with the base branch's tip, or with what it was merged into. */
export async function comparedWith(pull: Pull): Promise<string> {
  const tip = pull.state === 'open' ? (branchTip(pull.repository, pull.base.ref) ?? pull.base.sha) : pull.base.sha;
  return (await mergeBase(pull.repository.store, tip, pull.head.sha)) ?? tip;
}

export async function pullFiles(pull: Pull): Promise<readonly ChangedFile[]> {
  const files = await changedFiles(pull.repository.store, await comparedWith(pull), pull.head.sha);
  return files.slice(0, 3000); // https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
}

/** As `GET …/pulls/{n}` and webhooks give it. */
export async function pullFull(github: GitHub, pull: Pull) {
  const files = await pullFiles(pull);
  const commits = await commitsBetween(pull.repository.store, await comparedWith(pull), pull.head.sha);
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0);
  return {
    ...pullSimple(github, pull),
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: null,
    mergeable_state: pull.draft ? 'draft' : 'unknown',
    merged_by: null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

/** One row of a list of changed files; `head` is the commit its links name. */
export function changedFile(github: GitHub, home: Repository, head: string, file: ChangedFile) {
  const path = encodeURIComponent(file.path).replaceAll('%2F', '/');
  const html = `${github.url}/${home.owner.login}/${home.name}`;
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${head}/${path}`,
    raw_url: `${html}/raw/${head}/${path}`,
    contents_url: `${repositoryUrl(github, home)}/contents/${path}?ref=${head}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

export function review(github: GitHub, one: Review) {
  const html = `${htmlUrl(github, one.pull)}#pullrequestreview-${one.id}`;
  return {
    id: one.id,
    node_id: nodeId('PRR', one.id),
    user: account(github, one.author),
    body: one.body,
    state: one.state,
    html_url: html,
    pull_request_url: pullUrl(github, one.pull),
    author_association:
      one.author.login === bot(github).login ? 'NONE' : association(github, one.author, one.pull.repository),
    _links: { html: { href: html }, pull_request: { href: pullUrl(github, one.pull) } },
    submitted_at: one.submittedAt,
    commit_id: one.commit,
  };
}
