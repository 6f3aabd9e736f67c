// test/stand-in: webhook deliveries, sent, kept and sent again as GitHub does it.
// https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers
import { createHmac, randomUUID } from 'node:crypto';

export type Delivery = {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number | null;
  readonly repository: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly redelivery: boolean;
  deliveredAt: string;
  /** `pending` until it was tried; `OK` only for a 2xx. */
  status: string;
  statusCode: number;
  /** Seconds. */
  duration: number;
  requestHeaders: Readonly<Record<string, string>>;
  responseHeaders: Readonly<Record<string, string>>;
  response: string;
};

export type Event = Pick<Delivery, 'event' | 'action' | 'installation' | 'repository' | 'payload'>;

/** What happens to an event on its way. `lose`: never sent and never listed; `fail`: listed as not delivered; a number: sent that many times. */
export type Fate = 'send' | 'lose' | 'fail' | number;

export type Hooks = {
  /** Where deliveries go; undefined keeps them from being sent. */
  url: string | undefined;
  /** Newest last. */
  readonly log: readonly Delivery[];
  readonly emit: (event: Event) => void;
  /** Decides over every event from now on; no argument: all are sent once. */
  readonly fate: (decide?: (event: Event) => Fate) => void;
  /** Holds events back until `resume`. */
  readonly pause: () => void;
  /** Sends what was held back, in the order `arrange` gives. */
  readonly resume: (arrange?: (held: readonly Delivery[]) => readonly Delivery[]) => Promise<void>;
  /** Sends a delivery again under its GUID. */
  readonly redeliver: (guid: string) => Promise<Delivery>;
  /** Until everything that was sent has been answered. */
  readonly settled: () => Promise<void>;
  /** Cuts off what is still under way, for good. */
  readonly stop: () => Promise<void>;
};

export type HookOptions = {
  readonly secret: string;
  readonly appId: number;
  readonly now: () => number;
  readonly timeoutMs: number;
};

const statusText = (code: number) => (code >= 200 && code < 300 ? 'OK' : `Invalid HTTP Response: ${code}`);
/** GitHub sends no bigger payload. */
const mostBytes = 25 * 1024 * 1024;

export function newHooks({ secret, appId, now, timeoutMs }: HookOptions): Hooks {
  const log: Delivery[] = [];
  const held: Delivery[] = [];
  const running = new Set<Promise<void>>();
  let decide: (event: Event) => Fate = () => 'send';
  let isPaused = false;
  let lastId = 0;
  const stopper = new AbortController();

  const headersOf = (delivery: Delivery, body: string) => ({
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-id': String(appId),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });

  async function send(delivery: Delivery): Promise<void> {
    const body = JSON.stringify(delivery.payload);
    delivery.requestHeaders = headersOf(delivery, body);
    if (hooks.url === undefined) return fail(delivery, 'No webhook URL is set', 0);
    const start = performance.now();
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([timeout, stopper.signal]);
    try {
      const options = { method: 'POST', headers: delivery.requestHeaders, body, signal, redirect: 'manual' } as const;
      const response = await fetch(hooks.url, options);
      delivery.response = await response.text();
      delivery.responseHeaders = Object.fromEntries(response.headers);
      delivery.statusCode = response.status;
      delivery.status = statusText(response.status);
    } catch {
      fail(delivery, timeout.aborted ? 'timed out' : 'failed to connect to host', 502);
    }
    delivery.duration = Math.round(performance.now() - start) / 1000;
  }

  function fail(delivery: Delivery, status: string, code: number): void {
    delivery.status = status;
    delivery.statusCode = code;
  }

  function track(delivery: Delivery): Promise<void> {
    const sending = send(delivery).finally(() => running.delete(sending));
    running.add(sending);
    return sending;
  }

  function record(event: Event, guid: string, redelivery: boolean): Delivery {
    lastId += 1;
    const empty = { requestHeaders: {}, responseHeaders: {}, response: '', duration: 0, statusCode: 0 };
    const deliveredAt = new Date(now()).toISOString();
    const { action, event: name, installation, payload, repository } = event;
    const facts = { action, event: name, installation, payload, repository };
    const delivery = { ...facts, ...empty, id: lastId, guid, redelivery, status: 'pending', deliveredAt };
    log.push(delivery);
    return delivery;
  }

  const hooks: Hooks = {
    url: undefined,
    log,
    emit: (event) => {
      const what = decide(event);
      if (what === 'lose' || JSON.stringify(event.payload).length > mostBytes) return;
      const delivery = record(event, randomUUID(), false);
      if (what === 'fail') return fail(delivery, 'failed to connect to host', 502);
      if (isPaused) return void held.push(delivery);
      for (let copy = typeof what === 'number' ? what : 1; copy > 0; copy -= 1) void track(delivery);
    },
    fate: (next = () => 'send') => {
      decide = next;
    },
    pause: () => {
      isPaused = true;
    },
    resume: async (arrange = (all) => all) => {
      isPaused = false;
      for (const delivery of arrange(held.splice(0))) await track(delivery);
    },
    redeliver: async (guid) => {
      const first = log.find((one) => one.guid === guid);
      if (!first) throw new Error(`No delivery has the GUID ${guid}.`);
      const again = record(first, guid, true);
      await track(again);
      return again;
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    stop: async () => {
      stopper.abort();
      await Promise.all(running);
    },
  };
  return hooks;
}
