// core/review: an issue that the app opened, from its own record and from what GitHub last said of it.

/** In `told`: the owner said that the procedure is not right yet. */
export const NEEDS_WORK = 'needs-work';

export type IssueKind = 'review' | 'orphaned';

/** A procedure that an issue listed when it was last written, and the due day that it had then. */
export type Listed = { readonly key: string; readonly due: string | null };

/** Somebody who answers for a procedure said that it is not theirs: it holds while `owner` is its owner. `team`: whose it is, they say. */
export type Disowned = {
  readonly key: string;
  readonly owner: string;
  /** `@login`. */
  readonly by: string;
  readonly on: string;
  readonly team: string | null;
};

export type KnownIssue = {
  readonly kind: IssueKind;
  readonly key: string;
  readonly number: number;
  /** `gone`: deleted, or moved to where the app cannot act. */
  readonly state: 'open' | 'closed' | 'gone';
  /** Absent where it is open or gone. */
  readonly closed?: { readonly by: 'app' | 'person'; readonly as: 'completed' | 'not-planned'; readonly on: string };
  /** Since when it is open: one that is opened again begins anew. */
  readonly openedOn: string;
  /** As the plan gave it when the issue was last written. */
  readonly bodyHash: string;
  /** The owner it was last written for. */
  readonly owner: string | null;
  readonly listed: readonly Listed[];
  /** What was said or done once, as the plan named it (`Comment.as`, `Reopen.as`), and what the owner answered (`NEEDS_WORK`). */
  readonly told: readonly string[];
  /** By the command `snooze`. The last day of silence. */
  readonly snoozedUntil: string | null;
  /** By the command `delegate`. */
  readonly delegatedTo: string | null;
  /** By the command `not-ours`. */
  readonly disowned?: readonly Disowned[];
  /** Nobody can comment. */
  readonly isLocked: boolean;
};
