// flows: a commit → the check run that says who has to approve, who has, and who still can.
import { approvalOutput, type JudgedPull } from '../core/change/report.ts';
import { brokenConfigOutput } from '../core/policy/report/check-output.ts';
import type { Located } from '../core/policy/rule.ts';
import { type Button, type CheckRunState, externalIdOf, REFRESH_BUTTON } from '../github/check-run.ts';
import { pullsOfHead } from '../github/pulls-of-head.ts';
import { forgetApproval, noteApproval, noteBoardTold } from '../store/approvals.ts';
import { knownCheckRun } from '../store/checks.ts';
import { askReviewers } from './ask-reviewers.ts';
import { withoutHandles } from './hidden-handles.ts';
import type { CheckApproval, Job } from './job.ts';
import { type ApprovalJudged, hangsOnBoard, judgeApproval } from './judge-approval.ts';
import { saveCheck } from './save-check.ts';
import { APPROVAL_CHECK, type Tools } from './tools.ts';

/**
 * Looks who has approved `job.sha`, for every open pull request that has it as its head now; the worst decides. There is no check run
 * where no base asks for approvals. A pull request of the job that was pushed over is looked at by a job of its new head.
 */
export async function checkApproval(tools: Tools, job: CheckApproval): Promise<void> {
  const { repository, sha } = job;
  const found = await readAll(tools, job);
  await tools.send(found.moved.map(({ number, head }): Job => ({ ...job, sha: head, pulls: [number] })));
  const { judged, broken } = found;
  const pulls = [...judged.map(({ pull }) => pull), ...found.brokenPulls];
  if (pulls.length === 0) return found.isOpen ? noLonger(tools, job, found.open) : undefined;
  const check = { repository, sha, externalId: externalIdOf(pulls), name: APPROVAL_CHECK };
  const [first, ...others] = judged;
  if (broken.length > 0 || !first) {
    return saveCheck(tools, check, { state: 'done', output: brokenConfigOutput(broken), buttons: [] });
  }
  for (const { pull, read } of judged) await noteHow(tools, job, pull, read);
  const hidden = judged.flatMap(({ read }) => read.hidden);
  const canRefresh = judged.some(({ read }) => read.refreshes.some(({ repair }) => repair !== null));
  const buttons = canRefresh ? [REFRESH_BUTTON] : [];
  const { state, isForPeople } = stateOf([toTold(first), ...others.map(toTold)], hidden, buttons);
  await saveCheck(tools, { ...check, isForPeople }, state);
  for (const { pull, read } of judged) await askReviewers(tools, { repository, number: pull }, read);
}

type JudgedAt = { readonly pull: number; readonly read: ApprovalJudged };

type Found = {
  readonly judged: readonly JudgedAt[];
  readonly broken: readonly Located[];
  readonly brokenPulls: readonly number[];
  readonly moved: readonly { readonly number: number; readonly head: string }[];
  /** Whether the commit is the head of anything, and of what. */
  readonly isOpen: boolean;
  readonly open: readonly number[];
};

async function readAll(tools: Tools, { repository, sha, pulls }: CheckApproval): Promise<Found> {
  const github = tools.connection.reading(repository.installation);
  const found = {
    ...{ judged: [] as JudgedAt[], broken: [] as Located[], brokenPulls: [] as number[], isOpen: false },
    ...{ moved: [] as { number: number; head: string }[], open: [] as number[] },
  };
  const waiting = new Set(pulls);
  // Grows while it is gone through: the first pull request that is read names the others with the same head.
  const readEach = async (): Promise<void> => {
    for (const number of waiting) {
      if (found.open.includes(number)) continue;
      const read = await judgeApproval(tools, github, { repository, number, sha });
      if (read.state === 'moved' && pulls.includes(number)) found.moved.push({ number, head: read.head });
      if (read.state === 'closed') await forgetApproval(tools.store, { repository, number });
      if (read.state === 'moved' || read.state === 'closed') continue;
      found.isOpen = true;
      found.open.push(number);
      for (const same of await pullsOfHead(github, repository, sha, read.sameHead)) waiting.add(same);
      if (read.state === 'judged') found.judged.push({ pull: number, read });
      if (read.state !== 'broken') continue;
      found.broken.push(...read.broken);
      found.brokenPulls.push(number);
    }
  };
  await readEach();
  // The job may have stood for others, of which another pull request that has this head was told.
  if (!found.isOpen) {
    for (const number of await pullsOfHead(github, repository, sha, null)) waiting.add(number);
    await readEach();
  }
  return found;
}

function toTold({ pull, read: { evaluation, notes } }: JudgedAt): JudgedPull {
  return { pull, evaluation, notes };
}

/** What waits for people is in progress; nothing else is. */
function stateOf(
  judged: readonly [JudgedPull, ...JudgedPull[]],
  hidden: readonly string[],
  buttons: readonly Button[],
): {
  readonly state: CheckRunState;
  readonly isForPeople: boolean;
} {
  const output = approvalOutput(judged);
  const { conclusion } = output;
  const [title, summary] = [withoutHandles(output.title, hidden), withoutHandles(output.summary, hidden)];
  if (conclusion === null) return { state: { state: 'waiting', title, summary }, isForPeople: true };
  return {
    state: { state: 'done', output: { conclusion, title, summary, annotations: [] }, buttons },
    isForPeople: false,
  };
}

/** Keeps on whom it hangs. Where the board's word decides about the ownership too, that is judged again once it is another. */
async function noteHow(
  { store, send }: Tools,
  { repository, sha }: CheckApproval,
  number: number,
  read: ApprovalJudged,
) {
  const { names, evaluation } = read;
  const isBoardApproved = hangsOnBoard(read) && evaluation.isBoardApproved;
  const { toldBoard } = await noteApproval(store, { repository, number, sha, names, isBoardApproved });
  if (toldBoard === isBoardApproved) return;
  await send([{ kind: 'check-head', repository, sha, pulls: [number] }]);
  await noteBoardTold(store, { repository, number, sha }, isBoardApproved);
}

/** Approval was configured when this head was looked at before, and is no more: nobody has to wait for what nobody asks for. */
async function noLonger(tools: Tools, { repository, sha }: CheckApproval, pulls: readonly number[]): Promise<void> {
  const known = await knownCheckRun(tools.store, { repository, sha, name: APPROVAL_CHECK });
  if (known === null) return;
  const title = 'No approval is asked for here any more';
  const summary = 'The configuration of the branch that this goes to has no `approval`.';
  const output = { conclusion: 'success', title, summary, annotations: [] } as const;
  const check = { repository, sha, externalId: externalIdOf(pulls), name: APPROVAL_CHECK };
  await saveCheck(tools, check, { state: 'done', output, buttons: [] });
}
