// flows: a merge group → its check runs. What it would make of its base is judged as one; of approvals, every pull request needs its own.
import { groupApprovalOutput } from '../core/change/report.ts';
import { brokenConfigOutput, type Overridden, toGroupOutput } from '../core/policy/report/check-output.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { externalIdOfGroup } from '../github/check-run.ts';
import { changedMeanwhile } from '../github/failure.ts';
import { fullName, type GitHub } from '../github/github.ts';
import { readOwnRuns } from '../github/own-runs.ts';
import { readHead } from '../github/read-head.ts';
import { readMergeGroup } from '../github/read-merge-group.ts';
import { readQueue } from '../github/read-queue.ts';
import { hasOverrides } from '../store/approvals.ts';
import { asksApproval } from './asks-approval.ts';
import { withoutHandles } from './hidden-handles.ts';
import type { CheckMergeGroup } from './job.ts';
import { judge } from './judge.ts';
import { type ApprovalJudged, type ApprovalRead, hangsOnBoard, judgeApproval } from './judge-approval.ts';
import { overrideInForce } from './override-in-force.ts';
import { saveCheck } from './save-check.ts';
import { APPROVAL_CHECK, OWNERSHIP_CHECK, type Tools } from './tools.ts';
import { withCatalog } from './with-catalog.ts';

export async function checkMergeGroup(tools: Tools, job: CheckMergeGroup): Promise<void> {
  const { repository, sha, baseSha, headRef } = job;
  const { clock, policyRepository } = tools;
  const github = tools.connection.reading(repository.installation);
  const { snapshot, notes } = await readMergeGroup(github, {
    repository,
    baseSha,
    headSha: sha,
    headRef,
    clock,
    policyRepository,
  });
  const check = { repository, sha, externalId: externalIdOfGroup(job) };
  const members = asksApproval(snapshot, clock) ? await membersOf(tools, github, job) : [];
  const hanging = members.flatMap(({ read }) => (read.state === 'judged' && hangsOnBoard(read) ? [read] : []));
  const isBoardApproved = hanging.length > 0 && hanging.every(({ evaluation }) => evaluation.isBoardApproved);
  const decided = judge(await withCatalog(tools, repository, snapshot), clock, isBoardApproved);
  const isFailing = 'verdict' in decided && decided.verdict.conclusion === 'failure';
  const override =
    isFailing && (await hasOverrides(tools.store, repository))
      ? await overrideOfAll(tools, github, job, snapshot)
      : undefined;
  const output =
    'broken' in decided ? brokenConfigOutput(decided.broken) : toGroupOutput(decided.verdict, notes, override);
  await saveCheck(tools, check, { state: 'done', output, buttons: [] });
  if (members.length === 0) return;
  const approval = { ...check, name: APPROVAL_CHECK };
  await saveCheck(tools, approval, { state: 'done', output: approvalOf(members), buttons: [] });
}

type Member = { readonly number: number; readonly sha: string; readonly read: ApprovalRead };

/** The pull requests that it brings in, each as it stands now. */
async function membersOf(tools: Tools, github: GitHub, job: CheckMergeGroup): Promise<readonly Member[]> {
  const { repository, headRef } = job;
  const numbers = await readQueue(tools.connection.readingQueues(repository.installation), repository, headRef);
  const members: Member[] = [];
  for (const number of numbers) {
    const { owner, name } = repository;
    const sha = await readHead(github, { owner, name, number });
    if (sha === null) throw changedMeanwhile({ verb: 'read', object: `${fullName(repository)}#${number}` });
    members.push({ number, sha, read: await judgeApproval(tools, github, { repository, number, sha }) });
  }
  return members;
}

/** What was let pass by itself may pass as a group, where the others in it pass by themselves. */
async function overrideOfAll(
  tools: Tools,
  github: GitHub,
  { repository, headRef }: CheckMergeGroup,
  snapshot: Snapshot,
): Promise<Overridden | undefined> {
  const { connection } = tools;
  const { owner, name, installation } = repository;
  let found: Overridden | undefined;
  for (const number of await readQueue(connection.readingQueues(installation), repository, headRef)) {
    const sha = await readHead(github, { owner, name, number });
    if (sha === null) return undefined;
    const override = await overrideInForce(tools, github, { repository, number, sha }, snapshot);
    found ??= override;
    if (override) continue;
    const runs = await readOwnRuns(connection.readingChecks(installation), repository, sha);
    const conclusion = runs.find((run) => run.name === OWNERSHIP_CHECK)?.conclusion ?? 'failure';
    if (conclusion === 'failure') return undefined;
  }
  return found;
}

/** A group is not waited for: what is not approved leaves the queue. */
function approvalOf(members: readonly Member[]) {
  const broken = members.flatMap(({ read }) => (read.state === 'broken' ? read.broken : []));
  if (broken.length > 0) return brokenConfigOutput(broken);
  const judged = members.flatMap(({ number, read }) => (isJudged(read) ? [{ pull: number, ...told(read) }] : []));
  const gone = members.filter(({ read }) => read.state === 'closed' || read.state === 'moved');
  const output = groupApprovalOutput(
    judged,
    gone.map(({ number }) => number),
  );
  const hidden = members.flatMap(({ read }) => (isJudged(read) ? read.hidden : []));
  return {
    ...output,
    title: withoutHandles(output.title, hidden),
    summary: withoutHandles(output.summary, hidden),
  };
}

function isJudged(read: ApprovalRead): read is ApprovalJudged {
  return read.state === 'judged';
}

function told({ evaluation, notes }: ApprovalJudged) {
  return { evaluation, notes };
}
