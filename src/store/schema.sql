-- The tables of this version, as the database tells of them: `node scripts/schema.ts` writes this file, and a test compares it.
-- It is for reading; what makes the tables is migrations/.

create table approvals (
  installation_id bigint not null,
  owner text not null,
  name text not null,
  number integer not null,
  sha text not null,
  names text[] not null default '{}'::text[],
  is_board_approved boolean not null default false,
  told_board boolean not null default false,
  updated_at timestamp with time zone not null default now(),
  constraint approvals_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint approvals_pkey PRIMARY KEY (installation_id, owner, name, number)
);
CREATE INDEX approvals_names ON public.approvals USING gin (names);

create table attestations (
  repository_id bigint not null,
  installation_id bigint not null,
  path text not null,
  procedure_id text not null,
  reviewed_by text not null,
  reviewed_on date not null,
  kind text not null,
  note text not null default ''::text,
  content_hash text not null,
  next_review_on date,
  pull integer not null,
  merged_sha text,
  constraint attestations_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint attestations_pkey PRIMARY KEY (repository_id, pull, path),
  constraint attestations_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);
CREATE INDEX attestations_procedure ON public.attestations USING btree (repository_id, path, reviewed_on);

create table audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  installation_id bigint not null,
  repository text,
  kind text not null,
  outcome text not null,
  what jsonb not null,
  why text not null,
  delivery text,
  constraint audit_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_at ON public.audit USING btree (installation_id, at);
CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

create table checks (
  installation_id bigint not null,
  repository_id bigint,
  owner text not null,
  name text not null,
  sha text not null,
  check_name text not null,
  external_id text not null,
  check_run_id bigint,
  waiting_since timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  constraint checks_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint checks_pkey PRIMARY KEY (installation_id, owner, name, sha, check_name)
);
CREATE INDEX checks_waiting ON public.checks USING btree (waiting_since) WHERE (waiting_since IS NOT NULL);

create table deliveries (
  guid uuid not null,
  event text not null,
  action text,
  installation_id bigint,
  received_at timestamp with time zone not null default now(),
  constraint deliveries_pkey PRIMARY KEY (guid)
);
CREATE INDEX deliveries_received ON public.deliveries USING btree (received_at);

create table effects (
  key text not null,
  installation_id bigint not null,
  kind text not null,
  state text not null,
  digest text not null,
  tries integer not null default 1,
  result jsonb,
  intended_at timestamp with time zone not null default now(),
  done_at timestamp with time zone,
  constraint effects_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint effects_pkey PRIMARY KEY (key)
);
CREATE INDEX effects_done ON public.effects USING btree (done_at) WHERE (state = 'done'::text);
CREATE INDEX effects_intents ON public.effects USING btree (intended_at) WHERE (state = 'intent'::text);

create table entries (
  repository_id bigint not null,
  installation_id bigint not null,
  path text not null,
  procedure_id text not null,
  title text not null,
  type text not null,
  format text not null,
  owner text,
  owner_kind text,
  owner_source text,
  owner_line integer,
  code_owners jsonb not null default '[]'::jsonb,
  code_owners_line integer,
  coverage text not null,
  risk text,
  status text not null,
  last_reviewed_on date,
  last_reviewed_by text,
  next_review_on date,
  review_interval text,
  review_kind text not null,
  alerts jsonb not null default '[]'::jsonb,
  services jsonb not null default '[]'::jsonb,
  tags jsonb not null default '[]'::jsonb,
  aliases jsonb not null default '[]'::jsonb,
  superseded_by text,
  preapproval_ref text,
  preapproved_until date,
  contacts jsonb not null default '[]'::jsonb,
  approvers jsonb not null default '[]'::jsonb,
  headings jsonb not null default '[]'::jsonb,
  links jsonb not null default '[]'::jsonb,
  content_hash text not null,
  blob_sha text not null,
  body text,
  search tsvector generated always as (((((setweight(to_tsvector('simple'::regconfig, "left"(title, 2000)), 'A'::"char") || setweight(to_tsvector('simple'::regconfig, "left"(((procedure_id || ' '::text) || translate(path, '/-_.'::text, '    '::text)), 4000)), 'B'::"char")) || setweight(jsonb_to_tsvector('simple'::regconfig, (((alerts || services) || tags) || aliases), '["string"]'::jsonb), 'B'::"char")) || setweight(jsonb_to_tsvector('english'::regconfig, headings, '["string"]'::jsonb), 'C'::"char")) || setweight(to_tsvector('english'::regconfig, "left"(COALESCE(body, ''::text), 200000)), 'D'::"char"))) stored,
  constraint entries_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint entries_pkey PRIMARY KEY (repository_id, path),
  constraint entries_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);
