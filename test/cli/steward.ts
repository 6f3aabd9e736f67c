// test/cli: `steward` in this process, with a made-up terminal.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { PLAIN } from '../../src/core/policy/report/text.ts';
import { opened, type TempFolder, tempFolder } from '../disk/temp-folder.ts';

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

export const PROJECT = join(import.meta.dirname, '../..');

/** The day on which the texts of these tests were written. */
export const TODAY = ['--today', '2026-11-23'];

/** Runs `steward` with `args` in `folder`: its exit code and all it printed. */
export async function steward(
  folder: { readonly path: string },
  args: readonly string[],
  terminal: Partial<Terminal> = {},
): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await run(args, '1.2.3', {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    paint: PLAIN,
    isWatched: false,
    columns: 100,
    cwd: folder.path,
    now: () => Date.UTC(2026, 10, 23, 12),
    variables: () => ({}),
    ...terminal,
  });
  return { code, out, err };
}

/** A copy of examples/acme-ops. */
export function acmeOps(): TempFolder {
  const path = join(tempFolder().path, 'acme-ops');
  cpSync(join(PROJECT, 'examples/acme-ops'), path, { recursive: true });
  return opened(path);
}
