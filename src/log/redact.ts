// log: takes secrets out of plain data, by the key they stand under, by their look, and by being known.
import { isSecretKey, REDACTED, withoutSecretShapes } from './secret-patterns.ts';

/** Plain data as JSON knows it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Gives plain data back without the secrets in it. */
export type Redact = (value: Plain) => Plain;

/** Characters of one string that a line of the log keeps. */
const LONGEST = 2000;

/** A redactor that also knows these secrets of ours, which have no look of their own. */
export function createRedact(secrets: readonly string[] = []): Redact {
  const known = secrets.flatMap(spellings).sort((a, b) => b.length - a.length);
  const redact = (value: Plain, key = ''): Plain => {
    if (value === null || typeof value === 'number' || typeof value === 'boolean') {
      return isSecretKey(key) && typeof value === 'number' ? REDACTED : value;
    }
    if (isSecretKey(key)) return REDACTED;
    if (typeof value === 'string') return cut(withoutSecretShapes(without(known, value)));
    if (Array.isArray(value)) return value.map((one) => redact(one));
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [cut(withoutSecretShapes(without(known, name))), redact(one, name)]),
    );
  };
  return (value) => redact(value);
}

/** How a secret may turn up: as it is, in a URL, in JSON inside of text, in base64 (basic authentication), on several lines. */
function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('-----'));
  const all = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64, ...lines];
  return [...new Set(all)].filter((one) => one.length >= 8);
}

function without(known: readonly string[], text: string): string {
  return known.reduce((shown, secret) => shown.replaceAll(secret, REDACTED), text);
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more)`;
}
