// test/start: what the service's variables mean, and what is said of those that mean nothing.
import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServiceVariables } from '../../src/env.ts';
import { readServiceSettings, type ServiceSettings } from '../../src/start/service-settings.ts';
import { ELLIPTIC_KEY, KEY, LOCKED_KEY, PUBLIC_KEY, SHORT_KEY } from './key.ts';

const SECRET = 'f3b1c6d2a4e57908b1d2';
const GOOD: ServiceVariables = { APP_ID: '4711', PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET };
const DATABASE = 'postgres://steward:a1b2@db.acme.example:5432/steward';
const PKCS8 = createPrivateKey(KEY).export({ type: 'pkcs8', format: 'pem' }).toString();
const MAKE_SECRET = 'Make one with `openssl rand -hex 32` and set it here and in the settings of the app on GitHub.';
const MAKE_KEY = 'Make one under "Private keys" on the settings page of the app on GitHub';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-start-'));
  write('key.pem', KEY, 0o600);
  write('group.pem', KEY, 0o440);
  write('open.pem', KEY, 0o644);
  write('broken.pem', 'not a key', 0o600);
  write('huge.pem', 'x'.repeat(100_000), 0o600);
  mkdirSync(join(folder, 'folder.pem'));
  symlinkSync(join(folder, 'key.pem'), join(folder, 'link.pem'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string, mode: number) {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
}

test('three variables are enough, and the others have their defaults', () => {
  expect(settings(GOOD)).toEqual({
    appId: 4711,
    privateKey: PKCS8,
    webhookSecrets: [SECRET],
    apiUrl: 'https://api.github.com',
    host: '127.0.0.1',
    port: 3000,
    metricsPort: 9090,
    logLevel: 'info',
    isDryRun: false,
    policyRepository: null,
    databaseUrl: null,
    dataDir: './data',
    storesBodies: true,
    timeZone: null,
    role: 'all',
  });
  expect(Object.isFrozen(settings(GOOD))).toBe(true);
});

describe('what is accepted', () => {
  const cases: readonly (readonly [string, ServiceVariables, Partial<ServiceSettings>])[] = [
    ['blanks around a value', { APP_ID: ' 4711\n' }, { appId: 4711 }],
    ['a variable that is set to nothing', { PORT: '', TIME_ZONE: ' ', GHE_HOST: '' }, { port: 3000, timeZone: null }],
    ['two secrets', { WEBHOOK_SECRET: `${SECRET}, ${SECRET}b` }, { webhookSecrets: [SECRET, `${SECRET}b`] }],
    ['a secret twice', { WEBHOOK_SECRET: `${SECRET},${SECRET}` }, { webhookSecrets: [SECRET] }],
    ['a key with \\n in it', { PRIVATE_KEY: KEY.replaceAll('\n', '\\n') }, { privateKey: PKCS8 }],
    ['a key in quotes', { PRIVATE_KEY: `"${KEY.replaceAll('\n', '\\n')}"` }, { privateKey: PKCS8 }],
    ['a key that lost its line breaks', { PRIVATE_KEY: KEY.replaceAll('\n', ' ') }, { privateKey: PKCS8 }],
    ['a key with CRLF', { PRIVATE_KEY: KEY.replaceAll('\n', '\r\n') }, { privateKey: PKCS8 }],
    ['a key in base64', { PRIVATE_KEY: btoa(KEY) }, { privateKey: PKCS8 }],
    ['PKCS #8', { PRIVATE_KEY: PKCS8 }, { privateKey: PKCS8 }],
    [
      'an API root',
      { GITHUB_API_URL: 'https://ghe.acme.example/api/v3/' },
      { apiUrl: 'https://ghe.acme.example/api/v3' },
    ],
    ['a stand-in on this machine', { GITHUB_API_URL: 'http://127.0.0.1:4904' }, { apiUrl: 'http://127.0.0.1:4904' }],
    ['GitHub Enterprise Server', { GHE_HOST: 'ghe.acme.example' }, { apiUrl: 'https://ghe.acme.example/api/v3' }],
    ['GitHub with data residency', { GHE_HOST: 'acme.ghe.com' }, { apiUrl: 'https://api.acme.ghe.com' }],
    ['all addresses', { HOST: '0.0.0.0', PORT: '8080' }, { host: '0.0.0.0', port: 8080 }],
    ['any free ports', { PORT: '0', METRICS_PORT: '0' }, { port: 0, metricsPort: 0 }],
    ['a level in capitals', { LOG_LEVEL: 'DEBUG' }, { logLevel: 'debug' }],
    ['a dry run', { DRY_RUN: '1' }, { isDryRun: true }],
    ['no dry run', { DRY_RUN: 'no' }, { isDryRun: false }],
    ['a policy repository', { POLICY_REPO: 'acme/.github' }, { policyRepository: { owner: 'acme', name: '.github' } }],
    ['a time zone', { TIME_ZONE: 'Europe/Berlin' }, { timeZone: 'Europe/Berlin' }],
    ['a database', { DATABASE_URL: DATABASE }, { databaseUrl: DATABASE }],
    ['a folder for the data', { DATA_DIR: '/var/lib/steward' }, { dataDir: '/var/lib/steward' }],
    ['no bodies', { STORE_BODIES: 'false' }, { storesBodies: false }],
    ['a role', { ROLE: 'worker', DATABASE_URL: DATABASE }, { role: 'worker', databaseUrl: DATABASE }],
  ];
  test.each(cases)('%s', (_, variables, expected) => {
    expect(settings({ ...GOOD, ...variables })).toMatchObject(expected);
  });

  test.each(['key.pem', 'group.pem', 'link.pem'])('a key file %s', (name) => {
    expect(settings(withKeyFile(name))).toMatchObject({ privateKey: PKCS8 });
  });
});

describe('what is refused, in one line', () => {
  const cases: readonly (readonly [string, ServiceVariables, string])[] = [
    [
      'no app',
      { APP_ID: '' },
      'APP_ID is missing. Set it to the number behind "App ID" on the settings page of the app on GitHub.',
    ],
    [
      'a client id',
      { APP_ID: 'Iv23liABCDEFGH' },
      'APP_ID holds the client id. Set it to the number behind "App ID" on the settings page of the app on GitHub.',
    ],
    [
      'an app by name',
      { APP_ID: 'steward' },
      'APP_ID is not a number. Set it to the number behind "App ID" on the settings page of the app on GitHub.',
    ],
    ['no secret', { WEBHOOK_SECRET: '' }, `WEBHOOK_SECRET is missing. ${MAKE_SECRET}`],
    [
      'development',
      { WEBHOOK_SECRET: 'development' },
      `WEBHOOK_SECRET is a word that anybody would try. ${MAKE_SECRET}`,
    ],
    [
      'a long word of everybody’s',
      { WEBHOOK_SECRET: 'Change-Me_webhook-secret' },
      `WEBHOOK_SECRET is a word that anybody would try. ${MAKE_SECRET}`,
    ],
    [
      'a short secret',
      { WEBHOOK_SECRET: 'f3b1c6d2a4e5790' },
      `WEBHOOK_SECRET has 15 characters, and needs at least 16. ${MAKE_SECRET}`,
    ],
    [
      'one character, often',
      { WEBHOOK_SECRET: 'z'.repeat(40) },
      `WEBHOOK_SECRET repeats a few characters. ${MAKE_SECRET}`,
    ],
    [
      'a weak secret beside a good one',
      { WEBHOOK_SECRET: `${SECRET},secret` },
      `WEBHOOK_SECRET, secret 2 of 2, is a word that anybody would try. ${MAKE_SECRET}`,
    ],
    ['a comma too many', { WEBHOOK_SECRET: `${SECRET},` }, `WEBHOOK_SECRET, secret 2 of 2, is empty. ${MAKE_SECRET}`],
    [
      'no key',
      { PRIVATE_KEY: '' },
      `PRIVATE_KEY is missing. ${MAKE_KEY}, and set PRIVATE_KEY_PATH to its file, or PRIVATE_KEY to its text.`,
    ],
    [
      'a key and a file',
      { PRIVATE_KEY_PATH: 'key.pem' },
      'PRIVATE_KEY and PRIVATE_KEY_PATH are both set. Unset one of them.',
    ],
    ...(['not a key', PUBLIC_KEY, LOCKED_KEY, KEY.slice(0, 900)] as const).map(
      (key, index) =>
        [
          ['a text that is no key', 'a public key', 'a key with a passphrase', 'half a key'][index] ?? '',
          { PRIVATE_KEY: key },
          `PRIVATE_KEY is not a private key in PEM form, without a passphrase. ${MAKE_KEY}, and take it whole.`,
        ] as const,
    ),
    ...[SHORT_KEY, ELLIPTIC_KEY].map(
      (key, index) =>
        [
          ['a short key', 'an elliptic key'][index] ?? '',
          { PRIVATE_KEY: key },
          `PRIVATE_KEY is not an RSA key of at least 2048 bits, so it is not from GitHub. ${MAKE_KEY}.`,
        ] as const,
    ),
    [
      'an API root without a scheme',
      { GITHUB_API_URL: 'ghe.acme.example/api/v3' },
      'GITHUB_API_URL is not the root of an API. Set it to a URL such as https://github.example.com/api/v3.',
    ],
    [
      'an API root with a password',
      { GITHUB_API_URL: 'https://a:b@ghe.acme.example' },
      'GITHUB_API_URL is not the root of an API. Set it to a URL such as https://github.example.com/api/v3.',
    ],
    [
      'an API root in the clear',
      { GITHUB_API_URL: 'http://ghe.acme.example/api/v3' },
      'GITHUB_API_URL would send tokens without encryption. Use https://; http:// is for this machine.',
    ],
    [
      'two hosts',
      { GITHUB_API_URL: 'https://ghe.acme.example/api/v3', GHE_HOST: 'ghe.acme.example' },
      'GITHUB_API_URL and GHE_HOST are both set. Unset one of them.',
    ],
    [
      'a host with a scheme',
      { GHE_HOST: 'https://ghe.acme.example' },
      'GHE_HOST is not a host name. Set it to the name alone, such as github.example.com.',
    ],
    [
      'a port that is none',
      { PORT: '70000' },
      'PORT is not a port. Set it to a number from 1 to 65535, or unset it for 3000.',
    ],
    [
      'a port in words',
      { METRICS_PORT: 'tcp://10.0.0.1:9090' },
      'METRICS_PORT is not a port. Set it to a number from 1 to 65535, or unset it for 9090.',
    ],
    ['one port for two', { PORT: '9090' }, 'METRICS_PORT is the same as PORT. Set one of them to another port.'],
    [
      'a host that is a URL',
      { HOST: 'http://localhost' },
      'HOST is not an address to listen on. Set it to 0.0.0.0 for all, or unset it for this machine only.',
    ],
    [
      'a level that is nearly one',
      { LOG_LEVEL: 'eror' },
      'LOG_LEVEL is none of trace, debug, info, warn, error, fatal, silent. Did you mean error? Unset it for info.',
    ],
    ['a role that is none', { ROLE: 'master' }, 'ROLE is none of all, web, worker. Unset it for all.'],
    ['a switch in between', { DRY_RUN: 'maybe' }, 'DRY_RUN is neither true nor false. Set it to one of them.'],
    [
      'a repository without an owner',
      { POLICY_REPO: 'policies' },
      'POLICY_REPO is not a repository. Set it to owner/name, such as acme/policies.',
    ],
    [
      'a time zone that is nearly one',
      { TIME_ZONE: 'Europe/Berln' },
      'TIME_ZONE is not a time zone such as `UTC` or `Europe/Berlin`. Did you mean Europe/Berlin?',
    ],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://db.acme.example/steward' },
      'DATABASE_URL is not an address of PostgreSQL. Set it to postgres://user:password@host:5432/name.',
    ],
    [
      'a role beside others without a database for several',
      { ROLE: 'web' },
      'DATABASE_URL is missing: the embedded database is for one process alone. Set it to postgres://…, or unset ROLE.',
    ],
  ];
  test.each(cases)('%s', (_, variables, expected) => {
    expect(problems({ ...GOOD, ...variables })).toEqual([expected]);
  });

  test.each([
    ['missing.pem', "PRIVATE_KEY_PATH names a file that cannot be read (ENOENT). Set it to the app's key file."],
    ['folder.pem', `PRIVATE_KEY_PATH does not name a key file. ${MAKE_KEY}, and name that file.`],
    ['huge.pem', `PRIVATE_KEY_PATH does not name a key file. ${MAKE_KEY}, and name that file.`],
    [
      'broken.pem',
      `PRIVATE_KEY_PATH is not a private key in PEM form, without a passphrase. ${MAKE_KEY}, and take it whole.`,
    ],
    [
      'open.pem',
      'PRIVATE_KEY_PATH names a file that everybody on the machine may read or change. Run `chmod 600` on it; for a mounted secret set its mode to 0400 (owner) or 0440 (group).',
    ],
  ])('a key file %s', (name, expected) => {
    expect(problems(withKeyFile(name))).toEqual([expected]);
  });
});

