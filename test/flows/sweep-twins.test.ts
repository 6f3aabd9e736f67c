// What stands twice on GitHub although the ledger was kept stands once after the sweep.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { CheckOutput } from '../../src/core/policy/report/check-output.ts';
import { saveCheck } from '../../src/flows/save-check.ts';
import { sweepTwins } from '../../src/flows/sweep-twins.ts';
import { tellPolicy } from '../../src/flows/tell-policy.ts';
import { bodyWith, commentOnIssue, createIssue, ISSUE_RIGHTS } from '../../src/github/issues.ts';
import { findIssue } from '../../src/store/issues.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld } from './flow-world.ts';
import { knownRepository } from './known-repository.ts';

const CHECK = 'Procedure ownership';
const FAILED: CheckOutput = { conclusion: 'failure', title: '1 of 1', summary: 'No owner.', annotations: [] };

let world: FlowWorld;
let home: Repository;
beforeEach(async () => {
  world = await startFlowWorld();
  home = await world.github.createRepository({ owner: 'acme', name: '.github', files: { 'a.md': 'a\n' } });
  await knownRepository(world.store, world.installation, home);
}, 60_000);
afterEach(async () => {
  expect(world.github.violations).toEqual([]);
  await world.close();
});

const sweep = (more: object = {}) => sweepTwins({ ...world.tools, ...more }, world.installation);
const repository = () => ({ installation: world.installation, owner: 'acme', name: '.github' });
const writes = (from = 0) => world.requests.slice(from).filter((route) => /^(POST|PATCH|DELETE) \/repos/.test(route));
const audited = async () =>
  (await world.store.db.selectFrom('audit').select(['kind', 'what']).where('kind', 'like', '%-twin').execute()).map(
    ({ kind, what }) => ({ kind, ...what }),
  );

async function checked(): Promise<{ readonly sha: string; readonly id: number }> {
  const sha = world.github.branches('acme/.github')['main'] ?? '';
  const output = { state: 'done', output: FAILED, buttons: [] } as const;
  await saveCheck(world.tools, { repository: repository(), sha, externalId: 'pulls:1' }, output);
  return { sha, id: world.github.checkRuns('acme/.github', sha)[0]?.id ?? 0 };
}

test('a check run that was left in progress, and one that came later with other words, say what the right one says', async () => {
  const { sha, id } = await checked();
  const hanging = world.github.addCheckRun(home, sha, { name: CHECK, status: 'in_progress' });
  const output = { title: 'All well', summary: 'All well.' };
  const later = world.github.addCheckRun(home, sha, { name: CHECK, conclusion: 'success', output });
  await sweep();
  const right = { status: 'completed', conclusion: 'failure', title: '1 of 1', summary: 'No owner.' };
  expect([hanging, later]).toMatchObject([right, right]);
  expect(await audited()).toEqual(
    expect.arrayContaining([hanging, later].map((run) => ({ kind: 'check-run-twin', sha, twin: run.id, of: id }))),
  );
  const before = world.requests.length;
  await sweep();
  expect(writes(before)).toEqual([]);
});

test('finished runs of before, the same words, another name and another app are left alone', async () => {
  const sha = world.github.branches('acme/.github')['main'] ?? '';
  world.github.addCheckRun(home, sha, { name: CHECK, conclusion: 'success' });
  const output = { title: '1 of 1', summary: 'No owner.' };
  await checked();
  world.github.addCheckRun(home, sha, { name: CHECK, conclusion: 'failure', output });
  world.github.addCheckRun(home, sha, { name: 'Procedure approval', status: 'in_progress' });
  world.github.addCheckRun(home, sha, { name: CHECK, status: 'in_progress' }, 1);
  const before = world.requests.length;
  await sweep();
  expect(writes(before)).toEqual([]);
});

test('while the right run is not finished, nobody can tell', async () => {
  const sha = world.github.branches('acme/.github')['main'] ?? '';
  const waiting = { state: 'waiting', title: 'Waiting', summary: 'Waiting.' } as const;
  await saveCheck(world.tools, { repository: repository(), sha, externalId: 'pulls:1' }, waiting);
  const later = world.github.addCheckRun(home, sha, { name: CHECK, conclusion: 'success' });
  await sweep();
  expect(later.conclusion).toBe('success');
});

