// P2: what the check says of CODEOWNERS over the whole loop, case by case as GitHub documents it ("About code owners").
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CodeownersError, Pull, Repository } from '../stand-in/world.ts';
import { type Changes, cellOf, repositoryOf, runOf, toldBy } from './many.ts';
import { CONFIG, procedure, startWorld, type World } from './world.ts';

const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;
const FIRST = PLACES[0];
const TAIL = '/.github/ @acme/sre\n/CODEOWNERS @acme/sre\n/docs/ @acme/sre\n';
const OWNED = `${TAIL}/runbooks/ @acme/sre\n`;
const FILE = 'runbooks/b.md';
const HUGE = `${OWNED}${`# ${'x'.repeat(97)}\n`.repeat(32_000)}`;

type Case = {
  readonly name: string;
  /** On the base; the procedure is added by the change unless the change says what else it does. */
  readonly base: Changes;
  readonly head?: Changes;
  /** Comes to the base branch after the pull request's branch was cut. */
  readonly later?: Changes;
  /** GitHub's word on the commit that counts. */
  readonly errors?: { readonly of: 'head' | 'base'; readonly list: readonly CodeownersError[] };
  readonly path?: string;
  readonly owners: string;
  /** The findings of the rules on CODEOWNERS, in full. */
  readonly told?: readonly string[];
  readonly conclusion?: 'failure' | 'neutral';
};

const nobody = (path = FILE) => [`codeowners-covers failure ${path}:1`];
const skipped = (path: string, line: number) => `codeowners-valid warning ${path}:${line}`;
const gone = (path: string, line: number, kind: string): CodeownersError => ({
  ...{ path, line, column: 1, kind, message: `${kind} on line ${line}`, suggestion: null },
});

/** Eight at each of the three places. */
const AT_PLACES: readonly Case[] = PLACES.flatMap((place, at): readonly Case[] => [
  { name: `${place} counts`, base: { [place]: OWNED }, owners: '`@acme/sre`' },
  {
    name: `a bad line in ${place} is skipped, and the others stand`,
    ...{ base: { [place]: `${TAIL}/runbooks/ @acme/sre\n!/runbooks/b.md @grace\n` }, owners: '`@acme/sre`' },
    errors: { of: 'base', list: [gone(place, 5, 'Invalid pattern')] },
    told: [skipped(place, 5)],
    conclusion: 'neutral',
  },
  {
    name: `a line without owners in ${place} un-owns`,
    ...{ base: { [place]: `${OWNED}/runbooks/b.md\n` }, owners: '—', told: nobody(), conclusion: 'failure' },
  },
  {
    name: `an e-mail address in ${place} is an owner`,
    base: { [place]: `${OWNED}/runbooks/b.md ada@example.com @acme/sre\n` },
    owners: '`ada@example.com` `@acme/sre`',
  },
  {
    name: `a team of another organisation in ${place} is what GitHub says it is`,
    ...{ base: { [place]: `${OWNED}/runbooks/b.md @other/team @acme/sre\n` }, owners: '`@other/team` `@acme/sre`' },
    errors: { of: 'base', list: [gone(place, 5, 'Unknown owner')] },
    told: [skipped(place, 5)],
    conclusion: 'neutral',
  },
  {
    name: `${place} over 3 MB is not loaded`,
    ...{ base: { [place]: HUGE }, owners: '—', told: [skipped(place, 1), ...nobody()], conclusion: 'failure' },
  },
  at === 0
    ? {
        name: `a lower place that the head adds to ${place} is ignored`,
        ...{ base: { [place]: OWNED }, head: { CODEOWNERS: '* @grace\n' }, owners: '`@acme/sre`' },
        told: [skipped('CODEOWNERS', 1)],
        conclusion: 'neutral',
      }
    : {
        name: `a higher place that the head adds to ${place} counts`,
        ...{
          base: { [place]: OWNED },
          head: { [FIRST]: `${TAIL}/runbooks/ @grace @acme/sre\n` },
          owners: '`@grace` `@acme/sre`',
        },
        told: [skipped(place, 1)],
        conclusion: 'neutral',
      },
  {
    name: `${place} of the base's tip counts, not that of the day of the branch`,
    ...{ base: { [place]: TAIL }, later: { [place]: OWNED }, owners: '`@acme/sre`' },
  },
]);

