import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Files, type TempFolder, tempFolder, tempRepository } from '../disk/temp-folder.ts';
import { steward, TODAY } from './steward.ts';

const X = 'runbooks/x.md';
const BY = ['--by', '@jane'];
const reviewed = (folder: TempFolder, ...args: string[]) =>
  steward(folder, ['reviewed', '-m', 'read it', ...TODAY, ...args]);
const read = (folder: TempFolder, path = X) => readFileSync(join(folder.path, path), 'utf8');

type Case = { readonly what: string; readonly before: string; readonly after: string; readonly files?: Files };
const CASES: readonly Case[] = [
  {
    what: 'keys that stand there change in place',
    before:
      '---\n# review\nlast_reviewed_on: 2025-01-01   # by hand\nowner: "@acme/db"\nlast_reviewed_by: \'@bob\'\n---\n# X\n',
    after:
      '---\n# review\nlast_reviewed_on: 2026-11-23   # by hand\nowner: "@acme/db"\nlast_reviewed_by: \'@jane\'\n---\n# X\n',
  },
  {
    what: 'keys that are missing are added at the end of the block',
    before: '---\nowner: "@acme/db"\n---\n# X\n',
    after: '---\nowner: "@acme/db"\nlast_reviewed_on: 2026-11-23\nlast_reviewed_by: "@jane"\n---\n# X\n',
  },
  {
    what: 'a file without front matter gets a block',
    before: '# X\n',
    after: '---\nlast_reviewed_on: 2026-11-23\nlast_reviewed_by: "@jane"\n---\n\n# X\n',
  },
  {
    what: 'BOM, CRLF and a missing last line end stay',
    before: '\uFEFF---\r\nlast_reviewed_on: 2025-01-01\r\nlast_reviewed_by: "@jane"\r\n---\r\n# X\r\nend',
    after: '\uFEFF---\r\nlast_reviewed_on: 2026-11-23\r\nlast_reviewed_by: "@jane"\r\n---\r\n# X\r\nend',
  },
  {
    what: 'a key under another accepted name keeps that name',
    before: '---\nlast_review_date: "2025-01-01"\nreviewed_by: "@bob"\n---\n# X\n',
    after: '---\nlast_review_date: "2026-11-23"\nreviewed_by: "@jane"\n---\n# X\n',
  },
  {
    what: 'so does one that the configuration adds',
    files: { '.github/runbook-steward.yml': 'metadata: {aliases: {last_reviewed_on: [checked]}}\n' },
    before: '---\nchecked: 2025-01-01\nlast_reviewed_by: "@jane"\n---\n# X\n',
    after: '---\nchecked: 2026-11-23\nlast_reviewed_by: "@jane"\n---\n# X\n',
  },
  {
    what: 'next_review_on moves by the interval',
    before:
      '---\nlast_reviewed_on: 2025-01-01\nlast_reviewed_by: "@jane"\nnext_review: 2025-07-01\nreview_in: 3 months\n---\n# X\n',
    after:
      '---\nlast_reviewed_on: 2026-11-23\nlast_reviewed_by: "@jane"\nnext_review: 2027-02-23\nreview_in: 3 months\n---\n# X\n',
  },
  {
    what: 'next_review_on is not added where there is none',
    before: '---\nlast_reviewed_on: 2025-01-01\nlast_reviewed_by: "@jane"\nreview_in: 3 months\n---\n# X\n',
    after: '---\nlast_reviewed_on: 2026-11-23\nlast_reviewed_by: "@jane"\nreview_in: 3 months\n---\n# X\n',
  },
];

describe('only the review keys change', () => {
  test.each(CASES.map((one): [string, Case] => [one.what, one]))('%s', async (_, { before, after, files }) => {
    const folder = tempFolder({ ...files, [X]: before, 'runbooks/other.md': before });
    const { code, err } = await reviewed(folder, X, ...BY);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(read(folder)).toBe(after);
    expect(read(folder, 'runbooks/other.md')).toBe(before);
  });
});

test('what was done is said, with the command that commits it', async () => {
  const folder = tempFolder({ [X]: '---\nlast_reviewed_on: 2025-01-01\n---\n# X\n', 'runbooks/new one.md': '# Y\n' });
  const { out } = await reviewed(folder, X, 'runbooks/new one.md', ...BY, '--tested');
  expect(out).toBe(`reviewed    runbooks/x.md: 2025-01-01 → 2026-11-23
reviewed    runbooks/new one.md: undated → 2026-11-23

Commit it with what you checked:
  git commit -m 'Review: read it (tested)' -- runbooks/x.md 'runbooks/new one.md'
`);
});

test('a second time on the same day changes nothing, and asks for no commit', async () => {
  const folder = tempFolder({ [X]: '# X\n' });
  await reviewed(folder, X, ...BY);
  expect(await reviewed(folder, X, ...BY)).toEqual({
    code: 0,
    out: 'unchanged   runbooks/x.md: already reviewed on 2026-11-23\n',
    err: '',
  });
});

test('a procedure that is named twice is reviewed once', async () => {
  const folder = tempFolder({ [X]: '---\nid: x\n---\n# X\n' });
  const { out } = await reviewed(folder, X, `./${X}`, 'x', ...BY);
  expect(out.match(/^reviewed/gm)).toHaveLength(1);
  expect(read(folder).match(/last_reviewed_on/g)).toHaveLength(1);
});

