// test/log: what secrets look like. Put together when the test runs: none of them stands in a file.
import { generateKeyPairSync } from 'node:crypto';

export type Shape = {
  readonly name: string;
  /** As it turns up in a text. */
  readonly text: string;
  /** What must not be seen of it. */
  readonly secret: string;
};

/** A secret of the service's own, which looks like nothing. */
export const OWN = 'plum/Fence+Harbour 19=';

const letters = 'Zq7Xw2Kd9Lm4Rt6Yb1Nc8Vf3Hg5Js0Pa7Ue2Io4Tz6Wx9';
const hex = (length: number) => '3f9a1c7e5b2d8046'.repeat(8).slice(0, length);
const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const keyOf = (type: 'pkcs1' | 'pkcs8') =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type, format: 'pem' },
  }).privateKey;
const [pkcs1, pkcs8] = [keyOf('pkcs1'), keyOf('pkcs8')];
const lineOf = (pem: string) => pem.split('\n')[9] ?? '';
const jwt = `${json({ alg: 'RS256', typ: 'JWT' })}.${json({ iss: 4711, exp: 1_800_000_000 })}`;
const block = (kind: string) =>
  ['-----BEGIN', ` ${kind}-----\n`, `${letters}\n${letters}\n`, '-----END', ` ${kind}-----`].join('');

export const SHAPES: readonly Shape[] = [
  ...['p', 'o', 'u', 's', 'r'].map((kind) => whole(`a token gh${kind}_`, `gh${kind}_${letters.slice(0, 36)}`)),
  whole('a token ghs_ that holds a JSON web token', `ghs_4711_${jwt}.${letters}`),
  whole('a fine-grained token', `github_${'pat'}_${letters.slice(0, 22)}_${letters}`),
  whole('an old installation token', `v1.${hex(40)}`),
  { name: 'a key, PKCS #1', text: pkcs1, secret: lineOf(pkcs1) },
  { name: 'a key, PKCS #8', text: pkcs8, secret: lineOf(pkcs8) },
  { name: 'a key with \\n in it', text: pkcs8.replaceAll('\n', '\\n'), secret: lineOf(pkcs8) },
  { name: 'a key that is cut off', text: pkcs8.slice(0, 1000), secret: lineOf(pkcs8) },
  { name: 'an OpenSSH key', text: block('OPENSSH PRIVATE KEY'), secret: letters },
  { name: 'a PGP key', text: block('PGP PRIVATE KEY BLOCK'), secret: letters },
  whole('a JSON web token', `${jwt}.${letters}`),
  { name: 'a SHA-256 signature', text: `sha256=${hex(64)}`, secret: hex(64) },
  { name: 'a SHA-1 signature', text: `sha1=${hex(40)}`, secret: hex(40) },
  { name: 'a bearer token', text: `Bearer ${letters}`, secret: letters },
  {
    name: 'an authorization of any kind',
    text: `authorization: ${letters.slice(0, 12)}`,
    secret: letters.slice(0, 12),
  },
  whole('the webhook secret', OWN),
  whole('the webhook secret in base64', btoa(OWN).replace(/=+$/, '')),
  whole('the webhook secret in a URL', encodeURIComponent(OWN)),
  { name: 'a code in a query', text: `?state=1&code=${hex(20)}`, secret: hex(20) },
  { name: 'a password in a URL', text: `postgres://steward:${letters}@db.example.com/x`, secret: letters },
  whole('a Slack token', `xox${'b'}-1234567890-${letters}`),
  { name: 'a Slack webhook', text: `https://hooks.slack.com/services/T0AB1/B0CD2/${letters}`, secret: letters },
  { name: 'a malformed signature', text: `x-hub-signature-256: ${hex(50)}`, secret: hex(50) },
  whole('an AWS key id', `AK${'IA'}3QWERTYUIOPASDFG`),
  whole('an npm token', `npm_${letters.slice(0, 36)}`),
  { name: 'a password in words', text: `password: ${letters}`, secret: letters },
];

function whole(name: string, text: string): Shape {
  return { name, text, secret: text };
}
