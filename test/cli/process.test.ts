// test/cli: the command as a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { type TempFolder, tempFolder } from '../disk/temp-folder.ts';
import { acmeOps, PROJECT, TODAY } from './steward.ts';

jest.setTimeout(60_000); // Two busy cores may take ten times as long.

const BIN = join(PROJECT, 'bin/steward.js');
const ops = acmeOps();

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = ops.path) {
  return spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: cwd, ...env },
  });
}

/** What a terminal shows of the command: `script` gives it one, for both of its outputs. */
function onTerminal(command: string, env: Readonly<Record<string, string>> = {}, cwd = ops.path): string {
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: cwd, TERM: 'xterm', ...env },
  });
  return stdout;
}

test.each([
  [['list'], 0],
  [['check', ...TODAY], 1],
  [['check', '--today', 'never'], 2],
  [['nonsense'], 2],
  [[], 2],
])('`steward %j` ends with %i', (args, status) => {
  expect(start(args).status).toBe(status);
});

test('results go to standard output, the rest to standard error', () => {
  const folder = tempFolder({ '.github/runbook-steward.yml': 'enforce: nwe\n', 'runbooks/x.md': '# X\n' });
  const { stdout, stderr } = start(['list', '--format', 'json'], {}, folder.path);
  expect(JSON.parse(stdout).procedures).toHaveLength(1);
  expect(stderr).toContain('`enforce` is `nwe`');
});

describe('colour', () => {
  const coloured = expect.stringContaining('\u001B[');
  test.each([
    ['none in a pipe', {}, expect.not.stringContaining('\u001B')],
    ['FORCE_COLOR turns it on', { FORCE_COLOR: '1' }, coloured],
    ['NO_COLOR wins over FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, expect.not.stringContaining('\u001B')],
    ['an empty NO_COLOR says nothing', { NO_COLOR: '', FORCE_COLOR: '1' }, coloured],
    ['FORCE_COLOR=0 turns it off', { FORCE_COLOR: '0' }, expect.not.stringContaining('\u001B')],
  ])('%s', (_, env, wanted) => {
    expect(start(['check', ...TODAY], env).stdout).toEqual(wanted);
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  (hasScript ? test : test.skip)('on a terminal, unless NO_COLOR is set', () => {
    const command = `'${process.execPath}' '${BIN}' check ${TODAY.join(' ')}`;
    expect(onTerminal(command)).toEqual(coloured);
    expect(onTerminal(command, { NO_COLOR: '1' })).not.toContain('\u001B[1m');
  });

  (hasScript ? test : test.skip)('and no format for machines has any, even there', () => {
    for (const format of ['json', 'sarif', 'github', 'md']) {
      const command = `'${process.execPath}' '${BIN}' check ${TODAY.join(' ')} --format ${format} 2>/dev/null`;
      expect(onTerminal(command)).not.toContain('\u001B');
    }
  });
});

test('a reader that has seen enough ends nothing badly', async () => {
  const folder = manyProcedures();
  const child = spawn(process.execPath, [BIN, 'list', '--format', 'json'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, said }).toEqual({ code: 0, said: '' });
});

function manyProcedures(): TempFolder {
  const names = Array.from({ length: 400 }, (_, i) => `runbooks/${'long-name-'.repeat(8)}${i}.md`);
  return tempFolder(Object.fromEntries(names.map((name) => [name, '# X\n'])));
}
