// core/review: what GitHub knows of those who can be asked.
import type { OwnerState } from '../snapshot.ts';

/** A member of a team. `open`: how many open issues of ours are assigned to them. */
export type Member = {
  readonly login: string;
  readonly canAct: boolean;
  readonly isBusy: boolean;
  readonly open: number;
};

/** An owner, approver or fallback, as GitHub knows it. `unknown` is never treated as gone, and never mentioned. */
export type OwnerFacts = {
  readonly handle: string;
  readonly kind: 'team' | 'user';
  readonly state: OwnerState['state'];
  /** Of a team, where they were read. */
  readonly members: readonly Member[];
};

/** By `ownerKey` of the handle. */
export type Owners = ReadonlyMap<string, OwnerFacts>;