const OTHERS: readonly Case[] = [
  {
    name: 'a rename to where nobody owns fails',
    ...{
      base: { [FIRST]: OWNED, [FILE]: procedure('B') },
      head: { 'playbooks/b.md': { renamedFrom: FILE } },
      path: 'playbooks/b.md',
    },
    ...{ owners: '—', told: nobody('playbooks/b.md'), conclusion: 'failure' },
  },
  {
    name: 'a rename to where others own has their owners',
    ...{
      base: { [FIRST]: `${OWNED}/playbooks/ @grace @acme/sre\n`, [FILE]: procedure('B') },
      head: { 'playbooks/b.md': { renamedFrom: FILE } },
    },
    ...{ path: 'playbooks/b.md', owners: '`@grace` `@acme/sre`' },
  },
  {
    name: 'a rename away from where nobody owns passes',
    ...{
      base: { [FIRST]: OWNED, 'playbooks/b.md': procedure('B') },
      head: { [FILE]: { renamedFrom: 'playbooks/b.md' } },
    },
    owners: '`@acme/sre`',
  },
  {
    name: 'the base takes the line away meanwhile',
    ...{ base: { [FIRST]: OWNED }, later: { [FIRST]: TAIL }, owners: '—', told: nobody(), conclusion: 'failure' },
  },
  {
    name: 'the base gives the path to nobody in a higher place meanwhile',
    ...{ base: { CODEOWNERS: OWNED }, later: { [FIRST]: TAIL }, owners: '—', conclusion: 'failure' },
    told: [skipped('CODEOWNERS', 1), ...nobody()],
  },
  {
    name: 'the head takes the line away from a procedure that it does not touch',
    ...{ base: { [FIRST]: OWNED, [FILE]: procedure('B') }, head: { [FIRST]: `${TAIL}/runbooks/a.md @acme/sre\n` } },
    ...{ owners: '—', told: nobody(), conclusion: 'failure' },
  },
  {
    name: 'the head deletes the file, and a lower one counts',
    ...{
      base: { [FIRST]: OWNED, CODEOWNERS: TAIL, [FILE]: procedure('B') },
      head: { [FIRST]: null, 'runbooks/a.md': null },
    },
    ...{ owners: '—', told: nobody(), conclusion: 'failure' },
  },
  {
    name: "GitHub's word stands over ours: a line that it takes is no finding",
    ...{ base: { [FIRST]: `${OWNED}!/src/ @acme/sre\n` }, errors: { of: 'base', list: [] }, owners: '`@acme/sre`' },
  },
  {
    name: "GitHub's word stands over ours: a line that it skips",
    ...{ base: { [FIRST]: `${OWNED}/src/ @acme/gone\n` }, owners: '`@acme/sre`' },
    errors: { of: 'base', list: [gone(FIRST, 5, 'Unknown owner')] },
    told: [skipped(FIRST, 5)],
    conclusion: 'neutral',
  },
  {
    name: "GitHub's word is asked of the head where that changes the file",
    ...{ base: { [FIRST]: OWNED }, head: { [FIRST]: `${OWNED}/src/ @acme/gone\n` }, owners: '`@acme/sre`' },
    errors: { of: 'head', list: [gone(FIRST, 5, 'Unknown owner')] },
    told: [skipped(FIRST, 5)],
    conclusion: 'neutral',
  },
  {
    name: 'the last line that matches wins',
    base: { [FIRST]: `${OWNED}*.md @grace @acme/sre\n` },
    owners: '`@grace` `@acme/sre`',
  },
  {
    name: 'a comment at the end of a line is none of its owners',
    base: { [FIRST]: `${TAIL}/runbooks/ @acme/sre # @grace\n` },
    owners: '`@acme/sre`',
  },
  {
    name: 'paths are case-sensitive',
    ...{ base: { [FIRST]: `${TAIL}/Runbooks/ @acme/sre\n` }, owners: '—', told: nobody(), conclusion: 'failure' },
  },
  {
    name: '`dir/*` does not go into folders',
    ...{ base: { [FIRST]: `${TAIL}/runbooks/* @acme/sre\n` }, head: { 'runbooks/deep/b.md': procedure('B') } },
    ...{ path: 'runbooks/deep/b.md', owners: '—', told: nobody('runbooks/deep/b.md'), conclusion: 'failure' },
  },
  {
    name: 'a name in another case is no CODEOWNERS',
    ...{
      base: { '.github/codeowners': OWNED, 'docs/Codeowners': OWNED },
      owners: '—',
      told: ['codeowners-present warning .github/CODEOWNERS:1'],
      conclusion: 'neutral',
    },
  },
  {
    name: 'a link is followed nowhere and hides the lower places',
    ...{ base: { [FIRST]: { symlink: '../CODEOWNERS' }, CODEOWNERS: OWNED }, owners: '—', conclusion: 'failure' },
    told: [skipped(FIRST, 1), skipped('CODEOWNERS', 1), ...nobody()],
  },
];

