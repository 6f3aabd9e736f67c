// test/stand-in/build: repositories, branches and commits.
import { join } from 'node:path';
import { adminAuthorization, userToken } from '../emulator.ts';
import { type Engine, newId, timeOf } from '../engine.ts';
import { tell } from '../events.ts';
import type { GitStarter } from '../git/git-starter.ts';
import { openObjectStore } from '../git/object-store.ts';
import { commitTo, moveRef } from '../happen/branches.ts';
import { bot } from '../words/account.ts';
import { type Account, branchTip, findOrganisation, fullName, keyOf, type Repository } from '../world.ts';
import { accountOf } from './account-of.ts';
import type { Build } from './verbs.ts';

/** The emulator must know the repository, for its issues and labels. */
async function mirrorRepository(engine: Engine, owner: Account, name: string, isPrivate: boolean): Promise<number> {
  const isOrganisation = owner.type === 'Organization';
  const path = isOrganisation ? `/orgs/${owner.login}/repos` : '/user/repos';
  const authorization = isOrganisation ? adminAuthorization : `token ${userToken(owner.login)}`;
  const { status, body } = await engine.emulator.ask('POST', path, authorization, { name, private: isPrivate });
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  if (typeof id !== 'number')
    throw new Error(`The repository ${owner.login}/${name} could not be made: ${status} ${JSON.stringify(body)}`);
  return id;
}

async function addRepository(
  engine: Engine,
  facts: Pick<Repository, 'owner' | 'name' | 'store' | 'parent' | 'visibility' | 'defaultBranch'>,
): Promise<Repository> {
  const id = await mirrorRepository(engine, facts.owner, facts.name, facts.visibility !== 'public');
  const at = timeOf(engine);
  const tables = { refs: new Map(), grants: new Map(), codeownersErrors: new Map() };
  const mirroredAs = `${facts.owner.login}/${facts.name}`;
  const made: Repository = {
    ...facts,
    ...tables,
    mirroredAs,
    id: 100_000 + id,
    createdAt: at,
    pushedAt: at,
    archived: false,
    hasIssues: true,
  };
  engine.world.repositories.set(keyOf(fullName(made)), made);
  return made;
}

type RepositoryVerbs =
  | 'changeRepository'
  | 'deleteRepository'
  | 'createRepository'
  | 'fork'
  | 'commit'
  | 'createBranch'
  | 'forcePush'
  | 'deleteBranch';

export function repositories(engine: Engine, folder: string, starter: GitStarter): Pick<Build, RepositoryVerbs> {
  const named = (login: string) => accountOf(engine, login);
  return {
    createRepository: async ({ owner, name, visibility = 'private', files, defaultBranch = 'main' }) => {
      const account = findOrganisation(engine.world, owner)?.account ?? named(owner);
      const store = await openObjectStore(join(folder, `${newId(engine)}.git`), starter);
      const home = await addRepository(engine, {
        owner: account,
        name,
        visibility,
        defaultBranch,
        store,
        parent: null,
      });
      const [first] = engine.world.users.values();
      const author = account.type === 'User' ? account : (first ?? bot(engine));
      if (files)
        await commitTo(engine, { repository: home, branch: defaultBranch, changes: files, message: 'Begin', author });
      return home;
    },
    changeRepository: (repository, { name, isArchived, visibility, hasIssues }, by) => {
      const sender = named(by);
      const say = (action: string, facts: Record<string, unknown> = {}) =>
        tell(engine, { event: 'repository', action, repository, sender }, facts);
      if (name !== undefined) {
        const { repositories: all } = engine.world;
        const from = repository.name;
        all.delete(keyOf(fullName(repository)));
        repository.name = name;
        all.set(keyOf(fullName(repository)), repository);
        say('renamed', { changes: { repository: { name: { from } } } });
      }
      if (isArchived !== undefined) {
        repository.archived = isArchived;
        say(isArchived ? 'archived' : 'unarchived');
      }
      if (hasIssues !== undefined) {
        repository.hasIssues = hasIssues;
        say('edited', { changes: {} });
      }
      if (visibility !== undefined) {
        repository.visibility = visibility;
        say(visibility === 'public' ? 'publicized' : 'privatized');
      }
    },
    deleteRepository: async (repository, by) => {
      engine.world.repositories.delete(keyOf(fullName(repository)));
      tell(engine, { event: 'repository', action: 'deleted', repository, sender: named(by) }, {});
      await repository.store.close();
    },
    fork: async (repository, user) => {
      const { name, store, visibility, defaultBranch } = repository;
      const home = await addRepository(engine, {
        owner: named(user),
        name,
        store,
        visibility,
        defaultBranch,
        parent: repository,
      });
      for (const [ref, sha] of repository.refs) home.refs.set(ref, sha);
      return home;
    },
    commit: (repository, branch, changes, { author, committer, message = 'Change' }) =>
      commitTo(engine, {
        ...{ repository, branch, changes, message, author: named(author) },
        ...(committer ? { committer: named(committer) } : {}),
      }),
    createBranch: async (repository, branch, { from = repository.defaultBranch, by }) => {
      const to = branchTip(repository, from) ?? from;
      await moveRef(engine, { repository, ref: `refs/heads/${branch}`, to, sender: named(by) });
    },
    forcePush: (repository, branch, to, by) =>
      moveRef(engine, { repository, ref: `refs/heads/${branch}`, to, sender: named(by), forced: true }),
    deleteBranch: (repository, branch, by) =>
      moveRef(engine, { repository, ref: `refs/heads/${branch}`, to: undefined, sender: named(by) }),
  };
}
