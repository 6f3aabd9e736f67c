// The rules that look across the repository, on pull requests: what was not read is known from the catalog, which follows the pushes.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Changes } from '../stand-in/git/write-commit.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { proposeIn, runOf, toldBy } from './many.ts';
import { CODEOWNERS, CONFIG, opsRepository, procedure, startWorld, type World } from './world.ts';

const withKeys = (title: string, keys: string) => procedure(title).replace('risk: low\n', `risk: low\n${keys}\n`);

let world: World;
let repository: Repository;
beforeAll(async () => {
  world = await startWorld({ hasCatalog: true });
  repository = await opsRepository(world, {
    'runbooks/failover.md': withKeys('Failover', 'id: failover\naliases: [old-failover]'),
    'runbooks/linking.md': `${procedure('Linking')}\nSee [A](a.md) and [its end](a.md#the-end).\n`,
    'runbooks/a.md': `${procedure('A')}\n## The end\n`,
  });
  for (const [name, visibility] of [
    ['secret-ops', 'private'],
    ['open-ops', 'public'],
  ] as const) {
    const files = {
      ...{ [CONFIG]: 'enforce: new\n', [CODEOWNERS]: '* @ada\n' },
      'runbooks/x.md': withKeys('X', `id: ${name === 'open-ops' ? 'seen' : 'hidden'}`),
    };
    await world.github.createRepository({ owner: 'acme', name, visibility, files });
  }
  await world.settled();
}, 180_000);
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

let count = 0;
async function proposed(changes: Changes, options: { readonly base?: string } = {}): Promise<Pull> {
  const pull = await proposeIn(world, repository, changes, { branch: `work-${++count}`, ...options });
  await world.settled();
  return pull;
}
const about = (pull: Pull, rule: string) => {
  const run = runOf(world, pull);
  return {
    told: toldBy(run).filter((line) => line.startsWith(rule)),
    conclusion: run?.conclusion,
    summary: run?.summary?.replaceAll('\\', '') ?? '',
  };
};

test('an id that a procedure has which was not read fails the change', async () => {
  const { told, conclusion, summary } = about(
    await proposed({ 'runbooks/new.md': withKeys('New', 'id: failover') }),
    'id-unique',
  );
  expect([told, conclusion]).toEqual([['id-unique failure runbooks/new.md:5'], 'failure']);
  expect(summary).toContain('The id `failover` is also that of runbooks/failover.md.');
  expect(summary).not.toContain('looked among the affected procedures only');
});

test('a procedure that takes over an id with the file of the other gone is fine', async () => {
  const changes = { 'runbooks/failover.md': null, 'runbooks/new.md': withKeys('New', 'id: failover') };
  expect(about(await proposed(changes), 'id-unique').told).toEqual([]);
});

test('what a removed procedure or heading was linked from is told at the link, and fails nobody', async () => {
  const { told, conclusion } = about(await proposed({ 'runbooks/a.md': procedure('A') }), 'procedure-linked');
  expect([told, conclusion]).toEqual([['procedure-linked warning runbooks/linking.md:12'], 'neutral']);
  const removed = about(await proposed({ 'runbooks/a.md': null }), 'procedure-linked');
  expect(removed.told).toEqual([
    'procedure-linked warning runbooks/linking.md:12',
    'procedure-linked warning runbooks/linking.md:12',
  ]);
});

test.each([
  ['by its id', 'superseded_by: failover', 0],
  ['by its path', 'superseded_by: runbooks/failover.md', 0],
  ['by an old name', 'superseded_by: old-failover', 0],
  ['by a name that nobody has', 'superseded_by: fallover', 1],
  ['with an alias that somebody still has', 'aliases: [failover]', 1],
])('superseded %s', async (_, keys, count) => {
  const { told, summary } = about(await proposed({ 'runbooks/b.md': withKeys('B', keys) }), 'superseded-resolves');
  expect(told).toHaveLength(count);
  if (keys.endsWith('fallover')) expect(summary).toContain('Did you mean `failover`?');
});

test('an id of another repository is a warning, and a private one is not named', async () => {
  const seen = about(await proposed({ 'runbooks/s.md': withKeys('S', 'id: seen') }), 'id-unique');
  expect(seen).toMatchObject({ told: ['id-unique warning runbooks/s.md:5'], conclusion: 'neutral' });
  expect(seen.summary).toContain('The id `seen` is also that of a procedure in acme/open-ops.');
  const hidden = about(await proposed({ 'runbooks/h.md': withKeys('H', 'id: hidden') }), 'id-unique');
  expect(hidden.summary).toContain(
    'The id `hidden` is also that of a procedure in another repository of the organisation.',
  );
  expect(hidden.summary).not.toContain('secret-ops');
});

test('a change that goes to another branch is judged without the catalog, and says so', async () => {
  await world.github.createBranch(repository, 'release', { by: 'ada' });
  const pull = await proposed({ 'runbooks/new.md': withKeys('New', 'id: failover') }, { base: 'release' });
  const { told, summary } = about(pull, 'id-unique');
  expect(told).toEqual([]);
  expect(summary).toContain('looked among the affected procedures only');
});

test('a team that is deleted has left orphans, as soon as the event is handled', async () => {
  const owners = async () =>
    world.service.store.db
      .selectFrom('owners')
      .select(['key', 'state'])
      .where('repository_id', '=', repository.id)
      .where('key', '=', '@acme/sre')
      .execute();
  expect(await owners()).toEqual([{ key: '@acme/sre', state: 'alive' }]);
  world.github.leaveTeam('acme', 'sre', 'ada', 'grace');
  await world.settled();
  expect(await owners()).toEqual([{ key: '@acme/sre', state: 'empty' }]);
  world.github.removeTeam('acme', 'sre', 'grace');
  await world.settled();
  expect(await owners()).toEqual([{ key: '@acme/sre', state: 'gone' }]);
});
