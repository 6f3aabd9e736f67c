// flows: commands where the issues of a repository stand in another one (`issues.repository`), which other people may read (row P7).
import { afterEach, expect, test } from '@jest/globals';
import { entryKeys } from '../../src/core/review/entry-keys.ts';
import { readAttestationsKept } from '../../src/store/attestations.ts';
import { type CommandWorld, type CommandWorldOptions, startCommandWorld } from './command-world.ts';

let world: CommandWorld;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const A = 'runbooks/a.md';
const SECRET = 'we pay Zebra Inc. for it';
const start = async (options: CommandWorldOptions) => {
  world = await startCommandWorld(options);
  const names = [A, 'runbooks/b.md'].map((path) => ({ id: path, path }));
  const { id, visibility } = world.home;
  const hub = { id: world.github.repository('acme/hub').id, isPrivate: options.hub === 'private' };
  return world.open([...entryKeys(names, { id, isPrivate: visibility === 'private' }, hub)]);
};

test('in private for a private repository: the pull request is where the procedure is, and names the issue', async () => {
  const issue = await start({ hub: 'private' });
  const comment = await world.say(issue, 'ada', `/reviewed ${A} tested — ${SECRET}`);
  expect([await world.answers(issue), world.reactions(comment)]).toEqual([[], ['+1']]);
  const [pull] = world.proposals();
  expect(pull?.repository.name).toBe('ops');
  expect(pull?.body).toContain(`in acme/hub#${issue}.`);
  expect(pull?.body).toContain('Zebra');
});

test('in private for a public repository: nothing of what was said there is told', async () => {
  const issue = await start({ hub: 'private', visibility: 'public' });
  await world.say(issue, 'ada', `/reviewed ${A} tested — ${SECRET}`);
  const [pull] = world.proposals();
  const { message } = (await (
    await fetch(`${world.github.url}/repos/acme/ops/git/commits/${pull?.head.sha}`, {
      headers: { authorization: `token ${world.github.tokenOf('ada')}` },
    })
  ).json()) as { message: string };
  for (const text of [pull?.title, pull?.body, pull?.head.ref, message]) expect(text).not.toMatch(/Zebra|hub/);
  expect((await readAttestationsKept(world.store, world.home.id)).map(({ note }) => note)).toEqual(['']);
});

test('in public for a private repository: nothing of it is named, and nothing is done', async () => {
  const issue = await start({ hub: 'public' });
  for (const said of [
    '/reviewed runbooks/aa.md read',
    `/reviewed ${A} tested`,
    '/reviewed',
    '/snooze 1d because we move',
    '/approve-owner @acme/leads',
  ]) {
    await world.say(issue, 'ada', said);
    await world.say(issue, 'eve', said);
  }
  const answers = await world.answers(issue);
  expect(answers.length).toBeGreaterThan(3);
  // What its writer wrote is theirs to write.
  for (const text of answers)
    expect(text.replaceAll('runbooks/aa.md', '')).not.toMatch(/acme\/ops|runbooks\/[ab]|acme\/sre/);
  expect(new Set(answers.map((text) => text.includes('is not public')))).toEqual(new Set([true]));
  expect(world.proposals()).toEqual([]);
  expect(await world.record(issue)).toMatchObject({ snoozedUntil: null });
});
