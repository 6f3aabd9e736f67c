// web: /metrics, on a port of its own that nobody outside of this machine reaches.
import { Hono } from 'hono';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { type Server, startServer } from './start-server.ts';

export type MetricsServerOptions = {
  readonly metrics: Pick<Metrics, 'render'>;
  readonly log: Log;
  /** 0: any free one. */
  readonly port: number;
};

const HOST = '127.0.0.1';

/** Serves `/metrics` in Prometheus' text format. Rejects where it cannot listen. */
export async function startMetricsServer({ metrics, log, port }: MetricsServerOptions): Promise<Server> {
  const app = new Hono();
  app.get('/metrics', async (c) => {
    const { contentType, text } = await metrics.render();
    return c.body(text, 200, { 'content-type': contentType, 'cache-control': 'no-store' });
  });
  app.notFound((c) => c.text('There is only /metrics here.\n', 404));
  app.onError((error, c) => {
    log.error({ err: error }, 'Could not render the metrics.');
    return c.text('Something went wrong here. The log says what.\n', 500);
  });
  return startServer(app, { host: HOST, port });
}
