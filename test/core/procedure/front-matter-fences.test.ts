// core/procedure: no way to write a fence makes anything run.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';

const OPEN: readonly string[] = [
  ...[
    '---js',
    '---javascript',
    '---JS',
    '--- js',
    '---  javascript',
    '---\tjs',
    '---js ',
    '---Js\r',
    '\uFEFF---js',
    '\uFEFF--- js',
  ],
  ...[
    '---coffee',
    '---coffeescript',
    '---CoffeeScript',
    '---cson',
    '---ts',
    '---node',
    '---eval',
    '---ruby',
    '---jsx',
    '---javascript\t',
  ],
  ...[
    '---constructor',
    '---__proto__',
    '---toString',
    '---hasOwnProperty',
    '---engines',
    '---json',
    '---toml',
    '---yaml',
    '---yml',
    '---',
  ],
  ...['+++', '+++js', '+++ javascript', ';;;', ';;;js', '———js', '−−−js', '----js', '---js\r---js', '---js # yaml'],
];

/** Code that would leave a trace: in the process, in the environment, on the disk. */
function attack(open: string, file: string): string {
  const write = `process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(file)}, 'x')`;
  const code = `(globalThis.canary = 1, process.env.CANARY = '1', ${write}, { owner: 'evil' })`;
  return `${open}\n${code}\n${open.trim().replace('\uFEFF', '').slice(0, 3)}\nbody\n`;
}

describe('40 fences with code behind them', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'steward-fence-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('there are 40', () => expect(new Set(OPEN).size).toBe(40));

  test.each(OPEN.map((open, index) => [JSON.stringify(open), open, index] as const))(
    '%s runs nothing',
    (_, open, index) => {
      const file = join(folder, `${index}`);
      const read = readFrontMatter('a.md', attack(open, file));
      expect(read.state === 'read' ? read.block.entries : []).toEqual([]);
      expect([Reflect.has(globalThis, 'canary'), process.env['CANARY'], existsSync(file)]).toEqual([
        false,
        undefined,
        false,
      ]);
    },
  );

  test('gray-matter, called as its own documentation does, would have run it', () => {
    const file = join(folder, 'control');
    const script = `import matter from 'gray-matter'; matter(process.argv[1])`;
    execFileSync(process.execPath, ['--input-type=module', '-e', script, '--', attack('---js', file)]);
    expect(existsSync(file)).toBe(true);
  });

  test('all of them are read where node may not make code from text', () => {
    const script = `
      const { readFrontMatter } = await import(process.argv[1]);
      console.log(JSON.stringify(JSON.parse(process.argv[2]).map((text) => readFrontMatter('a.md', text).state)));`;
    const texts = OPEN.map((open, index) => attack(open, join(folder, `${index}`)));
    const module = new URL('../../../src/core/procedure/read-front-matter.ts', import.meta.url).href;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script];
    const out = execFileSync(process.execPath, [...flags, module, JSON.stringify(texts)], { encoding: 'utf8' });
    expect(JSON.parse(out)).toEqual(texts.map((text) => readFrontMatter('a.md', text).state));
  });
});

test.each(['---js', '---javascript', '---JS', '--- js', '---coffee', '---cson', '---constructor', '---xml'])(
  '%s is a finding on line 1',
  (open) => {
    const read = readFrontMatter('a.md', attack(open, '/nowhere/at/all'));
    expect(read.state === 'broken' && read.problems).toEqual([
      {
        rule: 'front-matter-parses',
        at: { line: 1, column: open.startsWith('--- ') ? 5 : 4 },
        message: `The front matter is marked \`${open.slice(3).trim()}\`; only YAML, TOML and JSON are read, and nothing is ever run.`,
        fix: { text: 'Write it as YAML between two lines `---`.', edits: [], certain: false },
      },
    ]);
  },
);
