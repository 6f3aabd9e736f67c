// core/review: what is to be written, as data; each write with the reason for it.
import type { Risk } from '../procedure/procedure.ts';
import type { IssueKind, Listed } from './known-issue.ts';

/** What an issue says. `bodyHash` is of the text without its mention, and is what the record keeps. */
export type IssueText = {
  readonly kind: IssueKind;
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly bodyHash: string;
  readonly owner: string | null;
  readonly listed: readonly Listed[];
};

export type Create = IssueText & {
  readonly labels: readonly string[];
  /** Logins. */
  readonly assignees: readonly string[];
  readonly reason: string;
};

/** The new text never mentions anybody. */
export type Update = IssueText & { readonly number: number; readonly reason: string };

export type Close = { readonly number: number; readonly as: 'completed' | 'not-planned'; readonly reason: string };

/** `as` goes into the record's `told`, so that it happens once. */
export type Reopen = { readonly number: number; readonly as: string; readonly reason: string };

export type Comment = { readonly number: number; readonly as: string; readonly body: string; readonly reason: string };

/** An issue that is due and is not opened now. */
export type Waiting = {
  readonly kind: IssueKind;
  readonly key: string;
  readonly owner: string | null;
  readonly risk: Risk;
  /** The earliest due day among its procedures. */
  readonly since: string | null;
  readonly procedures: readonly string[];
  readonly why: 'hours' | 'owner-weekly' | 'per-run' | 'per-day' | 'snoozed' | 'no-owner';
  readonly reason: string;
};

export type IssuePlan = {
  readonly create: readonly Create[];
  readonly update: readonly Update[];
  readonly close: readonly Close[];
  readonly reopen: readonly Reopen[];
  readonly comment: readonly Comment[];
  /** Riskiest first. Not a write. */
  readonly waiting: readonly Waiting[];
};

/** Whether nothing is to be written. */
export function isEmptyPlan({ create, update, close, reopen, comment }: IssuePlan): boolean {
  return [create, update, close, reopen, comment].every((writes) => writes.length === 0);
}
