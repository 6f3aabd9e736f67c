// P4: every command by everybody. Who may is asked of GitHub when the command runs, and whoever may not is told so once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMAND_NAMES, type CommandName } from '../../src/core/command/asked.ts';
import { CONFIG, type CommandWorld, due, FILES, startCommandWorld } from './command-world.ts';

const OWNED = 'runbooks/owned.md';
const A = 'runbooks/a.md';
const ORPHAN = 'runbooks/orphan.md';
/** One of the two that is not here names nobody who could act. */
const LINES: Readonly<Record<CommandName, string>> = {
  reviewed: '/steward reviewed tested — ran it',
  'needs-work': '/steward needs-work',
  snooze: '/steward snooze 14d because we move',
  delegate: '/steward delegate @walt',
  'not-ours': '/steward not-ours',
  retire: '/steward retire',
  'approve-owner': '/steward approve-owner @acme/leads',
};

type Marks = Readonly<Record<CommandName, boolean>>;
const may = (...names: readonly CommandName[]): Marks =>
  Object.fromEntries(COMMAND_NAMES.map((name) => [name, names.includes(name)])) as Marks;
const ALL = may(...COMMAND_NAMES);
const NONE = may();
const ADMIN = may('needs-work', 'snooze', 'delegate', 'not-ours', 'retire', 'approve-owner');
const APPROVER = may('reviewed', 'needs-work', 'retire');

/** Whom, what they are, which procedure the issue is about, and what they may. */
const WHO: readonly (readonly [by: string, is: string, path: string, allowed: Marks])[] = [
  ['olga', 'the owner in person', OWNED, ALL],
  ['ada', 'in the team that owns it', A, ALL],
  ['nell', 'in a team below it', A, ALL],
  ['hedy', 'an approver', A, APPROVER],
  ['root', 'an administrator', A, ADMIN],
  ['linus', 'the fallback, where the owner can act', A, NONE],
  ['linus', 'the fallback, where the owner is gone', ORPHAN, ALL],
  ['ada', 'in the team of another procedure', ORPHAN, NONE],
  ['walt', 'who may write, and no more', A, NONE],
  ['rhea', 'in the team, without write access', 'runbooks/read.md', NONE],
  ['gil', 'who left the team, and may write', A, NONE],
  ['eve', 'a stranger', A, NONE],
];
const BOTS = ['robot[bot]', 'runbook-steward[bot]', 'walt[bot]'];

let world: CommandWorld;
beforeAll(async () => {
  world = await startCommandWorld({
    visibility: 'public',
    files: {
      ...FILES,
      [CONFIG]: `${FILES[CONFIG]}bots: {allow: ["walt[bot]"]}\n`,
      [OWNED]: due('Owned', { owner: '"@olga"' }),
      'runbooks/read.md': due('Read', { owner: '"@acme/readers"' }),
    },
  });
  world.github.setTeam({ organisation: 'acme', slug: 'readers', members: ['rhea'], grants: { 'acme/ops': 'read' } });
}, 60_000);
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** All that a command could have changed. */
async function state(issue: number) {
  const record = await world.record(issue);
  const pulls = world.proposals().map(({ number, head }) => `${number} ${head.sha}`);
  const { snoozedUntil, delegatedTo, disowned, told, assignees } = record ?? {};
  return { snoozedUntil, delegatedTo, disowned, told, assignees, pulls };
}

describe.each(WHO)('%s, %s', (by, _, path, allowed) => {
  test.each(COMMAND_NAMES)('%s', async (name) => {
    const isAllowed = allowed[name];
    const issue = await world.open([path]);
    const before = await state(issue);
    const comment = await world.say(issue, by, LINES[name]);
    const [answer, ...more] = await world.answers(issue);
    expect([world.reactions(comment), more]).toEqual([isAllowed ? ['+1'] : [], []]);
    if (isAllowed) expect(answer).toBeUndefined();
    else expect(answer).toMatch(/only its owner.* may, with write access/);
    const isSame = JSON.stringify(await state(issue)) === JSON.stringify(before);
    expect(isSame).toBe(!isAllowed);
  });
});

describe.each(BOTS)('%s', (bot) => {
  test.each(COMMAND_NAMES)('%s', async (name) => {
    const issue = await world.open([A]);
    const before = await state(issue);
    await world.sayAsBot(issue, bot, LINES[name]);
    // One that is allowed is heard, and still needs the right.
    expect(await world.answers(issue)).toHaveLength(bot === 'walt[bot]' ? 1 : 0);
    expect(await state(issue)).toEqual(before);
  });
});

test('the author of the issue is the app, and whoever wrote the comment before is not who writes this one', async () => {
  const issue = await world.open([A]);
  await world.say(issue, 'eve', `> ${LINES.reviewed}`);
  await world.say(issue, 'ada', 'Please review it, @eve.');
  expect(await world.answers(issue)).toEqual([]);
  const address = `${world.github.url}/repos/acme/ops/issues/comments/${await world.github.comment(world.home, issue, 'ada', 'Fine.')}`;
  const headers = { authorization: `token ${world.github.tokenOf('ada')}`, 'content-type': 'application/json' };
  await fetch(address, { method: 'PATCH', headers, body: JSON.stringify({ body: LINES.reviewed }) });
  await world.settle();
  expect([world.proposals().filter(({ body }) => body?.includes(`#${issue}.`)), await world.answers(issue)]).toEqual([
    [],
    [],
  ]);
});

test('a right that was lost a moment ago is lost', async () => {
  const issue = await world.open([A]);
  await world.github.comment(world.home, issue, 'grace', LINES.snooze);
  world.github.leaveTeam('acme', 'sre', 'grace');
  await world.settle();
  expect((await world.record(issue))?.snoozedUntil).toBeNull();
  expect(await world.answers(issue)).toHaveLength(1);
});
