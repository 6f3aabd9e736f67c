// flows: every write to GitHub goes through here: intent, call, done. RELIABILITY: GitHub knows no idempotency key.
import { createHash } from 'node:crypto';
import { GitHubFailed } from '../github/failure.ts';
import { fullName } from '../github/github.ts';
import { saveAudit } from '../store/audit.ts';
import { type EffectRow, intend, intendAgain, settle, withdraw } from '../store/effects.ts';
import { isHeldBack } from '../store/limits.ts';
import type { Store } from '../store/store.ts';
import { type Lease, LeaseLost } from '../store/worker.ts';
import type { RepositoryRef } from './job.ts';
import { HeldBack, Later } from './later.ts';
import type { Tools } from './tools.ts';

export type Effect<T extends object> = {
  readonly repository: RepositoryRef;
  readonly kind: string;
  /** Which thing on GitHub, within the installation: work of one key never runs twice at a time. */
  readonly key: string;
  /** What it is to be brought to, for the audit: ids and numbers, no text of the repository. */
  readonly what: object;
  readonly why: string;
  /** All that decides what is written; by default `what`. The same again is not written again. */
  readonly content?: unknown;
  /** What an earlier try may have left on GitHub: asked for where one began and never told the end. Null: there is nothing. */
  readonly find: () => Promise<T | null>;
  readonly write: () => Promise<T>;
  /** `write` looks for itself at what stands there, and leaves alone what is right: it is asked every time. */
  readonly isConvergent?: true;
};

/** A write that GitHub refused for good: nothing of it is there. */
const REFUSED = new Set([400, 403, 404, 409, 410, 422, 451]);

/**
 * Writes, once. Null: this is a dry run, and only the audit has it. Rejects with `Later` where an earlier try may have written and GitHub
 * may not show it yet, and where an operator holds the repository back.
 */
export async function applyEffect<T extends object>(tools: Tools, effect: Effect<T>): Promise<T | null> {
  const { store, isDryRun } = tools;
  const row: EffectRow = {
    ...{ key: `${effect.repository.installation} ${effect.key}`, installation: effect.repository.installation },
    ...{ kind: effect.kind, digest: digestOf(effect.content ?? effect.what) },
  };
  // Whichever job it is: one that is about the whole installation writes to repositories, too.
  if (await isHeldBack(store, effect.repository)) throw new HeldBack(fullName(effect.repository));
  if (isDryRun) {
    await record(tools, effect, 'planned');
    return null;
  }
  const writing = writtenNow(store);
  // Two pull requests may have one head: what is being written is no unfinished write of somebody who died.
  const writer = writing.get(row.key);
  if (writer && !hangs(writer)) throw new Later(BUSY_MS, `another job writes ${effect.kind}`);
  const own: Writer = { lease: tools.lease, since: performance.now() };
  writing.set(row.key, own);
  try {
    return await write(tools, effect, row);
  } finally {
    if (writing.get(row.key) === own) writing.delete(row.key);
  }
}

const BUSY_MS = 500;
/** A write is some requests of ten seconds at most: whoever takes longer than all of them hangs in something of our own. */
const HANGS_MS = 3 * 60_000;

type Writer = { readonly lease: Lease; readonly since: number };
const inHand = new WeakMap<Store, Map<string, Writer>>();

/** Keys of what this process is writing, with who does. */
function writtenNow(store: Store): Map<string, Writer> {
  const keys = inHand.get(store) ?? new Map<string, Writer>();
  inHand.set(store, keys);
  return keys;
}

/** One that only lost its lease may have a request under way; one that hangs must not stand in the way for ever. */
function hangs({ lease, since }: Writer): boolean {
  if (performance.now() - since < HANGS_MS) return false;
  try {
    lease.assertHeld();
    return false;
  } catch (error) {
    if (error instanceof LeaseLost) return true;
    throw error;
  }
}

async function write<T extends object>(tools: Tools, effect: Effect<T>, row: EffectRow): Promise<T> {
  const { store } = tools;
  const standing = await intend(store, row, effect.isConvergent);
  if (standing.state === 'done') return standing.result as T;
  if (standing.state === 'unsure') {
    const found = await look(tools, effect, standing.sinceMs);
    if (found !== null) {
      await settle(store, row, found);
      return found;
    }
    await intendAgain(store, row);
  }
  tools.lease.assertHeld();
  try {
    const result = await effect.write();
    await settle(store, row, result);
    await record(tools, effect, 'done');
    return result;
  } catch (error) {
    if (error instanceof GitHubFailed && error.status !== null && REFUSED.has(error.status)) {
      await withdraw(store, row);
      await record(tools, effect, 'failed');
    }
    throw error;
  }
}

/** GitHub shows what was written only after a while: who looks too early finds nothing, and writes it twice. */
async function look<T extends object>(tools: Tools, effect: Effect<T>, sinceMs: number): Promise<T | null> {
  const left = tools.readLagMs - sinceMs;
  if (left > 0) throw new Later(left, `an earlier try of ${effect.kind} may have been written`);
  return effect.isConvergent ? null : effect.find();
}

function record<T extends object>(tools: Tools, effect: Effect<T>, outcome: 'done' | 'failed' | 'planned') {
  const { repository, kind, what, why } = effect;
  const { installation, owner, name } = repository;
  const { store, log, delivery, onWrite } = tools;
  onWrite?.(kind, outcome);
  log.info(
    { effect: { kind, ...what }, outcome, why },
    outcome === 'planned' ? 'Would have written (DRY_RUN).' : 'Wrote.',
  );
  return saveAudit(store, { installation, repository: `${owner}/${name}`, kind, outcome, what, why, delivery });
}

function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
