// flows: somebody did something to an issue about reviews → the record follows, and the plan answers.
import { textHash, withoutTicked } from '../core/review/issue-text.ts';
import { type IssueNow, readIssue } from '../github/issues.ts';
import { findRepository } from '../store/repositories.ts';
import { changeReviewIssue, type ReviewIssue, type ReviewIssueChange, reviewIssueAt } from '../store/review-issues.ts';
import type { FollowIssue } from './job.ts';
import type { Tools } from './tools.ts';

/** Issues of other kinds are left to those who open them. */
export async function followIssue(tools: Tools, { repository, number, isGone }: FollowIssue): Promise<void> {
  const { connection, store, clock, send, log } = tools;
  const home = await findRepository(store, repository);
  const at = home && { repository: home.id, number };
  const kept = at && (await reviewIssueAt(store, at));
  if (!kept) return;
  const github = connection.readingIssues(repository.installation);
  const now = isGone ? null : await readIssue(github, { repository, number });
  const change = now === null ? goneFrom(kept) : changeTo(kept, now, clock('UTC'));
  if (Object.keys(change).length === 0) return;
  await changeReviewIssue(store, at, change);
  log.info({ issue: number, changed: Object.keys(change) }, 'An issue about reviews was changed by somebody.');
  const { installation, owner, name } = home;
  await send([{ kind: 'review-issues', repository: { installation, owner, name } }]);
}

function goneFrom({ state }: ReviewIssue): ReviewIssueChange {
  return state === 'gone' ? {} : { state: 'gone' };
}

/** What is to be changed in the record; only what is different. */
export function changeTo(kept: ReviewIssue, now: IssueNow, today: string): ReviewIssueChange {
  const isEdited = kept.bodyHash !== '' && textHash(now.title, now.body) !== withoutTicked(kept.bodyHash);
  const isSame =
    now.assignees.length === kept.assignees.length && now.assignees.every((one) => kept.assignees.includes(one));
  return {
    ...stateOf(kept, now, today),
    ...(now.isLocked === kept.isLocked ? {} : { isLocked: now.isLocked }),
    ...(isSame ? {} : { assignees: now.assignees }),
    // What the text says is the app's own: it is written again.
    ...(isEdited ? { bodyHash: '' } : {}),
  };
}

function stateOf(kept: ReviewIssue, { isOpen, closed }: IssueNow, today: string): ReviewIssueChange {
  if (isOpen) return kept.state === 'open' ? {} : { state: 'open', openedOn: today };
  // A bot is nobody who could have answered: whatever it closes is as if the app itself had.
  const by = closed?.by?.isBot ? 'app' : 'person';
  const as = closed?.as ?? 'completed';
  const isKnown = kept.state === 'closed' && kept.closed?.by === by && kept.closed.as === as;
  return isKnown ? {} : { state: 'closed', closed: { by, as, on: today } };
}
