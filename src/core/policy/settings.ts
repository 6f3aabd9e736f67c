// core/policy: what a configuration says, with every default filled in.
import type { Level, RuleId } from '../finding.ts';
import type { Interval, Risk, Status } from '../procedure/procedure.ts';

/** Something of each class of risk, where it is said. */
export type ByRisk<T> = Readonly<Partial<Record<Risk, T>>>;

/** A map that a file wrote: no prototype, so that no key of it means anything but itself. */
export type Written<T> = Readonly<Record<string, T>>;

/** A time-limited exception: `rules` hold for the procedures that `files` match, up to and including `until` (`YYYY-MM-DD`). */
export type Override = {
  readonly files: readonly string[];
  readonly rules: Readonly<Partial<Record<RuleId, Level>>>;
  readonly until: string | null;
};

/**
 * What a change does to a procedure. `metadata`: its text stays; `review`: all but the review keys stays; `hand-over`: its accountable
 * owner becomes another.
 */
export type ChangeKind = 'content' | 'metadata' | 'review' | 'deletion' | 'rename' | 'hand-over';

/** Who has to approve a change: `count` of `from`, where `when` holds (every condition; an empty one always holds). */
export type ApprovalRule = {
  readonly when: {
    readonly risk: readonly Risk[] | null;
    readonly change: readonly ('standard' | 'normal' | 'emergency')[] | null;
    readonly status: readonly Status[] | null;
    readonly files: readonly string[] | null;
    readonly kind: readonly ChangeKind[] | null;
    readonly author: readonly Handle[] | null;
  };
  readonly from: readonly Handle[];
  readonly count: number;
};

/** When people are at work. Days are ISO 8601 (Monday 1 to Sunday 7); hours 0 to 24 in `review.timeZone`, `toHour` excluded. */
export type OpenOn = { readonly days: readonly number[]; readonly fromHour: number; readonly toHour: number };

export type OwnerSource = 'front-matter' | 'codeowners' | 'catalog-info';

/** `@org/team` or `@user`. */
type Handle = string;

/** ISO 8601, in days, weeks, months or years. */
type Duration = string;

/**
 * Contract §3, complete: a key that nobody set has its default. Durations are ISO 8601. `defaults` is not here: it is a metadata block
 * with a source of its own (`Policy.defaultsBlocks`).
 */
export type Settings = {
  readonly enabled: boolean;
  readonly enforce: 'new' | 'touched' | 'off';
  /** Globs for `compileGlobs`. `formats`: globs by the name of a format other than Markdown. */
  readonly procedures: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly formats: Written<readonly string[]>;
  };
  /** `aliases`: further names of a metadata key, in order of preference. */
  readonly metadata: { readonly aliases: Written<readonly string[]>; readonly dates: 'iso' | 'mdy' };
  /** `map`: what a slug, e-mail or entity reference stands for. `fallback` is told of what nobody owns. */
  readonly owners: {
    readonly map: Written<string>;
    readonly from: readonly OwnerSource[];
    readonly fallback: Handle | null;
  };
  readonly review: {
    readonly default: Interval;
    readonly byRisk: ByRisk<Interval>;
    readonly dueSoon: Duration;
    /** Spread the first reviews of undated procedures over one interval, and level those that fall due together. */
    readonly spread: boolean;
    readonly escalateAfter: ByRisk<Duration> & { readonly default: Duration };
    /** An IANA name. */
    readonly timeZone: string;
    readonly openOn: OpenOn;
  };
  /** `repository`: `owner/name` where issues go instead. Counts are of new issues. */
  readonly issues: {
    readonly repository: string | null;
    readonly assign: 'person' | 'none';
    readonly perOwnerWeekly: number;
    readonly perRun: number;
    readonly perDay: number;
  };
  /** Null: no approval check. */
  readonly approval: {
    readonly rules: readonly ApprovalRule[];
    readonly board: Handle | null;
    readonly requestReviewers: number;
  } | null;
  readonly feedback: { readonly respondIn: Readonly<Record<FeedbackKind, Duration>> };
  /** Who may override a verdict; empty: the administrators of the repository. */
  readonly override: { readonly by: readonly Handle[] };
  readonly labels: Readonly<Record<LabelName, string>>;
  readonly dashboard: boolean;
  /** `allow`: logins of bots whose approvals, commands and feedback count. */
  readonly bots: { readonly allow: readonly string[] };
  readonly rules: Readonly<Partial<Record<RuleId, Level>>>;
  readonly overrides: readonly Override[];
};

export type FeedbackKind = 'dangerous' | 'wrong' | 'unclear' | 'idea';

/** What a label is on; its value in `Settings.labels` is the label's name on GitHub. */
export type LabelName =
  | 'review'
  | 'orphaned'
  | 'feedback'
  | 'needsOwner'
  | 'dangerous'
  | 'wrong'
  | 'unclear'
  | 'idea'
  | 'automate';
