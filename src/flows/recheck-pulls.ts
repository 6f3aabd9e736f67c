// flows: something was heard of on which checks may hang → the pull requests that it is about are looked at again.
import type { GitHub } from '../github/github.ts';
import { forgetPull } from '../github/kept-pulls.ts';
import { approvalsOn } from '../store/approvals.ts';
import { pullsOfChecks } from '../store/checks.ts';
import type { Job, RecheckPulls } from './job.ts';
import { OWNERSHIP_CHECK, type Tools } from './tools.ts';

/** What was looked at last goes first; older ones wait for their next event. */
const MOST = 200;

/** Of teams and people: the approvals that hang on them. Of a repository whose rules changed: both checks of each of its heads. */
export async function recheckPulls({ store, send, log, connection }: Tools, job: RecheckPulls): Promise<void> {
  const { installation, place } = job;
  const jobs = place ? await ofRules(store, place) : await ofPeople(store, connection.reading(installation), job);
  log.debug({ installation, jobs: jobs.length }, 'Pull requests are looked at again.');
  await send(jobs);
}

async function ofRules(store: Tools['store'], place: NonNullable<RecheckPulls['place']>): Promise<readonly Job[]> {
  const heads = await pullsOfChecks(store, place, OWNERSHIP_CHECK, MOST);
  return heads.map(({ sha, pulls }): Job => ({ kind: 'check-head', repository: place, sha, pulls }));
}

/** Whether an owner can act is read again as well. */
async function ofPeople(
  store: Tools['store'],
  github: GitHub,
  { installation, names }: RecheckPulls,
): Promise<readonly Job[]> {
  const kept = await approvalsOn(store, installation, names, MOST);
  for (const { repository, number } of kept)
    forgetPull(github, { owner: repository.owner, name: repository.name, number });
  return kept.map(({ repository, sha, number }): Job => ({ kind: 'check-approval', repository, sha, pulls: [number] }));
}
