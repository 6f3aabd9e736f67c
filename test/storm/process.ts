// test/storm: a service's process from outside: started, asked, killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked, ProgramOptions, Told } from './told.ts';

export type Running = {
  readonly child: ChildProcess;
  /** From the start of the process until it listens. */
  readonly readyMs: number;
  readonly url: string;
  readonly ended: Promise<number | null>;
  readonly ask: <T extends Told>(asked: Asked) => Promise<T>;
  /** Ends it, and waits until it is gone. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
};

const program = join(import.meta.dirname, 'program.ts');
/** What Node compiled, as `main.ts` keeps it. */
const compiled = mkdtempSync(join(tmpdir(), 'steward-compiled-'));
process.once('exit', () => rmSync(compiled, { recursive: true, force: true }));

/** Starts it; null where it was killed, or ended, before it was ready. */
export async function startProcess(
  variables: Readonly<Record<string, string>>,
  options: ProgramOptions,
  logFile: string | null = null,
): Promise<Running | null> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, JSON.stringify(options)], {
    env: { NODE_COMPILE_CACHE: compiled, ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // What it says last before it is killed is wanted most.
  const keep = (text: string) => logFile && appendFileSync(logFile, text);
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  const ended = once(child, 'exit').then(([code]): number | null => code);
  const first = await Promise.race([once(child, 'message'), ended]);
  if (!Array.isArray(first)) return null;
  const { url }: { url: string } = first[0];
  return {
    ...{ child, ended, url, readyMs: performance.now() - began },
    ask: async <T extends Told>(asked: Asked) => {
      child.send(asked);
      const [told] = await once(child, 'message');
      return told as T;
    },
    kill: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await ended;
    },
  };
}
