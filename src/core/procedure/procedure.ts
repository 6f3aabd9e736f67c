// core/procedure: one document that tells how to perform an operations activity, as data.
import type { Problem } from '../finding.ts';
import type { Interval } from '../interval.ts';
import type { Owner } from '../owner.ts';
import type { Position } from '../position.ts';
import type { FrontMatter } from './front-matter.ts';

export type { Interval } from '../interval.ts';

/** Where a value came from. Precedence: file, directory (`_procedures.yml`), repository config, organisation policy. */
export type Layer = 'file' | 'directory' | 'repository' | 'organisation';

export type Source = {
  readonly layer: Layer | 'codeowners' | 'catalog-info';
  readonly path: string;
  readonly at: Position;
  /** The key as written there (`owner_team`), which may be an alias; empty for CODEOWNERS. */
  readonly key: string;
};

/** A value that remembers where it came from. `span`: its offsets in the procedure's own text, where it stands there. */
export type Field<T> = {
  readonly value: T;
  readonly source: Source;
  readonly span: readonly [start: number, end: number] | null;
};

/** An owner as somebody wrote it. `owner` is null where it is none (then an `owner-valid` problem says why). */
export type WrittenOwner = {
  readonly written: string;
  readonly owner: Owner | null;
  /** `map`: it was translated by `owners.map` (or is an entity reference in the repository's own organisation). */
  readonly via: 'handle' | 'url' | 'map';
  readonly at: Position;
};

/** A calendar date `YYYY-MM-DD`; null where what is written is none (then a `review-dated` problem says why). */
export type WrittenDate = { readonly written: string; readonly date: string | null };

export type Risk = 'low' | 'medium' | 'high' | 'critical';
export type Status = 'draft' | 'active' | 'deprecated' | 'archived';
export type ProcedureType = 'runbook' | 'playbook' | 'sop' | 'policy' | 'reference';
export type Contact = { readonly name: string | null; readonly value: string };

/** The effective metadata: per key the first layer that has it. Absent values are null. */
export type Metadata = {
  readonly title: Field<string> | null;
  readonly id: Field<string> | null;
  readonly type: Field<ProcedureType> | null;
  readonly purpose: Field<string> | null;
  readonly ownerReason: Field<string> | null;
  /** As written; the first is accountable. An empty list or blank string is absent. */
  readonly owner: Field<readonly WrittenOwner[]> | null;
  readonly contacts: Field<readonly Contact[]> | null;
  readonly reviewers: Field<readonly WrittenOwner[]> | null;
  readonly approvers: Field<readonly WrittenOwner[]> | null;
  readonly requires: Field<{
    readonly permissions: readonly string[];
    readonly access: readonly string[];
    readonly tools: readonly string[];
    readonly skills: readonly string[];
  }> | null;
  readonly risk: Field<Risk> | null;
  readonly change: Field<{
    readonly type: 'standard' | 'normal' | 'emergency' | null;
    readonly preapproval: {
      readonly by: string | null;
      readonly ref: string | null;
      readonly on: string | null;
      readonly expires: string | null;
    } | null;
  }> | null;
  readonly lastReviewedOn: Field<WrittenDate> | null;
  readonly lastReviewedBy: Field<WrittenOwner> | null;
  readonly reviewIn: Field<Interval> | null;
  readonly nextReviewOn: Field<WrittenDate> | null;
  readonly status: Field<Status> | null;
  readonly services: Field<readonly string[]> | null;
  readonly alerts: Field<readonly string[]> | null;
  readonly tags: Field<readonly string[]> | null;
  readonly environments: Field<readonly string[]> | null;
  readonly automation: Field<{
    readonly level: 'manual' | 'assisted' | 'automated' | null;
    readonly runs: readonly string[];
  }> | null;
  readonly aliases: Field<readonly string[]> | null;
  readonly supersededBy: Field<string> | null;
};

/** Metadata found in the body (a table, a quote, a comment): offered as a fix, never taken as valid. */
export type BodyMetadata = {
  readonly key: 'owner' | 'last_reviewed_on' | 'review_in' | 'next_review_on' | 'risk' | 'contacts';
  readonly written: string;
  /** In the form of the contract, or null where it cannot be told. */
  readonly value: string | null;
  readonly at: Position;
};

export type Procedure = {
  readonly path: string;
  /** The declared id, else the path. */
  readonly id: string;
  /** The declared title, else the first H1 without template syntax, else the file name. */
  readonly title: string;
  readonly type: ProcedureType;
  readonly status: Status;
  readonly format: 'markdown';
  readonly metadata: Metadata;
  /** All that is wrong in the file itself (`front-matter-parses`, `metadata-valid`, `owner-valid`, `review-dated`). */
  readonly problems: readonly Problem[];
  readonly frontMatter: FrontMatter;
  readonly text: string;
  /** sha256 (hex) of what is material: line endings, trailing blanks and the review keys do not count. */
  readonly contentHash: string;
};
