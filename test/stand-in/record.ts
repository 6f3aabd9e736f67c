// test/stand-in: what was asked of this GitHub, and what of it GitHub would not have understood.
import type { Caller } from './call.ts';

export type RecordedRequest = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  /** GitHub's `operationId`, `graphql`, or `unknown`. */
  readonly operationId: string;
  readonly auth: Caller['kind'];
  /** Milliseconds of the real clock. */
  readonly at: number;
  /** 0 until it is answered, and for good where the connection was cut. */
  status: number;
  /** What the fault was, where one struck. */
  fault?: string;
};

export type Violation = { readonly method: string; readonly path: string; readonly problem: string };
