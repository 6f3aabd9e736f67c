// test/start: whether a start runs the service, is refused, or shows the page that registers the app.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServiceVariables } from '../../src/env.ts';
import { decideStart } from '../../src/start/decide-start.ts';
import { KEY } from './key.ts';

const SECRET = 'f3b1c6d2a4e57908b1d2';
const GOOD: ServiceVariables = { APP_ID: '4711', PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET };

let empty = '';
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'steward-start-'));
});
afterAll(() => rmSync(empty, { recursive: true, force: true }));

const start = (variables: ServiceVariables) => decideStart(variables, empty);

test('with all that is needed the service runs', () => {
  expect(start(GOOD)).toMatchObject({ settings: { appId: 4711 } });
  expect(start({ ...GOOD, NODE_ENV: 'production' })).toMatchObject({ settings: { appId: 4711 } });
});

describe('with nothing set the page registers the app', () => {
  const usual = {
    apiUrl: 'https://api.github.com',
    host: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    whereGitHubIs: {},
  };
  const cases: readonly (readonly [string, ServiceVariables, object])[] = [
    ['on this machine', {}, {}],
    ['with the variables set to nothing', { APP_ID: ' ', PRIVATE_KEY: '', WEBHOOK_SECRET: '' }, {}],
    ['under another name of this machine', { HOST: 'localhost' }, { host: 'localhost' }],
    ['over version 6', { HOST: '::1' }, { host: '::1' }],
    ['on another port', { PORT: '8080', LOG_LEVEL: 'debug' }, { port: 8080, logLevel: 'debug' }],
    ['in development', { NODE_ENV: 'development' }, {}],
    ['for the part that answers', { ROLE: 'web' }, {}],
    [
      'with an Enterprise Server',
      { GHE_HOST: 'ghe.acme.dev' },
      { apiUrl: 'https://ghe.acme.dev/api/v3', whereGitHubIs: { GHE_HOST: 'ghe.acme.dev' } },
    ],
    [
      'with another API',
      { GITHUB_API_URL: 'https://ghe.acme.dev/api/v3/' },
      { apiUrl: 'https://ghe.acme.dev/api/v3', whereGitHubIs: { GITHUB_API_URL: 'https://ghe.acme.dev/api/v3' } },
    ],
  ];
  test.each(cases)('%s', (_, variables, expected) => {
    expect(start(variables)).toEqual({ registration: { ...usual, ...expected } });
  });
});

describe('the page is never shown', () => {
  const missing = ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'];
  const cases: readonly (readonly [string, ServiceVariables, readonly string[]])[] = [
    ['in production', { NODE_ENV: 'production' }, missing],
    ['in Production', { NODE_ENV: ' Production ' }, missing],
    ['to a network', { HOST: '0.0.0.0' }, missing],
    ['to a network of version 6', { HOST: '::' }, missing],
    ['to a host of a name that looks like this machine', { HOST: 'localhost.acme.dev' }, missing],
    ['by a worker', { ROLE: 'worker' }, [...missing, 'DATABASE_URL']],
    ['on a host that is none', { HOST: 'http://localhost' }, [...missing, 'HOST']],
    ['beside an app id', { APP_ID: '4711' }, ['PRIVATE_KEY', 'WEBHOOK_SECRET']],
    ['beside a key', { PRIVATE_KEY: KEY }, ['APP_ID', 'WEBHOOK_SECRET']],
    ['beside a key file', { PRIVATE_KEY_PATH: '/nowhere' }, ['APP_ID', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET']],
    ['beside a secret', { WEBHOOK_SECRET: SECRET }, ['APP_ID', 'PRIVATE_KEY']],
    ['while a port is none', { PORT: 'x' }, ['PORT']],
    ['while GitHub is at two places', { GHE_HOST: 'a.dev', GITHUB_API_URL: 'https://b.dev' }, ['GITHUB_API_URL']],
  ];
  test.each(cases)('%s', (_, variables, names) => {
    const read = start(variables);
    expect('problems' in read && read.problems.map((line) => line.split(' ')[0])).toEqual(names);
  });

  test('beside the file of an earlier registration, whose line says how to start with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'steward-start-'));
    writeFileSync(join(folder, 'runbook-steward.env'), '');
    expect(decideStart({}, folder)).toEqual({
      problems: [
        'APP_ID is missing, and runbook-steward.env is here. Start with `node --env-file=runbook-steward.env src/main.ts`, or move the file away to register another app.',
      ],
    });
    expect(decideStart(GOOD, folder)).toMatchObject({ settings: { appId: 4711 } });
    rmSync(folder, { recursive: true, force: true });
  });
});
