// web: one webhook delivery, as the endpoint hands it on.
import type { Log } from '../log/log.ts';

/** A delivery whose signature was right. Its payload has not been looked at but for being an object. */
export type Delivery = {
  /** `X-GitHub-Delivery`: the same when GitHub delivers again. */
  readonly guid: string;
  /** `X-GitHub-Event`, of any name: use it as the key of a Map, never of an object. */
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of the body, in bytes. */
  readonly size: number;
};

/**
 * Takes a delivery over. When it resolves, GitHub is told 202; when it rejects, 503, and GitHub's list of deliveries shows the
 * failure. `log` has the delivery's id on every line.
 */
export type Accept = (delivery: Delivery, log: Log) => Promise<void>;
