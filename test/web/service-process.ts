// test/web: starts service.ts and looks at it from outside. Also for bench/endpoint-load.ts.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

export type Service = {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** The most memory it ever took, in MB. */
  readonly maxRssMb: () => Promise<number>;
  readonly out: () => string;
  readonly ended: Promise<Ended>;
};

const program = join(import.meta.dirname, 'service.ts');

/** A process whose environment is `variables` and nothing else. */
function start(variables: Readonly<Record<string, string>>, cwd: string, path: string) {
  const child = spawn(process.execPath, [path], {
    cwd,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]): Ended => ({ code, out, err }));
  return { child, ended, out: () => out };
}

/** Runs the service, or another program, to its end; kills it after 25 s. */
export async function runService(
  variables: Readonly<Record<string, string>>,
  { cwd = import.meta.dirname, path = program }: { readonly cwd?: string; readonly path?: string } = {},
): Promise<Ended> {
  const { child, ended } = start(variables, cwd, path);
  const kill = setTimeout(() => child.kill('SIGKILL'), 25_000);
  const end = await ended;
  clearTimeout(kill);
  return end;
}

/** Runs the service until it listens on a free port. */
export async function startService(variables: Readonly<Record<string, string>>): Promise<Service> {
  const { child, ended, out } = start({ ...variables, PORT: '0' }, import.meta.dirname, program);
  const first = await Promise.race([once(child, 'message'), ended]);
  if (!Array.isArray(first)) throw new Error(`The service did not start: ${first.err}${first.out}`);
  const { url }: { url: string } = first[0];
  const maxRssMb = async () => {
    child.send('measure');
    const [measured] = await once(child, 'message');
    return Number(measured.maxRssKb) / 1024;
  };
  return { url, port: Number(new URL(url).port), child, maxRssMb, out, ended };
}