CREATE INDEX entries_blob ON public.entries USING btree (repository_id, blob_sha);
CREATE INDEX entries_next ON public.entries USING btree (installation_id, next_review_on);
CREATE INDEX entries_owner ON public.entries USING btree (installation_id, lower(owner));
CREATE INDEX entries_owner_here ON public.entries USING btree (repository_id, lower(owner));
CREATE INDEX entries_preapproved ON public.entries USING btree (installation_id) WHERE (preapproved_until IS NOT NULL);
CREATE INDEX entries_procedure_id ON public.entries USING btree (installation_id, procedure_id);
CREATE INDEX entries_search ON public.entries USING gin (search);

create table facts (
  installation_id bigint not null,
  fact text not null,
  until timestamp with time zone,
  constraint facts_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint facts_pkey PRIMARY KEY (installation_id, fact)
);

create table feedback (
  repository_id bigint not null,
  installation_id bigint not null,
  number integer not null,
  reporter text not null,
  is_open boolean not null,
  is_rejected boolean not null default false,
  opened_at timestamp with time zone not null,
  severity text,
  owner text,
  procedure_repository_id bigint,
  procedure_path text,
  assigned text,
  assigned_at timestamp with time zone,
  replied_at timestamp with time zone,
  is_waiting boolean not null default false,
  linked_repository_id bigint,
  linked_number integer,
  record jsonb not null default '{}'::jsonb,
  chosen_repository_id bigint,
  chosen_path text,
  answered_at timestamp with time zone,
  closed_at timestamp with time zone,
  reopened integer not null default 0,
  constraint feedback_chosen_repository_id_fkey FOREIGN KEY (chosen_repository_id) REFERENCES repositories(id) ON DELETE SET NULL,
  constraint feedback_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint feedback_linked_repository_id_fkey FOREIGN KEY (linked_repository_id) REFERENCES repositories(id) ON DELETE SET NULL,
  constraint feedback_pkey PRIMARY KEY (repository_id, number),
  constraint feedback_procedure_repository_id_fkey FOREIGN KEY (procedure_repository_id) REFERENCES repositories(id) ON DELETE SET NULL,
  constraint feedback_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);
CREATE INDEX feedback_linked ON public.feedback USING btree (linked_repository_id, linked_number);
CREATE INDEX feedback_open ON public.feedback USING btree (installation_id) WHERE is_open;
CREATE INDEX feedback_procedure ON public.feedback USING btree (procedure_repository_id, procedure_path);
CREATE INDEX feedback_replied ON public.feedback USING btree (installation_id, replied_at);

create table feedback_events (
  repository_id bigint not null,
  installation_id bigint not null,
  number integer not null,
  id text not null,
  at timestamp with time zone not null,
  kind text,
  data jsonb not null default '{}'::jsonb,
  constraint feedback_events_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint feedback_events_pkey PRIMARY KEY (repository_id, number, id),
  constraint feedback_events_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);

create table files (
  repository_id bigint not null,
  installation_id bigint not null,
  path text not null,
  blob_sha text not null,
  unreadable text,
  bytes integer,
  text text,
  constraint files_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint files_pkey PRIMARY KEY (repository_id, path),
  constraint files_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);

