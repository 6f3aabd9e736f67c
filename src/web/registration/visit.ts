// web: which browser a form and a callback belong to. Nothing is kept: both values follow from the cookie and a key of this process.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

const COOKIE = 'steward-registration';
/** GitHub's code is good for an hour as well. */
const SECONDS = 3600;
const RANDOM = /^[\w-]{43}$/;

/** `form`: the field that proves a form to be ours. `state`: what GitHub sends back. */
export type Purpose = 'form' | 'state';

export type Visits = {
  /** The value for this browser, which gets a cookie where it has none. */
  readonly issue: (c: Context, purpose: Purpose) => string;
  /** Whether `value` is the one that this browser was given. */
  readonly isRight: (c: Context, purpose: Purpose, value: string) => boolean;
};

/** Of one process: a restart makes every form and state before it void. */
export function createVisits(): Visits {
  const key = randomBytes(32);
  const proofOf = (cookie: string, purpose: Purpose) =>
    createHmac('sha256', key).update(`${purpose} ${cookie}`).digest('base64url');
  const cookieOf = (c: Context) => {
    const cookie = getCookie(c, COOKIE) ?? '';
    return RANDOM.test(cookie) ? cookie : null;
  };
  return {
    issue(c, purpose) {
      const cookie = cookieOf(c) ?? randomBytes(32).toString('base64url');
      // Lax, not strict: the callback comes from GitHub's page.
      setCookie(c, COOKIE, cookie, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: SECONDS });
      return proofOf(cookie, purpose);
    },
    isRight(c, purpose, value) {
      const cookie = cookieOf(c);
      if (cookie === null || !RANDOM.test(value)) return false;
      return timingSafeEqual(Buffer.from(proofOf(cookie, purpose)), Buffer.from(value));
    },
  };
}
