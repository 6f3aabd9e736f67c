// store: the tables as kysely sees them. `migrations/` makes them; a test holds the two together.
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** A moment. Written as a Date, or left to the database's clock. */
type Moment = ColumnType<Date, Date | undefined, Date>;
type MomentOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** `YYYY-MM-DD`. */
type Day = string | null;
/** JSON: read as data, written as text. */
type Json<T extends object | null> = JSONColumnType<T, string, string>;
type JsonOr<T extends object> = ColumnType<T, string | undefined, string>;

export type InstallationsTable = {
  id: number;
  account_id: number | null;
  account: string;
  is_organisation: boolean;
  permissions: Json<Readonly<Record<string, string>> | null>;
  is_suspended: Generated<boolean>;
  installed_at: Moment;
};

export type FactsTable = {
  installation_id: number;
  fact: string;
  until: MomentOrNull;
};

export type RepositoriesTable = {
  id: number;
  installation_id: number;
  owner: string;
  name: string;
  is_private: Generated<boolean>;
  is_archived: Generated<boolean>;
  has_issues: Generated<boolean>;
  default_branch: string | null;
  indexed_sha: string | null;
  indexed_at: MomentOrNull;
  policy_sha: string | null;
  notes: JsonOr<readonly string[]>;
  configured_on: Day;
  settings: JsonOr<Readonly<Record<string, unknown>>>;
};

export type EntriesTable = {
  repository_id: number;
  installation_id: number;
  path: string;
  procedure_id: string;
  title: string;
  type: string;
  format: string;
  owner: string | null;
  owner_kind: string | null;
  owner_source: string | null;
  owner_line: number | null;
  code_owners: JsonOr<readonly string[]>;
  code_owners_line: number | null;
  coverage: string;
  risk: string | null;
  status: string;
  last_reviewed_on: Day;
  last_reviewed_by: string | null;
  next_review_on: Day;
  review_interval: string | null;
  review_kind: string;
  alerts: JsonOr<readonly string[]>;
  services: JsonOr<readonly string[]>;
  tags: JsonOr<readonly string[]>;
  aliases: JsonOr<readonly string[]>;
  superseded_by: string | null;
  preapproval_ref: string | null;
  preapproved_until: Day;
  contacts: JsonOr<readonly { readonly name: string | null; readonly value: string }[]>;
  approvers: JsonOr<readonly string[]>;
  headings: JsonOr<readonly { readonly text: string; readonly anchor: string; readonly level: number }[]>;
  links: JsonOr<readonly { readonly target: string; readonly line: number; readonly column: number }[]>;
  content_hash: string;
  blob_sha: string;
  body: string | null;
  search: ColumnType<string, never, never>;
};

export type FilesTable = {
  repository_id: number;
  installation_id: number;
  path: string;
  blob_sha: string;
  unreadable: string | null;
  bytes: number | null;
  text: string | null;
};

export type FindingsTable = {
  repository_id: number;
  installation_id: number;
  number: number;
  rule: string;
  level: string;
  path: string;
  line: number;
  column: number;
  message: string;
  fix: string | null;
};

export type OwnersTable = {
  repository_id: number;
  installation_id: number;
  key: string;
  handle: string;
  kind: string;
  state: string;
  node_id: string | null;
  renamed_to: string | null;
  since: Moment;
  checked_at: Moment;
};

export type AttestationsTable = {
  repository_id: number;
  installation_id: number;
  path: string;
  procedure_id: string;
  reviewed_by: string;
  reviewed_on: string;
  kind: string;
  note: Generated<string>;
  content_hash: string;
  next_review_on: Day;
  pull: number;
  merged_sha: string | null;
};

export type IssuesTable = {
  repository_id: number;
  installation_id: number;
  number: number;
  kind: string;
  key: string;
  is_open: boolean;
  body_hash: string | null;
  data: JsonOr<Readonly<Record<string, unknown>>>;
  opened_at: Moment;
  updated_at: Moment;
};

export type FeedbackTable = {
  repository_id: number;
  installation_id: number;
  number: number;
  reporter: string;
  is_open: boolean;
  is_rejected: Generated<boolean>;
  opened_at: Date;
  severity: string | null;
  owner: string | null;
  procedure_repository_id: number | null;
  procedure_path: string | null;
  assigned: string | null;
  assigned_at: MomentOrNull;
  replied_at: MomentOrNull;
  is_waiting: Generated<boolean>;
  linked_repository_id: number | null;
  linked_number: number | null;
  record: JsonOr<Readonly<Record<string, unknown>>>;
  chosen_repository_id: number | null;
  chosen_path: string | null;
  answered_at: MomentOrNull;
  closed_at: MomentOrNull;
  reopened: Generated<number>;
};

export type FeedbackEventsTable = {
  repository_id: number;
  installation_id: number;
  number: number;
  id: string;
  at: Date;
  kind: string | null;
  data: JsonOr<Readonly<Record<string, unknown>>>;
};

export type RenamesTable = {
  repository_id: number;
  installation_id: number;
  from_path: string;
  to_path: string;
  at: Moment;
};

export type ChecksTable = {
  installation_id: number;
  repository_id: number | null;
  owner: string;
  name: string;
  sha: string;
  check_name: string;
  external_id: string;
  check_run_id: number | null;
  waiting_since: MomentOrNull;
  updated_at: Moment;
};

export type ApprovalsTable = {
  installation_id: number;
  owner: string;
  name: string;
  number: number;
  sha: string;
  names: readonly string[];
  is_board_approved: Generated<boolean>;
  told_board: Generated<boolean>;
  updated_at: Moment;
};

export type OverridesTable = {
  installation_id: number;
  owner: string;
  name: string;
  number: number;
  sha: string;
  login: string;
  is_bot: boolean;
  because: string;
  comment_id: number;
  at: Moment;
};

export type DeliveriesTable = {
  guid: string;
  event: string;
  action: string | null;
  installation_id: number | null;
  received_at: Moment;
};

export type EffectsTable = {
  key: string;
  installation_id: number;
  kind: string;
  state: 'intent' | 'done';
  digest: string;
  tries: Generated<number>;
  result: Json<object | null>;
  intended_at: Moment;
  done_at: MomentOrNull;
};

export type AuditTable = {
  id: ColumnType<number, never, never>;
  at: ColumnType<Date, Date | undefined, never>;
  installation_id: number;
  repository: string | null;
  kind: string;
  outcome: 'done' | 'failed' | 'planned';
  what: Json<object>;
  why: string;
  delivery: string | null;
};

export type PausesTable = { scope: string; since: Moment };
export type LimitsTable = { installation_id: number; paused_until: Date; reason: string };
export type MarksTable = { name: string; value: Json<object>; updated_at: Moment };

export type Tables = {
  installations: InstallationsTable;
  facts: FactsTable;
  repositories: RepositoriesTable;
  entries: EntriesTable;
  files: FilesTable;
  findings: FindingsTable;
  owners: OwnersTable;
  attestations: AttestationsTable;
  issues: IssuesTable;
  feedback: FeedbackTable;
  feedback_events: FeedbackEventsTable;
  renames: RenamesTable;
  checks: ChecksTable;
  approvals: ApprovalsTable;
  overrides: OverridesTable;
  deliveries: DeliveriesTable;
  effects: EffectsTable;
  audit: AuditTable;
  pauses: PausesTable;
  limits: LimitsTable;
  marks: MarksTable;
};