test('of two open issues with one marker the later is closed, and the record is of the first', async () => {
  await world.github.commit(home, 'main', { 'runbook-steward.yml': 'enforce: perhaps\n' }, { author: 'ada' });
  const marker = { kind: 'policy-invalid', key: 'acme/.github' };
  const writing = world.tools.connection.writing(repository(), ISSUE_RIGHTS);
  await createIssue(writing, repository(), { title: 'First', marker: { ...marker, key: 'acme/other' }, text: 'x' });
  await world.github.openIssue(home, 'ada', { title: 'Not ours', body: bodyWith(marker, 'x') });
  world.github.fault({ operation: 'issues/create', kind: '502-after' });
  await expect(tellPolicy(world.tools, world.installation)).rejects.toThrow('Could not create an issue');
  // As long as GitHub shows only later what was written, the one who looks too early finds nothing.
  world.github.setReadLag(60_000);
  await tellPolicy(world.tools, world.installation);
  world.github.setReadLag(0);
  const states = async () => (await world.github.issues('acme/.github')).map(({ state }) => state);
  expect(await states()).toEqual(['open', 'open', 'open', 'open']);
  await sweep();
  expect(await states()).toEqual(['open', 'open', 'open', 'closed']);
  const place = { repository: home.id, kind: marker.kind, key: marker.key };
  expect(await findIssue(world.store, place)).toMatchObject({ number: 3, isOpen: true });
  expect(await audited()).toEqual([{ kind: 'issue-twin', twin: 4, of: 3 }]);
  const before = world.requests.length;
  await sweep();
  expect(writes(before)).toEqual([]);
});

test('of two comments with one marker the later goes', async () => {
  const number = await world.github.openIssue(home, 'ada', { title: 'T' });
  const issue = { repository: repository(), number };
  const comment = { marker: { kind: 'policy-invalid-mended', key: 'acme/.github 1' }, text: 'Well.' };
  const writing = world.tools.connection.writing(repository(), ISSUE_RIGHTS);
  const { id } = await commentOnIssue(writing, issue, comment);
  await commentOnIssue(writing, issue, comment);
  await world.github.comment(home, number, 'ada', bodyWith(comment.marker, 'Mine.'));
  await world.store.db
    .insertInto('effects')
    .values({
      key: `${world.installation} comment acme/.github#${number} ${comment.marker.kind} ${comment.marker.key}`,
      ...{ installation_id: world.installation, kind: 'comment', state: 'done', digest: 'x', result: 'null' },
      ...{ done_at: new Date(Date.now() - 1_000) },
    })
    .execute();
  await sweep();
  const left = await world.github.comments('acme/.github', number);
  expect(left.map((one) => [one.author, one.id])).toEqual([
    ['runbook-steward[bot]', id],
    ['ada', expect.any(Number)],
  ]);
});

test('what was done hours ago, or may not be shown yet, is not looked at, and a dry run looks at nothing', async () => {
  const { sha } = await checked();
  const later = world.github.addCheckRun(home, sha, { name: CHECK, status: 'in_progress' });
  const before = world.requests.length;
  await sweep({ isDryRun: true });
  await sweep({ readLagMs: 60_000 });
  await sql`update effects set done_at = now() - interval '3 hours'`.execute(world.store.db);
  await sweep();
  expect(world.requests.length).toBe(before);
  expect(later.status).toBe('in_progress');
});

test('what GitHub does not show stops no other', async () => {
  const { sha } = await checked();
  const hanging = world.github.addCheckRun(home, sha, { name: CHECK, status: 'in_progress' });
  await world.store.db
    .insertInto('effects')
    .values({
      key: `${world.installation} issue acme/gone policy-invalid acme/gone`,
      ...{ installation_id: world.installation, kind: 'issue', state: 'done', digest: 'x', result: 'null', tries: 2 },
      ...{ done_at: new Date(Date.now() - 1_000) },
    })
    .execute();
  await sweep();
  expect(hanging.status).toBe('completed');
});
