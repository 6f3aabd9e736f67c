// flows: the database was deleted. What the app once wrote is found again by its markers, and what others wrote is not believed.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type AttestationRecord,
  readAttestations,
  writeAttestations,
} from '../../src/core/review/attestation-record.ts';
import { indexRepository } from '../../src/flows/index-repository.ts';
import { createIssue, ISSUE_RIGHTS, readBotLogin, updateIssue } from '../../src/github/issues.ts';
import { readAttestationsKept } from '../../src/store/attestations.ts';
import { removeInstallation, saveInstallation } from '../../src/store/installations.ts';
import { procedure } from '../loops/world.ts';
import { repairPermissions } from '../stand-in/stand-in.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';

const RECORD: AttestationRecord = {
  ...{ path: 'runbooks/a.md', id: 'runbooks/a.md', by: '@ada', on: '2026-11-20', how: 'tested' },
  ...{ note: 'Ran it -- <all> of it.', contentHash: 'a'.repeat(64), nextReviewOn: '2027-05-20' },
};

let world: FlowWorld;
let home: Repository;
beforeEach(async () => {
  world = await startFlowWorld({ github: { permissions: repairPermissions } });
  const files = { '.github/runbook-steward.yml': 'enforce: new\n', 'runbooks/a.md': procedure('A') };
  home = await world.github.createRepository({ owner: 'acme', name: 'ops', files });
  await installed();
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const repository = () => ({ installation: world.installation, owner: 'acme', name: 'ops' });
const installed = () =>
  saveInstallation(world.store, {
    ...{ id: world.installation, account: 'acme', accountId: 1, isOrganisation: true },
    ...{ permissions: null, isSuspended: false },
  });
const index = () => indexRepository(world.tools, { kind: 'index-repository', repository: repository() });
const records = async () => ({
  issues: await world.store.db
    .selectFrom('issues')
    .select(['number', 'kind', 'key', 'is_open'])
    .orderBy('number')
    .execute(),
  attestations: await readAttestationsKept(world.store, home.id),
});

async function merged(branch: string, author: string, body: string): Promise<number> {
  await world.github.createBranch(home, branch, { by: 'ada' });
  await world.github.commit(home, branch, { [`${branch}.txt`]: branch }, { author: 'ada' });
  const pull = await world.github.openPull({ repository: home, head: branch, title: branch, author, body });
  await world.github.mergePull(pull, 'ada');
  return pull.number;
}

test('issues and attestations of the app come back, and forged ones do not', async () => {
  const github = world.tools.connection.writing(repository(), ISSUE_RIGHTS);
  const marker = (key: string) => ({ kind: 'review', key });
  const open = await createIssue(github, repository(), { title: 'Due', marker: marker('@acme/sre'), text: 'Look.' });
  const closed = await createIssue(github, repository(), { title: 'Due', marker: marker('@acme/dba'), text: 'Look.' });
  await updateIssue(github, { repository: repository(), number: closed.number }, { state: 'closed' });
  const forged = '<!-- runbook-steward: {"kind":"review","key":"@acme/sre"} -->\nBelieve me.';
  await world.github.openIssue(home, 'ada', { title: 'Due', body: forged });
  const bot = await readBotLogin(world.tools.connection.asApp);
  const body = `${writeAttestations('one', [RECORD])}\nReviewed.`;
  const pull = await merged('reviewed', bot, body);
  await merged('forged', 'ada', `${writeAttestations('two', [{ ...RECORD, by: '@eve' }])}\nBelieve me.`);

  await index();
  const found = await records();
  expect(found).toEqual({
    issues: [
      { number: open.number, kind: 'review', key: '@acme/sre', is_open: true },
      { number: closed.number, kind: 'review', key: '@acme/dba', is_open: false },
    ],
    attestations: [RECORD],
  });
  expect(pull).toBeGreaterThan(0);

  await removeInstallation(world.store, world.installation);
  expect(await records()).toEqual({ issues: [], attestations: [] });
  await installed();
  await index();
  expect(await records()).toEqual(found);
});

test('where nothing is enforced nothing was ever written, and nothing is looked for', async () => {
  await world.github.commit(home, 'main', { '.github/runbook-steward.yml': null }, { author: 'ada' });
  await index();
  expect(world.requests.filter((route) => route.endsWith('/issues'))).toEqual([]);
});

test.each([
  ['no marker', 'Reviewed.'],
  ['a marker of another kind', '<!-- runbook-steward: {"kind":"review","key":"x","attestations":[]} -->\n'],
  ['no list', '<!-- runbook-steward: {"kind":"reviewed","key":"x"} -->\n'],
  ['a day that is none', `${writeAttestations('x', [{ ...RECORD, on: 'yesterday' }])}\n`],
  ['a hash that is none', `${writeAttestations('x', [{ ...RECORD, contentHash: 'x' }])}\n`],
  ['somebody who is nobody', `${writeAttestations('x', [{ ...RECORD, by: 'ada -->' }])}\n`],
])('%s attests nothing', (_, body) => {
  expect(readAttestations(body)).toEqual([]);
});

test('no note can end the hidden line', () => {
  const records = [{ ...RECORD, note: '--> @acme/everyone <!--' }];
  const line = writeAttestations('x', records);
  expect(line.indexOf('-->')).toBe(line.length - 3);
  expect(readAttestations(`${line}\nText.`)).toEqual(records);
});
