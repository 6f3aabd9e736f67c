// test/web: deliveries as GitHub sends them, into an endpoint in this process.
import { createHmac } from 'node:crypto';
import { createLog, type Log } from '../../src/log/log.ts';
import type { Outcome } from '../../src/web/answers.ts';
import type { Accept, Delivery } from '../../src/web/delivery.ts';
import { createEndpoint, type EndpointOptions, WEBHOOK_PATH } from '../../src/web/endpoint.ts';

export const SECRET = 'correct-horse-battery-staple';
export const GUID = '72d3162e-cc78-11e3-81ab-4c9367dc0958';

export type Answer = { readonly status: number; readonly text: string };
export type Sent = {
  readonly body?: string | Uint8Array | ReadableStream<Uint8Array>;
  readonly event?: string;
  readonly guid?: string;
  readonly secret?: string;
  readonly method?: string;
  /** Over the usual ones; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
};

export type Tried = {
  readonly send: (sent?: Sent) => Promise<Answer>;
  readonly request: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly accepted: readonly Delivery[];
  readonly outcomes: readonly Outcome[];
  readonly logged: () => string;
};

/** An endpoint that remembers what it accepts and logs. */
export function endpoint(
  options: {
    readonly secrets?: readonly string[];
    readonly accept?: Accept;
    readonly unreadiness?: NonNullable<EndpointOptions['unreadiness']>;
  } = {},
): Tried {
  const accepted: Delivery[] = [];
  const outcomes: Outcome[] = [];
  const { log, lines } = memoryLog([SECRET]);
  const app = createEndpoint({
    secrets: [SECRET],
    accept: async (delivery) => {
      accepted.push(delivery);
    },
    ...options,
    log,
    count: (outcome) => outcomes.push(outcome),
  });
  const request = async (path: string, init?: RequestInit) => {
    const response = await app.request(path, init);
    return { status: response.status, text: await response.text() };
  };
  const send = (sent: Sent = {}) => request(WEBHOOK_PATH, init(sent));
  return { send, request, accepted, outcomes, logged: () => lines.join('') };
}

/** A log whose lines a test can read. */
export function memoryLog(secrets: readonly string[] = []): { readonly log: Log; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const log = createLog({ level: 'trace', secrets, to: { write: (line) => void lines.push(line) } });
  return { log, lines };
}

export function signed(body: string | Uint8Array, secret = SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function init({ body = '{}', event = 'push', guid = GUID, secret, method = 'POST', headers = {} }: Sent): RequestInit {
  const usual: Record<string, string | null> = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': guid,
    'x-hub-signature-256': body instanceof ReadableStream ? 'sha256=' : signed(body, secret),
  };
  const all = Object.entries({ ...usual, ...headers }).filter((entry): entry is [string, string] => entry[1] !== null);
  if (method === 'GET' || method === 'HEAD') return { method, headers: all };
  return { method, headers: all, body, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) };
}
