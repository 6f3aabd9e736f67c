// core/review: who could own what has lost its owner.
import { byCodePoint } from '../code-point-order.ts';
import { ownerKey, sameOwner } from '../owner.ts';
import { plural } from '../plural.ts';
import type { Owners } from './owner-facts.ts';

/** Somebody who could be the next owner, and every reason for it as a sentence. */
export type Successor = {
  readonly handle: string;
  readonly kind: 'team' | 'user';
  readonly reasons: readonly string[];
};

/** What is known of the surroundings of orphaned procedures. Handles as GitHub knows them. */
export type Surroundings = {
  /** The handle that is gone. */
  readonly gone: string;
  /** How many of the procedures the CODEOWNERS rules give to whom. */
  readonly codeOwners: readonly { readonly handle: string; readonly procedures: number }[];
  /** Who changed the procedures lately: how many commits, and the day of the last one. */
  readonly authors: readonly { readonly handle: string; readonly commits: number; readonly last: string }[];
  /** Who owns the other procedures of the same folders, and how many. */
  readonly siblings: readonly { readonly handle: string; readonly procedures: number }[];
};

const MOST = 5;
/** CODEOWNERS is somebody's decision, an edit is somebody's work, a neighbour is a guess. */
const WEIGHT = { codeOwner: 100, author: 40, sibling: 20, team: 10 };

type Scored = Successor & { readonly score: number };

/** At most five that can act, best first: those whom CODEOWNERS names, then recent authors, then the owners of sibling procedures. */
export function rankSuccessors(surroundings: Surroundings, owners: Owners): readonly Successor[] {
  const { codeOwners, authors, siblings } = surroundings;
  const found = new Map<string, Scored>();
  const add = (handle: string, score: number, reason: string): void => {
    const facts = owners.get(ownerKey(handle));
    if (facts?.state !== 'alive' || sameOwner(handle, surroundings.gone)) return;
    const known = found.get(ownerKey(handle));
    const begin = facts.kind === 'team' ? WEIGHT.team : 0;
    found.set(ownerKey(handle), {
      handle: facts.handle,
      kind: facts.kind,
      reasons: [...(known?.reasons ?? []), reason],
      score: (known?.score ?? begin) + score,
    });
  };
  for (const { handle, procedures } of codeOwners)
    add(handle, WEIGHT.codeOwner + few(procedures), `CODEOWNERS gives it ${of(procedures)}.`);
  for (const { handle, commits, last } of authors)
    add(
      handle,
      WEIGHT.author + few(commits),
      `Made ${plural(commits, 'change')} to these procedures, the last on ${last}.`,
    );
  for (const { handle, procedures } of siblings)
    add(handle, WEIGHT.sibling + few(procedures), `Owns ${plural(procedures, 'other procedure')} in the same folders.`);
  return [...found.values()]
    .sort((a, b) => b.score - a.score || byCodePoint(ownerKey(a.handle), ownerKey(b.handle)))
    .slice(0, MOST)
    .map(({ handle, kind, reasons }) => ({ handle, kind, reasons }));
}

/** Counts break ties within one kind of reason and never lift one over the next kind. */
function few(count: number): number {
  return Math.min(count, 9);
}

function of(procedures: number): string {
  return procedures === 1 ? 'one of these procedures' : `${procedures} of these procedures`;
}
