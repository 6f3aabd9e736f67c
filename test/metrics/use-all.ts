// test/metrics: a service that has done and knows a little of everything.
import type { Metrics } from '../../src/metrics/metrics.ts';
import type { CatalogReading, QueueReading } from '../../src/metrics/readings.ts';

export const QUEUES: readonly QueueReading[] = [
  { queue: 'check', waiting: 3, oldestSeconds: 12.5, parked: 1 },
  { queue: 'index', waiting: 0, oldestSeconds: 0, parked: 0 },
];
export const CATALOG: CatalogReading = {
  findings: { 'owner-declared': 7, 'review-overdue': 2 },
  overdue: 2,
  orphans: 1,
  entries: 5000,
  repositories: 40,
  installations: 3,
  feedback: {
    ...{ open: { dangerous: 1, none: 2 }, unanswered: 2, questioned: 1, reopened: 1 },
    ...{ answerSeconds: 7200, resolutionSeconds: 86_400 },
  },
};

/** Counts something of each kind. */
export function useAll(metrics: Metrics): void {
  for (const outcome of ['accepted', 'accepted', 'bad-signature']) metrics.countDelivery(outcome);
  metrics.countJob({ kind: 'check', outcome: 'done', seconds: 0.1 });
  metrics.countJob({ kind: 'check', outcome: 'parked', seconds: 4 });
  for (const status of [200, 201, 404, 502, null]) metrics.countRequest({ route: 'GET /repos/{owner}/{repo}', status });
  metrics.countPause('secondary', 60);
  metrics.countPause('secondary', 30);
  metrics.countWrite('issue', 'dry-run');
}
