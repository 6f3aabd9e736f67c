// core/review: all that issues about reviews are made from, as plain data.
import type { Risk } from '../procedure/procedure.ts';
import type { Check } from './checks.ts';
import type { Successor } from './successors.ts';

/** A procedure as the plan sees it. Days are `YYYY-MM-DD`; web addresses are made by the caller. */
export type ReviewEntry = {
  /** Unique among the entries and the same after a rename, where the caller can tell; the key of an issue about this procedure alone. */
  readonly key: string;
  /** Keys under which an issue may have been opened before. */
  readonly formerKeys: readonly string[];
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
  readonly title: string;
  /** The page of the file. */
  readonly url: string | null;
  /** The accountable owner's handle. */
  readonly owner: string | null;
  /** Null counts as medium. */
  readonly risk: Risk | null;
  readonly last: string | null;
  /** The real due day; null for an undated procedure. */
  readonly due: string | null;
  /** The day on which the review is asked for: the levelled day, or the end of an undated procedure's clock; null: never. */
  readonly planned: string | null;
  /** ISO 8601; null where nobody knows. */
  readonly interval: string | null;
  /** Handles, the first one first. */
  readonly approvers: readonly string[];
  readonly contentHash: string;
  /** What the last attestation saw. */
  readonly attested: { readonly contentHash: string; readonly how: 'read' | 'tested' | null } | null;
  /** What changed since the last review. */
  readonly compareUrl: string | null;
  readonly feedback: { readonly open: number; readonly dangerous: number };
  readonly checks: readonly Check[];
  /** The open pull request that sets the review keys. */
  readonly pendingPull: { readonly number: number; readonly url: string } | null;
  /** False where the place that issues go to shows more people more than the procedure's own repository: then it is a count only. */
  readonly isNameable: boolean;
  /** Proposals for an orphan, best first. */
  readonly successors: readonly Successor[];
};

/** Every class, where no class counts as medium. */
export function riskOf({ risk }: Pick<ReviewEntry, 'risk'>): Risk {
  return risk ?? 'medium';
}

const GRAVITY: Readonly<Record<Risk, number>> = { low: 0, medium: 1, high: 2, critical: 3 };

/** How much a class weighs, for sorting. */
export function gravityOf(risk: Risk): number {
  return GRAVITY[risk];
}

/** High and critical procedures have an issue of their own. */
export function isGrave(entry: Pick<ReviewEntry, 'risk'>): boolean {
  return gravityOf(riskOf(entry)) >= GRAVITY.high;
}

/** Whether the text is another one than the last attestation saw; null where there is no attestation. */
export function isEditedSinceReview({
  contentHash,
  attested,
}: Pick<ReviewEntry, 'contentHash' | 'attested'>): boolean | null {
  return attested && attested.contentHash !== contentHash;
}
