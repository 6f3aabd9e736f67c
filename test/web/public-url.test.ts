// test/web: which addresses GitHub can deliver to.
import { describe, expect, test } from '@jest/globals';
import { readPublicUrl } from '../../src/web/registration/public-url.ts';

const MACHINE = 'GitHub does not deliver to a machine’s own name.';
const NETWORK = 'GitHub cannot reach this host from the internet.';

describe('is taken', () => {
  test.each([
    ['https://steward.acme.dev', 'https://steward.acme.dev'],
    ['https://steward.acme.dev/', 'https://steward.acme.dev'],
    ['HTTPS://Steward.Acme.dev:443//', 'https://steward.acme.dev'],
    ['https://steward.acme.dev:8443', 'https://steward.acme.dev:8443'],
    ['https://acme.dev/steward/', 'https://acme.dev/steward'],
    ['https://acme.dev/api/github/webhooks', 'https://acme.dev'],
    ['https://acme.dev/steward/api/github/webhooks/', 'https://acme.dev/steward'],
    ['https://93.184.215.14', 'https://93.184.215.14'],
    ['https://[2606:2800:21f::1]', 'https://[2606:2800:21f::1]'],
    ['https://bücher.acme.dev', 'https://xn--bcher-kva.acme.dev'],
  ])('%s', (text, value) => {
    expect(readPublicUrl(text, true)).toEqual({ value });
  });
});

describe('is refused', () => {
  test.each([
    ['', 'Enter the address'],
    ['steward.acme.dev', 'This is not a web address.'],
    ['https://', 'This is not a web address.'],
    ['ftp://steward.acme.dev', 'This is not a web address.'],
    ['javascript:alert(1)', 'This is not a web address.'],
    [`https://${'a.'.repeat(300)}dev`, 'This is not a web address.'],
    ['http://steward.acme.dev', 'Begin the address with https://.'],
    ['https://me:pass@steward.acme.dev', 'Enter the address alone'],
    ['https://steward.acme.dev?x=1', 'Enter the address alone'],
    ['https://steward.acme.dev#x', 'Enter the address alone'],
    ['https://localhost', MACHINE],
    ['https://localhost.', MACHINE],
    ['https://steward.localhost:3000', MACHINE],
    ['https://127.0.0.1', MACHINE],
    ['https://127.1', MACHINE],
    ['https://0x7f000001', MACHINE],
    ['https://2130706433', MACHINE],
    ['https://0.0.0.0', MACHINE],
    ['https://[::1]', MACHINE],
    ['https://[::]', MACHINE],
    ['https://[::ffff:127.0.0.1]', MACHINE],
    ['https://10.1.2.3', NETWORK],
    ['https://172.31.0.1', NETWORK],
    ['https://192.168.1.10', NETWORK],
    ['https://169.254.169.254', NETWORK],
    ['https://100.64.0.1', NETWORK],
    ['https://224.0.0.1', NETWORK],
    ['https://255.255.255.255', NETWORK],
    ['https://[fd00::1]', NETWORK],
    ['https://[fe80::1]', NETWORK],
    ['https://[::ffff:10.0.0.1]', NETWORK],
    ['https://steward', NETWORK],
    ['https://steward.local', NETWORK],
    ['https://steward.corp.internal', NETWORK],
    ['https://steward.home.arpa.', NETWORK],
  ])('%s', (text, begins) => {
    expect(readPublicUrl(text, true)).toEqual({
      problem: expect.stringMatching(new RegExp(`^${begins.replace(/[.?*+]/g, '\\$&')}`)),
    });
  });
});

describe('for a GitHub of one’s own', () => {
  test.each(['https://10.1.2.3', 'https://steward', 'https://steward.corp.internal', 'https://[fd00::1]'])(
    '%s is taken',
    (text) => {
      expect(readPublicUrl(text, false)).toEqual({ value: text });
    },
  );

  test.each(['https://localhost', 'https://127.0.0.1', 'https://[::1]', 'https://0.0.0.0'])('%s is refused', (text) => {
    expect(readPublicUrl(text, false)).toEqual({ problem: expect.stringContaining(MACHINE) });
  });
});
