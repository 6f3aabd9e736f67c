// A storm that is small enough to run with the rest of the full counts; `npm run storm` has the large ones (R02, R04, R23).
import { expect, test } from '@jest/globals';
import { runStorm, type StormOptions } from './storm.ts';

const database = process.env['DATABASE_URL'] ?? 'embedded';
/** GitHub's lag, and the service's waits, one to ten; leases cannot be shorter. */
const SCALED = { lagMs: 500, readLagMs: 1_500, patience: 0.1 };
const FINE = { notOnDisk: 0, lost: 0, doubled: 0, parked: 0, violations: 0, examples: [] };

const STORMS: readonly (readonly [string, Partial<StormOptions>])[] = [
  ['a process that is killed', { deliveries: 600, kills: 15 }],
  ['a process that is told to end', { deliveries: 600, rate: 50, kills: 15, signal: 'SIGTERM' }],
  // Two processes on one database.
  ...(database === 'embedded'
    ? []
    : ([
        ['two replicas that end in turn', { deliveries: 600, rate: 50, kills: 15, signal: 'SIGTERM', replicas: 2 }],
        ['a worker that is stopped for longer than its lease', { deliveries: 600, kills: 5, signal: 'SIGSTOP' }],
      ] as const)),
];

test.each(STORMS)(
  '%s: nothing is lost, nothing is doubled',
  async (_, options) => {
    // Where there is another to go to, no delivery fails.
    const none = options.replicas === 2 ? { failedAtFirst: 0 } : {};
    const result = await runStorm({ ...SCALED, ...options, database });
    expect(result).toMatchObject({ ...FINE, ...none, kills: options.kills });
  },
  900_000,
);
