// web: POST /api/github/webhooks, in front of everything that believes what GitHub says.
import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import type { Log } from '../log/log.ts';
import { ANSWERS, type Outcome } from './answers.ts';
import { type BodySource, fromIncoming, fromStream } from './body-source.ts';
import type { Accept, Delivery } from './delivery.ts';
import { MAX_BYTES, newRoom, type Room, readBody } from './read-body.ts';
import { isSigned } from './signature.ts';

export const WEBHOOK_PATH = '/api/github/webhooks';

export type EndpointOptions = {
  /** Every one is good, so that a secret can be changed without a gap. */
  readonly secrets: readonly string[];
  readonly accept: Accept;
  readonly log: Log;
  /** What keeps `/readyz` from saying 200, a word each; nothing ever unless told. */
  readonly unreadiness?: () => Promise<readonly string[]>;
  /** Told each outcome of the webhook endpoint once. */
  readonly count?: (outcome: Outcome) => void;
};

/** What Node's server gives along; a request made in this process has none of it. */
export type Bindings = { readonly incoming?: IncomingMessage };

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const EVENT = /^[\w.-]{1,100}$/;
const JSON_TYPE = /^application\/json *(?:;|$)/i;

/**
 * The app that answers GitHub's webhooks, `/healthz` and `/readyz`. It checks method, type, length, headers and signature, in that
 * order, before it reads a payload; statuses are the public contract's, texts are constant.
 */
export function createEndpoint(options: EndpointOptions): Hono<{ Bindings: Bindings }> {
  const { log, unreadiness = async () => [], count = () => {} } = options;
  const room = newRoom();
  const app = new Hono<{ Bindings: Bindings }>();
  app.all(WEBHOOK_PATH, async ({ req, env }) => {
    // Hono leaves `env` out altogether where nobody gives one.
    const source = env?.incoming ? fromIncoming(env.incoming) : fromStream(req.raw.body);
    const outcome = await receive({ method: req.raw.method, headers: req.raw.headers, source }, options, room);
    count(outcome);
    return answer(outcome);
  });
  app.get('/healthz', () => plainText(200, 'ok\n'));
  app.get('/readyz', async () => {
    const missing = await unreadiness();
    return missing.length === 0 ? plainText(200, 'ready\n') : plainText(503, `not ready: ${missing.join(', ')}\n`);
  });
  app.notFound(() => plainText(404, 'Not found.\n'));
  app.onError((error) => {
    log.error({ err: error }, 'Could not answer a request.');
    return plainText(500, 'Something went wrong here. The log says what.\n');
  });
  return app;
}

type Arriving = { readonly method: string; readonly headers: Headers; readonly source: BodySource };

async function receive(
  { method, headers, source }: Arriving,
  { secrets, accept, log }: EndpointOptions,
  room: Room,
): Promise<Outcome> {
  const refuse = (outcome: Outcome, about: object = {}): Outcome => {
    log.warn({ ...about, outcome, status: ANSWERS[outcome].status }, 'Refused a delivery.');
    return outcome;
  };
  if (method !== 'POST') return refuse('wrong-method');
  if (!isPlainJson(headers)) return refuse('wrong-type');
  const declared = declaredLength(headers);
  if (declared !== null && declared > MAX_BYTES) return refuse('too-large');

  const about = aboutDelivery(headers);
  const body = await readBody({ source, declared, room, isKept: about !== null });
  if (typeof body === 'string') return refuse(body, named(about));
  try {
    if (!about) return refuse('missing-header');
    if (!isSigned(body.blocks, about.signature, secrets)) return refuse('bad-signature', named(about));
    const payload = readObject(body.blocks);
    if (!payload) return refuse('bad-json', named(about));
    const { guid, event } = about;
    return await handOver({ guid, event, payload, size: body.size }, accept, log.child({ delivery: guid, event }));
  } finally {
    body.release();
  }
}

/** GitHub waits ten seconds. What is stored later than this is stored, and known when it comes again. */
const STORE_MS = 4_500;

async function handOver(delivery: Delivery, accept: Accept, log: Log): Promise<Outcome> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('The database did not answer in time')), STORE_MS);
  try {
    await Promise.race([accept(delivery, log), late.promise]);
    log.info({ size: delivery.size }, 'Accepted a delivery.');
    return 'accepted';
  } catch (error) {
    log.error({ err: error }, 'Could not store a delivery.');
    return 'not-stored';
  } finally {
    clearTimeout(timer);
  }
}

function isPlainJson(headers: Headers): boolean {
  const encoding = headers.get('content-encoding') ?? 'identity';
  return JSON_TYPE.test(headers.get('content-type') ?? '') && encoding.toLowerCase() === 'identity';
}

function declaredLength(headers: Headers): number | null {
  const written = headers.get('content-length') ?? '';
  return /^\d+$/.test(written) ? Number(written) : null;
}

type About = { readonly guid: string; readonly event: string; readonly signature: string };

function aboutDelivery(headers: Headers): About | null {
  const guid = headers.get('x-github-delivery') ?? '';
  const event = headers.get('x-github-event') ?? '';
  const signature = headers.get('x-hub-signature-256') ?? '';
  return GUID.test(guid) && EVENT.test(event) && signature !== '' ? { guid, event, signature } : null;
}

/** What a log may say of a delivery that was refused. */
function named(about: About | null): object {
  return about ? { delivery: about.guid, event: about.event } : {};
}

function readObject(blocks: readonly Uint8Array[]): Readonly<Record<string, unknown>> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(blocks));
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null; // Not UTF-8 or not JSON: the sender hears which of the two checks failed.
  }
}

function answer(outcome: Outcome): Response {
  const { status, text } = ANSWERS[outcome];
  return plainText(status, text, outcome === 'wrong-method' ? { allow: 'POST' } : {});
}

function plainText(status: number, text: string, more: Readonly<Record<string, string>> = {}): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more };
  return new Response(text, { status, headers });
}
