import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Files, type TempFolder, tempFolder } from '../disk/temp-folder.ts';
import { acmeOps, steward, TODAY } from './steward.ts';

const FIX = ['check', '--fix', ...TODAY];
const CODEOWNERS = { '.github/CODEOWNERS': '* @acme/all\n/runbooks/ @acme/db\n/.github/ @acme/db\n' };

type Case = { readonly what: string; readonly files: Files; readonly after: Files };
const CASES: readonly Case[] = [
  {
    what: 'an owner without quotes, among comments and odd quoting',
    files: {
      ...CODEOWNERS,
      'runbooks/x.md':
        "---\n# who\n'title' : X # a name\nowner: @acme/db   # ours\n\ntags: [ a,b ]\nlast_reviewed_on: 2026-11-01\n---\n# X\n",
    },
    after: {
      'runbooks/x.md':
        '---\n# who\n\'title\' : X # a name\nowner: "@acme/db"   # ours\n\ntags: [ a,b ]\nlast_reviewed_on: 2026-11-01\n---\n# X\n',
    },
  },
  {
    what: 'a file with CRLF, a BOM and no end of line at the end',
    files: {
      ...CODEOWNERS,
      'runbooks/x.md': '\uFEFF---\r\nowner: "@acme/db"\r\nlast_reviewed_on: 2026-5-3\r\n---\r\n# X\r\nthe end',
    },
    after: {
      'runbooks/x.md': '\uFEFF---\r\nowner: "@acme/db"\r\nlast_reviewed_on: 2026-05-03\r\n---\r\n# X\r\nthe end',
    },
  },
  {
    what: 'an owner recorded where there is no front matter',
    files: { ...CODEOWNERS, 'runbooks/x.md': '\uFEFF# X\r\n\r\nDo.\r\n' },
    after: { 'runbooks/x.md': '\uFEFF---\r\nowner: "@acme/db"\r\n---\r\n\r\n# X\r\n\r\nDo.\r\n' },
  },
  {
    what: 'CODEOWNERS with CRLF, and two lines to add',
    files: {
      '.github/CODEOWNERS': '# all\r\n*   @acme/all # everything\r\n/.github/ @acme/all',
      'runbooks/a b.md': '---\nowner: "@acme/db"\n---\n',
      'runbooks/c.md': '---\nowner: "@acme/web"\n---\n',
    },
    after: {
      '.github/CODEOWNERS':
        '# all\r\n*   @acme/all # everything\r\n/.github/ @acme/all\r\n/runbooks/a\\ b.md @acme/db\r\n/runbooks/c.md @acme/web\r\n',
    },
  },
  {
    what: 'a repair that lets the next be seen',
    files: {
      ...CODEOWNERS,
      'runbooks/x.md': '---\nowner: @acme/db\nlast_reviewed_on: 2026-5-3\n---\n# X\n',
    },
    after: { 'runbooks/x.md': '---\nowner: "@acme/db"\nlast_reviewed_on: 2026-05-03\n---\n# X\n' },
  },
  {
    what: 'nothing that is a guess',
    files: {
      ...CODEOWNERS,
      'runbooks/x.md': '---\nowner: tbd\nlast_reviewed_on: 2026-02-31\nrisk: hihg\n---\n# X\n',
      'runbooks/y.md': '---\nowner: ["@acme/db", "@acme/web"]\n---\n# X\n',
    },
    after: {},
  },
];

describe('only the lines that are meant change, and a second run changes nothing', () => {
  test.each(CASES.map((one): [string, Case] => [one.what, one]))('%s', async (_, { files, after }) => {
    const folder = tempFolder(files);
    const first = await steward(folder, FIX);
    expect(textsOf(folder, files)).toEqual({ ...files, ...after });
    const names = Object.keys(after).sort();
    const said = `Fixed ${names.length} file${names.length === 1 ? '' : 's'}: ${names.join(', ')}\n`;
    expect(first.err).toBe(names.length === 0 ? 'Nothing to fix that is certain.\n' : said);

    const second = await steward(folder, FIX);
    expect(second.err).toBe('Nothing to fix that is certain.\n');
    expect({ out: second.out, code: second.code }).toEqual({ out: first.out, code: first.code });
    expect(textsOf(folder, files)).toEqual({ ...files, ...after });
  });
});

