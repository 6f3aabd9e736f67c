// flows: whom everybody may read of in a public repository (contract §6): those whom public repositories name already.

import type { ReviewedRepository } from '../core/catalog/review-entries.ts';
import { ownerKey } from '../core/owner.ts';
import { decidingTexts } from '../store/review-sources.ts';
import type { Store } from '../store/store.ts';
import { handlesOf } from './hidden-handles.ts';

/** Whether a handle may be written where everybody reads it. */
export type MayName = (handle: string) => boolean;

/** Sources of an owner that stand in the repository itself, and not in the policy of an organisation. */
const OWN = new Set(['file', 'directory', 'repository', 'codeowners', 'catalog-info']);

/** `repositories`: those whose issues come to the place. Whom only a private one names, or a policy that is not there to be read, is nobody's business. */
export async function publicNames(
  store: Pick<Store, 'db'>,
  repositories: readonly ReviewedRepository[],
): Promise<MayName> {
  const named = new Set<string>();
  for (const { id, procedures } of repositories.filter(({ isPrivate }) => !isPrivate)) {
    for (const text of await decidingTexts(store, id)) for (const handle of handlesOf(text)) named.add(handle);
    for (const { owner, ownerSource, codeOwners } of procedures) {
      if (owner !== null && OWN.has(ownerSource ?? '')) named.add(ownerKey(owner));
      for (const handle of codeOwners) named.add(ownerKey(handle));
    }
  }
  return (handle) => named.has(ownerKey(handle));
}

export const everybody: MayName = () => true;
