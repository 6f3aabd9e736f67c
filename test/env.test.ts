// test: the environment is read once, and gives its secrets to nobody else.
import { afterEach, expect, jest, test } from '@jest/globals';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
  jest.resetModules();
});

test('the service’s variables are read once, frozen, and the secrets among them leave the environment', async () => {
  Object.assign(process.env, { APP_ID: '1', WEBHOOK_SECRET: 'a', PRIVATE_KEY: 'b', OTHER: 'c' });
  const { serviceEnv } = await import('../src/env.ts');
  const read = serviceEnv();
  expect(read).toMatchObject({ APP_ID: '1', WEBHOOK_SECRET: 'a', PRIVATE_KEY: 'b' });
  expect(Object.keys(read)).not.toContain('OTHER');
  expect(Object.isFrozen(read)).toBe(true);
  expect([process.env['WEBHOOK_SECRET'], process.env['PRIVATE_KEY'], process.env['APP_ID']]).toEqual([
    undefined,
    undefined,
    '1',
  ]);
  process.env['APP_ID'] = '2';
  process.env['WEBHOOK_SECRET'] = 'd';
  expect(serviceEnv()).toBe(read);
  expect(read.WEBHOOK_SECRET).toBe('a');
});
