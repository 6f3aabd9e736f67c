// flows: one that hangs → an error after a time, and nothing that it still writes.
import { type Lease, LeaseLost } from '../store/worker.ts';

/** Something of our own hangs: what is asked of GitHub ends by itself. */
class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** Rejects when the time is over. What still goes on then goes on under a lease that is lost, and can write nothing more. */
export async function withinLimit(held: Lease, limitMs: number, run: (lease: Lease) => Promise<void>): Promise<void> {
  let isOver = false;
  const lease: Lease = {
    assertHeld: () => {
      if (isOver) throw new LeaseLost('a job that took too long');
      held.assertHeld();
    },
  };
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    isOver = true;
    limit.reject(new TookTooLong(`It took longer than ${limitMs} ms`));
  }, limitMs);
  try {
    await Promise.race([run(lease), limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
