// core/review: what the plan of issues is made from.
import type { Risk } from '../procedure/procedure.ts';
import type { ReviewEntry } from './entry.ts';
import type { KnownIssue } from './known-issue.ts';
import type { OpenOn } from './open-hours.ts';
import type { Owners } from './owner-facts.ts';

/** The part of the configuration that says how issues are written; the project's whole settings fit. Durations are ISO 8601. */
export type PlanSettings = {
  readonly owners: { readonly fallback: string | null };
  readonly review: {
    readonly escalateAfter: Readonly<Partial<Record<Risk, string>>> & { readonly default: string };
    readonly openOn: OpenOn;
  };
  readonly issues: {
    readonly assign: 'person' | 'none';
    readonly perOwnerWeekly: number;
    readonly perRun: number;
    readonly perDay: number;
  };
  readonly labels: { readonly review: string; readonly orphaned: string };
};

/**
 * How many new issues there were already: for each owner (`ownerKey`) this week across the installation, today in the organisation, and
 * in this place (`perRun`): all runs of a day are one run, that goes on.
 */
export type Used = {
  readonly perOwnerWeekly: ReadonlyMap<string, number>;
  readonly perDay: number;
  readonly perRun: number;
};

/** One place that issues go to: a repository with its own procedures, or `issues.repository` with those of all that name it. */
export type PlanInput = {
  readonly entries: readonly ReviewEntry[];
  readonly owners: Owners;
  /** Every issue of this place that the app knows of, also closed ones. */
  readonly issues: readonly KnownIssue[];
  readonly settings: PlanSettings;
  /** `YYYY-MM-DD` and the hour of the day (0 to 23) in `review.timeZone`. */
  readonly today: string;
  readonly hour: number;
  readonly used: Used;
};
