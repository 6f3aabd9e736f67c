// core/policy: who is accountable for a procedure, and by what.
import type { CodeownersRule } from '../codeowners/codeowners.ts';
import { parseOwner } from '../owner.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { CatalogOwner } from './catalog-owner.ts';
import type { OwnerSource, Settings } from './settings.ts';
import type { Accountable } from './verdict.ts';

/** A procedure and the CODEOWNERS rule that decides its path. */
export type Owned = {
  readonly procedure: Procedure;
  readonly rule: CodeownersRule | null;
  readonly codeownersPath: string | null;
};

/**
 * The accountable owner by the sources of `owners.from`, in their order (contract §2): the metadata (of a list the first), a specific
 * CODEOWNERS rule that names exactly one owner, Backstage's `spec.owner`. What is declared and is no owner ends the search: it is a
 * mistake to mend, not a gap to fill.
 */
export function accountable(
  owned: Owned,
  owners: Settings['owners'],
  catalogOwner: () => CatalogOwner | null,
): Accountable | null {
  const ways: Readonly<Record<OwnerSource, () => Accountable | null | 'mistaken'>> = {
    'front-matter': () => declared(owned.procedure),
    codeowners: () => soleCodeOwner(owned),
    'catalog-info': () => ofCatalog(catalogOwner(), owners),
  };
  for (const source of owners.from) {
    const found = ways[source]();
    if (found === 'mistaken') return null;
    if (found) return found;
  }
  return null;
}

function declared({ metadata }: Procedure): Accountable | null | 'mistaken' {
  const [first] = metadata.owner?.value ?? [];
  if (!metadata.owner || !first) return null;
  return first.owner ? { ...first.owner, source: { ...metadata.owner.source, at: first.at } } : 'mistaken';
}

function soleCodeOwner({ rule, codeownersPath }: Owned): Accountable | null {
  const [owner, ...others] = rule?.owners ?? [];
  if (!rule || !owner || !codeownersPath || others.length > 0 || rule.isCatchAll || owner.kind === 'email') return null;
  const at = { line: rule.line, column: 1 };
  return { handle: owner.handle, kind: owner.kind, source: { layer: 'codeowners', path: codeownersPath, at, key: '' } };
}

function ofCatalog(found: CatalogOwner | null, { map }: Settings['owners']): Accountable | null {
  const parsed = found && parseOwner(found.written, { map, organisation: null });
  if (!found || !parsed || !('owner' in parsed)) return null;
  return { ...parsed.owner, source: { layer: 'catalog-info', path: found.path, at: found.at, key: 'spec.owner' } };
}
