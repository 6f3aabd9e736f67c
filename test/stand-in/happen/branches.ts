// test/stand-in/happen: a branch moves, and all that follows from it.
import { type Engine, suiteOf, timeOf } from '../engine.ts';
import { tellCheckSuite, tellPull, tellPush } from '../events.ts';
import { readCommit } from '../git/read-history.ts';
import type { Content } from '../git/write-commit.ts';
import { writeCommit } from '../git/write-commit.ts';
import { type Account, branchTip, type Repository } from '../world.ts';
import { closePull } from './close-pull.ts';

export type Move = {
  readonly repository: Repository;
  /** Full name. */
  readonly ref: string;
  /** Undefined deletes it. */
  readonly to: string | undefined;
  readonly sender: Account;
  readonly forced?: boolean;
};

/** Moves, makes or deletes a branch, tells of the push, and takes the pull requests from it along. */
export async function moveRef(engine: Engine, { repository, ref, to, sender, forced = false }: Move): Promise<void> {
  const before = repository.refs.get(ref);
  if (before === to) return;
  if (to === undefined) repository.refs.delete(ref);
  else repository.refs.set(ref, to);
  repository.pushedAt = timeOf(engine);
  await tellPush(engine, { repository, ref, before, after: to, forced, sender });
  const branch = ref.replace('refs/heads/', '');
  if (to && ref.startsWith('refs/heads/')) {
    // Every app that may write checks gets this one, whether it asked or not.
    const place = { repository, headSha: to, app: engine.app.id };
    const suite = { ...place, suite: suiteOf(engine, place), status: 'queued', conclusion: null };
    await tellCheckSuite(engine, 'requested', suite, sender);
  }
  for (const pull of engine.world.pulls) {
    if (pull.state !== 'open' || pull.head.repository !== repository || pull.head.ref !== branch) continue;
    if (to === undefined) await closePull(engine, pull, sender);
    else {
      pull.head.sha = to;
      pull.base.sha = branchTip(pull.repository, pull.base.ref) ?? pull.base.sha;
      pull.updatedAt = timeOf(engine);
      await tellPull(engine, 'synchronize', pull, sender, { before, after: to });
    }
  }
}

export type NewWork = {
  readonly repository: Repository;
  readonly branch: string;
  readonly changes: Readonly<Record<string, Content>>;
  readonly message: string;
  readonly author: Account;
  readonly committer?: Account;
};

export const personOf = ({ id, login }: Account) => ({ name: login, email: `${id}+${login}@users.noreply.github.com` });

/** Commits onto a branch, which is made where it does not exist, and gives the new commit. */
export async function commitTo(engine: Engine, work: NewWork): Promise<string> {
  const { repository, branch, changes, message, author, committer = author } = work;
  const tip = branchTip(repository, branch);
  const facts = { changes, message, author: personOf(author), committer: personOf(committer) };
  const parents = tip ? [tip] : [];
  const sha = await writeCommit(repository.store, { ...facts, parents, at: Math.floor(engine.now() / 1000) });
  await moveRef(engine, { repository, ref: `refs/heads/${branch}`, to: sha, sender: author });
  return sha;
}

/** The commit a branch, a full ref or a commit's name stands for. */
export async function resolveRef(repository: Repository, name: string): Promise<string | undefined> {
  const known = repository.refs.get(name) ?? branchTip(repository, name) ?? repository.refs.get(`refs/${name}`);
  if (known) return known;
  return /^[0-9a-f]{7,40}$/i.test(name) ? (await readCommit(repository.store, name))?.sha : undefined;
}
