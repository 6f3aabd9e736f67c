// test/web: /metrics over the network.
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { startMetricsServer } from '../../src/web/metrics-server.ts';
import { memoryLog } from './deliver.ts';

test('/metrics is answered on this machine only, and nothing else is', async () => {
  const metrics = createMetrics();
  metrics.countDelivery('accepted');
  const server = await startMetricsServer({ metrics, log: memoryLog().log, port: 0 });
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
  const answer = await fetch(`${server.url}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  expect(await answer.text()).toContain('\nrunbook_steward_deliveries_total{outcome="accepted"} 1\n');
  const others = await Promise.all(['/', '/healthz', '/metrics/x'].map((path) => fetch(`${server.url}${path}`)));
  expect(others.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(404);
  await server.stop(0);
});

test('an error says nothing of itself to the outside', async () => {
  const { log, lines } = memoryLog();
  const metrics = { render: () => Promise.reject(new Error('canary')) };
  const server = await startMetricsServer({ metrics, log, port: 0 });
  const answer = await fetch(`${server.url}/metrics`);
  expect([answer.status, await answer.text()]).toEqual([500, 'Something went wrong here. The log says what.\n']);
  expect(lines.join('')).toContain('canary');
  await server.stop(0);
});

test('a port that somebody has is told', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const at = other.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  await expect(startMetricsServer({ metrics: createMetrics(), log: memoryLog().log, port })).rejects.toThrow(
    `Could not listen on 127.0.0.1, port ${port}`,
  );
  other.close();
});
