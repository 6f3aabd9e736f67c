// flows: boxes that somebody ticked in an issue of the app's.
import type { Box } from '../core/check-box.ts';
import type { Asked } from '../core/command/asked.ts';
import type { Refusal } from '../core/command/refusal.ts';
import { tickedHash, withoutTicked } from '../core/review/issue-text.ts';
import { changeReviewIssue } from '../store/review-issues.ts';
import { readPlace } from './command-place.ts';
import { followCommands, type Said } from './follow-commands.ts';
import type { TickBoxes } from './job.ts';
import { lookAgain } from './look-again.ts';
import type { Tools } from './tools.ts';

/** A box counts in the text that the app wrote last, and in no other: nobody signs what somebody else wrote before it. */
export async function tickBoxes(tools: Tools, job: TickBoxes): Promise<void> {
  const { repository, issue, by, isBot, at, boxes, textHash } = job;
  const place = await readPlace(tools, repository, { number: issue, isPull: false });
  if (place && !place.review && boxes.some((box) => box.do === 'refresh')) return lookAgain(tools, place, by);
  const said = grouped(boxes.flatMap(saidBy));
  if (!place?.review || said.length === 0) return;
  const isAsWritten = withoutTicked(place.review.bodyHash) === textHash;
  const refusals: readonly Refusal[] = isAsWritten ? [] : [{ why: 'edited' }];
  const giver = { login: by, isBot, at, comment: null, origin: `box-${by}-${at}`.replace(/[^\w-]/g, '') };
  await followCommands(tools, place, giver, { said: isAsWritten ? said : [], refusals });
  // What was ticked is done or refused: the text is written again, its boxes empty.
  if (tools.isDryRun) return;
  await changeReviewIssue(tools.store, place.review, ({ bodyHash }) => ({ bodyHash: tickedHash(bodyHash) }));
  await tools.send([{ kind: 'review-issues', repository: place.repository }]);
}

/** What is not about a procedure's review or owner is for others. */
function saidBy(box: Box): readonly Said[] {
  if (box.do === 'reviewed') {
    const asked: Asked = { name: 'reviewed', procedures: [], how: box.how, note: '' };
    return [{ asked, keys: [box.key] }];
  }
  if (box.do !== 'approve-owner') return [];
  return [{ asked: { name: 'approve-owner', owner: box.owner, procedures: [] }, keys: [] }];
}

/** Those that say the same are followed together. */
function grouped(said: readonly Said[]): readonly Said[] {
  const groups = Map.groupBy(said, ({ asked }) => JSON.stringify(asked));
  return [...groups.values()].flatMap((some) => {
    const [first] = some;
    return first ? [{ asked: first.asked, keys: some.flatMap(({ keys }) => keys) }] : [];
  });
}
