// test/metrics: what a scrape says, what it says of a failure, and that no label names a customer.
import { describe, expect, test } from '@jest/globals';
import { createMetrics, type Metrics, type MetricsOptions } from '../../src/metrics/metrics.ts';
import { CATALOG, QUEUES, useAll } from './use-all.ts';

const LABELS = ['severity', 'outcome', 'kind', 'route', 'status', 'limit', 'reading', 'queue', 'rule', 'resource'];
/** Those of prom-client's metrics of the process. */
const PROCESS_LABELS = ['le', 'version', 'major', 'minor', 'patch', 'type', 'space'];

describe('a scrape', () => {
  test('says what was counted', async () => {
    const metrics = createMetrics();
    useAll(metrics);
    expect(await ours(metrics)).toEqual([
      'deliveries_total{outcome="accepted"} 2',
      'deliveries_total{outcome="bad-signature"} 1',
      'github_pause_seconds_total{limit="secondary"} 90',
      'github_pauses_total{limit="secondary"} 2',
      'github_requests_total{route="GET /repos/{owner}/{repo}",status="2xx"} 2',
      'github_requests_total{route="GET /repos/{owner}/{repo}",status="4xx"} 1',
      'github_requests_total{route="GET /repos/{owner}/{repo}",status="5xx"} 1',
      'github_requests_total{route="GET /repos/{owner}/{repo}",status="none"} 1',
      'job_duration_seconds_bucket{le="+Inf",kind="check"} 2',
      'job_duration_seconds_bucket{le="0.05",kind="check"} 0',
      'job_duration_seconds_bucket{le="0.1",kind="check"} 1',
      'job_duration_seconds_bucket{le="0.25",kind="check"} 1',
      'job_duration_seconds_bucket{le="0.5",kind="check"} 1',
      'job_duration_seconds_bucket{le="1",kind="check"} 1',
      'job_duration_seconds_bucket{le="10",kind="check"} 2',
      'job_duration_seconds_bucket{le="2.5",kind="check"} 1',
      'job_duration_seconds_bucket{le="30",kind="check"} 2',
      'job_duration_seconds_bucket{le="300",kind="check"} 2',
      'job_duration_seconds_bucket{le="5",kind="check"} 2',
      'job_duration_seconds_bucket{le="60",kind="check"} 2',
      'job_duration_seconds_count{kind="check"} 2',
      'job_duration_seconds_sum{kind="check"} 4.1',
      'jobs_total{kind="check",outcome="done"} 1',
      'jobs_total{kind="check",outcome="parked"} 1',
      'writes_total{kind="issue",outcome="dry-run"} 1',
    ]);
  });

  test('says how things are', async () => {
    const metrics = createMetrics({ readings: { queues: async () => QUEUES, catalog: async () => CATALOG } });
    expect(await ours(metrics)).toEqual([
      'feedback_answer_seconds 7200',
      'feedback_resolution_seconds 86400',
      'findings{rule="owner-declared"} 7',
      'findings{rule="review-overdue"} 2',
      'installations 3',
      'open_feedback{severity="dangerous"} 1',
      'open_feedback{severity="none"} 2',
      'orphaned_procedures 1',
      'overdue_procedures 2',
      'parked_jobs{queue="check"} 1',
      'parked_jobs{queue="index"} 0',
      'procedures 5000',
      'questioned_procedures 1',
      'queue_jobs{queue="check"} 3',
      'queue_jobs{queue="index"} 0',
      'queue_oldest_seconds{queue="check"} 12.5',
      'queue_oldest_seconds{queue="index"} 0',
      'reopened_feedback 1',
      'repositories 40',
      'unanswered_feedback 2',
    ]);
  });

  test('says nothing any more of what is gone', async () => {
    let queues = QUEUES;
    let catalog = CATALOG;
    const metrics = createMetrics({ readings: { queues: async () => queues, catalog: async () => catalog } });
    await metrics.render();
    queues = QUEUES.slice(1);
    catalog = { ...CATALOG, findings: {} };
    const lines = await ours(metrics);
    expect(lines.filter((line) => /check|findings/.test(line))).toEqual([]);
    expect(lines).toContain('queue_jobs{queue="index"} 0');
  });

  test('says of the limits what the installation with least has left, until the limit is whole again', async () => {
    let time = 1_000_000;
    const metrics = createMetrics({ now: () => time });
    metrics.setBudget({ installation: 1, resource: 'core', remaining: 4000, resetsAt: time + 60_000 });
    metrics.setBudget({ installation: 2, resource: 'core', remaining: 12, resetsAt: time + 30_000 });
    metrics.setBudget({ installation: 2, resource: 'graphql', remaining: 5000, resetsAt: time + 60_000 });
    const budget = async () => (await ours(metrics)).filter((line) => line.startsWith('github_budget'));
    expect(await budget()).toEqual([
      'github_budget_remaining{resource="core"} 12',
      'github_budget_remaining{resource="graphql"} 5000',
    ]);
    time += 30_000;
    expect(await budget()).toContain('github_budget_remaining{resource="core"} 4000');
    time += 30_000;
    expect(await budget()).toEqual([]);
  });
});