create table findings (
  repository_id bigint not null,
  installation_id bigint not null,
  number integer not null,
  rule text not null,
  level text not null,
  path text not null,
  line integer not null,
  column integer not null,
  message text not null,
  fix text,
  constraint findings_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint findings_pkey PRIMARY KEY (repository_id, number),
  constraint findings_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);
CREATE INDEX findings_rule ON public.findings USING btree (installation_id, rule);

create table installations (
  id bigint not null,
  account_id bigint,
  account text not null,
  is_organisation boolean not null,
  permissions jsonb,
  is_suspended boolean not null default false,
  installed_at timestamp with time zone not null default now(),
  constraint installations_pkey PRIMARY KEY (id)
);

create table issues (
  repository_id bigint not null,
  installation_id bigint not null,
  number integer not null,
  kind text not null,
  key text not null,
  is_open boolean not null,
  body_hash text,
  data jsonb not null default '{}'::jsonb,
  opened_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint issues_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint issues_pkey PRIMARY KEY (repository_id, number),
  constraint issues_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);
CREATE INDEX issues_key ON public.issues USING btree (installation_id, kind, key);

create table limits (
  installation_id bigint not null,
  paused_until timestamp with time zone not null,
  reason text not null,
  constraint limits_pkey PRIMARY KEY (installation_id)
);

create table marks (
  name text not null,
  value jsonb not null,
  updated_at timestamp with time zone not null default now(),
  constraint marks_pkey PRIMARY KEY (name)
);

create table overrides (
  installation_id bigint not null,
  owner text not null,
  name text not null,
  number integer not null,
  sha text not null,
  login text not null,
  is_bot boolean not null,
  because text not null,
  comment_id bigint not null,
  at timestamp with time zone not null default now(),
  constraint overrides_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint overrides_pkey PRIMARY KEY (installation_id, owner, name, number, sha)
);

create table owners (
  repository_id bigint not null,
  installation_id bigint not null,
  key text not null,
  handle text not null,
  kind text not null,
  state text not null,
  node_id text,
  renamed_to text,
  since timestamp with time zone not null default now(),
  checked_at timestamp with time zone not null default now(),
  constraint owners_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint owners_pkey PRIMARY KEY (repository_id, key),
  constraint owners_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);
CREATE INDEX owners_key ON public.owners USING btree (installation_id, key);

create table pauses (
  scope text not null,
  since timestamp with time zone not null default now(),
  constraint pauses_pkey PRIMARY KEY (scope)
);

create table renames (
  repository_id bigint not null,
  installation_id bigint not null,
  from_path text not null,
  to_path text not null,
  at timestamp with time zone not null default now(),
  constraint renames_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint renames_pkey PRIMARY KEY (repository_id, from_path),
  constraint renames_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE
);
CREATE INDEX renames_installation ON public.renames USING btree (installation_id);

create table repositories (
  id bigint not null,
  installation_id bigint not null,
  owner text not null,
  name text not null,
  is_private boolean not null default true,
  is_archived boolean not null default false,
  has_issues boolean not null default true,
  default_branch text,
  indexed_sha text,
  indexed_at timestamp with time zone,
  policy_sha text,
  notes jsonb not null default '[]'::jsonb,
  configured_on date,
  settings jsonb not null default '{}'::jsonb,
  constraint repositories_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES installations(id) ON DELETE CASCADE,
  constraint repositories_pkey PRIMARY KEY (id)
);
CREATE INDEX repositories_central ON public.repositories USING btree (installation_id, lower(((((settings -> 'whole'::text) -> 'settings'::text) -> 'issues'::text) ->> 'repository'::text))) WHERE (configured_on IS NOT NULL);
CREATE UNIQUE INDEX repositories_name ON public.repositories USING btree (installation_id, lower(owner), lower(name));

CREATE OR REPLACE FUNCTION public.audit_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' and current_setting('steward.forgets', true) = 'on' then return old; end if;
  raise exception 'audit is append-only';
end $function$;
