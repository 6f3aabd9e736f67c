// flows: what a flow works with.
import type { Seal } from '../core/change/override-record.ts';
import type { Clock } from '../core/policy/policy-of.ts';
import type { Connection } from '../github/connect.ts';
import type { RepositoryName } from '../github/github.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import type { Lease } from '../store/worker.ts';
import type { Job } from './job.ts';

/** A delivery of GitHub's, whose origin is sure. */
export type Delivered = { readonly guid: string; readonly event: string; readonly payload: object };

export type Tools = {
  readonly connection: Connection;
  readonly store: Store;
  readonly clock: Clock;
  /** The hour of the day (0 to 23) in a time zone. */
  readonly hour: (timeZone: string) => number;
  /** `POLICY_REPO`; null: the organisation's own places. */
  readonly policyRepository: RepositoryName | null;
  /** The site that people see: `https://github.com`. */
  readonly webUrl: string;
  /** Nothing is written to GitHub; what would have been goes to the log and the audit. */
  readonly isDryRun: boolean;
  /** How long GitHub may hide what was just written. */
  readonly readLagMs: number;
  /** Bodies of procedures are kept for search and for indexing without reading them again (`STORE_BODIES`). */
  readonly storesBodies: boolean;
  /** What the app seals with its key nobody else can write. */
  readonly seal: Seal;
  /** Puts jobs into the queue. */
  readonly send: (jobs: readonly Job[]) => Promise<void>;
  /** Takes a delivery in as the endpoint does; `known` where it is here already. */
  readonly takeIn: (delivery: Delivered) => Promise<'new' | 'known'>;
  /** To be asked right before each write. */
  readonly lease: Lease;
  /** The delivery that the job came from; null where the clock sent it. */
  readonly delivery: string | null;
  /** When GitHub told of what the job is about, in milliseconds since 1970; null where nobody did, and the clock sent it. */
  readonly since: number | null;
  readonly log: Log;
  /** Told of each write that `applyEffect` ends. */
  readonly onWrite?: (kind: string, outcome: 'done' | 'failed' | 'planned') => void;
};

/** The name of the check run that says who owns the procedures. People require it by this name: it never changes. */
export const OWNERSHIP_CHECK = 'Procedure ownership';
/** The same of the one that says who has approved. */
export const APPROVAL_CHECK = 'Procedure approval';
