// start: the app's private key, from a variable or a file.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { types } from 'node:util';
import type { ServiceVariables } from '../env.ts';
import { type Read, written } from './read-variable.ts';

const MOST_BYTES = 64 * 1024;
const WHERE = 'Make one under "Private keys" on the settings page of the app on GitHub';

type Given = Pick<ServiceVariables, 'PRIVATE_KEY' | 'PRIVATE_KEY_PATH'>;

/** The key as PKCS #8 PEM. Line breaks may be written as `\n`, lost, or the whole be base64, as hosting services ask for it. */
export function readPrivateKey({ PRIVATE_KEY, PRIVATE_KEY_PATH }: Given): Read<string> {
  const [text, path] = [written(PRIVATE_KEY), written(PRIVATE_KEY_PATH)];
  if (text !== null && path !== null) {
    return { problem: 'PRIVATE_KEY and PRIVATE_KEY_PATH are both set. Unset one of them.' };
  }
  if (text !== null) return readKey('PRIVATE_KEY', text);
  if (path !== null) return readKeyFile(path);
  return {
    problem: `PRIVATE_KEY is missing. ${WHERE}, and set PRIVATE_KEY_PATH to its file, or PRIVATE_KEY to its text.`,
  };
}

function readKeyFile(path: string): Read<string> {
  try {
    const file = statSync(path);
    if (!file.isFile() || file.size > MOST_BYTES) {
      return { problem: `PRIVATE_KEY_PATH does not name a key file. ${WHERE}, and name that file.` };
    }
    if (process.platform !== 'win32' && (file.mode & 0o006) !== 0) {
      return {
        problem:
          'PRIVATE_KEY_PATH names a file that everybody on the machine may read or change. Run `chmod 600` on it; for a mounted secret set its mode to 0400 (owner) or 0440 (group).',
      };
    }
    return readKey('PRIVATE_KEY_PATH', readFileSync(path, 'utf8'));
  } catch (error) {
    const code = types.isNativeError(error) && 'code' in error ? ` (${String(error.code)})` : '';
    return { problem: `PRIVATE_KEY_PATH names a file that cannot be read${code}. Set it to the app's key file.` };
  }
}

function readKey(name: string, text: string): Read<string> {
  const key = parseKey(text);
  if (key === null) {
    return { problem: `${name} is not a private key in PEM form, without a passphrase. ${WHERE}, and take it whole.` };
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048) {
    return { problem: `${name} is not an RSA key of at least 2048 bits, so it is not from GitHub. ${WHERE}.` };
  }
  return { value: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function parseKey(text: string): KeyObject | null {
  try {
    return createPrivateKey({ key: asPem(text), format: 'pem' });
  } catch {
    return null; // OpenSSL's reasons say nothing to the person, and could say something of the key.
  }
}

function asPem(text: string): string {
  const plain = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('latin1');
  const unquoted = plain.replaceAll('\\n', '\n').replace(/^["'\s]+|["'\s]+$/g, '');
  const [, head, body, tail] = /^(-----BEGIN [A-Z ]+-----)([^-]+)(-----END [A-Z ]+-----)$/.exec(unquoted) ?? [];
  return head && body && tail ? [head, ...body.trim().split(/\s+/), tail, ''].join('\n') : unquoted;
}
