// P7: what a public repository's check shows of what is private: 52 canaries, none of them seen.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pull } from '../stand-in/world.ts';
import { proposeIn, repositoryOf, runOf, runsOf } from './many.ts';
import { CODEOWNERS, CONFIG, procedure, startWorld, type World } from './world.ts';

const SECRET_TEAMS = 10;
const canaries: string[] = [];
/** A word that stands nowhere in public. */
function canary(what: string): string {
  const word = `zq${canaries.length}-${what}`;
  canaries.push(word);
  return word;
}

let world: World;
const pulls: Pull[] = [];
const shown: string[] = [];

beforeAll(async () => {
  world = await startWorld({ github: { organisations: { acme: ['ada', 'grace'], beta: ['ada'] } } });
  const { github } = world;
  // The policy is private: its words, and what stands beside it.
  await github.createRepository({
    ...{ owner: 'acme', name: '.github-private' },
    files: {
      'runbook-steward.yml': [
        `# ${canary('comment')}`,
        'enforce: new',
        `owners: {map: {${canary('mapped')}: "@acme/sre"}, fallback: "@acme/${canary('fallback')}"}`,
        `approval: {board: "@acme/${canary('board')}"}`,
        `override: {by: ["@acme/${canary('override')}"]}`,
        `issues: {repository: acme/${canary('issues')}}`,
        `labels: {review: ${canary('label')}}`,
        `overrides: [{files: ["${canary('folder')}/**"], rules: {owner-declared: warning}, until: 2027-03-31}]`,
        '',
      ].join('\n'),
      [`${canary('beside')}.md`]: `# ${canary('text')}\n`,
    },
  });
  // Private repositories of the same organisation, with the same procedures under other titles, and checks of their own.
  for (let at = 0; at < 6; at++) {
    const name = canary('repository');
    const repository = await repositoryOf(world, name, {
      'runbooks/b.md': `${procedure(canary('title'))}${canary('body')}\n`,
      [`runbooks/${canary('path')}.md`]: procedure('P'),
    });
    await proposeIn(world, repository, { 'runbooks/b.md': `# ${canary('heading')}\n` }, { branch: 'work' });
  }
  // Secret teams, which the public repository names nowhere.
  for (let at = 0; at < SECRET_TEAMS; at++) {
    const grants = { 'acme/.github-private': 'write' } as const;
    const slug = canary('team');
    github.setTeam({ organisation: 'acme', slug, members: ['grace'], privacy: 'secret', grants });
  }
  await world.settled();

  const changes = [
    { 'runbooks/b.md': '# B\n' },
    { 'runbooks/b.md': procedure('B', '@acme/ghost') },
    { 'runbooks/b.md': procedure('B', 'unmapped') },
    { 'runbooks/b.md': '---\nowner: @acme/sre\n---\n# B\n' },
    { 'runbooks/b.md': procedure('B').replace('risk: low', 'id: a\nsuperseded_by: c') },
    { [CODEOWNERS]: '* @acme/gone\n', 'runbooks/b.md': procedure('B') },
    {
      [CONFIG]: 'enforce: off\napproval: {board: "@acme/other"}\nowners: {fallback: "@acme/other"}\n',
      'runbooks/b.md': '# B\n',
    },
    { 'runbooks/_procedures.yml': 'owner: nobody\n' },
    { 'runbooks/a.md': { renamedFrom: 'runbooks/old.md' } },
    { 'runbooks/a.md': null, 'runbooks/b.md': procedure('B') },
  ] as const;
  for (const [at, change] of changes.entries()) {
    const open = await repositoryOf(world, `public-${at}`, { 'runbooks/old.md': '# Old\n' }, { visibility: 'public' });
    pulls.push(await proposeIn(world, open, change));
  }
  await world.settled();
  // A policy that was never valid, with its own words in what is wrong.
  await github.createRepository({
    ...{ owner: 'beta', name: '.github-private' },
    files: { 'runbook-steward.yml': `enforce: ${canary('value')}\nowners: {fallback: ${canary('handle')}}\n` },
  });
  const governed = await repositoryOf(world, 'public', {}, { organisation: 'beta', visibility: 'public' });
  pulls.push(await proposeIn(world, governed, { 'runbooks/b.md': '# B\n' }));
  await world.settled();
  // An organisation policy that is no good any more, one that is out of sight, and a GitHub that does not answer.
  const broken = await repositoryOf(world, 'public-broken', {}, { visibility: 'public' });
  await github.commit(
    github.repository('acme/.github-private'),
    'main',
    { 'runbook-steward.yml': 'enforce: [\n' },
    { author: 'ada' },
  );
  pulls.push(await proposeIn(world, broken, { 'runbooks/b.md': '# B\n' }));
  await world.settled();
  github.setInstallation('acme', { repositories: ['acme/public-broken'] }, 'ada');
  await github.push(pulls.at(-1) as Pull, { 'runbooks/c.md': '# C\n' });
  await world.settled();
  github.fault({ operation: 'graphql', kind: 'graphql-timeout', times: 99 });
  await github.push(pulls.at(-1) as Pull, { 'runbooks/d.md': '# D\n' });
  await world.settled();
  for (const run of github.world.checkRuns.filter(({ repository }) => repository.visibility === 'public'))
    shown.push(
      JSON.stringify([run.title, run.summary, run.text, run.annotations, run.actions, run.externalId, run.detailsUrl]),
    );
}, 300_000); // A hang guard: a busy machine may take ten times as long.
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

test('there are 52 canaries, and checks that could show them', () => {
  expect(canaries).toHaveLength(52);
  expect(shown.length).toBeGreaterThanOrEqual(13);
  for (const pull of pulls) expect(runOf(world, pull)?.status).toBe('completed');
});

describe('a check in a public repository', () => {
  test('shows none of them', () => {
    const seen = canaries.filter((word) => shown.some((text) => text.includes(word)));
    expect(seen).toEqual([]);
  });

  test('does show what is its own', () => {
    expect(shown.filter((text) => text.includes('runbooks/b.md')).length).toBeGreaterThanOrEqual(8);
  });
});

test('the private ones are shown where they belong', () => {
  const runs = world.github.world.checkRuns.filter(({ repository }) => repository.visibility === 'private');
  expect(runs.flatMap(({ repository, headSha }) => runsOf(world, repository, headSha)).length).toBeGreaterThanOrEqual(
    6,
  );
});
