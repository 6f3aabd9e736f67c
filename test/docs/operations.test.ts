// test/docs: the page for operators has every metric of ours, with its labels, and no other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { CATALOG, QUEUES, useAll } from '../metrics/use-all.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');

test('every metric has its row, and every row its metric', async () => {
  const [, table = ''] = /^## Metrics$([\s\S]*?)^## /m.exec(page) ?? [];
  const rows = [...table.matchAll(/^\| `([a-z_]+)` \| ([^|]*)\|/gm)].map(([, name = '', labels = '']) =>
    named(
      name,
      [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
    ),
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.sort()).toEqual([...(await metricsInUse())].sort());
});

test('an alert asks for metrics that there are', async () => {
  const known = [...(await metricsInUse())].map((one) => one.split(' ')[0]);
  const asked = [...page.matchAll(/\brunbook_steward_(?!process_|nodejs_)([a-z_]+)/g)].map(([, name]) => name);
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((name) => !known.includes(name))).toEqual([]);
});

async function metricsInUse(): Promise<ReadonlySet<string>> {
  const catalog = async () => CATALOG;
  const used = createMetrics({ readings: { queues: async () => QUEUES, catalog } });
  useAll(used);
  used.setBudget({ installation: 1, resource: 'core', remaining: 1, resetsAt: Date.now() + 60_000 });
  const failed = createMetrics({ readings: { catalog: () => Promise.reject(new Error('The database is gone')) } });
  const texts = await Promise.all([used.render(), failed.render()]);
  const lines = texts
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => !/^runbook_steward_(process|nodejs)_/.test(line));
  return new Set(
    lines.flatMap((line) => {
      const [, name = '', labels = ''] =
        /^runbook_steward_(\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? /.exec(line) ?? [];
      return name === ''
        ? []
        : [
            named(
              name,
              [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
            ),
          ];
    }),
  );
}

function named(name: string, labels: readonly string[]): string {
  return [name, ...labels.filter((label) => label !== 'le').sort()].join(' ');
}
