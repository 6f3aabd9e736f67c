// test: the floors of the house, and that they can be broken.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RULE_IDS } from '../src/core/finding.ts';
import { type Tree, violations, withoutComments } from './architecture.ts';

const root = join(import.meta.dirname, '..');

test('every import of src/ goes down, and every file is what its floor allows', () => {
  const tree = readTree();
  expect(tree.size).toBeGreaterThan(10);
  expect(violations(tree)).toEqual([]);
});

test('gray-matter is called in exactly one file', () => {
  const callers = [...readTree()].filter(([, text]) => /from 'gray-matter'/.test(text)).map(([path]) => path);
  expect(callers).toHaveLength(1);
});

test('every rule that is a file of policy/rules has its page in docs/rules', () => {
  const names = (folder: string, ending: string) =>
    new Set(readdirSync(join(root, folder)).map((name) => name.replace(ending, '')));
  const [files, pages] = [names('src/core/policy/rules', '.ts'), names('docs/rules', '.md')];
  const written = RULE_IDS.filter((id) => files.has(id));
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter((id) => !pages.has(id))).toEqual([]);
});

describe('a tree is refused', () => {
  const cases: readonly { readonly when: string; readonly tree: Record<string, string>; readonly says: string }[] = [
    {
      when: 'an import goes up',
      tree: { 'src/core/a.ts': "import { b } from '../cli/b.ts';" },
      says: 'src/core/a.ts: imports ../cli/b.ts, which is above the ground of core.',
    },
    {
      when: 'a type-only import goes up',
      tree: { 'src/disk/a.ts': "import type { B } from '../cli/b.ts';" },
      says: 'src/disk/a.ts: imports ../cli/b.ts, which is above disk.',
    },
    {
      when: 'a type is passed on from above',
      tree: { 'src/core/a.ts': "export type { B } from '../flows/b.ts';" },
      says: 'src/core/a.ts: imports ../flows/b.ts, which is above the ground of core.',
    },
    {
      when: 'an import over several lines goes up',
      tree: { 'src/core/a.ts': "import {\n  b,\n  c,\n} from '../disk/b.ts';" },
      says: 'src/core/a.ts: imports ../disk/b.ts, which is above the ground of core.',
    },
    {
      when: 'an import for its effect goes up',
      tree: { 'src/core/a.ts': "import '../disk/b.ts';" },
      says: 'src/core/a.ts: imports ../disk/b.ts, which is above the ground of core.',
    },
    {
      when: 'a late import goes up',
      tree: { 'src/store/a.ts': "const b = await import('../main.ts');" },
      says: 'src/store/a.ts: imports ../main.ts, which is above store.',
    },
    {
      when: 'neighbours meet',
      tree: { 'src/github/a.ts': "import { b } from '../store/b.ts';" },
      says: 'src/github/a.ts: imports ../store/b.ts, and github and store are neighbours.',
    },
    {
      when: 'core looks at the environment',
      tree: { 'src/core/a.ts': "import { env } from '../env.ts';" },
      says: 'src/core/a.ts: imports ../env.ts, and the ground of core and env.ts are neighbours.',
    },
    {
      when: 'the ground of core imports an area',
      tree: { 'src/core/a.ts': "import type { P } from './procedure/procedure.ts';" },
      says: 'src/core/a.ts: imports ./procedure/procedure.ts, which is above the ground of core.',
    },
    {
      when: 'an area of core imports up',
      tree: { 'src/core/review/a.ts': "import { p } from '../policy/p.ts';" },
      says: 'src/core/review/a.ts: imports ../policy/p.ts, which is above core/review.',
    },
    {
      when: 'two areas of core on one floor meet',
      tree: { 'src/core/codeowners/a.ts': "import { p } from '../procedure/p.ts';" },
      says: 'src/core/codeowners/a.ts: imports ../procedure/p.ts, and core/codeowners and core/procedure are neighbours.',
    },
    {
      when: 'imports go round',
      tree: {
        'src/cli/b.ts': "import { c } from './c.ts';",
        'src/cli/c.ts': "import type { A } from './a.ts';",
        'src/cli/a.ts': "import { b } from './b.ts';",
      },
      says: 'src/cli/a.ts → src/cli/b.ts → src/cli/c.ts → src/cli/a.ts: imports go round in a circle.',
    },
    {
      when: 'an import leaves src/',
      tree: { 'src/cli/a.ts': "import manifest from '../../package.json' with { type: 'json' };" },
      says: 'src/cli/a.ts: imports ../../package.json, which is outside src/.',
    },
    {
      when: 'an import has no ending',
      tree: { 'src/cli/a.ts': "import { b } from './b';" },
      says: 'src/cli/a.ts: imports ./b, which does not end in .ts.',
    },
    {
      when: 'an import is made up at run time',
      tree: { 'src/cli/a.ts': 'const b = await import(name);' },
      says: 'src/cli/a.ts: imports what cannot be read here, so its floor is unknown.',
    },
    {
      when: 'a folder stands on no floor',
      tree: { 'src/shared/a.ts': '' },
      says: 'src/shared/a.ts: shared has no floor.',
    },
    {
      when: 'an area of core stands on no floor',
      tree: { 'src/core/magic/a.ts': '' },
      says: 'src/core/magic/a.ts: core/magic has no floor.',
    },
    {
      when: 'a file has a name that says nothing',
      tree: { 'src/core/policy/utils.ts': '' },
      says: 'src/core/policy/utils.ts: a name that says nothing is where circles begin.',
    },
    {
      when: 'a folder has a name that says nothing',
      tree: { 'src/cli/helpers/a.ts': '' },
      says: 'src/cli/helpers/a.ts: a name that says nothing is where circles begin.',
    },
    {
      when: 'process.env is read outside env.ts',
      tree: { 'src/cli/a.ts': "const colour = process.env['NO_COLOR'];" },
      says: 'src/cli/a.ts: reads the environment.',
    },
    {
      when: 'process.env is taken apart outside env.ts',
      tree: { 'src/cli/a.ts': 'const { env } = process;' },
      says: 'src/cli/a.ts: reads the environment.',
    },
    {
      when: 'process is imported outside env.ts',
      tree: { 'src/cli/a.ts': "import { env } from 'node:process';" },
      says: 'src/cli/a.ts: imports node:process, which holds the environment.',
    },
    {
      when: 'core asks for the time',
      tree: { 'src/core/a.ts': 'const now = new Date();' },
      says: 'src/core/a.ts: reads the clock.',
    },
    {
      when: 'core asks for the time in milliseconds',
      tree: { 'src/core/review/a.ts': 'const clock = Date.now;' },
      says: 'src/core/review/a.ts: reads the clock.',
    },
    {
      when: 'core asks Temporal for the time',
      tree: { 'src/core/a.ts': 'const now = Temporal.Now.plainDateISO();' },
      says: 'src/core/a.ts: reads the clock.',
    },
    {
      when: 'core reads a file',
      tree: { 'src/core/a.ts': "import { readFileSync } from 'node:fs';" },
      says: 'src/core/a.ts: imports node:fs, and core/ does no I/O.',
    },
    {
      when: 'core runs a program',
      tree: { 'src/core/a.ts': "import { execFile } from 'child_process';" },
      says: 'src/core/a.ts: imports child_process, and core/ does no I/O.',
    },
    {
      when: 'core asks the process',
      tree: { 'src/core/a.ts': 'const here = process.cwd();' },
      says: 'src/core/a.ts: reads the process.',
    },
    {
      when: 'text becomes code',
      tree: { 'src/cli/a.ts': 'const f = new Function(text);' },
      says: 'src/cli/a.ts: makes code out of text.',
    },
    {
      when: 'text is evaluated',
      tree: { 'src/cli/a.ts': 'eval(text);' },
      says: 'src/cli/a.ts: makes code out of text.',
    },
    {
      when: 'Octokit is imported outside github/',
      tree: { 'src/flows/a.ts': "import { Octokit } from '@octokit/rest';" },
      says: 'src/flows/a.ts: imports @octokit/rest, which only src/(github/|service.ts) may.',
    },
    {
      when: 'a database driver is imported outside store/',
      tree: { 'src/web/a.ts': "import pg from 'pg';" },
      says: 'src/web/a.ts: imports pg, which only src/store/ may.',
    },
    {
      when: 'the library of metrics is imported outside metrics/',
      tree: { 'src/web/a.ts': "import { Counter } from 'prom-client';" },
      says: 'src/web/a.ts: imports prom-client, which only src/metrics/ may.',
    },
    {
      when: 'gray-matter is imported twice',
      tree: {
        'src/core/procedure/a.ts': "import matter from 'gray-matter';",
        'src/core/procedure/b.ts': "import matter from 'gray-matter';",
      },
      says: 'src/core/procedure/b.ts: imports gray-matter, which only src/core/procedure/a.ts may.',
    },
    {
      when: 'gray-matter is called without options',
      tree: { 'src/core/procedure/a.ts': "import matter from 'gray-matter';\nmatter(join(a, b));" },
      says: 'src/core/procedure/a.ts: calls matter(…) without options.',
    },
    {
      when: 'gray-matter reads a file by itself',
      tree: { 'src/core/procedure/a.ts': "import matter from 'gray-matter';\nmatter.read(path, options);" },
      says: 'src/core/procedure/a.ts: calls matter.read(…) without options.',
    },
  ];

  test.each(cases)('when $when', ({ tree, says }) => {
    expect(violations(asTree(tree))).toEqual([says]);
  });
});

