// cli: what a command may touch of the outside world, so that a test can be the world.
import type { Paint } from '../core/policy/report/text.ts';
import type { ServiceVariables } from '../env.ts';
import type { Store } from '../store/store.ts';

export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** How to colour `out`: the identity where it is no terminal or colour is unwanted. */
  readonly paint: Paint;
  /** Whether a person watches `err`: then long work shows a progress line there. */
  readonly isWatched: boolean;
  readonly columns: number;
  readonly cwd: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** What says where the service keeps what it keeps. */
  readonly variables: () => ServiceVariables;
  /** The service's database, where it is open already. */
  readonly store?: Store;
};

/** What a command ends with: 0 fine, 1 the conclusion is `failure` (or too many warnings), 2 it could not run. */
export type ExitCode = 0 | 1 | 2;

/** Says on one line, rewritten in place, how far long work has come; says nothing where nobody watches. */
export function progress(
  terminal: Terminal,
  what: string,
): { readonly at: (done: number, total: number) => void; readonly end: () => void } {
  let shown = 0;
  return {
    at(done, total) {
      const now = terminal.now();
      if (!terminal.isWatched || now - shown < 100) return;
      shown = now;
      terminal.err(`\r\u001B[K${what} ${done} of ${total}`);
    },
    end() {
      if (shown > 0) terminal.err('\r\u001B[K');
    },
  };
}
