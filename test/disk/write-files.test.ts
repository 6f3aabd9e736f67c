import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeFiles } from '../../src/disk/write-files.ts';
import { tempFolder } from './temp-folder.ts';

test.each([
  ['a byte order mark', '\uFEFF# A\n'],
  ['CRLF and lone CR', 'a\r\nb\rc'],
  ['emoji, NUL and a replacement character', '😀\0\uFFFD'],
  ['nothing', ''],
])('what was read is written to the byte: %s', async (_, text) => {
  const folder = tempFolder({ 'r/a.md': 'before', 'r/b.md': 'b' });
  await writeFiles(folder.path, [{ path: 'r/a.md', text }]);
  expect(readFileSync(join(folder.path, 'r/a.md'))).toEqual(Buffer.from(text));
  expect(readdirSync(join(folder.path, 'r'))).toEqual(['a.md', 'b.md']);
});

test.each([0o600, 0o644, 0o755, 0o666, 0o2640])('the mode %o stays', async (mode) => {
  const folder = tempFolder({ 'a.md': '' });
  chmodSync(join(folder.path, 'a.md'), mode);
  await writeFiles(folder.path, [{ path: 'a.md', text: 'x' }]);
  expect((statSync(join(folder.path, 'a.md')).mode & 0o7777).toString(8)).toBe(mode.toString(8));
});

(process.getuid?.() === 0 ? test : test.skip)('under root the owner stays', async () => {
  const folder = tempFolder({ 'a.md': '' });
  chownSync(join(folder.path, 'a.md'), 65534, 65534);
  await writeFiles(folder.path, [{ path: 'a.md', text: 'x' }]);
  expect(statSync(join(folder.path, 'a.md'))).toMatchObject({ uid: 65534, gid: 65534 });
});

test('a file with a long name is written', async () => {
  const path = `${'n'.repeat(252)}.md`.slice(-255);
  const folder = tempFolder({ [path]: '' });
  await writeFiles(folder.path, [{ path, text: 'x' }]);
  expect(readdirSync(folder.path)).toEqual([path]);
});

test('the file is replaced as a whole: who has the old one open keeps it', async () => {
  const folder = tempFolder({ 'a.md': 'old' });
  linkSync(join(folder.path, 'a.md'), join(folder.path, 'old.md'));
  await writeFiles(folder.path, [{ path: 'a.md', text: 'new' }]);
  expect(readFileSync(join(folder.path, 'old.md'), 'utf8')).toBe('old');
});

test.each([
  ['it is a link', 'link.md', 'it is not a file'],
  ['it is a folder', 'folder.md', 'it is not a file'],
  ['it is gone', 'gone.md', 'it is not there any more'],
  ['its folder is a link', 'linked/a.md', 'its folder is a link or not there any more'],
  ['its folder is gone', 'none/a.md', 'its folder is a link or not there any more'],
  ['its folder is a file', 'a.md/b.md', 'its folder is a link or not there any more'],
  ['it stands outside', '../a.md', 'it is not a path inside the folder'],
])('nothing is written where %s', async (_, path, why) => {
  const outside = tempFolder({ 'a.md': 'as it was' });
  const folder = tempFolder({ 'a.md': 'as it was' });
  mkdirSync(join(folder.path, 'folder.md'));
  symlinkSync(join(outside.path, 'a.md'), join(folder.path, 'link.md'));
  symlinkSync(outside.path, join(folder.path, 'linked'));
  const changed = ['a.md', path].map((one) => ({ path: one, text: 'x' }));
  await expect(writeFiles(folder.path, changed)).rejects.toThrow(
    `Did not write ${path}, because ${why}: nothing was changed.`,
  );
  expect(readFileSync(join(folder.path, 'a.md'), 'utf8')).toBe('as it was');
  expect(readFileSync(join(outside.path, 'a.md'), 'utf8')).toBe('as it was');
  expect(lstatSync(join(folder.path, 'link.md')).isSymbolicLink()).toBe(true);
});

test('a text that is no Unicode is not written', async () => {
  const folder = tempFolder({ 'a.md': 'as it was' });
  await expect(writeFiles(folder.path, [{ path: 'a.md', text: 'half \ud800' }])).rejects.toThrow(
    'Did not write a.md, because its new text cannot be written as UTF-8: nothing was changed.',
  );
});

test('a disk that refuses is said in one sentence, and nothing is left behind', async () => {
  const folder = tempFolder({ 'a.md': 'as it was' });
  // A folder where the temporary file would stand refuses root too.
  mkdirSync(join(folder.path, `.a.md.steward-${process.pid}`));
  await expect(writeFiles(folder.path, [{ path: 'a.md', text: 'x' }])).rejects.toThrow(
    'Could not write a.md: check that you may write there and that the disk is not full.',
  );
  expect(readFileSync(join(folder.path, 'a.md'), 'utf8')).toBe('as it was');
});
