// log: anything somebody logs → plain data of a bounded size.
import { types } from 'node:util';
import type { Plain } from './redact.ts';

const DEEPEST = 8;
const MOST_VALUES = 500;
/** Characters; more than a line of the log keeps, so that a secret is seen whole before its end is cut off. */
const LONGEST = 16_384;
/** What GitHub sends, and what a repository holds, does not belong into a log. */
const LEFT_OUT = new Set(['payload', 'body', 'rawBody', 'text', 'content', 'request', 'response', 'headers']);
/** What of an error is told; an Octokit error also holds the request, with its token. */
const OF_ERRORS = ['code', 'status', 'syscall', 'address', 'port', 'exitCode'];

type Walk = { left: number; readonly seen: readonly object[] };

/**
 * `value` as plain data: errors with their causes, at most 500 values in 8 layers, circles cut, no payload and no bytes. Never
 * throws, whatever a getter does.
 */
export function plain(value: unknown): Plain {
  return plainIn(value, { left: MOST_VALUES, seen: [] });
}

function plainIn(value: unknown, walk: Walk): Plain {
  walk.left -= 1;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return shorten(value);
  if (typeof value !== 'object') return shorten(String(value));
  if (walk.left <= 0 || walk.seen.length >= DEEPEST || walk.seen.includes(value)) return '[…]';
  const inside = {
    seen: [...walk.seen, value],
    get left() {
      return walk.left;
    },
    set left(left) {
      walk.left = left;
    },
  };
  try {
    return plainObject(value, inside);
  } catch {
    return '[unreadable]'; // A getter or a proxy threw; whoever logs has a better thing to tell.
  }
}

function plainObject(value: object, walk: Walk): Plain {
  if (types.isNativeError(value)) return plainError(value, walk);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[no date]' : value.toISOString();
  if (value instanceof URL) return shorten(value.href);
  if (value instanceof Map) return plainIn([...value].slice(0, MOST_VALUES), walk);
  if (value instanceof Set) return plainIn([...value].slice(0, MOST_VALUES), walk);
  if (Array.isArray(value)) return value.slice(0, Math.max(walk.left, 0)).map((one) => plainIn(one, walk));
  const entries: [string, Plain][] = [];
  for (const key of Object.keys(value)) {
    if (walk.left <= 0) break;
    entries.push([shorten(key), plainField(value, key, walk)]);
  }
  return Object.fromEntries(entries);
}

function plainField(value: object, key: string, walk: Walk): Plain {
  const field: unknown = Reflect.get(value, key);
  const isLarge = typeof field === 'object' ? field !== null : typeof field === 'string';
  return LEFT_OUT.has(key) && isLarge ? '[left out]' : plainIn(field, walk);
}

function plainError(error: Error, walk: Walk): Plain {
  const facts = OF_ERRORS.filter((key) => key in error).map((key): [string, Plain] => [
    key,
    plainIn(Reflect.get(error, key), walk),
  ]);
  return {
    type: shorten(String(error.name)),
    message: shorten(String(error.message)),
    ...Object.fromEntries(facts),
    ...('errors' in error ? { errors: plainIn(error.errors, walk) } : {}),
    ...(error.cause === undefined ? {} : { cause: plainIn(error.cause, walk) }),
    stack: shorten(String(error.stack)),
  };
}

/** A word that is cut in its middle goes with the rest: it could be half a secret. */
function shorten(text: string): string {
  return text.length <= LONGEST ? text : text.slice(0, LONGEST).replace(/\S{0,1000}$/, '…');
}
