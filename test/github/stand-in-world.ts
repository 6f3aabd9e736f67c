// A connection to the stand-in, and a repository of procedures in it, for the loops.
import { check } from '../../src/core/policy/check.ts';
import { brokenConfigOutput, type CheckOutput, toCheckOutput } from '../../src/core/policy/report/check-output.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { CHECK_RIGHTS, externalIdOf, saveCheckRun } from '../../src/github/check-run.ts';
import { type Connection, connect, type RequestMade } from '../../src/github/connect.ts';
import { type PullRead, type ReadPull, readPull } from '../../src/github/read-pull.ts';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/stand-in.ts';
import type { Pull, Repository } from '../stand-in/world.ts';

export const CONFIG = '.github/runbook-steward.yml';
export const CODEOWNERS = '.github/CODEOWNERS';
export const CHECK_NAME = 'Procedure ownership';
export const TODAY = '2026-11-23';
export const clock = () => TODAY;

export type Loop = {
  readonly github: StandIn;
  readonly connection: Connection;
  /** Requests of the app so far, by their routes. */
  readonly made: RequestMade[];
  readonly installation: number;
  /** A connection that remembers nothing, and may be given less patience. */
  readonly reconnect: (timeLimitMs?: number) => Connection;
  readonly close: () => Promise<void>;
};

export async function startLoop(options: StandInOptions = {}): Promise<Loop> {
  const github = await startStandIn({ organisations: { acme: ['ada', 'grace'] }, users: ['eve'], ...options });
  const made: RequestMade[] = [];
  const { id: appId, privateKey } = github.app;
  const onRequest = (request: RequestMade) => made.push(request);
  // Only what hangs is waited for, so only a test of that may have a short limit: anything else can be as slow as the machine is.
  const reconnect = (timeLimitMs = 60_000) =>
    connect({ appId, privateKey, apiUrl: github.url, timeLimitMs, onRequest });
  return {
    github,
    connection: reconnect(),
    reconnect,
    made,
    installation: github.installation('acme').id,
    close: github.close,
  };
}

/** `acme/ops` as the app names it. */
export function opsOf({ installation }: Loop) {
  return { owner: 'acme', name: 'ops', installation };
}

/** Reads a pull request at its present head. */
export function readAt(loop: Loop, pull: Pull, options: Partial<ReadPull> = {}): Promise<PullRead> {
  const { repository, number, head } = pull;
  const name = { owner: repository.owner.login, name: repository.name };
  const question = { pull: { ...name, number }, head: head.sha, clock, policyRepository: null, ...options };
  return readPull(loop.connection.reading(loop.installation), question);
}

/** The snapshot of an open pull request. */
export async function snapshotAt(loop: Loop, pull: Pull, options: Partial<ReadPull> = {}): Promise<Snapshot> {
  const read = await readAt(loop, pull, options);
  if (read.state === 'open') return read.snapshot;
  throw new Error(`the pull request is ${read.state}`);
}

/** Judges a pull request and saves its check run: what a flow does. */
export async function judgeAndSave(loop: Loop, pull: Pull): Promise<CheckOutput> {
  const read = await readAt(loop, pull);
  if (read.state !== 'open') throw new Error(`the pull request is ${read.state}`);
  const judged = check(read.snapshot, { today: clock });
  const output =
    'verdict' in judged
      ? toCheckOutput([{ pull: pull.number, verdict: judged.verdict, notes: read.notes }])
      : brokenConfigOutput(judged.cannotDecide);
  const repository = opsOf(loop);
  const run = { repository, sha: pull.head.sha, name: CHECK_NAME, externalId: externalIdOf([pull.number]) };
  await saveCheckRun(loop.connection.writing(repository, CHECK_RIGHTS), run, { state: 'done', output, buttons: [] });
  return output;
}

/** A procedure with an owner. */
export function procedure(title: string, owner = '@acme/sre'): string {
  return `---\nowner: "${owner}"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n# ${title}\n\nDo it.\n`;
}

/** `acme/ops` with a team that may write, a configuration, CODEOWNERS and one procedure on main. */
export async function opsRepository(
  github: StandIn,
  files: Readonly<Record<string, string>> = {},
): Promise<Repository> {
  const repository = await github.createRepository({
    owner: 'acme',
    name: 'ops',
    files: {
      [CONFIG]: 'enforce: new\n',
      [CODEOWNERS]: '/.github/ @acme/sre\n/runbooks/ @acme/sre\n',
      'runbooks/a.md': procedure('A'),
      ...files,
    },
  });
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], grants: { 'acme/ops': 'write' } });
  return repository;
}

/** A branch of `repository` with `changes`, and a pull request of it. */
export async function proposed(
  github: StandIn,
  repository: Repository,
  changes: Parameters<StandIn['commit']>[2],
  branch = 'work',
): Promise<Pull> {
  await github.createBranch(repository, branch, { by: 'ada' });
  await github.commit(repository, branch, changes, { author: 'ada' });
  return github.openPull({ repository, head: branch, title: 'Work', author: 'ada' });
}
