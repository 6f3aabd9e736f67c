// test/stand-in/words: people, bots, organisations, teams and the app in GitHub's words.
import type { GitHub } from '../call.ts';
import { membersOf } from '../rights.ts';
import type { Account, Installation, Organisation, Team } from '../world.ts';

export const nodeId = (kind: string, id: number | string) => `${kind}_${Buffer.from(String(id)).toString('base64url')}`;

const userUrls = {
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
  organizations_url: '/orgs',
  repos_url: '/repos',
  events_url: '/events{/privacy}',
  received_events_url: '/received_events',
} as const;

export function account(github: GitHub, { id, login, type }: Account) {
  const url = `${github.url}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `${github.url}/avatars/${id}`,
    gravatar_id: '',
    url,
    html_url: `${github.url}/${encodeURIComponent(login)}`,
    ...Object.fromEntries(Object.entries(userUrls).map(([key, path]) => [key, `${url}${path}`])),
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export const publicUser = (github: GitHub, user: Account) => ({
  ...account(github, user),
  ...{ name: user.login, company: null, blog: '', location: null, email: null, hireable: null, bio: null },
  ...{ twitter_username: null, public_repos: 0, public_gists: 0, followers: 0, following: 0 },
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
});

/** As webhooks carry it. */
export function organisationBrief(github: GitHub, { account: { id, login } }: Organisation) {
  const url = `${github.url}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('O', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${github.url}/avatars/${id}`,
    description: '',
  };
}

export const organisation = (github: GitHub, one: Organisation) => ({
  ...organisationBrief(github, one),
  html_url: `${github.url}/${one.account.login}`,
  name: one.account.login,
  has_organization_projects: true,
  has_repository_projects: true,
  ...{ public_repos: 0, public_gists: 0, followers: 0, following: 0 },
  type: 'Organization',
  default_repository_permission: one.basePermission,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
  archived_at: null,
});

export function team(github: GitHub, organisation: Organisation, one: Team): Record<string, unknown> {
  const parent = one.parent === null ? undefined : organisation.teams.get(one.parent.toLowerCase());
  const url = `${github.url}/organizations/${organisation.account.id}/team/${one.id}`;
  return {
    id: one.id,
    node_id: nodeId('T', one.id),
    url,
    html_url: `${github.url}/orgs/${one.organisation}/teams/${one.slug}`,
    name: one.name,
    slug: one.slug,
    description: null,
    privacy: one.privacy,
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    organization_id: organisation.account.id,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: parent ? team(github, organisation, { ...parent, parent: null }) : null,
  };
}

export const teamFull = (github: GitHub, home: Organisation, one: Team) => ({
  ...team(github, home, one),
  members_count: membersOf(home, one).size,
  repos_count: one.grants.size,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
  organization: organisation(github, home),
});

export function installation(github: GitHub, one: Installation) {
  const { account: owner } = one;
  return {
    id: one.id,
    account: account(github, owner),
    repository_selection: one.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${github.url}/app/installations/${one.id}/access_tokens`,
    repositories_url: `${github.url}/installation/repositories`,
    html_url: `${github.url}/organizations/${owner.login}/settings/installations/${one.id}`,
    app_id: github.app.id,
    app_slug: github.app.slug,
    target_id: owner.id,
    target_type: owner.type,
    permissions: one.permissions,
    events: [],
    created_at: one.createdAt,
    updated_at: one.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: one.suspendedAt,
  };
}

export const bot = (github: GitHub): Account => ({
  id: 900_000 + github.app.id,
  login: `${github.app.slug}[bot]`,
  type: 'Bot',
});

export function app(github: GitHub) {
  const [first] = github.world.installations.values();
  const permissions = first?.permissions ?? { metadata: 'read' };
  const owner = first?.account ?? { id: 1, login: 'github', type: 'Organization' as const };
  return {
    id: github.app.id,
    slug: github.app.slug,
    client_id: `Iv23${github.app.id}`,
    node_id: nodeId('A', github.app.id),
    owner: account(github, owner),
    name: github.app.name,
    description: '',
    external_url: github.url,
    html_url: `${github.url}/apps/${github.app.slug}`,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
    permissions,
    events: ['check_run', 'check_suite', 'merge_group', 'pull_request'],
  };
}