describe('the reviewer', () => {
  test.each([
    ['github.user', ['github.user', 'jane'], '"@jane"'],
    ['github.user with an @', ['github.user', '@jane'], '"@jane"'],
    ['user.email where owners.map knows it', ['user.email', 'jane@acme.example'], '"@jane-doe"'],
  ])('is %s of the git configuration', async (_, [key = '', value = ''], by) => {
    const folder = tempRepository({
      [X]: '# X\n',
      '.github/runbook-steward.yml': 'owners: {map: {jane@acme.example: "@jane-doe"}}\n',
    });
    folder.git('config', key, value);
    await reviewed(folder, X);
    expect(read(folder)).toContain(`last_reviewed_by: ${by}\n`);
  });

  test('is left out where nobody is known, and an old name goes', async () => {
    const folder = tempRepository({ [X]: '---\nlast_reviewed_by: "@bob"\n---\n# X\n' });
    folder.git('config', 'github.user', '');
    folder.git('config', 'user.email', 'nobody@example.com');
    const { err, code } = await reviewed(folder, X);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'note: last_reviewed_by is left out; give --by @you, or set github.user in the git configuration.\n',
    });
    expect(read(folder)).toBe('---\nlast_reviewed_on: 2026-11-23\n---\n# X\n');
  });

  test.each([
    ['jane doe', '`jane doe` is not the name of a GitHub team or user.'],
    ['', 'The owner is empty.'],
  ])('--by %j is refused', async (by, problem) => {
    const folder = tempFolder({ [X]: '# X\n' });
    expect(await reviewed(folder, X, `--by=${by}`)).toEqual({
      code: 2,
      out: '',
      err: `steward: --by: ${problem} Give a GitHub user or team, such as @jane.\n`,
    });
    expect(read(folder)).toBe('# X\n');
  });
});

describe('nothing is written', () => {
  const files = { [X]: '# X\n', 'runbooks/y.md': '---\nalerts: [Down]\n---\n# Why\n', 'README.md': '# R\n' };
  test.each([
    ['one path of several that is unknown', 'runbooks/z.md', ' Did you mean runbooks/x.md?'],
    ['a file that is no procedure', 'README.md', ''],
    ['a title, which may mean another one tomorrow', 'Why', ' Did you mean runbooks/y.md?'],
    ['an alert', 'Down', ' Did you mean runbooks/y.md?'],
    ['a path out of the folder', '../x.md', ''],
  ])('for %s', async (_, name, hint) => {
    const folder = tempFolder(files);
    expect(await reviewed(folder, X, name, ...BY)).toEqual({
      code: 2,
      out: '',
      err: `steward: "${name}" is no procedure here, so nothing was written.${hint}\n`,
    });
    expect(read(folder)).toBe('# X\n');
  });

  test('without a message', async () => {
    const folder = tempFolder(files);
    expect((await steward(folder, ['reviewed', X, ...BY])).code).toBe(2);
    expect(read(folder)).toBe('# X\n');
  });
});

test('a file that cannot be edited is named and left alone; the others are reviewed', async () => {
  const broken = '---\nowner: [\n---\n# X\n';
  const folder = tempFolder({ [X]: broken, 'runbooks/y.md': '# Y\n' });
  expect(await reviewed(folder, X, 'runbooks/y.md', ...BY)).toEqual({
    code: 2,
    out: `left alone  runbooks/x.md: the front matter cannot be read
reviewed    runbooks/y.md: undated → 2026-11-23

Commit it with what you checked:
  git commit -m 'Review: read it (read)' -- runbooks/y.md
`,
    err: '',
  });
  expect(read(folder)).toBe(broken);
  expect(read(folder, 'runbooks/y.md')).toContain('last_reviewed_on: 2026-11-23\n');
});

test.each(["it's", 'a$(touch x)`b`', '-rf', 'line\nbreak', '\u001B[31m', '😀 é', '\u202E', 'back\\slash'])(
  'the command to commit holds the name %j as one word of a shell',
  async (name) => {
    const folder = tempFolder({ [`runbooks/${name}.md`]: '# X\n' });
    const { out } = await steward(folder, ['reviewed', '-m', name, ...TODAY, ...BY, '--', `runbooks/${name}.md`]);
    const command = out.split('\n').at(-2) ?? '';
    expect(command).not.toMatch(/\p{Cc}|\p{Cf}/u);
    const script = `git() { printf '%s\\0' "$@"; }\n${command}`;
    const words = execFileSync('bash', ['--norc', '-c', script], {
      input: '',
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8' },
    }).split('\0');
    expect(words).toEqual(['commit', '-m', `Review: ${name} (read)`, '--', `runbooks/${name}.md`, '']);
  },
);

test('a path that git would take for a word of its own is given to it as a path', async () => {
  const folder = tempFolder({ ':(exclude)x/runbooks/x.md': '# X\n' });
  const { out } = await steward(folder, ['reviewed', '-m', 'm', ...TODAY, ...BY, ':(exclude)x/runbooks/x.md']);
  expect(out).toContain("-- './:(exclude)x/runbooks/x.md'\n");
});

test('--dir is the root of the paths', async () => {
  const folder = tempFolder({ 'ops/runbooks/x.md': '# X\n' });
  const { code } = await reviewed(folder, X, '--dir', 'ops', ...BY);
  expect(code).toBe(0);
  expect(read(folder, 'ops/runbooks/x.md')).toContain('last_reviewed_on: 2026-11-23\n');
});
