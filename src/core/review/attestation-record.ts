// core/review: attestations as the app's own pull request carries them, hidden in its body.
import { z } from 'zod';
import { type Marker, readMarker, writeQuietMarker } from '../marker.ts';

/** One review of one procedure. `how`: what the reviewer said they did; null where they did not say. */
export type AttestationRecord = {
  readonly path: string;
  readonly id: string;
  /** `@login`. */
  readonly by: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly how: 'read' | 'tested' | null;
  readonly note: string;
  /** Of what was reviewed. */
  readonly contentHash: string;
  /** The date that the review set; null: none. */
  readonly nextReviewOn: string | null;
};

/** What the marker of a pull request with reviews is called. */
export const REVIEWED = 'reviewed';

const DAY = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const RECORD = z.object({
  path: z.string().min(1),
  id: z.string().min(1),
  by: z.string().regex(/^@[\w-]+$/),
  on: DAY,
  how: z.enum(['read', 'tested']).nullable(),
  note: z.string().max(2_000),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  nextReviewOn: DAY.nullable(),
});
const RECORDS = z.object({ attestations: z.array(z.unknown()) });

/** The hidden line of a pull request. `key` is its own among the app's pull requests of the repository. */
export function writeAttestations(key: string, attestations: readonly AttestationRecord[]): string {
  return writeQuietMarker({ kind: REVIEWED, key, attestations });
}

/** The records in a body that the app itself wrote: anybody can write such a line. What cannot be read of it is left out. */
export function readAttestations(body: string): readonly AttestationRecord[] {
  const marker: Marker | null = readMarker(body);
  if (marker?.kind !== REVIEWED) return [];
  const { attestations } = RECORDS.safeParse(marker).data ?? { attestations: [] };
  return attestations.flatMap((one) => RECORD.safeParse(one).data ?? []);
}
