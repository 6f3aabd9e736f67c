// flows: a snapshot of a change, with what the catalog knows of the procedures that were not read for it, and what is attested of those that were.
import { declaredIds } from '../core/policy/declared-ids.ts';
import type { IdElsewhere, Snapshot } from '../core/snapshot.ts';
import { attestationsOf } from '../store/approvals.ts';
import { idsElsewhere, readNeighbours } from '../store/catalog.ts';
import { findRepository } from '../store/repositories.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/**
 * The catalog is of the default branch: a change that goes anywhere else, or into a repository that was not indexed yet, is judged
 * without it, and its summary says what was not looked at.
 */
export async function withCatalog(
  { store, clock }: Tools,
  repository: RepositoryRef,
  snapshot: Snapshot,
): Promise<Snapshot> {
  // Nothing was read of the procedures: the change touches none.
  if (snapshot.owners === null) return snapshot;
  const known = await findRepository(store, repository);
  if (known === null || known.indexedSha === null || known.defaultBranch !== snapshot.base?.name) return snapshot;
  const at = { installation: repository.installation, repository: known.id };
  const changed = snapshot.changes?.map(({ path }) => path) ?? [];
  const [neighbours, elsewhere, attested] = await Promise.all([
    readNeighbours(store, known.id),
    idsElsewhere(store, at, declaredIds(snapshot, clock)),
    attestationsOf(store, repository, changed),
  ]);
  return {
    ...{ ...snapshot, neighbours, idsElsewhere: [...elsewhere].map(([id, names]) => toElsewhere(id, names)) },
    attested: attested.map(({ path, contentHash, on }) => ({ path, contentHash, on })),
  };
}

function toElsewhere(id: string, names: readonly (string | null)[]): IdElsewhere {
  const repositories = names.filter((name) => name !== null).sort();
  return { id, repositories, hidden: names.length - repositories.length };
}
