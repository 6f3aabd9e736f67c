// flows: a commit → one check run for all the open pull requests whose head it is.
import { offerToConfirm } from '../core/command/offer.ts';
import { codeownersProposal } from '../core/policy/codeowners-proposal.ts';
import { judgingPolicy } from '../core/policy/policy-of.ts';
import { brokenConfigOutput, type Judged, toCheckOutput } from '../core/policy/report/check-output.ts';
import type { Located } from '../core/policy/rule.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { externalIdOf } from '../github/check-run.ts';
import { keepPull } from '../github/kept-pulls.ts';
import type { PullFacts } from '../github/pull-facts.ts';
import { pullsOfHead } from '../github/pulls-of-head.ts';
import { readPull } from '../github/read-pull.ts';
import { newFileLink } from '../github/web-links.ts';
import { wasBoardApproved } from '../store/approvals.ts';
import { knownCheckRun } from '../store/checks.ts';
import { asksApproval } from './asks-approval.ts';
import { feedbackOn } from './feedback-on.ts';
import type { CheckHead } from './job.ts';
import { buttonsFor, judge } from './judge.ts';
import { mayCommit } from './may-commit.ts';
import { overrideInForce } from './override-in-force.ts';
import { saveCheck } from './save-check.ts';
import { APPROVAL_CHECK, type Tools } from './tools.ts';
import { withCatalog } from './with-catalog.ts';

/**
 * Judges `job.sha` for every open pull request that has it as its head now; the worst verdict decides. Where none has it any more
 * nothing is written for it, and a pull request of the job that was pushed over is judged at its new head.
 */
export async function checkHead(tools: Tools, job: CheckHead): Promise<void> {
  const found = await readAll(tools, job);
  const [first, ...others] = found.judged;
  const pulls = found.pulls;
  // Events come in any order, and the newest to come stands for all that waited: what it speaks of may be the older head.
  if (pulls.length === 0 && found.movedTo !== null) return checkHead(tools, { ...job, sha: found.movedTo });
  if (pulls.length === 0) return;
  // Asked for once and no more, it has to say so.
  const approval = { repository: job.repository, sha: job.sha, name: APPROVAL_CHECK };
  if (found.asksApproval || (await knownCheckRun(tools.store, approval)) !== null)
    await tools.send([{ kind: 'check-approval', repository: job.repository, sha: job.sha, pulls }]);
  const check = { repository: job.repository, sha: job.sha, externalId: externalIdOf(pulls) };
  if (found.broken.length > 0 || !first) {
    await saveCheck(tools, check, { state: 'done', output: brokenConfigOutput(found.broken), buttons: [] });
    return;
  }
  const canCommit = found.hasRepairs && !found.hasFork && (await mayCommit(tools, job.repository.installation));
  const buttons = buttonsFor(found.hasRepairs, canCommit);
  await saveCheck(tools, check, { state: 'done', output: toCheckOutput([first, ...others]), buttons });
}

type Found = {
  readonly pulls: readonly number[];
  readonly judged: readonly Judged[];
  readonly broken: readonly Located[];
  readonly hasRepairs: boolean;
  readonly hasFork: boolean;
  /** Whether a base asks for approvals: their check is another job's. */
  readonly asksApproval: boolean;
  /** The head that a pull request of the job has by now. */
  readonly movedTo: string | null;
};

/** Each open pull request with this head is read by itself: it has a base, and so a judge, of its own. */
async function readAll(tools: Tools, { repository, sha, pulls }: CheckHead): Promise<Found> {
  const github = tools.connection.reading(repository.installation);
  const { clock, policyRepository } = tools;
  const waiting = new Set(pulls.length > 0 ? pulls : await pullsOfHead(github, repository, sha, null));
  const found = {
    pulls: [] as number[],
    judged: [] as Judged[],
    broken: [] as Located[],
    hasRepairs: false,
    hasFork: false,
    asksApproval: false,
    movedTo: null as string | null,
  };
  // Grows while it is gone through: the first pull request that is read names the others with the same head.
  for (const number of waiting) {
    const pull = { owner: repository.owner, name: repository.name, number };
    const read = await readPull(github, { pull, head: sha, clock, policyRepository });
    if (read.state === 'moved' && pulls.includes(number)) found.movedTo ??= read.head;
    if (read.state !== 'open') continue;
    const { facts, snapshot, notes } = read;
    for (const same of await pullsOfHead(github, repository, sha, facts.sameHead)) waiting.add(same);
    found.pulls.push(number);
    found.hasFork ||= facts.isFork;
    keepPull(github, pull, read);
    found.asksApproval ||= asksApproval(snapshot, clock);
    const at = { repository, number, sha };
    const isBoardApproved = await wasBoardApproved(tools.store, at);
    const decided = judge(await withCatalog(tools, repository, snapshot), clock, isBoardApproved);
    if ('broken' in decided) found.broken.push(...decided.broken);
    else {
      found.judged.push({
        pull: number,
        verdict: decided.verdict,
        notes: [...notes, ...offerOf(tools, snapshot, decided.verdict)],
        newFile: newFileOf(tools, facts, decided.verdict),
        ...(await feedbackOn(tools, repository, decided.verdict)),
        override:
          decided.verdict.conclusion === 'failure' ? await overrideInForce(tools, github, at, snapshot) : undefined,
      });
      found.hasRepairs ||= decided.hasRepairs;
    }
  }
  return found;
}

/** Where nothing is enforced, nobody is answered who would follow it. */
function offerOf({ clock }: Tools, snapshot: Snapshot, verdict: Verdict): readonly string[] {
  const changed = new Set(snapshot.changes?.map(({ path }) => path));
  const entries = verdict.procedures.filter(({ procedure }) => changed.has(procedure.path));
  const offer = verdict.advisory ? null : offerToConfirm(entries, judgingPolicy(snapshot, clock).today);
  return offer === null ? [] : [offer];
}

/** Where there is no CODEOWNERS: the page that makes one on the pull request's branch. */
function newFileOf({ webUrl }: Tools, { headRepository, headBranch }: PullFacts, verdict: Verdict): Judged['newFile'] {
  const file = codeownersProposal(verdict);
  if (!file || !headRepository) return undefined;
  const link = newFileLink({ webUrl, repository: headRepository, branch: headBranch }, file.path, file.text);
  return link === null ? undefined : { path: file.path, link };
}
