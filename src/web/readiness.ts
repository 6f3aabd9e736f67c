// web: whether this process can do its work, for load balancers and for people.

/** What is asked: it resolves to false, rejects or takes too long where it is not so. */
export type Readiness = Readonly<Record<string, () => Promise<boolean>>>;

export type ReadinessOptions = {
  /** How long an answer is good for: nobody's probes make the service ask GitHub more often. */
  readonly keptMs?: number;
  readonly timeLimitMs?: number;
  /** Milliseconds, of a clock that is never set back. */
  readonly now?: () => number;
};

/** Gives the names of what is not so now. */
export function createReadiness(checks: Readiness, options: ReadinessOptions = {}): () => Promise<readonly string[]> {
  const { keptMs = 5_000, timeLimitMs = 3_000, now = () => performance.now() } = options;
  let asked = { until: Number.NEGATIVE_INFINITY, answer: Promise.resolve<readonly string[]>([]) };
  const ask = async () => {
    const answers = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => ((await within(check(), timeLimitMs)) ? null : name)),
    );
    return answers.filter((name) => name !== null);
  };
  return () => {
    if (now() >= asked.until) asked = { until: now() + keptMs, answer: ask() };
    return asked.answer;
  };
}

async function within(answer: Promise<boolean>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return false; // Whoever is asked logs its own failures.
  } finally {
    clearTimeout(timer);
  }
}
