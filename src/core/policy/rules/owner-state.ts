// core/policy/rules: what GitHub says of the accountable owner of an entry.
import { sameOwner } from '../../owner.ts';
import type { OwnerState } from '../../snapshot.ts';
import type { Context } from '../rule.ts';
import type { Entry } from '../verdict.ts';

/** GitHub's answer on the owner of `entry`; null where there is no answer, no owner, or a block that may name another one. */
export function ownerState({ owner, procedure }: Entry, { owners }: Context): OwnerState['state'] | null {
  if (!owner || procedure.frontMatter.state === 'broken') return null;
  return owners?.get(owner.handle.toLowerCase())?.state ?? null;
}

/** Whether the change itself named this owner: the procedure is new, or had another one before. */
export function isOwnerSetHere(entry: Entry, context: Context): boolean {
  const before = context.before(entry)?.owner;
  return !before || !entry.owner || !sameOwner(before.handle, entry.owner.handle);
}

/** Why the rules about an owner's state say nothing: nobody asked GitHub, or it gave no answer for some owners. */
export function ownersNotChecked({ owners, survey }: Context): string | null {
  if (!owners) return 'needs GitHub: whether the owners exist and can act';
  const unknown = survey.entries.filter(
    (entry) => entry.owner && (owners.get(entry.owner.handle.toLowerCase())?.state ?? 'unknown') === 'unknown',
  );
  const handles = [...new Set(unknown.map((entry) => entry.owner?.handle))];
  return handles.length === 0 ? null : `GitHub gave no answer on ${handles.slice(0, 5).join(', ')}`;
}
