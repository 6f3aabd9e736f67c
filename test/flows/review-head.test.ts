// flows: `/steward reviewed` on a pull request that changes procedures: its head is attested, and the keys go into the same pull request.
import { afterEach, expect, test } from '@jest/globals';
import { readAttestationsKept } from '../../src/store/attestations.ts';
import { checkPermissions } from '../stand-in/stand-in.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { type CommandWorld, type CommandWorldOptions, due, FILES, startCommandWorld, TODAY } from './command-world.ts';

let world: CommandWorld;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const A = 'runbooks/a.md';
const RISKY = 'runbooks/risky.md';
const edited = (path: string) => `${FILES[path]}More.\n`;
const keysIn = (text: string | undefined) => /last_reviewed_on: (.*)\n/.exec(text ?? '')?.[1];
const headText = async (pull: Pull, path = A) => (await world.github.file('acme/ops', pull.head.sha, path))?.text;
const kept = () => readAttestationsKept(world.store, world.home.id);

type Changes = Parameters<CommandWorld['github']['commit']>[2];

/** By walt, who owns nothing, checked. */
async function propose(changes: Changes, options: CommandWorldOptions = {}, from?: 'fork'): Promise<Pull> {
  world = await startCommandWorld(options);
  const { github, home } = world;
  const place: Repository = from === 'fork' ? await github.fork(home, 'walt') : home;
  const branch = from === 'fork' ? 'main' : 'work';
  if (from !== 'fork') await github.createBranch(home, branch, { by: 'walt' });
  await github.commit(place, branch, changes, { author: 'walt' });
  const pull = await github.openPull({ repository: home, from: place, head: branch, title: 'Work', author: 'walt' });
  checked(pull);
  return pull;
}

/** The app has judged its head. */
function checked(pull: Pull): void {
  world.github.addCheckRun(pull.repository, pull.head.sha, {
    ...{ name: 'Procedure ownership', external_id: `pulls:${pull.number}`, status: 'completed', conclusion: 'success' },
    completed_at: new Date(Date.now() - 60_000).toISOString(),
  });
}

test('by its owner: one commit on the branch, with the review keys and nothing else', async () => {
  const pull = await propose({ [A]: edited(A) });
  const before = pull.head.sha;
  const comment = await world.say(pull.number, 'ada', '/steward reviewed tested — ran it');
  expect(await world.answers(pull.number)).toEqual([]);
  expect(world.reactions(comment)).toEqual(['+1']);
  expect(pull.head.sha).not.toBe(before);
  const text = await headText(pull);
  expect(keysIn(text)).toBe(TODAY);
  expect(text?.replace(`${TODAY}\n`, '2025-11-01\n').replace('last_reviewed_by: "@ada"\n', '')).toBe(edited(A));
  expect(world.proposals()).toEqual([]);
  expect(await kept()).toMatchObject([{ path: A, by: '@ada', how: 'tested', note: 'ran it' }]);
  // Tried again, as after a crash: the head is the one that it made.
  const { sha } = pull.head;
  await world.say(pull.number, 'ada', '/steward reviewed tested — ran it');
  expect([pull.head.sha, await world.answers(pull.number)]).toEqual([sha, []]);
  await world.github.mergePull(pull, 'ada');
  await world.settle();
  await world.index();
  const { content_hash } = await world.store.db
    .selectFrom('entries')
    .select('content_hash')
    .where('path', '=', A)
    .executeTakeFirstOrThrow();
  expect(await kept()).toMatchObject([{ contentHash: content_hash }]);
});

test('what comes after it was not seen: the attestation does not hold for that', async () => {
  const pull = await propose({ [A]: edited(A) });
  await world.say(pull.number, 'ada', '/steward reviewed tested');
  await world.github.push(pull, { [A]: `${await headText(pull)}Evil.\n` });
  await world.github.mergePull(pull, 'ada');
  await world.settle();
  await world.index();
  const entry = await world.store.db
    .selectFrom('entries')
    .select('content_hash')
    .where('path', '=', A)
    .executeTakeFirst();
  expect((await kept()).map(({ contentHash }) => contentHash)).not.toContain(entry?.content_hash);
});

test.each([
  ['its author, who owns nothing', 'walt'],
  ['a stranger to the team', 'linus'],
  ['who left', 'gil'],
  ['an administrator', 'root'],
])('%s attests nothing', async (_, by) => {
  const pull = await propose({ [A]: edited(A) });
  const { sha } = pull.head;
  await world.say(pull.number, by, '/steward reviewed tested');
  expect([pull.head.sha, await kept()]).toEqual([sha, []]);
  expect(await world.answers(pull.number)).toMatchObject([expect.stringContaining('only its owner')]);
});

test('a pull request that names its author the owner gives them no right', async () => {
  const pull = await propose({ [A]: edited(A).replace('@acme/sre', '@walt').replace('@acme/cab', '@walt') });
  await world.say(pull.number, 'walt', '/steward reviewed tested');
  expect(await kept()).toEqual([]);
});

test('of a new procedure its owner is whom the head names', async () => {
  const pull = await propose({ 'runbooks/new.md': due('New', { owner: '"@walt"' }) });
  await world.say(pull.number, 'walt', '/steward reviewed read');
  expect(await kept()).toMatchObject([{ path: 'runbooks/new.md', by: '@walt' }]);
});

test('at critical risk it has to be said how', async () => {
  const pull = await propose({ [RISKY]: edited(RISKY), [A]: edited(A) });
  await world.say(pull.number, 'ada', '/steward reviewed');
  expect((await kept()).map(({ path }) => path)).toEqual([A]);
  expect(await world.answers(pull.number)).toMatchObject([expect.stringContaining('tested it or read it')]);
});

test('no head that its writer cannot have seen', async () => {
  const pull = await propose({ [A]: edited(A) });
  await world.github.push(pull, { [A]: `${edited(A)}Evil.\n` });
  const { sha } = pull.head;
  await world.say(pull.number, 'ada', '/steward reviewed tested');
  expect([pull.head.sha, await kept()]).toEqual([sha, []]);
  expect(await world.answers(pull.number)).toMatchObject([expect.stringContaining('had not been checked')]);
});

test.each([
  ['without the right to write contents', { permissions: checkPermissions }, undefined, 'acme/ops/edit/work'],
  ['on a fork', {}, 'fork' as const, 'walt/ops/edit/main'],
])('%s, the lines are given', async (_, options, from, place) => {
  const pull = await propose({ [A]: edited(A) }, options, from);
  const { sha } = pull.head;
  await world.say(pull.number, 'ada', '/steward reviewed tested');
  expect(pull.head.sha).toBe(sha);
  const [text] = await world.answers(pull.number);
  expect(text).toContain(`last_reviewed_on: ${TODAY}`);
  expect(text).toContain(`https://github.com/${place}/${A}#L5`);
  expect(await kept()).toMatchObject([{ path: A, by: '@ada' }]);
});

test('a procedure that it does not change gets a pull request of its own', async () => {
  const pull = await propose({ [A]: edited(A) });
  await world.say(pull.number, 'ada', '/steward reviewed runbooks/b.md tested');
  expect(world.proposals()).toHaveLength(1);
  expect(keysIn(await headText(pull))).toBe('2025-11-01');
});
