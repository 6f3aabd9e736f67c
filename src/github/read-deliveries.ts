// github: the webhook deliveries that GitHub made, or tried to make, asked with the app's own key.
import { z } from 'zod';
import { ask, noneThere } from './ask.ts';
import type { Reply, Send } from './github.ts';

/** One attempt. Those of one event have one GUID. */
export type DeliveryMade = {
  readonly id: number;
  /** In lower case. */
  readonly guid: string;
  readonly event: string;
  /** Milliseconds since 1970. */
  readonly deliveredAt: number;
  /** Whether it was answered 2xx. */
  readonly isDelivered: boolean;
  readonly isRedelivery: boolean;
};

const DELIVERY = z
  .object({
    // Not `int`: an id beyond what a number holds must cost one delivery, not the whole list.
    id: z.number(),
    guid: z.guid(),
    event: z.string(),
    delivered_at: z.string(),
    redelivery: z.boolean(),
    status: z.string(),
    status_code: z.number(),
  })
  .transform(({ id, guid, event, delivered_at, redelivery, status, status_code }): DeliveryMade => {
    const isDelivered = status === 'OK' || (status_code >= 200 && status_code < 300);
    const deliveredAt = Date.parse(delivered_at);
    return { id, guid: guid.toLowerCase(), event, deliveredAt, isDelivered, isRedelivery: redelivery };
  });

export type DeliveryPage = {
  /** The newest first. */
  readonly deliveries: readonly DeliveryMade[];
  /** Of the page with older ones; null: this is the last. */
  readonly next: string | null;
};

/** A page of a hundred. */
export async function readDeliveryPage(app: { readonly send: Send }, cursor: string | null): Promise<DeliveryPage> {
  const doing = { verb: 'list', object: 'the webhook deliveries' };
  const parameters = { per_page: 100, ...(cursor === null ? {} : { cursor }) };
  const request = { route: 'GET /app/hook/deliveries', parameters };
  const { data, headers } = await ask(app, doing, request, z.array(DELIVERY));
  return { deliveries: data, next: cursorIn(headers) };
}

const PAYLOAD = z.object({ request: z.object({ payload: z.looseObject({}).nullish() }) });

/** What was, or should have been, delivered; null where GitHub does not have it any more. */
export async function readPayload(app: { readonly send: Send }, id: number): Promise<object | null> {
  const doing = { verb: 'read', object: `the webhook delivery ${id}` };
  const request = { route: 'GET /app/hook/deliveries/{delivery_id}', parameters: { delivery_id: id } };
  return (await ask(app, doing, request, PAYLOAD).catch(noneThere))?.data.request.payload ?? null;
}

function cursorIn({ link }: Reply['headers']): string | null {
  const next = typeof link === 'string' ? /<([^>]+)>; rel="next"/.exec(link)?.[1] : undefined;
  return next === undefined ? null : new URL(next, 'https://api.github.com').searchParams.get('cursor');
}
