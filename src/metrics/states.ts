// metrics: how things are at the moment of a scrape.
import { Gauge, type Registry } from 'prom-client';
import { PREFIX } from './prefix.ts';
import type { CatalogReading, QueueReading } from './readings.ts';

export type State = {
  /** Null where it could not be read: nothing is said then, rather than 0. */
  readonly queues: readonly QueueReading[] | null;
  readonly catalog: CatalogReading | null;
  /** By resource. */
  readonly budgets: ReadonlyMap<string, number>;
};

/** Gauges in `registry`; the function they are set with takes everything back that was said before. */
export function createStates(registry: Registry): (state: State) => void {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] });
  const byQueue = {
    waiting: gauge('queue_jobs', 'Jobs that wait.', 'queue'),
    oldestSeconds: gauge('queue_oldest_seconds', 'Age of the job that waits longest.', 'queue'),
    parked: gauge('parked_jobs', 'Jobs that failed for good and wait for a person.', 'queue'),
  };
  const ofCatalog = {
    overdue: gauge('overdue_procedures', 'Procedures whose review is overdue.'),
    orphans: gauge('orphaned_procedures', 'Procedures for which nobody can answer any more.'),
    entries: gauge('procedures', 'Procedures in the catalog.'),
    repositories: gauge('repositories', 'Repositories in the catalog.'),
    installations: gauge('installations', 'Installations of the app.'),
  };
  const ofFeedback = {
    unanswered: gauge('unanswered_feedback', 'Open feedback without an answer.'),
    questioned: gauge('questioned_procedures', 'Procedures that open feedback calls dangerous.'),
    reopened: gauge('reopened_feedback', 'Feedback that was closed and opened again.'),
    answerSeconds: gauge('feedback_answer_seconds', 'Median time to the first answer, of the last 90 days.'),
    resolutionSeconds: gauge('feedback_resolution_seconds', 'Median time to the resolution, of the last 90 days.'),
  };
  const openFeedback = gauge('open_feedback', 'Open feedback, by severity.', 'severity');
  const findings = gauge('findings', 'Findings on default branches, by rule.', 'rule');
  const budget = gauge('github_budget_remaining', 'What the installation that has least may still ask.', 'resource');
  const forget = () => {
    for (const one of [...Object.values(byQueue), findings, budget, openFeedback]) one.reset();
    // `reset` would set one without labels to 0.
    for (const one of [...Object.values(ofCatalog), ...Object.values(ofFeedback)]) one.remove({});
  };
  return ({ queues, catalog, budgets }) => {
    forget();
    for (const { queue, ...numbers } of queues ?? []) {
      for (const key of ['waiting', 'oldestSeconds', 'parked'] as const) byQueue[key].set({ queue }, numbers[key]);
    }
    for (const [resource, remaining] of budgets) budget.set({ resource }, remaining);
    if (catalog === null) return;
    for (const [rule, count] of Object.entries(catalog.findings)) findings.set({ rule }, count);
    for (const key of ['overdue', 'orphans', 'entries', 'repositories', 'installations'] as const) {
      ofCatalog[key].set(catalog[key]);
    }
    for (const [severity, count] of Object.entries(catalog.feedback.open)) openFeedback.set({ severity }, count);
    for (const key of ['unanswered', 'questioned', 'reopened', 'answerSeconds', 'resolutionSeconds'] as const) {
      const value = catalog.feedback[key];
      if (value !== null) ofFeedback[key].set(value);
    }
  };
}