test('a tree that keeps to the floors is accepted', () => {
  const tree = asTree({
    'src/main.ts': "import { bot } from './bot.ts';\nimport { env } from './env.ts';",
    'src/bot.ts': "import type { Job } from './flows/job.ts';",
    'src/flows/job.ts': "import { save } from '../store/save.ts';\nimport { read } from '../github/read.ts';",
    'src/github/read.ts': "import { Octokit } from '@octokit/rest';",
    'src/core/policy/a.ts': "import { b } from '../review/b.ts';\nimport { c } from './rules/c.ts';",
    'src/core/review/b.ts': "import type { P } from '../procedure/p.ts';\nconst at = new Date(0);",
    'src/core/procedure/p.ts':
      "import matter from 'gray-matter';\nmatter(text, options);\nimport { e } from '../edit.ts';",
    'src/env.ts': 'export const port = process.env.PORT;',
    'src/core/edit.ts':
      "// process.env, new Date() and eval( are only talked about here: import('../main.ts')\nconst url = 'https://example.org';",
  });
  expect(violations(tree)).toEqual([]);
});

test('comments are blanked, and what only looks like one is kept', () => {
  const text = 'a(\'// no\'); // yes\nb(`/* no */`); /* yes\n*/ c(/[\'"`]/, "//");';
  expect(withoutComments(text)).toBe('a(\'// no\');       \nb(`/* no */`);       \n   c(/[\'"`]/, "//");');
});

function asTree(files: Record<string, string>): Tree {
  return new Map(Object.entries(files));
}

function readTree(): Tree {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  return new Map(paths.map((path) => [`src/${path}`, readFileSync(join(root, 'src', path), 'utf8')]));
}
