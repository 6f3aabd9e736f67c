// metrics: all that the service counts and measures. No repository, owner, installation or login is ever a label.
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Budget, createBudgets } from './budgets.ts';
import { createEvents } from './events.ts';
import { PREFIX } from './prefix.ts';
import { type Readings, readWithin } from './readings.ts';
import { createStates } from './states.ts';

export type JobEnded = { readonly kind: string; readonly outcome: string; readonly seconds: number };

export type GitHubAnswered = {
  /** Method and path with its braces. */
  readonly route: string;
  /** Null where there was no answer. */
  readonly status: number | null;
};

export type Metrics = {
  readonly countDelivery: (outcome: string) => void;
  readonly countJob: (job: JobEnded) => void;
  /** A write to GitHub by its kind and how it ended, be it in a dry run. */
  readonly countWrite: (kind: string, outcome: string) => void;
  readonly countRequest: (answered: GitHubAnswered) => void;
  /** GitHub asked for a pause, for its `primary` or its `secondary` limit. */
  readonly countPause: (limit: 'primary' | 'secondary', seconds: number) => void;
  readonly setBudget: (budget: Budget) => void;
  /** What a scrape is answered. A reading that fails is counted, and its gauges are left out. */
  readonly render: () => Promise<{ readonly contentType: string; readonly text: string }>;
};

export type MetricsOptions = {
  readonly readings?: Readings;
  readonly onReadingFailed?: (reading: keyof Readings, cause: unknown) => void;
  /** Milliseconds, of the clock that `Budget.resetsAt` is of; `Date.now` unless told. */
  readonly now?: () => number;
  /** How long a reading may take; three seconds unless told, for a scrape gives up after ten. */
  readonly timeLimitMs?: number;
};

/** The metrics of one service, in a registry of their own, with those of its process. */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { readings = {}, onReadingFailed = () => {}, now = Date.now, timeLimitMs = 3000 } = options;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const events = createEvents(registry);
  const setState = createStates(registry);
  const budgets = createBudgets(now);
  const failed = (reading: keyof Readings) => (cause: unknown) => {
    events.readingFailures.inc({ reading });
    onReadingFailed(reading, cause);
  };
  return {
    countDelivery: (outcome) => events.deliveries.inc({ outcome }),
    countJob({ kind, outcome, seconds }) {
      events.jobs.inc({ kind, outcome });
      events.jobSeconds.observe({ kind }, seconds);
    },
    countWrite: (kind, outcome) => events.writes.inc({ kind, outcome }),
    countRequest: ({ route, status }) => events.requests.inc({ route, status: classOf(status) }),
    countPause(limit, seconds) {
      events.pauses.inc({ limit });
      events.pauseSeconds.inc({ limit }, seconds);
    },
    setBudget: budgets.set,
    async render() {
      const [queues, catalog] = await Promise.all([
        readWithin(readings.queues, timeLimitMs, failed('queues')),
        readWithin(readings.catalog, timeLimitMs, failed('catalog')),
      ]);
      setState({ queues, catalog, budgets: budgets.lowest() });
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function classOf(status: number | null): string {
  return status === null ? 'none' : `${Math.floor(status / 100)}xx`;
}
