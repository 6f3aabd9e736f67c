// flows: no more than so many requests in a second, evenly.

/** Resolves when the next one may go. */
export type Pace = () => Promise<void>;

export function createPace(perSecond: number): Pace {
  const gapMs = 1_000 / perSecond;
  let free = 0;
  return async () => {
    const now = performance.now();
    const at = Math.max(now, free);
    free = at + gapMs;
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  };
}
