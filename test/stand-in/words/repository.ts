// test/stand-in/words: a repository in GitHub's words.
import type { GitHub } from '../call.ts';
import { isAtLeast } from '../rights.ts';
import { findOrganisation, fullName, type Level, pullsOf, type Repository } from '../world.ts';
import { account, nodeId } from './account.ts';

const paths = {
  forks_url: '/forks',
  keys_url: '/keys{/key_id}',
  collaborators_url: '/collaborators{/collaborator}',
  teams_url: '/teams',
  hooks_url: '/hooks',
  issue_events_url: '/issues/events{/number}',
  events_url: '/events',
  assignees_url: '/assignees{/user}',
  branches_url: '/branches{/branch}',
  tags_url: '/tags',
  blobs_url: '/git/blobs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  git_refs_url: '/git/refs{/sha}',
  trees_url: '/git/trees{/sha}',
  statuses_url: '/statuses/{sha}',
  languages_url: '/languages',
  stargazers_url: '/stargazers',
  contributors_url: '/contributors',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  commits_url: '/commits{/sha}',
  git_commits_url: '/git/commits{/sha}',
  comments_url: '/comments{/number}',
  issue_comment_url: '/issues/comments{/number}',
  contents_url: '/contents/{+path}',
  compare_url: '/compare/{base}...{head}',
  merges_url: '/merges',
  archive_url: '/{archive_format}{/ref}',
  downloads_url: '/downloads',
  issues_url: '/issues{/number}',
  pulls_url: '/pulls{/number}',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  labels_url: '/labels{/name}',
  releases_url: '/releases{/id}',
  deployments_url: '/deployments',
} as const;

export const repositoryUrl = (github: GitHub, one: Repository) => `${github.url}/repos/${fullName(one)}`;

/** As it stands in lists, in pull requests and in webhooks. */
export function repository(github: GitHub, one: Repository) {
  const url = repositoryUrl(github, one);
  const html = `${github.url}/${fullName(one)}`;
  const open = pullsOf(github.world, one).filter(({ state }) => state === 'open').length;
  return {
    ...repositoryBrief(one),
    owner: account(github, one.owner),
    html_url: html,
    description: null,
    fork: one.parent !== null,
    url,
    ...Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, `${url}${path}`])),
    created_at: one.createdAt,
    updated_at: one.pushedAt,
    pushed_at: one.pushedAt,
    git_url: `git://${html.replace(/^https?:\/\//, '')}.git`,
    ssh_url: `git@127.0.0.1:${fullName(one)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    ...{ has_issues: one.hasIssues, has_projects: true, has_downloads: true, has_wiki: true, has_pages: false },
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: one.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: one.visibility,
    custom_properties: {},
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: one.defaultBranch,
  };
}

/** As it stands in the webhooks of an installation. */
export const repositoryBrief = (one: Repository) => ({
  id: one.id,
  node_id: nodeId('R', one.id),
  name: one.name,
  full_name: fullName(one),
  private: one.visibility !== 'public',
});

export const permissionsOf = (level: Level) => ({
  admin: level === 'admin',
  maintain: isAtLeast(level, 'maintain'),
  push: isAtLeast(level, 'write'),
  triage: isAtLeast(level, 'triage'),
  pull: isAtLeast(level, 'read'),
});

/** As `GET /repos/{owner}/{repo}` gives it. */
export function repositoryFull(github: GitHub, one: Repository) {
  const organisation = findOrganisation(github.world, one.owner.login);
  const parent = one.parent ? { parent: repository(github, one.parent), source: repository(github, one.parent) } : {};
  return {
    ...repository(github, one),
    permissions: permissionsOf('none'),
    temp_clone_token: '',
    ...(organisation ? { organization: account(github, one.owner) } : {}),
    ...parent,
    network_count: 0,
    subscribers_count: 0,
  };
}
