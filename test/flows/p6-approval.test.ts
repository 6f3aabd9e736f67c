// P6 for approvals: nine operations of the check × the twelve faults: nothing passes while it lasts, and all is right afterwards.
import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Job } from '../../src/flows/job.ts';
import { toWork } from '../../src/flows/work.ts';
import { connect } from '../../src/github/connect.ts';
import { createRunner } from '../../src/jobs.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { type FaultKind, faultKinds } from '../stand-in/faults.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';

const CONFIG = `enforce: new
approval: {requestReviewers: 0}
owners: {fallback: "@acme/sre"}
`;
const PROCEDURE = '---\ntitle: A\nowner: "@acme/sre"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n\n# A\n\nDo it.\n';
const MOST_TRIES = 3;

/** `isFirst`: there is no check run yet when it strikes. */
const OPERATIONS: readonly { readonly operation: string; readonly name: string; readonly isFirst?: true }[] = [
  { name: 'the token', operation: 'apps/create-installation-access-token' },
  { name: 'the files', operation: 'pulls/list-files' },
  { name: 'the approvals, and all else that is asked in a query', operation: 'graphql' },
  { name: 'the rights of a person', operation: 'repos/get-collaborator-permission-level' },
  { name: 'the earlier head', operation: 'repos/compare-commits-with-basehead' },
  { name: 'the check run that is known', operation: 'checks/get' },
  { name: 'the search for the check run', operation: 'checks/list-for-ref', isFirst: true },
  { name: 'the check run', operation: 'checks/create', isFirst: true },
  { name: 'its update', operation: 'checks/update' },
];

const READS = new Set(OPERATIONS.slice(0, 5).map(({ operation }) => operation));

let world: FlowWorld;
let ops: Repository;
/** grace approved it at an earlier head, and something material changed since; hal, who may not write, approved this one. */
let bad: Pull;
/** grace approved it at an earlier head, and nothing material changed since. */
let good: Pull;
beforeAll(async () => {
  world = await startFlowWorld({ github: { organisations: { acme: ['ada', 'grace', 'hal'] } } });
  const { github } = world;
  const files = { '.github/runbook-steward.yml': CONFIG, 'runbooks/a.md': PROCEDURE };
  ops = await github.createRepository({ owner: 'acme', name: 'ops', files });
  // Its members may write by themselves, so that each is asked for.
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada', 'grace'] });
  await github.setPermission('ada', ops, 'write');
  await github.setPermission('grace', ops, 'write');
  const permissions = { checks: 'write', members: 'read', pull_requests: 'write' };
  await saveInstallation(world.store, {
    ...{ id: world.installation, account: 'acme', accountId: 1, isOrganisation: true, permissions, isSuspended: false },
  });
  bad = await proposed('bad', `${PROCEDURE}Evil.\n`);
  good = await proposed('good', null);
}, 60_000);
afterAll(async () => {
  await world.close();
  expect(world.github.violations.filter(({ problem }) => !problem.includes('stand-in failed'))).toEqual([]);
});

async function proposed(branch: string, later: string | null): Promise<Pull> {
  const { github } = world;
  await github.createBranch(ops, branch, { by: 'ada' });
  await github.commit(ops, branch, { 'runbooks/a.md': `${PROCEDURE}${branch}\n` }, { author: 'ada' });
  const pull = await github.openPull({ repository: ops, head: branch, title: branch, author: 'ada' });
  await github.review(pull, 'grace', 'APPROVED');
  await github.push(pull, later === null ? { 'src/a.ts': 'x\n' } : { 'runbooks/a.md': later });
  if (later !== null) await github.review(pull, 'hal', 'APPROVED');
  return pull;
}

/** A run by a process that remembers nothing: the job's outcome. */
async function run(pull: Pull, tries = 0, timeLimitMs = 60_000) {
  const { github } = world;
  const key = createPrivateKey(github.app.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  const connection = connect({ appId: github.app.id, privateKey: key, apiUrl: github.url, timeLimitMs });
  const tools = { ...world.tools, connection };
  const handle = createRunner({ tools, mostTries: MOST_TRIES, delays: [0] });
  const repository = { installation: world.installation, owner: 'acme', name: 'ops' };
  const job: Job = { kind: 'check-approval', repository, sha: pull.head.sha, pulls: [pull.number] };
  const taken = { ...toWork(job, null), id: 'x', attempt: 0, tries, waitedMs: 0 };
  return handle(taken, { assertHeld: () => {} });
}

const runs = (pull: Pull) =>
  world.github.checkRuns('acme/ops', pull.head.sha).filter(({ name }) => name === 'Procedure approval');
const says = (pull: Pull) => {
  const newest = runs(pull).at(-1);
  return newest && [newest.status, newest.conclusion, newest.title];
};
const passing = (pull: Pull) => runs(pull).filter(({ conclusion }) => conclusion !== null && conclusion !== 'failure');

async function forgetRuns(): Promise<void> {
  world.github.world.checkRuns.length = 0;
  await world.store.db.deleteFrom('checks').execute();
  await world.store.db.deleteFrom('effects').execute();
}

test('there are 108 cases', () => expect(OPERATIONS.length * faultKinds.length).toBe(108));

test('without a fault the one waits and the other passes', async () => {
  await run(bad);
  await run(good);
  expect(says(bad)).toEqual(['in_progress', null, 'Waiting for @acme/sre (0 of 1)']);
  expect(says(good)).toEqual(['completed', 'success', 'Approved by @grace']);
});

describe.each(OPERATIONS)('$name', ({ operation, isFirst = false }) => {
  beforeEach(forgetRuns);

  test.each(faultKinds)('%s: it does not pass, and heals', async (kind) => {
    if (!isFirst) {
      await run(bad);
      // A run that has to be moved on.
      for (const one of world.github.world.checkRuns) one.title = 'Something older';
    }
    const fault = (times: number) => world.github.fault({ operation, kind, times });
    fault(1);
    const first = await run(bad, 0, limitOf(kind));
    expect(passing(bad)).toEqual([]);
    if (first.state !== 'done') expect(says(bad)?.[1] ?? null).toBeNull();

    world.github.clearFaults();
    fault(Number.POSITIVE_INFINITY);
    // What was decided and could only not be told may stand there, so of the writes it is not asked.
    const lasting = READS.has(operation) ? good : bad;
    await run(lasting, MOST_TRIES - 1, limitOf(kind));
    world.github.clearFaults();
    expect(passing(lasting)).toEqual([]);

    await run(bad);
    expect(says(bad)).toEqual(['in_progress', null, 'Waiting for @acme/sre (0 of 1)']);
    if (lasting === bad) return;
    await run(good);
    expect(says(good)).toEqual(['completed', 'success', 'Approved by @grace']);
  });
});

/** Only what hangs is waited for: anything else may be as slow as the machine is. */
function limitOf(kind: FaultKind): number {
  return kind === 'hang' ? 400 : 60_000;
}
