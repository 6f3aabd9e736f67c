// store: takes work out of the queue and hands it on, fairly between installations, for as long as its lease is ours.
import type { Queue, Taken } from './queue.ts';
import { LEASE_SECONDS } from './queue.ts';

/** `later`: as if it had never been taken. `failed`: it counts as a try. `hopeless`: it is not tried again, and parked. */
export type Outcome =
  | { readonly state: 'done' }
  | { readonly state: 'later'; readonly afterMs: number }
  | { readonly state: 'failed'; readonly error: string; readonly afterMs: number }
  | { readonly state: 'hopeless'; readonly error: string };

/** Work in hand is ours until another worker may have it. */
export type Lease = {
  /** Throws `LeaseLost` once that may be so. To be asked right before each write. */
  readonly assertHeld: () => void;
};

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(key: string) {
    super(`Another worker may have taken over ${key}; nothing more is written`);
  }
}

export type Handle = (taken: Taken, lease: Lease) => Promise<Outcome>;

export type WorkerOptions = {
  readonly queue: Queue;
  readonly handle: Handle;
  /** Installations that nothing may be done for now. */
  readonly held: () => Promise<readonly number[]>;
  readonly onError: (error: unknown) => void;
  /** How many run side by side. */
  readonly atOnce?: number;
  /** How many of one installation, so that the others get on. */
  readonly perInstallation?: number;
  /** How long to sleep where nothing is to be had and nobody wakes us. */
  readonly pollMs?: number;
};

export type Worker = {
  /** There may be work. */
  readonly wake: () => void;
  /** Resolves when nothing runs here and nothing waits anywhere. */
  readonly idle: () => Promise<void>;
  /** Takes no more, and waits for what runs. What is left after the grace is taken over by others when its lease is over. */
  readonly stop: (graceMs: number) => Promise<void>;
};

/**
 * From how many losses on work is suspected of killing its workers. What was in hand beside it comes back at the same moment, and would
 * die with it again and again: suspects run one after the other, in any order.
 */
const SUSPECT = 3;

/** Leases are renewed three times in their life, and not relied on in its last fifth: a clock that is never set back counts. */
const RENEW_MS = (LEASE_SECONDS * 1000) / 3;
const TRUSTED_MS = (LEASE_SECONDS * 1000 * 4) / 5;

type Running = { readonly taken: Taken; heldUntil: number; ended: Promise<void> };

/** Begins at once. */
export function startWorker(options: WorkerOptions): Worker {
  const { queue, handle, held, onError, atOnce = 8, perInstallation = 4, pollMs = 1_000 } = options;
  const running = new Map<string, Running>();
  let suspects = Promise.resolve();
  let isStopping = false;
  let isWoken = false;
  let rouse = () => {};

  const wake = () => {
    isWoken = true;
    rouse();
  };
  const sleep = async (milliseconds: number) => {
    if (!isWoken && !isStopping) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        rouse = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    isWoken = false;
  };
  const begin = (taken: Taken) => {
    const one: Running = { taken, heldUntil: performance.now() + TRUSTED_MS, ended: Promise.resolve() };
    const lease: Lease = {
      assertHeld: () => {
        if (performance.now() > one.heldUntil) throw new LeaseLost(taken.key);
      },
    };
    const run = async () => {
      const afterMs = await finish(queue, taken, () => handle(taken, lease), onError);
      running.delete(taken.id);
      wake();
      if (afterMs !== null) setTimeout(wake, afterMs + 1).unref();
    };
    running.set(taken.id, one);
    one.ended = taken.attempt < SUSPECT ? run() : suspects.then(run);
    if (taken.attempt >= SUSPECT) suspects = one.ended;
  };
  const takeSome = async (): Promise<number> => {
    const free = atOnce - running.size;
    if (free <= 0) return 0;
    const busy = busyInstallations(running.values(), perInstallation);
    const room = Math.min(free, perInstallation);
    const taken = await queue.take(room, [...new Set([...busy, ...(await held())])]);
    for (const one of shuffled(taken)) begin(one);
    return taken.length;
  };
  const loop = async () => {
    while (!isStopping) {
      try {
        if ((await takeSome()) === 0) await sleep(pollMs);
      } catch (error) {
        onError(error);
        await sleep(pollMs);
      }
    }
  };
  const renew = async () => {
    const now = performance.now();
    const some = [...running.values()];
    const kept = await queue.keep(some.map(({ taken }) => taken));
    for (const one of some) one.heldUntil = kept.has(one.taken.id) ? now + TRUSTED_MS : 0;
  };
  const renewing = setInterval(() => void renew().catch(onError), RENEW_MS);
  const looping = loop();
  return {
    wake,
    idle: async () => {
      // The queue is asked only when nothing runs here: the question takes the database's time from the work.
      while (running.size > 0 || !(await queue.isEmpty()) || running.size > 0) {
        await Promise.all([...running.values()].map(({ ended }) => ended));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    stop: async (graceMs) => {
      isStopping = true;
      wake();
      await looping;
      const all = Promise.all([...running.values()].map(({ ended }) => ended));
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      clearInterval(renewing);
    },
  };
}

function shuffled<T>(all: readonly T[]): readonly T[] {
  const keyed = all.map((one) => ({ one, key: Math.random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}

function busyInstallations(running: Iterable<Running>, most: number): readonly number[] {
  const counts = new Map<number, number>();
  for (const { taken } of running) {
    if (taken.installation !== null) counts.set(taken.installation, (counts.get(taken.installation) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= most).map(([installation]) => installation);
}

/** In how many milliseconds it may be taken again; null: not again. What cannot be told to the queue is told by the lease when it ends. */
async function finish(
  queue: Queue,
  taken: Taken,
  run: () => Promise<Outcome>,
  onError: (error: unknown) => void,
): Promise<number | null> {
  try {
    const outcome = await run();
    const tries = taken.tries + (outcome.state === 'later' ? 0 : 1);
    if (outcome.state === 'done') await queue.done(taken);
    else if (outcome.state === 'hopeless') await queue.park({ ...taken, tries }, outcome.error);
    else {
      await queue.putBack(taken, { afterMs: outcome.afterMs, tries });
      return outcome.afterMs;
    }
  } catch (error) {
    onError(error);
  }
  return null;
}
