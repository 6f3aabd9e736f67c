import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Side, Snapshot } from '../../src/core/snapshot.ts';
import { loadSnapshot, saveSnapshot } from '../../src/disk/replay.ts';
import { snapshotOf, tempRepository } from './temp-folder.ts';

const SIDE: Side = { name: 'main', sha: null, paths: null, files: [] };
const EMPTY: Snapshot = {
  version: 1,
  repository: { name: 'acme/ops', organisation: null },
  head: SIDE,
  base: null,
  changes: null,
  givenConfig: null,
  organisationPolicy: null,
  owners: null,
};

test('what was read from a repository comes back exactly', async () => {
  const folder = tempRepository({ 'a.md': '\uFEFF# A\r\n', 'b.md': Buffer.from([0xff]), 'c.md': '# C 😀\n' });
  folder.git('mv', 'c.md', 'd.md');
  const snapshot = await snapshotOf(folder, 'main');
  expect(loadSnapshot(saveSnapshot(snapshot))).toEqual(snapshot);
});

test('any text and any path come back exactly, half a surrogate pair too', () => {
  const string = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', 'x\udc00', '__proto__', '\0', '\u2028'),
  );
  fc.assert(
    fc.property(string, string, (path, text) => {
      const head = { ...SIDE, paths: [path], files: [{ path, text }] };
      const snapshot: Snapshot = {
        ...EMPTY,
        head,
        owners: [{ handle: text, state: 'alive' }],
        givenConfig: { path, text },
      };
      expect(loadSnapshot(saveSnapshot(snapshot))).toEqual(snapshot);
    }),
    { numRuns: 500 },
  );
});

test('two saves give the same bytes, with a line break at the end', () => {
  expect(saveSnapshot(loadSnapshot(saveSnapshot(EMPTY)))).toBe(saveSnapshot(EMPTY));
  expect(saveSnapshot(EMPTY)).toMatch(/^\{\n "version": 1,\n/);
  expect(saveSnapshot(EMPTY)).toMatch(/\n\}\n$/);
});

test.each([
  ['nothing', '', 'This is not a saved snapshot: it is not JSON.'],
  ['a list', '[]', /^This is not a saved snapshot: at the top: /],
  ['another version', JSON.stringify({ ...EMPTY, version: 2 }), /^This is not a saved snapshot: at version: /],
  [
    'a key that is not known',
    JSON.stringify({ ...EMPTY, token: 'x' }),
    /^This is not a saved snapshot: at the top: .*"token"/,
  ],
  ['a missing key', JSON.stringify({ ...EMPTY, owners: undefined }), /^This is not a saved snapshot: at owners: /],
  [
    'a prototype',
    JSON.stringify(EMPTY).replace('{', '{"__proto__":{"x":1},'),
    /^This is not a saved snapshot: at the top: .*"__proto__"/,
  ],
  [
    'a file with neither text nor reason',
    JSON.stringify({ ...EMPTY, head: { ...SIDE, files: [{ path: 'a.md' }] } }),
    /^This is not a saved snapshot: at head\.files\.0: /,
  ],
  [
    'a reason that does not exist',
    JSON.stringify({ ...EMPTY, givenConfig: { path: 'a.md', unreadable: 'tired' } }),
    /^This is not a saved snapshot: at givenConfig/,
  ],
  [
    'changes without a base',
    JSON.stringify({ ...EMPTY, changes: [] }),
    'This is not a saved snapshot: at changes: changes must be null exactly where base is null.',
  ],
])('%s is refused with the place', (_, json, says) => {
  expect(() => loadSnapshot(json)).toThrow(says);
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});
