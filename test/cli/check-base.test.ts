import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { type Files, type TempFolder, tempFolder, tempRepository } from '../disk/temp-folder.ts';
import { steward, TODAY } from './steward.ts';

jest.setTimeout(60_000); // Two busy cores may take ten times as long.

const CONFIG = '.github/runbook-steward.yml';
const OWNED = '---\nowner: "@acme/db"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n\n# X\n';
const UNOWNED = '---\nowner: tbd\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n\n# X\n';
const CODEOWNERS = '/runbooks/ @acme/db\n/.github/ @acme/db\n';
const BASE: Files = {
  '.github/CODEOWNERS': CODEOWNERS,
  [CONFIG]: 'enforce: new\n',
  'runbooks/good.md': OWNED,
  'runbooks/bad.md': UNOWNED,
};

const BROKEN = 'steward: The configuration of main is broken, so nothing can be judged by it. Correct it first:\n';

type Case = {
  readonly what: string;
  readonly base?: Files;
  readonly head: Files;
  readonly gone?: readonly string[];
  readonly args?: readonly string[];
  readonly conclusion: string;
  readonly affected: readonly string[];
  /** The enforced findings, as `rule path`. */
  readonly fails?: readonly string[];
};

const CASES: readonly Case[] = [
  { what: 'nothing', head: {}, conclusion: 'skipped', affected: [] },
  { what: 'a file that is no procedure', head: { 'README.md': '# X\n' }, conclusion: 'skipped', affected: [] },
  {
    what: 'a new procedure without an owner',
    head: { 'runbooks/new.md': UNOWNED },
    conclusion: 'failure',
    affected: ['runbooks/new.md'],
    fails: ['owner-valid runbooks/new.md'],
  },
  {
    what: 'a procedure that loses its owner',
    head: { 'runbooks/good.md': UNOWNED },
    conclusion: 'failure',
    affected: ['runbooks/good.md'],
    fails: ['owner-valid runbooks/good.md'],
  },
  {
    what: 'a word in a procedure that had none before',
    head: { 'runbooks/bad.md': `${UNOWNED}More.\n` },
    conclusion: 'neutral',
    affected: ['runbooks/bad.md'],
  },
  {
    what: 'the same where what is touched is enforced',
    head: { 'runbooks/bad.md': `${UNOWNED}More.\n` },
    args: ['--enforce', 'touched'],
    conclusion: 'failure',
    affected: ['runbooks/bad.md'],
    fails: ['owner-valid runbooks/bad.md'],
  },
  {
    what: 'a rename of a procedure that had none before',
    head: { 'runbooks/renamed.md': UNOWNED },
    gone: ['runbooks/bad.md'],
    conclusion: 'neutral',
    affected: ['runbooks/renamed.md'],
  },
  {
    what: 'a deleted procedure that another one links to',
    base: { 'runbooks/links.md': `${OWNED}[good](good.md)\n` },
    head: {},
    gone: ['runbooks/good.md'],
    conclusion: 'neutral',
    affected: [],
  },
  {
    what: 'the metadata of a folder',
    base: { 'runbooks/plain.md': '---\nrisk: low\n---\n# X\n', '.github/CODEOWNERS': '/.github/ @acme/db\n' },
    head: { 'runbooks/_procedures.yml': 'owner: "@acme/db"\n' },
    conclusion: 'neutral',
    affected: ['runbooks/plain.md'],
  },
  {
    what: 'the configuration, switched off',
    head: { [CONFIG]: 'enabled: false\n', 'runbooks/new.md': UNOWNED },
    conclusion: 'failure',
    affected: ['runbooks/new.md'],
    fails: ['owner-valid runbooks/new.md'],
  },
  {
    what: 'the configuration, deleted',
    head: { 'runbooks/new.md': UNOWNED },
    gone: [CONFIG],
    conclusion: 'failure',
    affected: ['runbooks/new.md'],
    fails: ['owner-valid runbooks/new.md'],
  },
  {
    what: 'the configuration, broken',
    head: { [CONFIG]: 'enforce: nwe\n' },
    conclusion: 'failure',
    affected: [],
    fails: [`config-valid ${CONFIG}`],
  },
];

describe('a change of', () => {
  test.each(CASES.map((one): [string, Case] => [one.what, one]))('%s', async (_, one) => {
    const folder = changed({ ...BASE, ...one.base }, one.head, one.gone);
    const args = ['check', ...TODAY, '--base', 'main', ...(one.args ?? [])];
    const { code, out, err } = await steward(folder, [...args, '--format', 'json']);
    expect(err).toBe('');
    const { conclusion, procedures, findings } = JSON.parse(out);
    expect({
      conclusion,
      affected: procedures.map(({ path }: { path: string }) => path),
      fails: findings
        .filter(({ enforced }: { enforced: boolean }) => enforced)
        .map(({ rule, path }: { rule: string; path: string }) => `${rule} ${path}`),
      code,
    }).toEqual({
      conclusion: one.conclusion,
      affected: one.affected,
      fails: one.fails ?? [],
      code: one.conclusion === 'failure' ? 1 : 0,
    });
  });
});

test('a weaker configuration is told what it would do, and decides nothing', async () => {
  const folder = changed(BASE, { [CONFIG]: 'enforce: off\n', 'runbooks/new.md': UNOWNED });
  const { code, out } = await steward(folder, ['check', ...TODAY, '--base', 'main']);
  expect(code).toBe(1);
  expect(out).toContain(
    "With this change's own configuration the outcome would be neutral (1 failure, 0 warnings); the base's decides.\n",
  );
});