describe('a reading that fails', () => {
  const failing: readonly (readonly [string, () => Promise<never>])[] = [
    ['with an error', () => Promise.reject(new Error('The database is gone'))],
    ['by being late', () => new Promise(() => {})],
  ];
  test.each(failing)('%s is counted and told, and leaves no false zero', async (_, catalog) => {
    const told: unknown[] = [];
    const readings = { queues: async () => QUEUES, catalog };
    const options: MetricsOptions = { readings, timeLimitMs: 50, onReadingFailed: (reading) => told.push(reading) };
    const lines = await ours(createMetrics(options));
    expect(lines).toContain('queue_jobs{queue="check"} 3');
    expect(lines).toContain('reading_failures_total{reading="catalog"} 1');
    expect(lines.filter((line) => /procedures|installations|repositories|findings/.test(line))).toEqual([]);
    expect(told).toEqual(['catalog']);
  });

  test('takes back what was said before', async () => {
    let isGone = false;
    const catalog = async () => {
      if (isGone) throw new Error('The database is gone');
      return CATALOG;
    };
    const metrics = createMetrics({ readings: { catalog } });
    expect(await ours(metrics)).toContain('procedures 5000');
    isGone = true;
    expect(await ours(metrics)).toEqual(['reading_failures_total{reading="catalog"} 1']);
  });
});

test('no label can name a repository, an owner, an installation or a login', async () => {
  const metrics = createMetrics({ readings: { queues: async () => QUEUES, catalog: async () => CATALOG } });
  useAll(metrics);
  metrics.setBudget({ installation: 987654, resource: 'core', remaining: 1, resetsAt: Date.now() + 60_000 });
  const { text } = await metrics.render();
  const used = [...text.matchAll(/[{,]([a-z_]+)="/g)].map(([, name]) => name);
  expect([...new Set(used)].filter((name) => ![...LABELS, ...PROCESS_LABELS].includes(name ?? ''))).toEqual([]);
  expect(LABELS.filter((name) => !used.includes(name) && name !== 'reading')).toEqual([]);
  expect(text).not.toContain('987654');
});

test('two services in one process have their own numbers', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.countDelivery('accepted');
  expect(await ours(other)).toEqual([]);
});

test('every metric has a help text and a type', async () => {
  const { text, contentType } = await createMetrics().render();
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  const names = [...text.matchAll(/^# HELP (\S+) \S.*\.?$/gm)].map(([, name]) => name);
  const typed = [...text.matchAll(/^# TYPE (\S+) (?:counter|gauge|histogram|summary)$/gm)].map(([, name]) => name);
  expect(names).toEqual(typed);
  expect(names.filter((name) => !name?.startsWith('runbook_steward_'))).toEqual([]);
});

/** The lines with values, without those about the process, in order of the alphabet. */
async function ours(metrics: Metrics): Promise<readonly string[]> {
  const { text } = await metrics.render();
  return text
    .split('\n')
    .filter((line) => line.startsWith('runbook_steward_') && !/^runbook_steward_(process|nodejs)_/.test(line))
    .map((line) => line.slice('runbook_steward_'.length))
    .sort();
}
