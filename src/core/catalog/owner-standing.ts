// core/catalog: what the catalog says of an owner, and whether a procedure of theirs is an orphan.
import type { OwnerState } from '../snapshot.ts';

/**
 * `renamed`: the team or account goes by another name now, which is known. `no-access` and `no-write`: it is there and may not change the
 * repository. `unknown` is never treated as gone.
 */
export type Standing = 'alive' | 'gone' | 'renamed' | 'empty' | 'secret' | 'no-access' | 'no-write' | 'unknown';

const STANDINGS: Readonly<Record<OwnerState['state'], Standing>> = {
  alive: 'alive',
  missing: 'gone',
  empty: 'empty',
  secret: 'secret',
  'no-access': 'no-access',
  'no-write': 'no-write',
  unknown: 'unknown',
};

export function standingOf(state: OwnerState['state']): Standing {
  return STANDINGS[state];
}

/** The standings that make orphans (contract §1: the owner is gone, empty, or has lost access). A renamed owner only needs the new name written down. */
export const ORPHANING: readonly Standing[] = ['gone', 'empty', 'no-access', 'no-write'];

export function isOrphaning(standing: Standing): boolean {
  return ORPHANING.includes(standing);
}
