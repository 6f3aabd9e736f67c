// web: the server around the app, with a limit on everything that a stranger can hold on to.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';

export type App = { readonly fetch: (request: Request) => Response | Promise<Response> };

export type Server = {
  /** Of this machine, with the port it really listens on. */
  readonly url: string;
  /** Takes no more requests, waits for those under way, and cuts off what is left after the grace. */
  readonly stop: (graceMs: number) => Promise<void>;
};

export type ListenOn = { readonly host: string; readonly port: number };

/** A request has to be here within 10 s, which is what GitHub gives an answer; sockets are looked at every second. */
const LIMITS = {
  requestTimeout: 10_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  // Longer than the minute a reverse proxy keeps its connections: it would send a delivery into one that is just closing.
  keepAliveTimeout: 65_000,
} as const;
const MAX_CONNECTIONS = 4096;
/** Connections the system may hold before we take them; Node's 511 lose some of a thousand that come at once. */
const BACKLOG = 2048;

/** Listens, or throws "Could not listen on …" with the cause. */
export async function startServer(app: App, { host, port }: ListenOn): Promise<Server> {
  // The globals stay Node's own: Octokit runs in this process as well.
  const listener = getRequestListener(app.fetch, { hostname: host, overrideGlobalObjects: false });
  const server = createServer(LIMITS, listener);
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`Could not listen on ${host}, port ${port}`, { cause })));
    server.listen({ port, host, backlog: BACKLOG }, () => resolve());
  });
  const at = server.address();
  const heard = typeof at === 'object' && at !== null ? at.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${heard}`,
    stop: (graceMs) =>
      new Promise((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cutOff);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
