// start: how the process ends.
import type { Log } from '../log/log.ts';

export type Stopping = {
  readonly log: Log;
  /** Finishes what is under way, within the grace. */
  readonly stop: (graceMs: number) => Promise<void>;
  readonly graceMs?: number;
};

/**
 * SIGTERM and SIGINT: finish within 20 s, then exit 0; a second signal exits 1 at once. An error that nobody caught: it is logged,
 * what can still be finished is, and the exit is 1, since nobody knows what state such a process is in.
 */
export function stopOnSignals({ log, stop, graceMs = 20_000 }: Stopping): void {
  let isStopping = false;
  const end = async (exitCode: number) => {
    isStopping = true;
    // Whatever `stop` waits for, the process is gone soon after the grace.
    setTimeout(() => process.exit(1), graceMs + 1_000).unref();
    try {
      await stop(graceMs);
    } catch (error) {
      log.error({ err: error }, 'Could not stop in good order.');
      process.exit(1);
    }
    log.info('Stopped.');
    process.exit(exitCode);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      log.info({ signal }, 'Stopping.');
      void end(0);
    });
  }
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error: unknown) => {
      log.fatal({ err: error, kind }, 'An error was caught by nobody; stopping.');
      if (!isStopping) void end(1);
    });
  }
}
