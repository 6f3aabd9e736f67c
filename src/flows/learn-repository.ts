// flows: a repository as the store has it; one that was not heard of yet is written down first.
import { policyPlaces } from '../github/organisation-policy.ts';
import { readRepositoryFacts } from '../github/repository-facts.ts';
import { findRepository, type RepositoryKept, saveRepository } from '../store/repositories.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** Null where it is gone, or was taken from the app. */
export async function learnRepository(tools: Tools, repository: RepositoryRef): Promise<RepositoryKept | null> {
  const { connection, store, policyRepository } = tools;
  const { installation, owner } = repository;
  const known = await findRepository(store, repository);
  if (known) return known;
  const places = policyPlaces(owner, policyRepository);
  const read = await readRepositoryFacts(connection.reading(installation), repository, places);
  if (read === null) return null;
  const defaultBranch = read.facts.defaultBranch?.name ?? null;
  await saveRepository(store.db, { ...read.facts, installation, defaultBranch });
  return findRepository(
    store,
    read.facts.owner === owner ? { installation, owner, name: read.facts.name } : repository,
  );
}
