// flows: a pull request that was merged → where it changed what is an emergency, one issue to look back at it.
import { ownersOf } from '../core/change/changed-procedures.ts';
import { EMERGENCY, emergenciesIn, lookBackBy, lookBackText, lookBackTitle } from '../core/change/emergency.ts';
import { requirementsOf } from '../core/change/requirements.ts';
import { judgingPolicy } from '../core/policy/policy-of.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { GitHubFailed } from '../github/failure.ts';
import { fullName, type GitHub } from '../github/github.ts';
import { recallPull } from '../github/kept-pulls.ts';
import { readMergeGroup } from '../github/read-merge-group.ts';
import { findRepository } from '../store/repositories.ts';
import { homeOf, toldIn } from './follow-up.ts';
import type { FollowEmergency } from './job.ts';
import { openOnce } from './open-issue.ts';
import type { Tools } from './tools.ts';

/** The repository takes no issues, or not the app's. */
const CANNOT = new Set([403, 404, 410, 422]);

/** A pull request that the checks have just read is not read again. */
export async function followEmergency(tools: Tools, job: FollowEmergency): Promise<void> {
  const { connection, store, clock, log } = tools;
  const { repository, pull: number } = job;
  const kept = await findRepository(store, repository);
  if (kept?.settings['isAdvisory'] === true || kept?.settings['isEnabled'] === false) return;
  const github = connection.reading(repository.installation);
  const snapshot = await readMerged(tools, github, job);
  const { settings, advisory } = judgingPolicy(snapshot, clock);
  if (!settings.enabled || advisory) return;
  const procedures = emergenciesIn(requirementsOf(snapshot, { today: clock }).procedures);
  if (procedures.length === 0) return;
  // Of a repository that nobody knows yet, everybody may read.
  const { home, isHere, isPublic } = await homeOf(tools, repository, settings, !(kept?.isPrivate ?? false));
  const board = settings.approval?.board ?? null;
  const told = {
    ...{ pull: isHere ? `#${number}` : `${fullName(repository)}#${number}`, number },
    ...{ by: lookBackBy(procedures, clock(settings.review.timeZone), settings.review) },
    ...{ paths: procedures.map(({ path }) => path) },
    ...(await toldIn(github, repository, snapshot, { owners: ownersOf(procedures), board, isPublic })),
  };
  const marker = { kind: EMERGENCY, key: `${fullName(repository)}#${number}` };
  try {
    await openOnce(tools, home, {
      ...{ title: lookBackTitle(told), marker, text: lookBackText(told) },
      ...{ what: { issue: marker.kind, pull: number }, why: 'an emergency change was merged' },
    });
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.status !== null && CANNOT.has(error.status))) throw error;
    log.warn({ err: error, pull: number }, 'The issue to look back at an emergency change could not be opened.');
  }
}

async function readMerged(
  { clock, policyRepository }: Tools,
  github: GitHub,
  { repository, pull: number, sha, baseSha }: FollowEmergency,
): Promise<Snapshot> {
  const known = recallPull(github, { owner: repository.owner, name: repository.name, number }, sha);
  if (known) return known.snapshot;
  const merged = { repository, baseSha, headSha: sha, headRef: '', clock, policyRepository };
  return (await readMergeGroup(github, merged)).snapshot;
}
