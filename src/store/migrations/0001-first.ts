// store/migrations: everything that the service keeps from its first version on.

/**
 * Ids are GitHub's. Calendar dates are `date`, moments `timestamptz`. Every table but `installations` hangs on an installation and goes
 * with it; `audit` and `deliveries` are kept on their own terms.
 */
export const FIRST = `
create table installations (
  id bigint primary key,
  account_id bigint,
  account text not null,
  is_organisation boolean not null,
  -- Null: GitHub was not asked yet.
  permissions jsonb,
  is_suspended boolean not null default false,
  installed_at timestamptz not null default now()
);

-- What has to outlive a restart: that an organisation policy was once read, that a repository enforces something, or nothing.
create table facts (
  installation_id bigint not null references installations on delete cascade,
  fact text not null,
  -- Null: for good.
  until timestamptz,
  primary key (installation_id, fact)
);

create table repositories (
  id bigint primary key,
  installation_id bigint not null references installations on delete cascade,
  owner text not null,
  name text not null,
  is_private boolean not null default true,
  is_archived boolean not null default false,
  has_issues boolean not null default true,
  default_branch text,
  -- The commit that the entries are of; null: never indexed.
  indexed_sha text,
  indexed_at timestamptz,
  -- The organisation policy that the entries were made by; null: none.
  policy_sha text,
  -- Sentences on what the last index could not look at.
  notes jsonb not null default '[]',
  -- When the configuration that enforces was first seen on the default branch: the clock of undated procedures.
  configured_on date,
  -- What others want to know without reading GitHub: enforce, whether it is advisory, days that are due soon, time zone.
  settings jsonb not null default '{}'
);
create unique index repositories_name on repositories (installation_id, lower(owner), lower(name));
-- Whose issues go to which other repository.
create index repositories_central on repositories
  (installation_id, lower(settings->'whole'->'settings'->'issues'->>'repository')) where configured_on is not null;

create table entries (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  path text not null,
  procedure_id text not null,
  title text not null,
  type text not null,
  format text not null,
  owner text,
  owner_kind text,
  owner_source text,
  owner_line integer,
  code_owners jsonb not null default '[]',
  code_owners_line integer,
  coverage text not null,
  risk text,
  status text not null,
  last_reviewed_on date,
  last_reviewed_by text,
  next_review_on date,
  review_interval text,
  -- What is not a matter of today: dated, undated, invalid, never.
  review_kind text not null,
  alerts jsonb not null default '[]',
  services jsonb not null default '[]',
  tags jsonb not null default '[]',
  aliases jsonb not null default '[]',
  superseded_by text,
  -- Of a standard change: the board's reference, and the last day on which its standing approval holds.
  preapproval_ref text,
  preapproved_until date,
  contacts jsonb not null default '[]',
  approvers jsonb not null default '[]',
  -- Headings and links, for the rules that look across the repository.
  headings jsonb not null default '[]',
  links jsonb not null default '[]',
  content_hash text not null,
  blob_sha text not null,
  -- The file's text as it is; null where texts are not to be stored.
  body text,
  search tsvector generated always as (
    setweight(to_tsvector('simple', left(title, 2000)), 'A') ||
    setweight(to_tsvector('simple', left(procedure_id || ' ' || translate(path, '/-_.', '    '), 4000)), 'B') ||
    setweight(jsonb_to_tsvector('simple', alerts || services || tags || aliases, '["string"]'), 'B') ||
    setweight(jsonb_to_tsvector('english', headings, '["string"]'), 'C') ||
    setweight(to_tsvector('english', left(coalesce(body, ''), 200000)), 'D')
  ) stored,
  primary key (repository_id, path)
);
create index entries_search on entries using gin (search);
create index entries_owner on entries (installation_id, lower(owner));
create index entries_owner_here on entries (repository_id, lower(owner));
create index entries_next on entries (installation_id, next_review_on);
create index entries_preapproved on entries (installation_id) where preapproved_until is not null;
create index entries_procedure_id on entries (installation_id, procedure_id);
create index entries_blob on entries (repository_id, blob_sha);

-- Files that are no entries: configuration, CODEOWNERS, metadata of folders, and procedures that cannot be read.
create table files (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  path text not null,
  blob_sha text not null,
  -- Why there is no text; null where there is one.
  unreadable text,
  bytes integer,
  text text,
  primary key (repository_id, path)
);

create table findings (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  number integer not null,
  rule text not null,
  level text not null,
  path text not null,
  line integer not null,
  "column" integer not null,
  message text not null,
  fix text,
  primary key (repository_id, number)
);
create index findings_rule on findings (installation_id, rule);

create table owners (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  -- Lower case, for comparing; handle is as it is written.
  key text not null,
  handle text not null,
  kind text not null,
  state text not null,
  -- GitHub's id of the team or account, which stays when its name changes; null: not asked for yet.
  node_id text,
  renamed_to text,
  since timestamptz not null default now(),
  checked_at timestamptz not null default now(),
  primary key (repository_id, key)
);
create index owners_key on owners (installation_id, key);

create table attestations (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  path text not null,
  procedure_id text not null,
  reviewed_by text not null,
  reviewed_on date not null,
  kind text not null,
  note text not null default '',
  content_hash text not null,
  -- The date that the review set; null: none.
  next_review_on date,
  pull integer not null,
  merged_sha text,
  primary key (repository_id, pull, path)
);
create index attestations_procedure on attestations (repository_id, path, reviewed_on);

create table issues (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  number integer not null,
  kind text not null,
  key text not null,
  is_open boolean not null,
  body_hash text,
  data jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (repository_id, number)
);
create index issues_key on issues (installation_id, kind, key);

-- Issues about procedures, which people filed. What stands in the columns of one writer is left alone by the others.
create table feedback (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  number integer not null,
  reporter text not null,
  is_open boolean not null,
  -- Closed as not planned or as a duplicate.
  is_rejected boolean not null default false,
  opened_at timestamptz not null,
  severity text,
  -- Whose it is; null: nobody's.
  owner text,
  -- What it is about; null: it could not be told yet.
  procedure_repository_id bigint references repositories on delete set null,
  procedure_path text,
  -- Whom the app assigned last.
  assigned text,
  assigned_at timestamptz,
  replied_at timestamptz,
  -- The reply would have been one too many.
  is_waiting boolean not null default false,
  -- The issue that was opened for it where the procedure is.
  linked_repository_id bigint references repositories on delete set null,
  linked_number integer,
  -- What was written on the issue, for those who write there next.
  record jsonb not null default '{}',
  -- What somebody said that it is about: written by the choice alone.
  chosen_repository_id bigint references repositories on delete set null,
  chosen_path text,
  -- Worked out from the events.
  answered_at timestamptz,
  closed_at timestamptz,
  reopened integer not null default 0,
  primary key (repository_id, number)
);
create index feedback_open on feedback (installation_id) where is_open;
create index feedback_procedure on feedback (procedure_repository_id, procedure_path);
create index feedback_linked on feedback (linked_repository_id, linked_number);
create index feedback_replied on feedback (installation_id, replied_at);

-- What happened to them and to their linked issues, under GitHub's ids. Without a kind: it was deleted, and does not come back.
create table feedback_events (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  number integer not null,
  id text not null,
  at timestamptz not null,
  kind text,
  data jsonb not null default '{}',
  primary key (repository_id, number, id)
);

-- Where procedures went, as far as an index could tell.
create table renames (
  repository_id bigint not null references repositories on delete cascade,
  installation_id bigint not null references installations on delete cascade,
  from_path text not null,
  to_path text not null,
  at timestamptz not null default now(),
  primary key (repository_id, from_path)
);
create index renames_installation on renames (installation_id);

create table checks (
  installation_id bigint not null references installations on delete cascade,
  repository_id bigint,
  owner text not null,
  name text not null,
  sha text not null,
  check_name text not null,
  external_id text not null,
  check_run_id bigint,
  -- Since when it is in progress; null: it is done.
  waiting_since timestamptz,
  updated_at timestamptz not null default now(),
  primary key (installation_id, owner, name, sha, check_name)
);
create index checks_waiting on checks (waiting_since) where waiting_since is not null;

-- How the approval of each pull request stood when it was looked at last.
create table approvals (
  installation_id bigint not null references installations on delete cascade,
  -- Lower case, as of all that is found by its name.
  owner text not null,
  name text not null,
  number integer not null,
  sha text not null,
  -- Keys of the teams and people on whom it hangs: what is heard of them makes the check old.
  names text[] not null default '{}',
  is_board_approved boolean not null default false,
  -- What the check of ownership was judged with.
  told_board boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (installation_id, owner, name, number)
);
create index approvals_names on approvals using gin (names);

-- Who let a head pass as it is.
create table overrides (
  installation_id bigint not null references installations on delete cascade,
  owner text not null,
  name text not null,
  number integer not null,
  sha text not null,
  login text not null,
  is_bot boolean not null,
  because text not null,
  comment_id bigint not null,
  at timestamptz not null default now(),
  primary key (installation_id, owner, name, number, sha)
);

create table deliveries (
  guid uuid primary key,
  event text not null,
  action text,
  installation_id bigint,
  received_at timestamptz not null default now()
);
create index deliveries_received on deliveries (received_at);

create table effects (
  key text primary key,
  installation_id bigint not null references installations on delete cascade,
  kind text not null,
  -- intent: about to be written, or perhaps written; done: GitHub's answer was read.
  state text not null,
  digest text not null,
  tries integer not null default 1,
  result jsonb,
  intended_at timestamptz not null default now(),
  done_at timestamptz
);
create index effects_intents on effects (intended_at) where state = 'intent';
create index effects_done on effects (done_at) where state = 'done';

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  installation_id bigint not null,
  repository text,
  kind text not null,
  -- done, failed or planned (DRY_RUN).
  outcome text not null,
  what jsonb not null,
  why text not null,
  delivery text
);
create index audit_at on audit (installation_id, at);

create table pauses (
  -- all, or owner/name in lower case.
  scope text primary key,
  since timestamptz not null default now()
);

create table limits (
  installation_id bigint primary key,
  paused_until timestamptz not null,
  reason text not null
);

create table marks (
  -- Where a sweep that goes on from run to run stands.
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('steward.forgets', true) = 'on' then return old; end if;
  raise exception 'audit is append-only';
end $$;
create trigger audit_append_only before update or delete on audit for each row execute function audit_is_append_only();
`;
