// test/storm: what stands in front of several replicas, as a balancer does: each request goes to one that is in use.
import { createServer, request } from 'node:http';

export type Front = {
  /** Where requests go from now on, in turn; those under way end where they are. */
  readonly use: (urls: readonly string[]) => void;
  readonly close: () => Promise<void>;
};

export async function startFront(port: number): Promise<Front> {
  let urls: readonly string[] = [];
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    turn += 1;
    const { method, headers, url = '' } = incoming;
    const refuse = () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    };
    const target = urls[turn % urls.length];
    if (target === undefined) return refuse();
    const call = request(`${target}${url}`, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    call.on('error', refuse);
    incoming.pipe(call);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    use: (next) => {
      urls = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