const CASES = [...AT_PLACES, ...OTHERS];

/** Beyond the forty: what GitHub skips is a finding, and no rule. */
const SKIPPED: readonly Case[] = [
  {
    name: "GitHub's word stands over ours: a line that it skips gives the path to nobody of its own",
    ...{ base: { [FIRST]: `${OWNED}/runbooks/b.md @grace @acme/sre\n` }, owners: '`@acme/sre`' },
    errors: { of: 'base', list: [gone(FIRST, 5, 'Invalid pattern')] },
    told: [skipped(FIRST, 5)],
    conclusion: 'neutral',
  },
];

let world: World;
const pulls = new Map<string, Pull>();
beforeAll(async () => {
  world = await startWorld();
  for (const [at, one] of [...CASES, ...SKIPPED].entries()) pulls.set(one.name, await propose(one, at));
  await world.settled();
}, 300_000); // A hang guard: a busy machine may take ten times as long.
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

async function propose({ base, head, later, errors }: Case, at: number): Promise<Pull> {
  const { github } = world;
  const [first, ...others] = PLACES;
  const none = { [first]: null, ...Object.fromEntries(others.map((place) => [place, null])) };
  const repository: Repository = await repositoryOf(world, `ops-${at}`, none);
  await github.commit(repository, 'main', { [CONFIG]: 'enforce: touched\n', ...base }, { author: 'ada' });
  await github.createBranch(repository, 'cut', { by: 'ada' });
  if (later) await github.commit(repository, 'main', later, { author: 'ada' });
  const tip = repository.refs.get('refs/heads/main') ?? '';
  if (errors?.of === 'base') github.setCodeownersErrors(repository, tip, errors.list);
  await github.createBranch(repository, 'work', { from: 'cut', by: 'ada' });
  const isOwn =
    Object.keys(head ?? {}).some((path) => path.endsWith('b.md')) ||
    Object.keys(base).some((path) => path.endsWith('b.md'));
  const changes = { ...head, ...(isOwn ? {} : { [FILE]: procedure('B') }) };
  const sha = await github.commit(repository, 'work', changes, { author: 'ada' });
  if (errors?.of === 'head') github.setCodeownersErrors(repository, sha, errors.list);
  return github.openPull({ repository, head: 'work', title: 'Work', author: 'ada' });
}

test('there are 40 cases', () => {
  expect(CASES).toHaveLength(40);
});

describe('CODEOWNERS', () => {
  test.each(CASES)('$name', holds);
  test.each(SKIPPED)('$name', holds);

  function holds({ name, path = FILE, owners, told = [], conclusion }: Case): void {
    const pull = pulls.get(name);
    const run = pull && runOf(world, pull);
    expect({
      owners: cellOf(run, path, 'code owners'),
      told: toldBy(run)
        .filter((line) => line.startsWith('codeowners-'))
        .sort(),
      conclusion: run?.conclusion,
    }).toEqual({ owners, told: [...told].sort(), conclusion: conclusion ?? 'success' });
  }
});
