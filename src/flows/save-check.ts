// flows: brings a check run to GitHub; in a dry run, to the audit.
import { CHECK_RIGHTS, type CheckRunState, type SavedCheckRun, saveCheckRun } from '../github/check-run.ts';
import { knownCheckRun, noteCheck } from '../store/checks.ts';
import { applyEffect } from './apply-effect.ts';
import { checkKey } from './effect-keys.ts';
import type { RepositoryRef } from './job.ts';
import { OWNERSHIP_CHECK, type Tools } from './tools.ts';

export type CheckOf = {
  readonly repository: RepositoryRef;
  readonly sha: string;
  readonly externalId: string;
  /** Whose state it is; `Procedure ownership` unless told. */
  readonly name?: string;
  /** It is in progress until people have acted, however long that takes. */
  readonly isForPeople?: boolean;
  /** What it says is that nothing could be decided, for a reason that passes. */
  readonly isUndecided?: boolean;
};

const ofSaving = new WeakSet<object>();

/** Whether it came up while a check run was being saved, which may stand on GitHub by then. */
export function isOfSaving(error: unknown): boolean {
  return error instanceof Error && ofSaving.has(error);
}

/** Saves the state of a check for a commit. */
export async function saveCheck(tools: Tools, check: CheckOf, state: CheckRunState): Promise<void> {
  try {
    await save(tools, check, state);
  } catch (error) {
    if (error instanceof Error) ofSaving.add(error);
    throw error;
  }
}

async function save(
  tools: Tools,
  { repository, sha, externalId, name = OWNERSHIP_CHECK, isForPeople = false, isUndecided = false }: CheckOf,
  state: CheckRunState,
): Promise<void> {
  const says =
    state.state === 'done'
      ? { conclusion: state.output.conclusion, title: state.output.title }
      : { title: state.title };
  const run = { repository, sha, name, externalId };
  const isWaiting = state.state === 'waiting' && !isForPeople;
  // Known and noted while nobody else writes it: of two jobs of one head the second goes on from what the first has left.
  const write = async () => {
    const known = await knownCheckRun(tools.store, run);
    const made = await saveCheckRun(tools.connection.writing(repository, CHECK_RIGHTS), { ...run, known }, state);
    if (!made.isSpared) await noteCheck(tools.store, { ...run, checkRun: made.id, isWaiting, isUndecided });
    return made;
  };
  const saved = await applyEffect<SavedCheckRun>(tools, {
    ...{ repository, kind: 'check-run', isConvergent: true, find: write, write },
    key: checkKey(run),
    what: { sha, check: name, conclusion: state.state === 'done' ? state.output.conclusion : 'waiting' },
    content: { externalId, state },
    why: `the state of ${sha.slice(0, 7)}`,
  });
  const check = { id: saved?.id, name, sha, ...says };
  const became = saved?.isSpared ? 'A finished check run was left as it is.' : 'A check run was saved.';
  tools.log.info({ check }, saved === null ? 'A check run would have been saved (DRY_RUN).' : became);
}
