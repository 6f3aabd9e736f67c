// test/start: private keys, good and bad, made when the tests run.
import { generateKeyPairSync } from 'node:crypto';

const rsa = (modulusLength: number, type: 'pkcs1' | 'pkcs8') =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type, format: 'pem' },
  });

/** As GitHub gives them out. */
export const KEY = rsa(2048, 'pkcs1').privateKey;
export const PUBLIC_KEY = rsa(2048, 'pkcs8').publicKey;
export const SHORT_KEY = rsa(1024, 'pkcs8').privateKey;
export const ELLIPTIC_KEY = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;
export const LOCKED_KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
}).privateKey;
