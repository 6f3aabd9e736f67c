// test/store: the wire to PostgreSQL, which can be cut, slow, or swallow what is sent.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `cut`: nobody listens, and every connection is reset. `slow`: each answer takes two seconds longer. `silent`: half open. */
export type WireState = 'open' | 'cut' | 'slow' | 'silent';

export type FaultyWire = {
  /** As `url`, through the wire. */
  readonly url: string;
  readonly set: (state: WireState) => Promise<void>;
  readonly close: () => Promise<void>;
};

const SLOW_MS = 2_000;

export async function startWire(url: string): Promise<FaultyWire> {
  const at = new URL(url);
  const sockets = new Set<Socket>();
  let state: WireState = 'open';
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const database = connect(Number(at.port), at.hostname);
    for (const socket of [client, database]) keep(socket);
    client.on('data', (bytes) => state !== 'silent' && database.write(bytes));
    database.on('data', (bytes) => {
      const send = () => !client.destroyed && state !== 'silent' && client.write(bytes);
      if (state === 'slow') setTimeout(send, SLOW_MS);
      else send();
    });
    client.on('close', () => database.destroy());
    database.on('close', () => client.destroy());
  });
  const open = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const cut = async () => {
    const closed = server.listening ? once(server, 'close') : Promise.resolve();
    if (server.listening) server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };
  const port = await open(0);
  at.host = `127.0.0.1:${port}`;
  const target = new URL(url);
  const through = new URL(url);
  through.host = at.host;
  at.host = target.host;
  return {
    url: through.href,
    set: async (wanted) => {
      // What was held back never comes: the connections of that time end.
      if (state === 'silent' && wanted !== 'silent') for (const socket of sockets) socket.destroy();
      state = wanted;
      if (wanted === 'cut') await cut();
      else if (!server.listening) await open(port);
    },
    close: cut,
  };
}