test('all problems are told at once, in the order of the page of variables', () => {
  const told = problems({ PORT: 'x', LOG_LEVEL: 'loud', TIME_ZONE: 'Mars/Base', DRY_RUN: '?' });
  expect(told.map((line) => line.split(' ')[0])).toEqual([
    'APP_ID',
    'PRIVATE_KEY',
    'WEBHOOK_SECRET',
    'PORT',
    'LOG_LEVEL',
    'DRY_RUN',
    'TIME_ZONE',
  ]);
});

test('a problem is one line, and repeats no value: it could be a secret in the wrong place', () => {
  const canary = 'gh0canary\u001B[31m\n';
  const names = ['APP_ID', 'GHE_HOST', 'HOST', 'PORT', 'METRICS_PORT', 'LOG_LEVEL', 'DRY_RUN', 'POLICY_REPO', 'ROLE'];
  const all = Object.fromEntries([...names, 'TIME_ZONE', 'PRIVATE_KEY_PATH'].map((name) => [name, canary]));
  const told = problems({ ...all, WEBHOOK_SECRET: 'gh0canary' });
  expect(told).toHaveLength(12);
  expect(told.filter((line) => /canary|\n|\u001B/.test(line))).toEqual([]);
});

function settings(variables: ServiceVariables): ServiceSettings {
  const read = readServiceSettings(variables);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.settings;
}

function problems(variables: ServiceVariables): readonly string[] {
  const read = readServiceSettings(variables);
  return 'problems' in read ? read.problems : [];
}

function withKeyFile(name: string): ServiceVariables {
  const { PRIVATE_KEY: _, ...others } = GOOD;
  return { ...others, PRIVATE_KEY_PATH: join(folder, name) };
}
