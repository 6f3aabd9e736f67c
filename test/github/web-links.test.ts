// github: addresses of pages where a person changes a file by hand.
import { expect, test } from '@jest/globals';
import { editLink, newFileLink, webUrlOf } from '../../src/github/web-links.ts';

test.each([
  ['https://api.github.com', 'https://github.com'],
  ['https://github.acme.com/api/v3', 'https://github.acme.com'],
  ['https://api.acme.ghe.com', 'https://acme.ghe.com'],
  ['http://127.0.0.1:4711', 'http://127.0.0.1:4711'],
  ['https://api.example.com', 'https://api.example.com'],
])('the site of %s is %s', (api, web) => {
  expect(webUrlOf(api)).toBe(web);
});

const branch = { webUrl: 'https://github.com', repository: { owner: 'acme', name: 'ops' }, branch: 'fix/a b' };

test('the editor opens at the line, whatever the path', () => {
  expect(editLink(branch, 'runbooks/a (1)#?.md', 7)).toBe(
    'https://github.com/acme/ops/edit/fix/a%20b/runbooks/a%20%281%29%23%3F.md#L7',
  );
});

test('a new file is filled in, and one that is too long has no link', () => {
  expect(newFileLink(branch, '.github/CODEOWNERS', '/runbooks/ @acme/sre\n')).toBe(
    'https://github.com/acme/ops/new/fix/a%20b?filename=.github%2FCODEOWNERS&value=%2Frunbooks%2F%20%40acme%2Fsre%0A',
  );
  expect(newFileLink(branch, 'a', 'x'.repeat(7_000))).toBeNull();
});
