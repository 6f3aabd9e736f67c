// core/review: by which key an issue knows a procedure.
import { createHash } from 'node:crypto';

/** A repository, as far as keys go. */
export type KeyPlace = { readonly id: number; readonly isPrivate: boolean };

/** The keys of the procedures of `repository` in issues that stand in `place`, in their order. */
export function entryKeys(
  procedures: readonly { readonly id: string; readonly path: string }[],
  repository: KeyPlace,
  place: KeyPlace,
): readonly string[] {
  const keyOf = keysIn(repository, place);
  const seen = new Set<string>();
  return procedures.map(({ id, path }) => {
    const ownKey = seen.has(id) ? `${id} ${path}` : id;
    seen.add(id);
    return keyOf(ownKey);
  });
}

/**
 * Keys stay when a repository is renamed. Where issues of several repositories come together, theirs have its number; and what must not be
 * named where everybody reads it has a key that names nothing.
 */
export function keysIn({ id, isPrivate }: KeyPlace, place: KeyPlace): (ownKey: string) => string {
  if (id === place.id) return (ownKey) => ownKey;
  if (!isPrivate || place.isPrivate) return (ownKey) => `${id}:${ownKey}`;
  return (ownKey) => `${id}:${createHash('sha256').update(`${id} ${ownKey}`).digest('hex').slice(0, 24)}`;
}
