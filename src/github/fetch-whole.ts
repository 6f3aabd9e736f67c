// github: one request over the network: its whole answer in ten seconds, or none.
import { NoAnswer, type NoAnswerKind } from './failure.ts';

/** GitHub itself gives up on a request after this long. */
const TIME_LIMIT_MS = 10_000;
/** A query for a hundred blobs, each cut by GitHub at 512,000 bytes, has this much to say at most. */
const BYTES_LIMIT = 64 * 1024 * 1024;

/**
 * `fetch`, but with the whole body: Octokit takes a body that breaks off for an empty one. Rejects with `NoAnswer` where the answer
 * is late, breaks off or is over 64 MiB. Nothing is ever sent twice.
 */
export function fetchWhole(timeLimitMs: number = TIME_LIMIT_MS): typeof fetch {
  return (input, init) => fetchWithin(timeLimitMs, input, init);
}

async function fetchWithin(timeLimitMs: number, ...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const control = new AbortController();
  let kind: NoAnswerKind = 'network';
  const stop = (why: NoAnswerKind) => {
    kind = why;
    control.abort();
  };
  const timer = setTimeout(stop, timeLimitMs, 'timeout');
  try {
    const response = await fetch(input, { ...init, signal: control.signal });
    const bytes = await bodyOf(response, () => stop('too-long'));
    return new Response(bytes, { status: response.status, headers: response.headers });
  } catch (cause) {
    throw new NoAnswer(kind, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Null where the status has no body; `Response` refuses one then. */
async function bodyOf(response: Response, tooLong: () => void): Promise<Buffer<ArrayBuffer> | null> {
  if (response.body === null || [204, 205, 304].includes(response.status)) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    parts.push(part);
    length += part.length;
    if (length > BYTES_LIMIT) tooLong();
  }
  return Buffer.concat(parts);
}
