// flows: open pull requests as GitHub has them, against the checks that were made → what is missing is judged. For this no webhook is needed.
import { externalIdOf } from '../github/check-run.ts';
import { type PullHeads, REPOSITORIES_AT_ONCE, readPullHeads } from '../github/read-pull-heads.ts';
import { type CheckKnown, checksOf, plannedChecks, repositoriesAfter } from '../store/reconciling.ts';
import type { CheckApproval, CheckHead } from './job.ts';
import { APPROVAL_CHECK, OWNERSHIP_CHECK, type Tools } from './tools.ts';

const RECENT_MS = 14 * 24 * 60 * 60_000;

/**
 * Sends a job for each head of a pull request, moved within 14 days, that has no finished check of ours, or one that is about other pull
 * requests; where nothing is missing, that is one request for a hundred repositories. Out of reach: merge groups, which GitHub lists
 * nowhere (a lost one is found among the failed deliveries, or asked for again by a person), and a pull request that went to another
 * base without moving.
 */
export async function reconcilePulls(tools: Tools, installation: number, now = Date.now()): Promise<void> {
  const { connection, store, lease, send, log } = tools;
  const github = connection.reading(installation);
  const found = { repositories: 0, pulls: 0, missing: 0 };
  for (let after = 0, isOver = false; !isOver; ) {
    lease.assertHeld();
    const some = await repositoriesAfter(store, installation, { after, most: REPOSITORIES_AT_ONCE });
    const read = await readPullHeads(github, some, now - RECENT_MS);
    // Another repository may have taken over the name: it is asked for under its own number, once that is known.
    const same = read.flatMap((heads, at) => (heads && heads.id === some[at]?.id ? [heads] : []));
    const jobs = [...(await missingIn(tools, installation, same)), ...(await oldApprovals(tools, installation, same))];
    await send(jobs);
    found.repositories += some.length;
    found.pulls += same.reduce((sum, { pulls }) => sum + pulls.length, 0);
    found.missing += jobs.length;
    isOver = some.length < REPOSITORIES_AT_ONCE;
    after = some.at(-1)?.id ?? after;
  }
  if (found.missing > 0)
    log.warn({ installation, ...found }, 'Pull requests without a check were found, and are judged.');
  else log.debug({ installation, ...found }, 'Every pull request has its check.');
}

async function missingIn(
  { store, isDryRun }: Tools,
  installation: number,
  all: readonly PullHeads[],
): Promise<readonly CheckHead[]> {
  const shas = [...new Set(all.flatMap(({ pulls }) => pulls.map(({ sha }) => sha)))];
  const known = await checksOf(store, installation, { check: OWNERSHIP_CHECK, shas });
  const planned = isDryRun ? await plannedChecks(store, installation, shas) : new Set();
  const checks = new Map(known.map((check) => [keyOf(check.owner, check.name, check.sha), check]));
  return all.flatMap(({ repository, pulls, isComplete }) => {
    const heads = Map.groupBy(pulls, ({ sha }) => sha);
    return [...heads].flatMap(([sha, group]): readonly CheckHead[] => {
      const numbers = group.map(({ number }) => number);
      const check = checks.get(keyOf(repository.owner, repository.name, sha));
      if (!group.some(({ isRecent }) => isRecent) || planned.has(sha) || isThere(check, numbers, isComplete)) return [];
      return [{ kind: 'check-head', repository: { installation, ...repository }, sha, pulls: numbers }];
    });
  });
}

/** Heads whose approval was undecided, or whose pull request saw something happen since it was looked at: perhaps a review. */
async function oldApprovals(
  { store }: Tools,
  installation: number,
  all: readonly PullHeads[],
): Promise<readonly CheckApproval[]> {
  const shas = [...new Set(all.flatMap(({ pulls }) => pulls.map(({ sha }) => sha)))];
  const known = await checksOf(store, installation, { check: APPROVAL_CHECK, shas });
  const checks = new Map(known.map((check) => [keyOf(check.owner, check.name, check.sha), check]));
  return all.flatMap(({ repository, pulls }) =>
    pulls.flatMap(({ number, sha, isRecent, updatedAt }): readonly CheckApproval[] => {
      const check = checks.get(keyOf(repository.owner, repository.name, sha));
      if (!isRecent || !check || check.isWaiting) return [];
      if (check.externalId !== '' && updatedAt <= check.at) return [];
      return [{ kind: 'check-approval', repository: { installation, ...repository }, sha, pulls: [number] }];
    }),
  );
}

/** One that waits has a job, or the watchdog. */
function isThere(check: CheckKnown | undefined, numbers: readonly number[], isComplete: boolean): boolean {
  if (!check) return false;
  if (check.isWaiting) return true;
  const [, told = ''] = /^pulls:([\d,]+)$/.exec(check.externalId) ?? [];
  const about = told.split(',').map(Number);
  return isComplete
    ? check.externalId === externalIdOf(numbers)
    : externalIdOf(numbers) === externalIdOf(numbers.filter((number) => about.includes(number)));
}

function keyOf(owner: string, name: string, sha: string): string {
  return `${owner}/${name} ${sha}`.toLowerCase();
}
