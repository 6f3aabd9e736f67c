// core/codeowners: an owner as a CODEOWNERS line writes it.
import type { CodeOwner } from './codeowners.ts';

const TEAM = /^@[A-Za-z0-9-]+\/[A-Za-z0-9_-]+$/;
const USER = /^@[A-Za-z0-9_-]+$/;
const BOT = /^@[A-Za-z0-9_-]+\[bot\]$/;
const EMAIL = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/;

/** Longer than any e-mail address (RFC 5321: 254) or handle. */
const MAX_OWNER = 320;

/** Reads `@org/team`, `@user`, `@app[bot]` or an e-mail address; null for what GitHub calls an invalid owner. */
export function parseCodeOwner(token: string): CodeOwner | null {
  if (token.length > MAX_OWNER) return null;
  if (TEAM.test(token)) return { kind: 'team', handle: token };
  if (USER.test(token) || BOT.test(token)) return { kind: 'user', handle: token };
  return EMAIL.test(token) ? { kind: 'email', handle: token } : null;
}

/** Whether the owner is an app's account. GitHub reports those as unknown owners; the field disagrees. */
export function isBot({ handle }: CodeOwner): boolean {
  return BOT.test(handle);
}
