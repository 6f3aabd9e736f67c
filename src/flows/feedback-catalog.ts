// flows: what the catalog knows of the procedures that feedback may mean, and of those who own them.
import { indexProcedures, type ProcedureIndex } from '../core/feedback/index-procedures.ts';
import { type KnownProcedure, procedureKey } from '../core/feedback/known-procedure.ts';
import type { Ownership } from '../core/feedback/responsible.ts';
import { catalogStamp, type Owned, readKnownProcedures, readOwned } from '../store/known-procedures.ts';
import { type RepositoryKept, readRepositories } from '../store/repositories.ts';
import type { Store } from '../store/store.ts';

export type FeedbackCatalog = {
  readonly index: ProcedureIndex;
  /** By `owner/name` in lower case. */
  readonly repositories: ReadonlyMap<string, RepositoryKept>;
};

/** Installations whose catalog is held ready; the others are read again when they are asked for. */
const MOST_HELD = 20;
const held = new WeakMap<Store, Map<number, { readonly stamp: string; readonly index: ProcedureIndex }>>();

export async function feedbackCatalog(store: Store, installation: number): Promise<FeedbackCatalog> {
  const [stamp, repositories] = await Promise.all([
    catalogStamp(store, installation),
    readRepositories(store, installation),
  ]);
  const byName = new Map(repositories.map((one) => [`${one.owner}/${one.name}`.toLowerCase(), one]));
  return { index: await indexOf(store, installation, stamp), repositories: byName };
}

async function indexOf(store: Store, installation: number, stamp: string): Promise<ProcedureIndex> {
  const known = held.get(store) ?? new Map();
  held.set(store, known);
  const last = known.get(installation);
  if (last?.stamp === stamp) return last.index;
  const { procedures, renames } = await readKnownProcedures(store, installation);
  const index = indexProcedures(procedures, renames);
  if (known.size >= MOST_HELD) known.clear();
  known.set(installation, { stamp, index });
  return index;
}

/** The repository that a procedure is in. */
export function repositoryOf(
  { repositories }: FeedbackCatalog,
  { repository }: Pick<KnownProcedure, 'repository'>,
): RepositoryKept | null {
  return repositories.get(repository.toLowerCase()) ?? null;
}

/** Who owns procedures, by `procedureKey`; without those that are gone by now. */
export async function ownedOf(
  store: Store,
  catalog: FeedbackCatalog,
  procedures: readonly KnownProcedure[],
): Promise<ReadonlyMap<string, Owned>> {
  const owned = new Map<string, Owned>();
  for (const procedure of procedures) {
    const home = repositoryOf(catalog, procedure);
    const found = home && (await readOwned(store, { repository: home.id, path: procedure.path }));
    if (found) owned.set(procedureKey(procedure), found);
  }
  return owned;
}

/** Under the name that the owner goes by now. */
export function ownershipOf({ owner, standing, renamedTo, codeOwners }: Owned): Ownership {
  return { declared: standing === 'renamed' && renamedTo !== null ? renamedTo : owner, codeOwners };
}
