// flows: a head that was let pass → one issue for its owners and the board.
import { ownersOf } from '../core/change/changed-procedures.ts';
import { overrideMarker } from '../core/change/override-record.ts';
import { followUpText, followUpTitle } from '../core/change/override-text.ts';
import { requirementsOf } from '../core/change/requirements.ts';
import { judgingPolicy } from '../core/policy/policy-of.ts';
import { GitHubFailed } from '../github/failure.ts';
import { fullName, type GitHub } from '../github/github.ts';
import type { OpenPull } from '../github/kept-pulls.ts';
import type { OverrideKept } from '../store/approvals.ts';
import { homeOf, toldIn } from './follow-up.ts';
import { openOnce } from './open-issue.ts';
import { APPROVAL_CHECK, OWNERSHIP_CHECK, type Tools } from './tools.ts';

/** Nothing that a later try would change. */
const CANNOT = new Set([403, 404, 410, 422]);

export async function followOverride(
  tools: Tools,
  github: GitHub,
  kept: OverrideKept,
  { snapshot, facts }: OpenPull,
): Promise<void> {
  const { clock, log, seal } = tools;
  const { repository, number, sha, login, isBot, because, comment } = kept;
  const { settings } = judgingPolicy(snapshot, clock);
  const { procedures } = requirementsOf(snapshot, { today: clock });
  const { home, isHere, isPublic } = await homeOf(tools, repository, settings, facts.isPublic);
  const board = settings.approval?.board ?? null;
  const told = {
    ...{ pull: isHere ? `#${number}` : `${fullName(repository)}#${number}`, number, sha, login, because },
    ...{ checks: [OWNERSHIP_CHECK, ...(settings.approval === null ? [] : [APPROVAL_CHECK])] },
    paths: procedures.map(({ path }) => path),
    ...(await toldIn(github, repository, snapshot, { owners: ownersOf(procedures), board, isPublic })),
  };
  const record = { repository: fullName(repository), number, sha, login, isBot, because, comment };
  const marker = overrideMarker(record, seal);
  try {
    await openOnce(tools, home, {
      ...{ title: followUpTitle(told), marker, text: followUpText(told) },
      ...{ what: { issue: marker.kind, pull: number, sha }, why: 'the checks of a head were overridden' },
    });
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.status !== null && CANNOT.has(error.status))) throw error;
    log.warn({ err: error, pull: number }, 'The issue that follows an override could not be opened.');
  }
}
