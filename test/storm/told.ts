// test/storm: what a service's process and the storm around it say to each other.
import type { Depth } from '../../src/store/queue.ts';
import type { CrashPoint } from './crash-points.ts';

export type ProgramOptions = {
  /** How long GitHub is thought to hide what was written. */
  readonly readLagMs: number;
  /** Factor on every wait before a further try. */
  readonly patience?: number;
  /** Where the process kills itself. */
  readonly crashAt?: CrashPoint | null;
  /** A repository, `owner/name`: whoever reads the files of its pull requests uses up all memory. */
  readonly devours?: string;
  /** Whether missed deliveries are looked for at the start. */
  readonly isSwept?: boolean;
  readonly today: string;
  /** Instead of `ROLE`: the embedded database has no worker elsewhere, and a service that has one lets none do without it. */
  readonly role?: 'web';
};

export type Asked = 'depth' | 'memory' | 'known' | 'entries';

export type Told =
  | { readonly url: string }
  | { readonly depth: Depth | null }
  | { readonly maxRssMb: number }
  | { readonly known: readonly string[] }
  /** Paths in the catalog. */
  | { readonly entries: readonly string[] };
