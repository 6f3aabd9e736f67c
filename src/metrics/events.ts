// metrics: what is counted when it happens.
import { Counter, Histogram, type Registry } from 'prom-client';
import { PREFIX } from './prefix.ts';

const JOB_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** The counters in `registry`. They begin at nothing with the process. */
export function createEvents(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `${PREFIX}${name}_total`, help, labelNames, registers: [registry] });
  return {
    deliveries: counter('deliveries', 'Webhook deliveries, by what the endpoint answered.', 'outcome'),
    jobs: counter('jobs', 'Jobs that ended, by how.', 'kind', 'outcome'),
    jobSeconds: new Histogram({
      name: `${PREFIX}job_duration_seconds`,
      help: 'How long jobs took.',
      labelNames: ['kind'],
      buckets: JOB_SECONDS,
      registers: [registry],
    }),
    writes: counter('writes', 'Writes to GitHub, by how they ended.', 'kind', 'outcome'),
    requests: counter('github_requests', 'Requests to GitHub; status `none`: no answer.', 'route', 'status'),
    pauses: counter('github_pauses', 'Times that GitHub asked for a pause.', 'limit'),
    pauseSeconds: counter('github_pause_seconds', 'How long GitHub asked to pause.', 'limit'),
    readingFailures: counter('reading_failures', 'Readings for a scrape that failed or were late.', 'reading'),
  };
}
