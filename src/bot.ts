// The app as a Probot function, and what hands deliveries to it.
import { Probot } from 'probot';
import { jobsOf } from './events/events.ts';
import { type Told, toldBy } from './events/told.ts';
import type { Job } from './flows/job.ts';
import type { Log } from './log/log.ts';

/** Takes over what a delivery makes; GitHub is told 202 once this has resolved. */
export type Send = (told: Told, jobs: readonly Job[]) => Promise<void>;

/** The app (`appId`) as a Probot function: `probot.load(createBot(appId, send))`. Each delivery is handed to `send` once, with the jobs it makes. */
export function createBot(appId: number, send: Send): (app: Probot) => void {
  return (app) => {
    app.onAny(async ({ id, name, payload }) => send(toldBy(id, name, payload), jobsOf(name, payload, appId)));
  };
}

/** A delivery whose signature is good. */
export type Received = { readonly guid: string; readonly event: string; readonly payload: object };

export type ReceiverOptions = {
  readonly appId: number;
  readonly privateKey: string;
  readonly secret: string;
  readonly log: Log;
};

class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

/**
 * What hands deliveries to `send`, through Probot. It rejects only where `send` does: a delivery that nobody understands is logged and
 * left alone, for GitHub could not send it any better.
 */
export async function createReceiver(
  options: ReceiverOptions,
  send: Send,
): Promise<(delivery: Received) => Promise<void>> {
  const { appId, privateKey, secret, log } = options;
  // For its way of telling handlers of events only: deliveries come in through our own endpoint, and calls go out through `connect`.
  const probot = new Probot({ appId, privateKey, secret, log: log.child({}, { level: 'fatal' }) });
  const sendOrNot: Send = (told, jobs) =>
    send(told, jobs).catch((cause: unknown) => {
      throw new NotTaken('Could not take in a delivery', { cause });
    });
  await probot.load(createBot(appId, sendOrNot));
  return async ({ guid, event, payload }) => {
    try {
      await probot.receive({ id: guid.toLowerCase(), name: event, payload } as Parameters<Probot['receive']>[0]);
    } catch (error) {
      const notTaken = causesOf(error).find((cause) => cause instanceof NotTaken);
      if (notTaken) throw notTaken;
      log.error({ err: error, delivery: guid, event }, 'Could not understand a delivery; nothing is done for it.');
    }
  };
}

/** Probot gathers what its handlers throw. */
function causesOf(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors : [error];
}
