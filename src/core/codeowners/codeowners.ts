// core/codeowners: GitHub's CODEOWNERS file, as data.
import type { Position } from '../position.ts';

/** The places GitHub looks, in its order; the first that exists counts. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** An owner on a CODEOWNERS line. `handle` as written, `@` kept; an e-mail is written bare. */
export type CodeOwner = { readonly kind: 'team' | 'user' | 'email'; readonly handle: string };

/** A line that GitHub takes as a rule. A rule without owners un-owns what it matches. */
export type CodeownersRule = {
  readonly line: number;
  readonly pattern: string;
  readonly owners: readonly CodeOwner[];
  /** Whether the pattern means every path (`*`, `/**`, `**`, or another way to say so). */
  readonly isCatchAll: boolean;
};

/**
 * A line that GitHub skips (`pattern`, `owner`: its "Invalid pattern" and "Invalid owner"), a file that is not loaded at all
 * (`too-large`, `unreadable`), or a point on which the field disagrees (`disputed`: the line still counts).
 */
export type CodeownersProblem = {
  readonly at: Position;
  readonly kind: 'pattern' | 'owner' | 'too-large' | 'unreadable' | 'disputed';
  readonly message: string;
  /** One imperative sentence. */
  readonly fix: string;
};

export type Codeowners = {
  readonly path: string;
  readonly rules: readonly CodeownersRule[];
  readonly problems: readonly CodeownersProblem[];
};

/** How well a path is owned: by a rule of its own, only by one that means everything, or not at all. */
export type Coverage = 'specific' | 'catch-all' | 'none';
