// web: whether GitHub sent a body. https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
import { createHmac, timingSafeEqual } from 'node:crypto';

const SHA256 = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether `signature` (`X-Hub-Signature-256`) is that of the body under one of the secrets. Every secret is tried and compared in
 * constant time, so the answer's time tells neither which byte nor which secret differs. SHA-1 signatures are refused.
 */
export function isSigned(body: readonly Uint8Array[], signature: string, secrets: readonly string[]): boolean {
  const hex = SHA256.exec(signature)?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, 'hex');
  let isRight = false;
  for (const secret of secrets) {
    const hmac = createHmac('sha256', secret);
    for (const block of body) hmac.update(block);
    if (timingSafeEqual(hmac.digest(), given)) isRight = true;
  }
  return isRight;
}
