// core/change: a review that somebody attested, and whether a change records just that.
import { sameOwner } from '../owner.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** The record of one review. `contentHash`: of what was reviewed. `nextReviewOn`: the date it set, null where it set none. */
export type Attestation = {
  readonly path: string;
  readonly contentHash: string;
  /** `@login` of who attested it. */
  readonly by: string;
  readonly on: string;
  readonly nextReviewOn: string | null;
};

/**
 * The attestation that says all that the review keys of `after` say: of this very content, on this day, by whom the file names (the
 * person, or the owner they reviewed for), and no later next review. Null where none does.
 */
export function attestationOf(
  before: Procedure,
  after: Procedure,
  owner: string | null,
  attestations: readonly Attestation[],
): Attestation | null {
  const { lastReviewedOn, lastReviewedBy, nextReviewOn } = after.metadata;
  const [oldNext, next] = [before.metadata.nextReviewOn?.value.date ?? null, nextReviewOn?.value.date ?? null];
  const named = lastReviewedBy?.value.owner ?? null;
  const isUntouchedName =
    JSON.stringify(before.metadata.lastReviewedBy?.value.written) === JSON.stringify(lastReviewedBy?.value.written);
  return (
    attestations.find(
      ({ path, contentHash, by, on, nextReviewOn: attestedNext }) =>
        path === after.path &&
        contentHash === after.contentHash &&
        on === (lastReviewedOn?.value.date ?? null) &&
        (next === oldNext || next === attestedNext) &&
        (isUntouchedName || [by, owner].some((one) => named && one !== null && sameOwner(named.handle, one))),
    ) ?? null
  );
}
