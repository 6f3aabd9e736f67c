// test/web: a service that is not set up rightly does not start, and one that runs ends in good order.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WEBHOOK_PATH } from '../../src/web/endpoint.ts';
import { KEY } from '../start/key.ts';
import { GUID, signed } from './deliver.ts';
import { runService, type Service, startService } from './service-process.ts';

const SECRET = 'f3b1c6d2a4e57908b1d2';
const MAIN = join(import.meta.dirname, '../../src/main.ts');
const GOOD = { APP_ID: '4711', PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET };
type Variables = Readonly<Record<string, string>>;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-starts-'));
  writeFileSync(
    join(folder, '.env'),
    `APP_ID=1\nWEBHOOK_SECRET=${SECRET}\nPRIVATE_KEY="${KEY.replaceAll('\n', '\\n')}"\n`,
  );
  writeFileSync(join(folder, 'open.pem'), KEY, { mode: 0o644 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the start is refused', () => {
  const without = (name: keyof typeof GOOD, more: Variables = {}): Variables =>
    Object.fromEntries(Object.entries({ ...GOOD, ...more }).filter(([key]) => key !== name));
  const cases: readonly (readonly [string, () => Variables, readonly string[]])[] = [
    ['without anything', () => ({}), ['APP_ID is missing', 'PRIVATE_KEY is missing', 'WEBHOOK_SECRET is missing']],
    [
      'without anything, in production',
      () => ({ NODE_ENV: 'production' }),
      ['APP_ID is missing', 'PRIVATE_KEY is missing', 'WEBHOOK_SECRET is missing'],
    ],
    ['without a webhook secret', () => without('WEBHOOK_SECRET'), ['WEBHOOK_SECRET is missing']],
    [
      'with the secret Probot falls back to',
      () => ({ ...GOOD, WEBHOOK_SECRET: 'development' }),
      ['WEBHOOK_SECRET is a word that anybody would try'],
    ],
    ['with a short secret', () => ({ ...GOOD, WEBHOOK_SECRET: 'a1b2c3d4' }), ['WEBHOOK_SECRET has 8 characters']],
    [
      'with one weak secret of two',
      () => ({ ...GOOD, WEBHOOK_SECRET: `${SECRET},changeme` }),
      ['WEBHOOK_SECRET, secret 2 of 2, is a word that anybody would try'],
    ],
    ['without an app id', () => without('APP_ID'), ['APP_ID is missing']],
    ['without a key', () => without('PRIVATE_KEY'), ['PRIVATE_KEY is missing']],
    ['with a broken key', () => ({ ...GOOD, PRIVATE_KEY: KEY.slice(0, 800) }), ['PRIVATE_KEY is not a private key']],
    [
      'with a key file that everybody may read',
      () => without('PRIVATE_KEY', { PRIVATE_KEY_PATH: join(folder, 'open.pem') }),
      ['PRIVATE_KEY_PATH names a file that everybody on the machine may read or change'],
    ],
    ['with a port that is none', () => ({ ...GOOD, PORT: '99999' }), ['PORT is not a port']],
    [
      'with an API in the clear',
      () => ({ ...GOOD, GITHUB_API_URL: 'http://ghe.acme.example/api/v3' }),
      ['GITHUB_API_URL would send tokens without encryption'],
    ],
  ];

  test('there are 12 cases', () => {
    expect(cases).toHaveLength(12);
  });

  // All of them in a folder whose .env would make each start: it is never read.
  test.each(cases)('%s', async (_, variables, said) => {
    const { code, out, err } = await runService(variables(), { cwd: folder });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const lines = err.trim().split('\n');
    expect(lines.map((line, index) => line.startsWith(said[index] ?? '?') && line.endsWith('.'))).toEqual(
      said.map(() => true),
    );
    for (const part of [SECRET, 'changeme', 'a1b2c3d4', KEY.split('\n')[5]]) expect(err).not.toContain(part);
  });

  test('by the program itself as well', async () => {
    const { code, err } = await runService({ ...GOOD, WEBHOOK_SECRET: 'development' }, { path: MAIN });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^WEBHOOK_SECRET is a word that anybody would try\. .+\n$/),
    });
  });

  test.each([
    ['the service', GOOD],
    ['the page that registers an app', {}],
  ])('of %s on a port that somebody else has', async (_, variables) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const at = other.address();
    const port = typeof at === 'object' && at !== null ? String(at.port) : '';
    const { code, out, err } = await runService({ ...variables, PORT: port }, { cwd: folder, path: MAIN });
    other.close();
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      level: 'fatal',
      err: { message: `Could not listen on 127.0.0.1, port ${port}`, cause: { code: 'EADDRINUSE' } },
    });
  });
});

describe('a running service', () => {
  test('finishes what is under way when it is told to stop, and takes nothing new', async () => {
    const service = await startService(GOOD);
    expect(await deliver(service, '{"wait":true}')).toBe(202);
    await until(() => service.out().includes('Accepted a delivery.'));
    service.child.kill('SIGTERM');
    await until(() => service.out().includes('Stopping.'));
    service.child.send('finish');
    const { code, out, err } = await service.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const told = messages(out);
    expect(told.slice(0, 4)).toEqual(['Listening.', 'Began.', 'Accepted a delivery.', 'Stopping.']);
    // The last line before the end of the process may overtake the one before it on its way through the pipe.
    expect(told.slice(4).sort()).toEqual(['Done.', 'Stopped.']);
    await expect(deliver(service, '{}')).rejects.toThrow();
  });

  test('ends at the second signal', async () => {
    const service = await startService(GOOD);
    await deliver(service, '{"wait":true}');
    await until(() => service.out().includes('Began.'));
    service.child.kill('SIGINT');
    await until(() => service.out().includes('Stopping.'));
    service.child.kill('SIGTERM');
    expect((await service.ended).code).toBe(1);
  });

  test('logs an error that nobody caught, without the secret in it, and ends', async () => {
    const service = await startService(GOOD);
    await deliver(service, '{}', 'throw_later');
    const { code, out } = await service.ended;
    expect(code).toBe(1);
    expect(messages(out)).toContain('An error was caught by nobody; stopping.');
    expect(out).not.toContain(SECRET);
  });
});

async function deliver({ url }: Service, body: string, event = 'push'): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': GUID,
    'x-hub-signature-256': signed(body, SECRET),
  };
  return (await fetch(`${url}${WEBHOOK_PATH}`, { method: 'POST', body, headers })).status;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function messages(out: string): string[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
}
