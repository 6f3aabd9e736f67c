import { expect, test } from '@jest/globals';
import { byteLimit, fromBytes } from '../../src/core/file-bytes.ts';

const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n';

test.each([
  ['plain text', '# A\n', '# A\n'],
  ['nothing', '', ''],
  ['a byte order mark', '\uFEFF# A\n', '\uFEFF# A\n'],
  ['CRLF, lone CR and no last line break', 'a\r\nb\rc', 'a\r\nb\rc'],
  ['control characters', '\u0001\u001b[31m\u007f', '\u0001\u001b[31m\u007f'],
  ['emoji and a non-character', '😀\uFFFF\u{10FFFF}', '😀\uFFFF\u{10FFFF}'],
  ['a replacement character that stands in the file', '\uFFFD', '\uFFFD'],
  ['a NUL after all that front matter may take', `${'a'.repeat(16384)}\0`, `${'a'.repeat(16384)}\0`],
  ['words about Git LFS', `See: ${LFS}`, `See: ${LFS}`],
  ['a long file that begins like a pointer', LFS + 'a'.repeat(1024), LFS + 'a'.repeat(1024)],
])('%s is read exactly', (_, content, text) => {
  expect(fromBytes('a.md', Buffer.from(content))).toEqual({ path: 'a.md', text });
});

test.each([
  ['a NUL', Buffer.from('a\0b'), 'binary'],
  ['a NUL at the end of what front matter may take', Buffer.from(`${'a'.repeat(16383)}\0`), 'binary'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'binary'],
  ['UTF-16 without a mark', Buffer.from('# A\n', 'utf16le'), 'binary'],
  ['UTF-16, little end first', Buffer.from('\uFEFF# A\n', 'utf16le'), 'utf-16'],
  ['UTF-16, big end first', Buffer.from('\uFEFF# A\n', 'utf16le').swap16(), 'utf-16'],
  ['only a UTF-16 mark', Buffer.from([0xff, 0xfe]), 'utf-16'],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x23, 0, 0, 0]), 'utf-16'],
  ['Latin-1', Buffer.from('caf\xe9', 'latin1'), 'not-utf8'],
  ['a sequence that is cut short', Buffer.from([0x61, 0xe2, 0x82]), 'not-utf8'],
  ['an overlong slash', Buffer.from([0xc0, 0xaf]), 'not-utf8'],
  ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80]), 'not-utf8'],
  ['a code point past the last', Buffer.from([0xf4, 0x90, 0x80, 0x80]), 'not-utf8'],
  ['a Git LFS pointer', Buffer.from(LFS), 'lfs-pointer'],
  ['an old Git LFS pointer', Buffer.from(LFS.replace('git-lfs.github', 'hawser.github')), 'lfs-pointer'],
])('%s is no text', (_, bytes, unreadable) => {
  expect(fromBytes('a.md', bytes)).toEqual({ path: 'a.md', unreadable, bytes: bytes.length });
});

test.each([
  ['runbooks/a.md', 1_048_576],
  ['catalog-info.yaml', 1_048_576],
  ['CODEOWNERS', 3_145_728],
  ['.github/CODEOWNERS', 3_145_728],
  ['_procedures.yml', 65_536],
  ['docs/_procedures.yml', 65_536],
  ['.github/runbook-steward.yml', 65_536],
  ['docs/.github/runbook-steward.yml', 1_048_576],
])('%s may hold %i bytes', (path, limit) => {
  expect(byteLimit(path)).toBe(limit);
});
