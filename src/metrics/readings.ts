// metrics: what is asked at each scrape, since it is kept elsewhere.

export type QueueReading = {
  readonly queue: string;
  /** Jobs that wait, those for a retry included. */
  readonly waiting: number;
  /** Age of the one that waits longest; 0 where none does. */
  readonly oldestSeconds: number;
  /** Jobs that failed for good and wait for a person. */
  readonly parked: number;
};

/** Over everything that the catalog knows. */
export type CatalogReading = {
  /** By the id of the rule. */
  readonly findings: Readonly<Record<string, number>>;
  readonly overdue: number;
  readonly orphans: number;
  readonly entries: number;
  readonly repositories: number;
  readonly installations: number;
  readonly feedback: {
    /** By severity. */
    readonly open: Readonly<Record<string, number>>;
    readonly unanswered: number;
    /** Procedures that somebody called dangerous. */
    readonly questioned: number;
    readonly reopened: number;
    /** Medians of the last 90 days; null where there is nothing to measure. */
    readonly answerSeconds: number | null;
    readonly resolutionSeconds: number | null;
  };
};

export type Readings = {
  readonly queues?: () => Promise<readonly QueueReading[]>;
  readonly catalog?: () => Promise<CatalogReading>;
};

/** What `read` gives within the time; null, and the cause told, where it fails or takes longer. Null too where there is nothing to read. */
export async function readWithin<T>(
  read: (() => Promise<T>) | undefined,
  milliseconds: number,
  failed: (cause: unknown) => void,
): Promise<T | null> {
  if (!read) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Could not read in ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([read(), late]);
  } catch (cause) {
    failed(cause);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
