// test/web: what strangers do to an endpoint on the open internet, over real sockets. Also for bench/endpoint-load.ts.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { WEBHOOK_PATH } from '../../src/web/endpoint.ts';
import { signed } from './deliver.ts';

export type Target = { readonly port: number; readonly secret: string };

const MB = 1024 * 1024;
const CRLF = '\r\n';

type Head = { readonly length?: number; readonly more?: readonly string[]; readonly signature?: string };

function head({ length, more = [], signature = `sha256=${'0'.repeat(64)}` }: Head): string {
  const lines = [
    `POST ${WEBHOOK_PATH} HTTP/1.1`,
    'Host: steward.example.com',
    'Content-Type: application/json',
    'X-GitHub-Event: push',
    `X-GitHub-Delivery: ${randomUUID()}`,
    `X-Hub-Signature-256: ${signature}`,
    length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    ...more,
  ];
  return lines.join(CRLF) + CRLF + CRLF;
}

/** An open connection: what it heard so far, and when it was closed. */
type Line = { readonly socket: Socket; readonly heard: () => string; readonly closed: Promise<number> };

function dial({ port }: Target): Line {
  const socket = connect(port, '127.0.0.1');
  const started = performance.now();
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  // One that the system lost on its way would wait for ever.
  const lost = setTimeout(() => socket.destroy(), 30_000);
  socket.on('close', () => clearTimeout(lost));
  socket.on('error', () => {}); // A server that cuts the line off is what is measured.
  const closed = new Promise<number>((resolve) => socket.on('close', () => resolve(performance.now() - started)));
  return { socket, heard: () => heard, closed };
}

const statusOf = (heard: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);

/** Writes as fast as the other side takes it, until it is all there, answered or cut off. */
async function pour({ socket, heard }: Line, bytes: number, asChunks: boolean): Promise<void> {
  const piece = Buffer.alloc(MB, 'x');
  const chunk = asChunks ? Buffer.concat([Buffer.from(MB.toString(16) + CRLF), piece, Buffer.from(CRLF)]) : piece;
  for (let sent = 0; sent < bytes && socket.writable && heard() === ''; sent += MB) {
    if (!socket.write(chunk)) await drained(socket);
  }
}

/** Until more can be written, or nothing can ever be. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      socket.off('drain', end).off('close', end).off('data', end);
      resolve();
    };
    socket.on('drain', end).on('close', end).on('data', end);
  });
}

/** Bodies of 100 MB under a wrong signature; the statuses that came back. */
export async function hugeBodies(target: Target, count: number, asChunks: boolean): Promise<readonly number[]> {
  const lines = Array.from({ length: count }, () => dial(target));
  await Promise.all(
    lines.map(async (line) => {
      line.socket.write(head(asChunks ? {} : { length: 100 * MB }));
      await pour(line, 100 * MB, asChunks);
      line.socket.end();
      await line.closed;
    }),
  );
  return lines.map(({ heard }) => statusOf(heard()));
}

/** Bodies of just under 25 MB under a wrong signature: nothing but the signature speaks against them. */
export async function largestBodies(target: Target, count: number): Promise<readonly number[]> {
  const lines = Array.from({ length: count }, () => dial(target));
  await Promise.all(
    lines.map(async (line) => {
      line.socket.write(head({ length: 25 * MB }));
      await pour(line, 25 * MB, false);
      line.socket.end();
      await line.closed;
    }),
  );
  return lines.map(({ heard }) => statusOf(heard()));
}

/** One delivery as it is written; its status. */
async function once(target: Target, text: string): Promise<number> {
  const line = dial(target);
  line.socket.write(text);
  await line.closed;
  return statusOf(line.heard());
}

const close = ['Connection: close'];

/** A signed body of 25 MB and a byte. */
export async function oneByteTooMuch(target: Target): Promise<number> {
  const signature = signed(Buffer.alloc(25 * MB + 1, 'x'), target.secret);
  const line = dial(target);
  line.socket.write(head({ length: 25 * MB + 1, signature }));
  await pour(line, 25 * MB, false);
  line.socket.end('x');
  await line.closed;
  return statusOf(line.heard());
}

/** A signed body that says it is compressed. */
export async function gzipHeader(target: Target): Promise<number> {
  const more = [...close, 'Content-Encoding: gzip'];
  return once(target, `${head({ length: 2, more, signature: signed('{}', target.secret) })}{}`);
}

/** A length that is too small: what comes after it is no request. */
export async function lengthTooSmall(target: Target): Promise<number> {
  return once(target, `${head({ length: 2, signature: signed('{}', target.secret) })}{} and more${CRLF}${CRLF}`);
}

/** Bodies in chunks of one byte, as fast as they go. */
export async function oneByteChunks(target: Target, count: number, bytes: number): Promise<readonly number[]> {
  const chunks = `1${CRLF}x${CRLF}`.repeat(50_000);
  const lines = Array.from({ length: count }, () => dial(target));
  await Promise.all(
    lines.map(async (line) => {
      line.socket.write(head({}));
      for (let sent = 0; sent < bytes && line.socket.writable && line.heard() === ''; sent += 50_000) {
        if (!line.socket.write(chunks)) await drained(line.socket);
      }
      line.socket.end();
      await line.closed;
    }),
  );
  return lines.map(({ heard }) => statusOf(heard()));
}

export type Slowness = 'silent' | 'slow headers' | 'slow body' | 'length too large';

/** Sockets that give a byte a second, or nothing; how long each was left open, in milliseconds. */
export async function slowSockets(target: Target, count: number, kind: Slowness): Promise<readonly number[]> {
  const lines: Line[] = [];
  while (lines.length < count) {
    lines.push(dial(target));
    if (lines.length % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const first = { silent: '', 'slow headers': 'POST ', 'slow body': head({ length: 1000 }), 'length too large': '' }[
    kind
  ];
  const wrong = `${head({ length: 1000, signature: signed('{}', target.secret) })}{}`;
  for (const { socket } of lines) socket.write(kind === 'length too large' ? wrong : first);
  const drips = kind === 'slow headers' || kind === 'slow body';
  const timer = setInterval(() => {
    if (drips) for (const { socket } of lines) if (socket.writable) socket.write('x');
  }, 1000);
  const open = await Promise.all(lines.map(({ closed }) => closed));
  clearInterval(timer);
  return open;
}

export type Timed = { readonly statuses: readonly number[]; readonly p50: number; readonly p99: number };

/** Good deliveries of 21 KB, one after another on new connections; milliseconds. */
export async function goodDeliveries(target: Target, count: number): Promise<Timed> {
  const body = JSON.stringify({ filler: 'x'.repeat(21_000) });
  const statuses: number[] = [];
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const started = performance.now();
    const text = head({ length: body.length, more: close, signature: signed(body, target.secret) }) + body;
    statuses.push(await once(target, text));
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { statuses, p50: at(0.5), p99: at(0.99) };
}

/** So many connections at the same moment, each with one good delivery. */
export async function connectionsAtOnce(target: Target, count: number): Promise<readonly number[]> {
  const text = () => `${head({ length: 2, more: close, signature: signed('{}', target.secret) })}{}`;
  return Promise.all(Array.from({ length: count }, () => once(target, text())));
}
