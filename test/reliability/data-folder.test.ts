// One process at a time on a data folder (R22): a second one is refused at once and told by whom; a lock whose holder was killed is taken over.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lockFolder } from '../../src/store/embedded/lock-folder.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { count } from './counts.ts';

const TIMES = count(20, 4);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function hold(): Promise<{ readonly child: ChildProcess; readonly said: unknown }> {
  const child = fork(join(import.meta.dirname, 'lock-holder.ts'), [folder], { execArgv: [], stdio: 'pipe' });
  const [said] = await once(child, 'message');
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test(`a second process is refused within a second, ${TIMES} times, and the first one is named`, async () => {
  const { child, said } = await hold();
  expect(said).toBe('held');
  for (let at = 0; at < TIMES; at++) {
    const began = performance.now();
    await expect(startEmbedded({ folder })).rejects.toThrow(`${folder} is in use by process ${child.pid}.`);
    expect(performance.now() - began).toBeLessThan(1_000);
  }
  await kill(child);
});

test(`the lock of a process that was killed is taken over, ${TIMES} times`, async () => {
  for (let at = 0; at < TIMES; at++) {
    const { child, said } = await hold();
    expect(said).toBe('held');
    await kill(child);
  }
  const unlock = await lockFolder(folder);
  unlock();
}, 120_000);

test('of several that come for one stale lock at once, one gets it', async () => {
  const { child } = await hold();
  await kill(child);
  const all = await Promise.all(Array.from({ length: count(8, 4) }, hold));
  expect(all.filter(({ said }) => said === 'held')).toHaveLength(1);
  const named = all.find(({ said }) => said === 'held')?.child.pid;
  for (const { said } of all) if (said !== 'held') expect(said).toContain(`in use by process ${named}`);
  for (const one of all) await kill(one.child);
}, 120_000);
