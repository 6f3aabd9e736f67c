// core/policy: what a check says, as data. Every report (text, Markdown, JSON, SARIF, annotations) is a function of it.
import type { CodeownersRule, Coverage } from '../codeowners/codeowners.ts';
import type { Finding, RuleId } from '../finding.ts';
import type { Procedure, Risk, Source } from '../procedure/procedure.ts';
import type { Review } from '../review/review.ts';

/** GitHub's word for the outcome of a check run. `skipped`: nothing that the check is about was touched. */
export type Conclusion = 'success' | 'neutral' | 'failure' | 'skipped';

/** The accountable owner of a procedure and where that comes from. */
export type Accountable = { readonly handle: string; readonly kind: 'team' | 'user'; readonly source: Source };

/** A procedure as the catalog and the reports show it. */
export type Entry = {
  readonly procedure: Procedure;
  readonly owner: Accountable | null;
  readonly codeOwners: readonly string[];
  /** The CODEOWNERS line that decided; null where none matched or there is no CODEOWNERS. */
  readonly codeOwnersRule: CodeownersRule | null;
  readonly coverage: Coverage;
  /** Null where the procedure has none declared (it counts as medium). */
  readonly risk: Risk | null;
  readonly review: Review;
};

/** Something a rule could not tell here, and why; never counted as passed. */
export type NotChecked = { readonly rule: RuleId; readonly reason: string };

export type Verdict = {
  readonly conclusion: Conclusion;
  /** No configuration anywhere: nothing is enforced yet. */
  readonly advisory: boolean;
  readonly enforce: 'new' | 'touched' | 'off';
  /** The affected procedures, by path in code-point order. */
  readonly procedures: readonly Entry[];
  /** By path in code-point order, then line, column, rule. */
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly summary: {
    /** All procedures of the head; the affected ones; findings by level. */
    readonly procedures: number;
    readonly affected: number;
    readonly failures: number;
    readonly warnings: number;
    readonly notices: number;
  };
  readonly lookedAt: {
    readonly repository: string;
    readonly head: string;
    /** `main at 1a2b3c4`; null where nothing was compared. */
    readonly base: string | null;
    /** `.github/runbook-steward.yml of main`, or `none (advisory)`. */
    readonly config: string;
    /** The globs that were looked for. */
    readonly include: readonly string[];
    /** Only the procedures that the change may affect were read; `summary.procedures` counts those. */
    readonly isPartial?: true;
  };
  /** What the head's changed configuration would make of the same change; null where it changes none. */
  readonly preview: { readonly conclusion: Conclusion; readonly failures: number; readonly warnings: number } | null;
};
