// Many repositories beside one service: each case has its own, and all of them are told, handled and looked at together.
import type { Build } from '../stand-in/build/verbs.ts';
import type { CheckRun, Pull, Repository } from '../stand-in/world.ts';
import { CODEOWNERS, CONFIG, procedure, type World } from './world.ts';

export type Files = Readonly<Record<string, string>>;
export type Changes = Parameters<Build['commit']>[2];

/** `<organisation>/<name>` with a configuration, CODEOWNERS and a procedure in order, whose team may write; null leaves a file out. */
export async function repositoryOf(
  { github }: World,
  name: string,
  files: Readonly<Record<string, string | null>> = {},
  { organisation = 'acme', visibility = 'private' as Repository['visibility'] } = {},
): Promise<Repository> {
  const team = `@${organisation}/sre`;
  const all = {
    [CONFIG]: 'enforce: new\n',
    [CODEOWNERS]: `/.github/ ${team}\n/runbooks/ ${team} @ada\n`,
    'runbooks/a.md': procedure('A', team),
    ...files,
  };
  const kept = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
  const repository = await github.createRepository({ owner: organisation, name, files: kept, visibility });
  const grants = { [`${organisation}/${name}`]: 'write' } as const;
  github.setTeam({ organisation, slug: 'sre', members: ['ada'], grants });
  return repository;
}

/** A branch with `changes` and a pull request of it; the caller waits for what follows. */
export async function proposeIn(
  { github }: World,
  repository: Repository,
  changes: Changes,
  { branch = 'work', base = repository.defaultBranch, draft = false } = {},
): Promise<Pull> {
  await github.createBranch(repository, branch, { from: base, by: 'ada' });
  await github.commit(repository, branch, changes, { author: 'ada' });
  return github.openPull({ repository, base, head: branch, title: 'Work', author: 'ada', draft });
}

/** The app's runs of a commit, in the order in which they were made. */
export function runsOf({ github }: World, repository: Repository, sha: string): readonly CheckRun[] {
  return github
    .checkRuns(`${repository.owner.login}/${repository.name}`, sha)
    .filter(({ name, app }) => name === 'Procedure ownership' && app === github.app.id);
}

/** The newest run of a pull request's head. */
export function runOf(world: World, pull: Pull): CheckRun | undefined {
  return runsOf(world, pull.repository, pull.head.sha).at(-1);
}

/** Rule, path and line of every annotation of a run, and its level. */
export function toldBy(run: CheckRun | undefined): readonly string[] {
  return (run?.annotations ?? []).map(
    ({ path, start_line: line, title, annotation_level: level }) => `${title} ${level} ${path}:${line}`,
  );
}

/** A cell of the table of procedures; undefined where the procedure has no row. */
export function cellOf(run: CheckRun | undefined, path: string, column: 'code owners' | 'verdict'): string | undefined {
  const row = run?.summary?.split('\n').find((line) => line.startsWith(`| \`${path}\` |`));
  return row?.split(' | ')[column === 'verdict' ? 5 : 2]?.replace(/ \|$/, '');
}
