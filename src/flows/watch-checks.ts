// flows: a check run of ours that nobody will finish any more → it fails, for it must not hang.
import { undecidedOutput } from '../core/policy/report/check-output.ts';
import { isKnownUnenforced } from '../github/enforcement.ts';
import { GitHubFailed, Limited } from '../github/failure.ts';
import { type CheckKey, forgetCheck, hangingChecks } from '../store/checks.ts';
import { pausedInstallations, savePause } from '../store/limits.ts';
import { keyOf } from './job.ts';
import { HeldBack } from './later.ts';
import { saveCheck } from './save-check.ts';
import { APPROVAL_CHECK, OWNERSHIP_CHECK, type Tools } from './tools.ts';

const HANGS_MS = 10 * 60_000;
/** Who finishes a check of this name. */
const JOB_OF: Readonly<Record<string, 'check-head' | 'check-approval'>> = {
  [OWNERSHIP_CHECK]: 'check-head',
  [APPROVAL_CHECK]: 'check-approval',
};
/** Gone for good, or withheld: there is nothing to write to. */
const GONE = new Set([403, 404, 410, 422, 451]);

export async function watchChecks(tools: Tools): Promise<void> {
  const { store, lease } = tools;
  // What waits for people is not among them, however long they take.
  const hanging = (await hangingChecks(store, HANGS_MS)).filter(({ name }) => name in JOB_OF);
  if (hanging.length === 0) return;
  const held = await store.queue.held(hanging.flatMap(keysOf));
  const paused = new Set(await pausedInstallations(store));
  for (const check of hanging) {
    if (paused.has(check.repository.installation) || keysOf(check).some((key) => held.has(key))) continue;
    lease.assertHeld();
    const pause = await fail(tools, check);
    if (pause !== null) paused.add(pause);
  }
}

/** The keys of the jobs that would finish it: of its commit, of each pull request that it is about, and of one of them that was closed. */
function keysOf({ repository, sha, name, externalId }: CheckKey): readonly string[] {
  const [, numbers = ''] = /^pulls:([\d,]+)$/.exec(externalId) ?? [];
  const known = numbers.split(',').filter((number) => number !== '');
  const one = { kind: JOB_OF[name] ?? 'check-head', repository, sha } as const;
  const ofEach = known.map(Number).flatMap((number) => [
    { ...one, pulls: [number] },
    { ...one, pulls: [number], closed: number },
  ]);
  return [{ ...one, pulls: [] }, ...ofEach].map((job) => keyOf(job, null));
}

/** The installation that GitHub asks a pause for; null where there is none to ask for. One that fails does not stop the others. */
async function fail(tools: Tools, check: CheckKey): Promise<number | null> {
  const { store, log, connection, isDryRun } = tools;
  const { repository, sha } = check;
  const isEnforced =
    check.name === APPROVAL_CHECK ||
    !(await isKnownUnenforced(connection.reading(repository.installation), repository));
  const output = undecidedOutput('it was begun and not finished', isEnforced);
  log.warn({ sha }, 'A check run hangs, and no job waits to finish it: it fails.');
  try {
    await saveCheck(tools, { ...check, isUndecided: true }, { state: 'done', output, buttons: [] });
    // Planned once: without a record it is judged anew when something may be written again.
    if (isDryRun) await forgetCheck(store, check);
  } catch (error) {
    // It hangs on, and is ended after the pause.
    if (error instanceof HeldBack) return null;
    if (error instanceof Limited) {
      if (!error.isOwn)
        await savePause(store, repository.installation, { forMs: error.retryAfterMs, reason: error.message });
      return repository.installation;
    }
    if (!(error instanceof GitHubFailed)) throw error;
    log.warn({ err: error, sha }, 'A check run that hangs could not be ended.');
    if (error.status !== null && GONE.has(error.status)) await forgetCheck(store, check);
  }
  return null;
}
