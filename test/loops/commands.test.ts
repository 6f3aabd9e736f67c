// Commands through the whole service: what the checks offer, what they make of an attestation, and that a queue stands between.
import { afterEach, expect, test } from '@jest/globals';
import { approvalOf, approvalRuns } from './approving.ts';
import { runOf } from './many.ts';
import {
  CONFIG,
  opsRepository,
  procedure,
  propose,
  repairPermissions,
  startWorld,
  TODAY,
  type World,
} from './world.ts';

let world: World;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const A = 'runbooks/a.md';
const OFFER = 'Also confirm that it is right';
const own = () => world.github.world.pulls.filter(({ author }) => author.login === 'runbook-steward[bot]');

test('a review that its owner attests needs no approval and no other evidence; an edit of its text does', async () => {
  world = await startWorld({ hasCatalog: true, github: { permissions: repairPermissions } });
  const { github } = world;
  const ops = await opsRepository(world, { [CONFIG]: 'enforce: new\napproval: {rules: []}\n' });
  await github.setPermission('grace', ops, 'write');
  await world.settled();
  const issue = await github.openIssue(ops, 'grace', { title: 'Is it right?' });
  await github.comment(ops, issue, 'ada', `/steward reviewed ${A} tested — ran it`);
  await world.settled();
  const [review] = own();
  if (!review) throw new Error('There is no pull request.');
  expect(approvalOf(world, review)?.[1]).toBe('success');
  expect(runOf(world, review)?.conclusion).toBe('success');
  expect(runOf(world, review)?.summary).not.toContain('nothing says what was checked');
  expect(runOf(world, review)?.summary).not.toContain(OFFER);
  expect(github.reviews('acme/ops', review.number)).toEqual([]);
  await github.push(
    review,
    { [A]: `${(await github.file('acme/ops', review.head.ref, A))?.text}Evil.\n` },
    { author: 'grace' },
  );
  await world.settled();
  expect(approvalOf(world, review)?.[1]).toBeNull();
});

test('an edit is confirmed in passing: the check offers it, one commit answers, and the next check is content', async () => {
  world = await startWorld({ hasCatalog: true, github: { permissions: repairPermissions } });
  const { github } = world;
  const ops = await opsRepository(world, { [CONFIG]: 'enforce: new\napproval: {rules: []}\n' });
  github.joinTeam('acme', 'sre', 'grace');
  await world.settled();
  const pull = await propose(world, ops, { [A]: `${procedure('A')}More.\n` });
  expect(runOf(world, pull)?.summary).toContain(
    `${OFFER}: the owner comments \`/steward reviewed read — what was checked\``,
  );
  const approval = () => approvalRuns(world, ops, pull.head.sha).at(-1);
  expect(approval()?.summary).not.toContain(OFFER);
  await github.review(pull, 'grace', 'APPROVED');
  await world.settled();
  expect(approval()?.summary).toContain(OFFER);
  const before = pull.head.sha;
  await github.comment(ops, pull.number, 'ada', '/steward reviewed tested — ran it');
  await world.settled();
  expect(pull.head.sha).not.toBe(before);
  expect((await github.file('acme/ops', 'work', A))?.text).toContain(`last_reviewed_on: ${TODAY}\n`);
  expect(runOf(world, pull)?.conclusion).toBe('success');
  expect(runOf(world, pull)?.summary).not.toContain(OFFER);
  // The keys are not material: what grace approved holds.
  expect(approvalOf(world, pull)?.[1]).toBe('success');
  expect(await github.comments('acme/ops', pull.number)).toMatchObject([{ author: 'ada', reactions: ['+1'] }]);
});

test('where nothing is enforced nothing is offered', async () => {
  world = await startWorld();
  const ops = await opsRepository(world, { [CONFIG]: null });
  const pull = await propose(world, ops, { [A]: `${procedure('A')}More.\n` });
  expect(runOf(world, pull)?.summary).not.toContain(OFFER);
});
