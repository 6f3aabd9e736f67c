// store/embedded: one process at a time may open a data folder; PGlite itself would let two in, and rows would be lost.
import { linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { FolderInUse } from '../refusals.ts';

const FILE = 'steward.lock';
/** A holder on another machine is known only by the time of its file, which it renews. */
const RENEW_MS = 5_000;
const STALE_MS = 30_000;

const HOLDER = z.object({ pid: z.int().positive(), started: z.string(), host: z.string() });
type Holder = z.infer<typeof HOLDER>;

/**
 * Takes the lock of `folder` and gives what gives it back. Rejects, naming the process, where a living one holds it. The lock of a
 * process that is gone is taken over.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = join(folder, FILE);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() });
  for (let tries = 0; !isTaken(file, mine); tries++) {
    const holder = read(file);
    if (holder !== null && isAlive(holder, file)) {
      const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
      throw new FolderInUse(folder, `process ${holder.pid}${where}`);
    }
    if (tries > 20) throw new Error(`Could not lock ${folder}: ${file} changes all the time`);
    takeAway(file, holder);
    await sleep(5 + Math.random() * 20);
  }
  const renewing = setInterval(() => renew(file), RENEW_MS);
  renewing.unref();
  return () => {
    clearInterval(renewing);
    if (readText(file) === mine) rmSync(file, { force: true });
  };
}

/** Linking a finished file fails where one is: nobody ever reads half a lock. */
function isTaken(file: string, mine: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, mine, { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

/** Moved aside before it is deleted: where somebody else was faster, it is their lock that was moved, and it goes back. */
function takeAway(file: string, stale: Holder | null): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (JSON.stringify(read(aside)) === JSON.stringify(stale)) {
    rmSync(aside, { force: true });
    return;
  }
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function renew(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // The folder is gone: whatever is written next says so.
  }
}

function isAlive({ pid, started, host }: Holder, file: string): boolean {
  if (host !== hostname()) return Date.now() - renewedAt(file) < STALE_MS;
  if (pid === process.pid) return started === startOf(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false;
  }
  const now = startOf(pid);
  return now === '' || started === '' || now === started;
}

function renewedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** When a process began, in ticks since the machine's start: a number that was given to another process tells itself by it. Empty where the system does not say. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function read(file: string): Holder | null {
  const text = readText(file);
  if (text === null) return null;
  try {
    return HOLDER.parse(JSON.parse(text));
  } catch {
    return null; // Not ours, or torn: nobody who lives wrote it.
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
