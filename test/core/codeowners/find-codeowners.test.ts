// core/codeowners: which file counts, and what it then says (the cases of the reliability plan that need no GitHub).
import { describe, expect, test } from '@jest/globals';
import { CODEOWNERS_PATHS } from '../../../src/core/codeowners/codeowners.ts';
import { findCodeowners } from '../../../src/core/codeowners/find-codeowners.ts';
import { indexCodeowners, ownersOf } from '../../../src/core/codeowners/match.ts';
import type { SnapshotFile, Unreadable } from '../../../src/core/snapshot.ts';

const [GITHUB, ROOT, DOCS] = CODEOWNERS_PATHS;
const PLACES: readonly string[] = CODEOWNERS_PATHS;

/** A file at each of `places` that gives everything to the place's number. */
function filesAt(places: readonly string[]): SnapshotFile[] {
  return places.map((path) => ({ path, text: `* @place-${PLACES.indexOf(path)}\n` }));
}

function ownersIn(files: readonly SnapshotFile[], path: string): readonly string[] | null {
  const { codeowners } = findCodeowners(files);
  return codeowners && ownersOf(indexCodeowners(codeowners), path).map(({ handle }) => handle);
}

describe('the eight ways to fill three places', () => {
  const cases: readonly [places: string[], counts: string | null, ignored: string[]][] = [
    [[], null, []],
    [[GITHUB], GITHUB, []],
    [[ROOT], ROOT, []],
    [[DOCS], DOCS, []],
    [[GITHUB, ROOT], GITHUB, [ROOT]],
    [[GITHUB, DOCS], GITHUB, [DOCS]],
    [[ROOT, DOCS], ROOT, [DOCS]],
    [[GITHUB, ROOT, DOCS], GITHUB, [ROOT, DOCS]],
  ];
  test.each(cases)('%j', (places, counts, ignored) => {
    const found = findCodeowners(filesAt(places));
    expect([found.codeowners?.path ?? null, found.ignored]).toEqual([counts, ignored]);
  });

  test.each(cases)('%j, listed the other way round', (places, counts, ignored) => {
    const found = findCodeowners(filesAt(places.toReversed()));
    expect([found.codeowners?.path ?? null, found.ignored]).toEqual([counts, ignored]);
  });

  test.each(cases)('%j decide who owns a file', (places, counts) => {
    const owner = counts && [`@place-${PLACES.indexOf(counts)}`];
    expect(ownersIn(filesAt(places), 'a/b')).toEqual(owner);
  });
});

test('a file elsewhere, or in the wrong case, is none', () => {
  const elsewhere = ['.gitlab/CODEOWNERS', 'src/CODEOWNERS', 'codeowners', '.github/codeowners', 'docs/CODEOWNERS.md'];
  expect(findCodeowners(elsewhere.map((path) => ({ path, text: '* @a' })))).toEqual({ codeowners: null, ignored: [] });
});

describe('a file that is there and cannot be used hides the others and gives no owners', () => {
  const cases: readonly [why: Unreadable, kind: string, message: string, fix: string][] = [
    [
      'symlink',
      'unreadable',
      'The file is a symbolic link, which GitHub does not follow: no file counts as having a code owner.',
      'Commit the file itself in its place.',
    ],
    [
      'submodule',
      'unreadable',
      'The file is a submodule, not a file: no file counts as having a code owner.',
      'Commit an ordinary UTF-8 text file in its place.',
    ],
    [
      'lfs-pointer',
      'unreadable',
      'The file is stored in Git LFS, which GitHub does not read for CODEOWNERS: no file counts as having a code owner.',
      'Take the file out of Git LFS.',
    ],
    [
      'binary',
      'unreadable',
      'The file is binary: no file counts as having a code owner.',
      'Commit an ordinary UTF-8 text file in its place.',
    ],
    [
      'not-utf8',
      'unreadable',
      'The file is not UTF-8: no file counts as having a code owner.',
      'Save the file as UTF-8.',
    ],
    ['utf-16', 'unreadable', 'The file is UTF-16: no file counts as having a code owner.', 'Save the file as UTF-8.'],
    [
      'denied',
      'unreadable',
      'The file could not be read: no file counts as having a code owner.',
      'Give read permission on the file.',
    ],
    [
      'path-not-utf8',
      'unreadable',
      'The file has a path that is not UTF-8: no file counts as having a code owner.',
      'Commit an ordinary UTF-8 text file in its place.',
    ],
    [
      'too-large',
      'too-large',
      'The file is over 3 MB (4000000 bytes): GitHub does not load it, and no file has a code owner.',
      'Merge lines with wildcards until the file is under 3 MB.',
    ],
  ];
  test.each(cases)('%s', (unreadable, kind, message, fix) => {
    const files: SnapshotFile[] = [{ path: GITHUB, unreadable, bytes: 4_000_000 }, ...filesAt([ROOT])];
    expect(findCodeowners(files)).toEqual({
      codeowners: { path: GITHUB, rules: [], problems: [{ at: { line: 1, column: 1 }, kind, message, fix }] },
      ignored: [ROOT],
    });
    expect(ownersIn(files, 'a')).toEqual([]);
  });
});

describe('what the file that counts says', () => {
  const cases: readonly [name: string, text: string, path: string, owners: string[]][] = [
    ['a bad line is skipped', '* @a\n*.md bad\n', 'a.md', ['@a']],
    ['a bad first line does not hide the file', '!x @a\n* @b\n', 'a.md', ['@b']],
    ['an empty owner un-owns', '* @a\n/docs/\n', 'docs/a.md', []],
    ['an e-mail owner', '* ops@example.com', 'a', ['ops@example.com']],
    ['a team of another organisation', '* @other/team', 'a', ['@other/team']],
    ['an empty file owns nothing', '', 'a', []],
    ['only comments own nothing', '# * @a', 'a', []],
    ['before a rename across owners', '/a/ @a\n/b/ @b', 'a/x.md', ['@a']],
    ['after a rename across owners', '/a/ @a\n/b/ @b', 'b/x.md', ['@b']],
  ];
  test.each(cases)('%s', (_, text, path, owners) => {
    expect(ownersIn([{ path: ROOT, text }], path)).toEqual(owners);
  });
});
