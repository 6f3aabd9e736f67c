// test/start: the file of a registration is taken for the same text by all that read such files.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { reserveEnvironmentFile } from '../../src/start/environment-file.ts';
import { readServiceSettings } from '../../src/start/service-settings.ts';
import { KEY } from './key.ts';

const VARIABLES = {
  APP_ID: '4711',
  PRIVATE_KEY: Buffer.from(KEY).toString('base64'),
  WEBHOOK_SECRET: 'b0a1c2d3e4f5061728394a5b6c7d8e9f00112233',
  GITHUB_API_URL: 'https://ghe.acme.dev:8443/api/v3',
};
const SHOW = 'process.stdout.write(JSON.stringify(process.env))';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = () => join(folder, 'runbook-steward.env');

test('Node and a shell read what was written, and the service starts with it', async () => {
  await (await reserveEnvironmentFile(folder)).write(VARIABLES);
  const run = (command: string, words: readonly string[]) => {
    const { stdout } = spawnSync(command, words, { encoding: 'utf8', env: {} });
    return JSON.parse(stdout);
  };
  const byNode = run(process.execPath, [`--env-file=${path()}`, '-e', SHOW]);
  const byShell = run('/bin/sh', ['-c', `set -a; . "${path()}"; exec "${process.execPath}" -e '${SHOW}'`]);
  // `docker run --env-file` takes the lines as they are.
  const byLine = Object.fromEntries(
    readFileSync(path(), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  for (const read of [byNode, byShell, byLine]) {
    expect(read).toMatchObject(VARIABLES);
    expect(readServiceSettings(read)).toMatchObject({
      settings: { appId: 4711, webhookSecrets: [VARIABLES.WEBHOOK_SECRET] },
    });
  }
});

test('only its owner may read it, from the first moment on', async () => {
  const file = await reserveEnvironmentFile(folder);
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  await file.drop();
  expect(readdirSync(folder)).toEqual([]);
});

test('what is there is not touched', async () => {
  writeFileSync(path(), 'mine', { mode: 0o644 });
  await expect(reserveEnvironmentFile(folder)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path(), 'utf8')).toBe('mine');
  expect(statSync(path()).mode & 0o777).toBe(0o644);
});

test.each(['a b', 'a\nB=c', '"a"', "it's", 'a$HOME', 'a`b`', 'a#b', 'a\\nb', ''])(
  'the value %j is not written',
  async (value) => {
    const file = await reserveEnvironmentFile(folder);
    await expect(file.write({ APP_ID: '1', VALUE: value })).rejects.toThrow('Could not write VALUE');
    expect(readFileSync(path(), 'utf8')).toBe('');
    await file.drop();
  },
);
