// P4's rows of the override: ten actors and four forms, what must not act, and what an override reaches.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pull, Repository } from '../stand-in/world.ts';
import {
  APPROVAL,
  answersOf,
  approvalOf,
  approve,
  approving,
  edited,
  issuesOf,
  propose,
  say,
  startApproving,
} from './approving.ts';
import { runOf } from './many.ts';
import type { World } from './world.ts';

let world: World;
let ops: Repository;
let pull: Pull;
let count = 0;
beforeAll(async () => {
  world = await startApproving();
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const LINE = '/steward override because the site is down';
const BAD = { 'runbooks/a.md': '# A\n' };
const passed = (one: Pull) => [runOf(world, one)?.conclusion, approvalOf(world, one)?.[1]];
const HELD = ['failure', null];
const LIFTED = ['success', 'success'];
const issues = () => issuesOf(world, ops);
const comments = (one: Pull) => answersOf(world, one);
const reactions = (comment: number) =>
  world.github.world.reactions.filter(({ on }) => on.endsWith(`comment ${comment}`)).map(({ content }) => content);

/** A pull request that neither check lets pass: an owner is taken away, and nobody approved it. */
async function start(config = APPROVAL, visibility: Repository['visibility'] = 'private'): Promise<void> {
  ops = await approving(world, `ops-${count++}`, config, visibility);
  const { github } = world;
  github.setTeam({ organisation: 'acme', slug: 'captains', members: ['hedy'], grants: {} });
  await github.setPermission('olga', ops, 'admin');
  pull = await propose(world, ops, BAD);
  expect(passed(pull)).toEqual(HELD);
}

const NAMED = `${APPROVAL}override: {by: ["@acme/captains", "@linus"]}\n`;

describe.each([
  ['by default', APPROVAL, ['root', 'olga']],
  ['where others are named', NAMED, ['hedy', 'linus']],
])('ten actors, %s', (_, config, allowed) => {
  beforeAll(() => start(config, 'public'));

  test.each([
    ['root', 'an owner of the organisation'],
    ['olga', 'an administrator from outside'],
    ['ada', 'the author, who may write'],
    ['grace', 'an owner of the procedure'],
    ['hedy', 'the board, and a captain'],
    ['linus', 'who leads'],
    ['hal', 'who may read'],
    ['eve', 'a stranger'],
    ['runbook-steward[bot]', 'the app itself'],
    ['robot[bot]', 'another bot'],
  ])('%s, %s', async (by) => {
    const isAllowed = allowed.includes(by);
    const isBot = by.endsWith('[bot]');
    const one = isAllowed ? await propose(world, ops, BAD, { branch: `of-${by}` }) : pull;
    const [answers, followUps] = [await comments(one), await issues()];
    if (isBot) await tellOfBot(by);
    else await say(world, one, by, LINE);
    expect(passed(one)).toEqual(isAllowed ? LIFTED : HELD);
    expect((await issues()).length - followUps.length).toBe(isAllowed ? 1 : 0);
    const more = (await comments(one)).slice(answers.length);
    expect(more).toEqual(isAllowed || isBot ? [] : [expect.stringContaining('may.')]);
  });

  /** A comment of an app, as GitHub tells of it. */
  async function tellOfBot(by: string): Promise<void> {
    const { github } = world;
    const told = github.hooks.log.findLast(({ event }) => event === 'issue_comment');
    if (!told) throw new Error('Nobody wrote a comment yet.');
    const { comment, ...payload } = told.payload as { comment: object };
    const own = by.startsWith('runbook-steward') ? { performed_via_github_app: { id: github.app.id } } : {};
    const written = { ...comment, ...own, user: { login: by, type: 'Bot', id: 1 }, body: LINE };
    const { event, action, installation, repository } = told;
    github.hooks.emit({ event, action, installation, repository, payload: { ...payload, comment: written } });
    await world.settled();
  }
});

describe('forms', () => {
  beforeAll(() => start());

  // What acts comes last: they share a pull request.
  test.each([
    ['in code', `\`\`\`\n${LINE}\n\`\`\``],
    ['in a quote', `> ${LINE}`],
    ['in a comment of HTML', `<!-- ${LINE} -->`],
    ['in a list', `- ${LINE}`],
  ])('%s nothing is done, and nobody is answered', async (_, body) => {
    await say(world, pull, 'root', body);
    expect(passed(pull)).toEqual(HELD);
    expect(await comments(pull)).toEqual([]);
  });

  test('a comment that is edited into one does nothing', async () => {
    const { github } = world;
    const id = await say(world, pull, 'root', 'Fine.');
    const address = `${github.url}/repos/acme/${ops.name}/issues/comments/${id}`;
    const headers = { authorization: `token ${github.tokenOf('root')}`, 'content-type': 'application/json' };
    await fetch(address, { method: 'PATCH', headers, body: JSON.stringify({ body: LINE }) });
    await world.settled();
    expect(passed(pull)).toEqual(HELD);
  });

  test('on an issue it does nothing', async () => {
    const number = await world.github.openIssue(ops, 'root', { title: 'Help' });
    await world.github.comment(ops, number, 'root', LINE);
    await world.settled();
    expect(passed(pull)).toEqual(HELD);
  });

  test('without a reason nothing is done, and one comment says why', async () => {
    await say(world, pull, 'root', '/steward override');
    expect(passed(pull)).toEqual(HELD);
    expect(await comments(pull)).toMatchObject([expect.stringContaining('say why')]);
  });

  test('with other text, and a reason in markup', async () => {
    await say(world, pull, 'root', `I looked at it.\n\n/steward override because **db-1** \`burns\` @everyone\n`);
    expect(passed(pull)).toEqual(LIFTED);
    const [issue] = await issues();
    expect(issue?.body).toContain('burns');
    expect(issue?.body).not.toContain('@everyone');
  });
});

describe('what it reaches', () => {
  beforeEach(() => start());

  test('both checks say who and why; a reaction says done; one issue tells the owner and the board; the audit has it', async () => {
    const comment = await say(world, pull, 'root', LINE);
    expect(approvalOf(world, pull)?.[2]).toBe('Overridden by @root');
    expect(runOf(world, pull)?.title).toContain('Overridden by @root: ');
    expect(runOf(world, pull)?.summary).toContain('the site is down');
    expect(reactions(comment)).toEqual(['+1']);
    expect(await comments(pull)).toEqual([]);
    const [issue, ...others] = await issues();
    expect(others).toEqual([]);
    expect(issue?.title).toContain(`pull request ${pull.number}`);
    expect(issue?.body).toContain('the site is down');
    expect(issue?.body).toContain('For @acme/sre and @acme/cab.');
    expect(world.lines.filter((line) => line.includes('"kind":"issue"') && line.includes('Wrote'))).not.toEqual([]);
    // Told again, nothing is written again.
    for (const { guid } of world.github.hooks.log.filter(({ event }) => event === 'issue_comment').slice(-1))
      await world.github.hooks.redeliver(guid);
    await world.settled();
    expect(await issues()).toHaveLength(1);
  });

  test('this head only', async () => {
    await say(world, pull, 'root', LINE);
    await world.github.push(pull, edited('Something else.'));
    await world.settled();
    expect(approvalOf(world, pull)?.[0]).toBe('in_progress');
  });

  test('no head that its writer cannot have seen', async () => {
    const { github } = world;
    github.hooks.pause();
    await github.comment(ops, pull.number, 'root', LINE);
    // The comment's second has to be over: GitHub dates with seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await github.push(pull, { 'runbooks/a.md': '# Evil\n' });
    await github.hooks.resume((held) => held.toReversed());
    await world.settled();
    expect(passed(pull)).toEqual(HELD);
    expect(await comments(pull)).toMatchObject([expect.stringContaining('had not been made')]);
  });

  test('no other pull request with the same head', async () => {
    const { github } = world;
    await github.createBranch(ops, 'release', { by: 'ada' });
    const other = await github.openPull({
      repository: ops,
      base: 'release',
      head: 'work',
      title: 'Other',
      author: 'ada',
    });
    await world.settled();
    await say(world, pull, 'root', LINE);
    expect(passed(pull)).toEqual(HELD);
    await say(world, other, 'root', LINE);
    expect(passed(pull)).toEqual(LIFTED);
  });

  test('not after its writer lost the right', async () => {
    await say(world, pull, 'olga', LINE);
    expect(passed(pull)).toEqual(LIFTED);
    await world.github.setPermission('olga', ops, 'read');
    await world.github.closePull(pull, 'ada');
    await world.github.reopenPull(pull, 'ada');
    await world.settled();
    expect(passed(pull)).toEqual(HELD);
  });

  test('nothing, where nothing fails', async () => {
    const good = await propose(world, ops, edited(), { branch: 'good' });
    await approve(world, good, 'grace');
    await say(world, good, 'root', LINE);
    expect(await comments(good)).toMatchObject([expect.stringContaining('nothing to override')]);
    expect(await issues()).toEqual([]);
  });

  test('nothing, where nothing is enforced', async () => {
    const { github } = world;
    await github.commit(ops, 'main', { '.github/runbook-steward.yml': null }, { author: 'root' });
    await say(world, pull, 'root', LINE);
    expect(await comments(pull)).toEqual([]);
    expect(await issues()).toEqual([]);
  });

  test('a merge group of it alone', async () => {
    await say(world, pull, 'root', LINE);
    const { headSha } = await world.github.mergeGroup([pull], 'root');
    await world.settled();
    const runs = world.github.checkRuns(`acme/${ops.name}`, headSha);
    expect(runs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['Procedure ownership', 'success'],
      ['Procedure approval', 'success'],
    ]);
  });
});
