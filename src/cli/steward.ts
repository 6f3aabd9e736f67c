// cli: the process around `run`.
import { readFileSync } from 'node:fs';
import pc from 'picocolors';
import { env, serviceEnv } from '../env.ts';
import { run } from './run.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const { stdout, stderr } = process;

// A reader that has seen enough (`steward list | head`) closes the pipe; that is no fault.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), version, {
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
  paint: pc.createColors(env.colour ?? stdout.isTTY === true),
  isWatched: stderr.isTTY === true,
  columns: stdout.columns ?? 100,
  cwd: process.cwd(),
  now: Date.now,
  variables: serviceEnv,
});
