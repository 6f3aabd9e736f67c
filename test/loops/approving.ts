// Repositories whose changes have to be approved, beside one service: each case has its own.
import type { CheckRun, Pull, Repository } from '../stand-in/world.ts';
import { type Changes, proposeIn, repositoryOf } from './many.ts';
import { CONFIG, procedure, startWorld, type World, type WorldOptions } from './world.ts';

/** The board approves what is risky; `linus` leads. */
export const APPROVAL = `approval: {board: "@acme/cab", rules: [{when: {risk: [high, critical]}, from: ["@acme/cab"]}]}
owners: {fallback: "@acme/leads"}
`;

const WANTED = /^(?:pull_request|pull_request_review|merge_group|check_run|check_suite|issue_comment|membership|team)$/;

/** `acme` with ada and grace, who own; hedy, who is the board; linus, who leads; root, who administers; hal, who may read; and eve. */
export async function startApproving(options: WorldOptions = {}): Promise<World> {
  const people = ['ada', 'grace', 'hedy', 'linus', 'root', 'hal'];
  const world = await startWorld({ github: { organisations: { acme: people }, users: ['eve', 'olga'] }, ...options });
  world.github.hooks.fate(({ event }) => (WANTED.test(event) ? 'send' : 'lose'));
  world.github.setMember('acme', 'root', 'admin');
  return world;
}

/** A repository in which all three teams may write. */
export async function approving(
  world: World,
  name: string,
  config = APPROVAL,
  visibility: Repository['visibility'] = 'private',
): Promise<Repository> {
  const { github } = world;
  const repository = await repositoryOf(world, name, { [CONFIG]: `enforce: new\n${config}` }, { visibility });
  const grants = { [`acme/${name}`]: 'write' } as const;
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada', 'grace'], grants });
  github.setTeam({ organisation: 'acme', slug: 'cab', members: ['hedy'], grants });
  github.setTeam({ organisation: 'acme', slug: 'leads', members: ['linus'], grants });
  return repository;
}

/** The app's runs of `Procedure approval` for a commit, in the order in which they were made. */
export function approvalRuns({ github }: World, repository: Repository, sha: string): readonly CheckRun[] {
  return github
    .checkRuns(`${repository.owner.login}/${repository.name}`, sha)
    .filter(({ name, app }) => name === 'Procedure approval' && app === github.app.id);
}

export type Told = readonly [status: string, conclusion: string | null, title: string | null] | undefined;

/** What the newest says of a pull request's head. */
export function approvalOf(world: World, pull: Pull): Told {
  const run = approvalRuns(world, pull.repository, pull.head.sha).at(-1);
  return run && [run.status, run.conclusion, run.title];
}

/** The procedure of every repository, edited. */
export const edited = (text = 'More.'): Changes => ({ 'runbooks/a.md': `${procedure('A')}${text}\n` });

/** A pull request by ada, handled. */
export async function propose(
  world: World,
  repository: Repository,
  changes: Changes = edited(),
  options: Parameters<typeof proposeIn>[3] = {},
): Promise<Pull> {
  const pull = await proposeIn(world, repository, changes, options);
  await world.settled();
  return pull;
}

/** An approval, handled. */
export async function approve(world: World, pull: Pull, by: string, commit?: string) {
  const review = await world.github.review(pull, by, 'APPROVED', commit === undefined ? {} : { commit });
  await world.settled();
  return review;
}

/** A comment, handled; gives its id. */
export async function say(world: World, pull: Pull, by: string, body: string): Promise<number> {
  const id = await world.github.comment(pull.repository, pull.number, by, body);
  await world.settled();
  return id;
}

export type IssueTold = {
  readonly number: number;
  readonly body: string;
  readonly state: string;
  readonly title: string;
};
type Listed = IssueTold & { readonly pull_request?: object; readonly user: { readonly type: string } };

async function listed<T>({ github }: World, path: string): Promise<readonly T[]> {
  const headers = { authorization: `token ${github.tokenOf('root')}` };
  return (await (await fetch(`${github.url}/repos/${path}&per_page=100`, { headers })).json()) as T[];
}

/** The issues of a repository, the newest first. */
export async function issuesOf(world: World, repository: Repository): Promise<readonly IssueTold[]> {
  const all = await listed<Listed>(world, `${repository.owner.login}/${repository.name}/issues?state=all`);
  return all.filter((one) => one.pull_request === undefined);
}

/** What bots said under a pull request or an issue. */
export async function answersOf(
  world: World,
  { repository, number }: Pick<Pull, 'repository' | 'number'>,
): Promise<readonly string[]> {
  const path = `${repository.owner.login}/${repository.name}/issues/${number}/comments?`;
  return (await listed<Listed>(world, path)).filter(({ user }) => user.type === 'Bot').map(({ body }) => body);
}