test('what is compared is named with its commit', async () => {
  const folder = changed(BASE, { 'runbooks/new.md': UNOWNED });
  const sha = folder.git('rev-parse', '--short=7', 'main');
  const { out } = await steward(folder, ['check', ...TODAY, '--base', 'main']);
  expect(out).toContain(
    `1 affected of 3 procedures in ${folder.path.split('/').at(-1)}, compared with main at ${sha}.\n`,
  );
  expect(out).toContain(`Configuration: ${CONFIG} of main.\n`);
});

test.each(['main', 'HEAD~1', 'refs/heads/main', 'v1', 'sha'])('the base may be written as %s', async (ref) => {
  const folder = changed(BASE, { 'runbooks/new.md': UNOWNED });
  folder.git('tag', 'v1', 'main');
  const base = ref === 'sha' ? folder.git('rev-parse', 'main') : ref;
  const { code, err } = await steward(folder, ['check', ...TODAY, '--base', base]);
  expect({ code, err }).toEqual({ code: 1, err: '' });
});

test('files that are not committed count', async () => {
  const folder = tempRepository(BASE);
  folder.write({ 'runbooks/untracked.md': UNOWNED });
  const { code, out } = await steward(folder, ['check', ...TODAY, '--base', 'main', '--format', 'json']);
  expect([code, JSON.parse(out).summary.affected]).toEqual([1, 1]);
});

describe('what cannot be compared ends with 2 and one clear message', () => {
  const REFUSED: readonly (readonly [what: string, make: () => TempFolder, base: string, err: string])[] = [
    [
      'no such ref',
      () => tempRepository(BASE),
      'mian',
      'steward: There is no branch, tag or commit "mian" here: check the name, or fetch it with `git fetch origin`.\n',
    ],
    [
      'a ref that looks like an option',
      () => tempRepository(BASE),
      '--output=x',
      'steward: "--output=x" cannot be the name of a branch, tag or commit.\n',
    ],
    [
      'a ref with an escape sequence',
      () => tempRepository(BASE),
      '\u001B[31m',
      'steward: "\\u{1b}[31m" cannot be the name of a branch, tag or commit.\n',
    ],
    ['an empty ref', () => tempRepository(BASE), '', 'steward: "" cannot be the name of a branch, tag or commit.\n'],
    [
      'a repository without a commit',
      empty,
      'main',
      'steward: This repository has no commit yet, so there is no "main" to compare with: run without --base.\n',
    ],
    [
      'a shallow clone',
      shallow,
      'v1',
      'steward: This is a shallow clone without the commit where v1 and HEAD parted: run `git fetch --unshallow` (in GitHub Actions: `fetch-depth: 0`).\n',
    ],
    [
      'another history',
      unrelated,
      'other',
      'steward: other and HEAD have no commit in common, so there is nothing to compare: check the name of the branch.\n',
    ],
    [
      'a folder inside a repository',
      inside,
      'main',
      'steward: --base needs the top of a git work tree, and <folder>/ops is inside the one at <folder>: run there.\n',
    ],
    [
      'a file that git holds',
      () => tempRepository(BASE),
      'HEAD:README.md',
      'steward: There is no branch, tag or commit "HEAD:README.md" here: check the name, or fetch it with `git fetch origin`.\n',
    ],
    [
      'a broken configuration on the base',
      () => changed({ ...BASE, [CONFIG]: 'enforce: [\n' }, { [CONFIG]: '' }),
      'main',
      `${BROKEN}${CONFIG}:1:10: \`[\` is opened here and never closed.\n`,
    ],
    [
      'a wrong value there',
      () => changed({ ...BASE, [CONFIG]: '\nenforce: nwe\n' }, { 'runbooks/n.md': OWNED }),
      'main',
      `${BROKEN}${CONFIG}:2:10: \`enforce\` is \`nwe\`; it must be new, touched or off.\n`,
    ],
  ];
  test.each(REFUSED)('%s', async (_, make, base, err) => {
    const folder = make();
    const ran = await steward(folder, ['check', ...TODAY, `--base=${base}`]);
    expect({ ...ran, err: ran.err.replaceAll(folder.path.replace(/\/ops$/, ''), '<folder>') }).toEqual({
      code: 2,
      out: '',
      err,
    });
  });
});

/** A repository whose `main` has `base`, and whose branch `change` turns it into `head`. */
function changed(base: Files, head: Files, gone: readonly string[] = []): TempFolder {
  const folder = tempRepository(base);
  folder.git('switch', '-q', '-c', 'change');
  folder.write(head);
  for (const path of gone) rmSync(join(folder.path, path));
  folder.commit('change');
  return folder;
}

function empty(): TempFolder {
  const folder = tempFolder();
  folder.git('init', '-q', '-b', 'main');
  return folder;
}

function shallow(): TempFolder {
  const origin = changed(BASE, { 'runbooks/new.md': UNOWNED });
  origin.git('tag', 'v1', 'main');
  const folder = tempFolder();
  folder.git('clone', '-q', '--depth', '1', '--branch', 'change', `file://${origin.path}`, '.');
  folder.git('fetch', '-q', '--depth', '1', 'origin', 'tag', 'v1');
  return folder;
}

function unrelated(): TempFolder {
  const folder = tempRepository(BASE);
  folder.git('switch', '-q', '--orphan', 'other');
  folder.commit('other');
  folder.git('switch', '-q', 'main');
  return folder;
}

function inside(): TempFolder {
  const folder = tempRepository({ 'ops/runbooks/x.md': OWNED });
  return { ...folder, path: join(folder.path, 'ops') };
}
