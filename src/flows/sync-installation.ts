// flows: which repositories an installation has, and which of them moved since they were indexed.

import type { GitHub } from '../github/github.ts';
import { grantedRepositories, repositoriesOf } from '../github/list-repositories.ts';
import { readInstallationOf, readInstallations } from '../github/read-installations.ts';
import type { RepositoryFacts } from '../github/repository-facts.ts';
import {
  readInstallations as keptInstallations,
  removeInstallation,
  saveInstallation,
} from '../store/installations.ts';
import { knownRepositories, readRepositories, removeRepositories, saveRepository } from '../store/repositories.ts';
import type { Job, SyncInstallation } from './job.ts';
import type { Tools } from './tools.ts';

/** The installations that GitHub knows; each gets a job of its own. What is kept of others is deleted. */
export async function syncInstallations(tools: Tools, { isWhole }: Pick<SyncInstallation, 'isWhole'>): Promise<void> {
  const { connection, store, send } = tools;
  const told = await readInstallations(connection.asApp);
  for (const one of told) await saveInstallation(store, one);
  const alive = new Set(told.map(({ id }) => id));
  const kept = await keptInstallations(store);
  for (const { id } of kept) {
    // A list that was cut short must not cost anybody their data.
    if (!alive.has(id) && (await readInstallationOf(connection.asApp, id)) === null)
      await removeInstallation(store, id);
  }
  await send(told.map(({ id }): Job => ({ kind: 'sync-installation', installation: id, isWhole })));
}

/**
 * One request for each hundred repositories where nothing moved; what moved is indexed. The list of what the app was given is read only
 * where an unknown repository turns up, or a known one does not.
 */
export async function syncInstallation(
  tools: Tools,
  installation: number,
  { isWhole }: Pick<SyncInstallation, 'isWhole'>,
): Promise<void> {
  const { connection, store, send, log } = tools;
  const told = await readInstallationOf(connection.asApp, installation);
  if (told === null) {
    await removeInstallation(store, installation);
    log.info({ installation }, 'The app is not installed there any more: all that was kept of it is deleted.');
    return;
  }
  await saveInstallation(store, told);
  if (told.isSuspended) return;
  const github = connection.reading(installation);
  const found = await lookThrough(tools, github, { installation, account: told.account, isWhole });
  const all = await readRepositories(store, installation);
  const unseen = all.filter(({ id }) => !found.seen.has(id));
  if (found.unknown.length === 0 && unseen.length === 0) return;
  const granted = new Map((await grantedRepositories(github)).map((one) => [one.id, one]));
  const fresh = [...granted.values()].filter(({ id }) => !all.some((known) => known.id === id));
  const away = all.filter(({ id }) => !granted.has(id)).map(({ id }) => id);
  await removeRepositories(store, installation, away);
  await send(
    fresh.map(({ owner, name }): Job => ({ kind: 'index-repository', repository: { installation, owner, name } })),
  );
  log.info({ installation, added: fresh.length, removed: away.length }, 'The repositories of an installation changed.');
}

type Looking = { readonly installation: number; readonly account: string; readonly isWhole: boolean };

/** Page by page, so that ten thousand repositories need no more room than a hundred. */
async function lookThrough(tools: Tools, github: GitHub, { installation, account, isWhole }: Looking) {
  const { store, send } = tools;
  const seen = new Set<number>();
  const unknown: number[] = [];
  let next: string | null = null;
  do {
    const page = await repositoriesOf(github, account, next);
    const kept = new Map(
      (
        await knownRepositories(
          store,
          installation,
          page.repositories.map(({ id }) => id),
        )
      ).map((one) => [one.id, one]),
    );
    const moved: Job[] = [];
    for (const facts of page.repositories) {
      const known = kept.get(facts.id);
      if (!known) unknown.push(facts.id);
      else {
        seen.add(facts.id);
        const { owner, name } = facts;
        if (isWhole || known.indexedSha !== (facts.defaultBranch?.sha ?? ''))
          moved.push({ kind: 'index-repository', repository: { installation, owner, name } });
        if (differs(known, facts))
          await saveRepository(store.db, { ...facts, installation, defaultBranch: facts.defaultBranch?.name ?? null });
      }
    }
    await send(moved);
    next = page.next;
  } while (next !== null);
  return { seen, unknown };
}

function differs(
  known: Omit<RepositoryFacts, 'defaultBranch' | 'organisation'> & { readonly defaultBranch: string | null },
  facts: RepositoryFacts,
) {
  return (
    known.owner !== facts.owner ||
    known.name !== facts.name ||
    known.isPrivate !== facts.isPrivate ||
    known.isArchived !== facts.isArchived ||
    known.hasIssues !== facts.hasIssues ||
    known.defaultBranch !== (facts.defaultBranch?.name ?? null)
  );
}
