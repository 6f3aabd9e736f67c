// test/stand-in/git: starts git. For each child Node copies the tables of all its memory, which takes a process of Jest's 20 to 40 ms;
// so one small `xargs` starts them all, and what goes in and what comes out are files.
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const environment = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  LC_ALL: 'C',
};

export type GitStarter = {
  /** Runs git in a repository and gives its output; throws with git's own words where it ends with an error. */
  readonly git: (repository: string, words: readonly string[], input?: string | Buffer) => Promise<Buffer>;
  readonly close: () => void;
};

const AT_ONCE = 8;

/** Leaves its files in `folder`, which is made. */
export async function startGitStarter(folder: string): Promise<GitStarter> {
  await mkdir(folder);
  const child = spawn('xargs', ['-r', '-0', '-n', '1', '-P', String(AT_ONCE), 'sh', '-c'], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<string, { resolve: (code: string) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  createInterface(child.stdout).on('line', (line) => {
    const [id = '', code = ''] = line.split(' ');
    waiting.get(id)?.resolve(code);
    waiting.delete(id);
  });
  child.stdin.on('error', () => undefined); // Where it has ended, who waits hears of it here:
  child.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('xargs ended before git.'));
  });

  async function git(repository: string, words: readonly string[], input: string | Buffer = ''): Promise<Buffer> {
    lastId += 1;
    const id = String(lastId);
    const files = { input: join(folder, id), output: join(folder, `${id}.out`), errors: join(folder, `${id}.err`) };
    await writeFile(files.input, input);
    const paths = `<${quoted(files.input)} >${quoted(files.output)} 2>${quoted(files.errors)}`;
    const line = `cd ${quoted(repository)} && GIT_DIR=. git ${words.map(quoted).join(' ')} ${paths}; echo ${id} $?`;
    const code = await new Promise<string>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      child.stdin.write(`${line}\0`);
    });
    const [output, errors] = await Promise.all([readFile(files.output), readFile(files.errors, 'utf8')]);
    if (code !== '0') throw new Error(`git ${words[0]} ended with ${code}: ${errors.trim()}`);
    return output;
  }
  return { git, close: () => void child.stdin.end() };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