test('the report after --fix is that of the folder as it is then', async () => {
  const folder = acmeOps();
  const fixed = await steward(folder, FIX);
  const checked = await steward(folder, ['check', ...TODAY]);
  expect({ out: fixed.out, code: fixed.code }).toEqual({ out: checked.out, code: checked.code });
  expect(fixed.out).not.toContain('--fix does it');
});

describe('a file that cannot be written is told in one sentence, and the others are still fixed', () => {
  const files = {
    '.github/CODEOWNERS': '* @acme/all\n/.github/ @acme/all\n',
    'runbooks/a.md': '---\nowner: @acme/db\n---\n',
    'runbooks/z.md': '---\nowner: @acme/db\n---\n',
  };
  const mended = '---\nowner: "@acme/db"\n---\n';

  test('where the disk refuses', async () => {
    const folder = tempFolder(files);
    // What a write puts beside the file first; it is never overwritten, so this is a disk that refuses, for root too.
    mkdirSync(join(folder.path, `.github/.CODEOWNERS.steward-${process.pid}`));
    const { err, code } = await steward(folder, FIX);
    expect(err).toBe(
      'Fixed 2 files: runbooks/a.md, runbooks/z.md\n' +
        'Could not write .github/CODEOWNERS: check that you may write there and that the disk is not full.\n',
    );
    expect(code).toBe(0);
    expect(textsOf(folder, files)).toEqual({ ...files, 'runbooks/a.md': mended, 'runbooks/z.md': mended });
  });

  test('where it is read-only', async () => {
    const folder = tempFolder(files);
    chmodSync(join(folder.path, 'runbooks/a.md'), 0o444);
    const { err } = await steward(folder, FIX);
    expect(err).toBe(
      'Fixed 2 files: .github/CODEOWNERS, runbooks/z.md\n' +
        'Did not write runbooks/a.md, because it is read-only: nothing was changed.\n',
    );
    expect(textsOf(folder, files)['runbooks/a.md']).toBe(files['runbooks/a.md']);
  });

  test('where CODEOWNERS is a link', async () => {
    const folder = tempFolder({ ...files, 'real/CODEOWNERS': files['.github/CODEOWNERS'] });
    rmSync(join(folder.path, '.github/CODEOWNERS'));
    symlinkSync('../real/CODEOWNERS', join(folder.path, '.github/CODEOWNERS'));
    const { err, out } = await steward(folder, FIX);
    expect(err).toBe('Fixed 2 files: runbooks/a.md, runbooks/z.md\n');
    expect(out).toContain('The file is a symbolic link, which GitHub does not follow');
    expect(readFileSync(join(folder.path, 'real/CODEOWNERS'), 'utf8')).toBe(files['.github/CODEOWNERS']);
  });

  test('where its folder became a link', async () => {
    const folder = tempFolder(files);
    const outside = tempFolder({ 'x.md': '---\nowner: @acme/db\n---\n' });
    symlinkSync(outside.path, join(folder.path, 'runbooks/linked'));
    await steward(folder, FIX);
    expect(readFileSync(join(outside.path, 'x.md'), 'utf8')).toBe('---\nowner: @acme/db\n---\n');
  });
});

test('--fix with --base repairs what the change affects, and nothing else', async () => {
  const bad = '---\nowner: @acme/db\n---\n';
  const folder = tempFolder({ ...CODEOWNERS, 'runbooks/old.md': bad });
  folder.git('init', '-q', '-b', 'main');
  folder.commit('first');
  writeFileSync(join(folder.path, 'runbooks/new.md'), bad);
  const { err } = await steward(folder, [...FIX, '--base', 'main']);
  expect(err).toBe('Fixed 1 file: runbooks/new.md\n');
  expect(readFileSync(join(folder.path, 'runbooks/old.md'), 'utf8')).toBe(bad);
});

function textsOf(folder: TempFolder, files: Files): Files {
  return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(folder.path, path), 'utf8')]));
}
