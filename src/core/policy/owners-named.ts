// core/policy: whom to ask GitHub about.
import { byCodePoint } from '../code-point-order.ts';
import { ownerKey } from '../owner.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Clock, judgingPolicy } from './policy-of.ts';
import { surveyHead } from './survey.ts';

/** The accountable owners of the head's procedures, each once, in code-point order: of these the rules want `Snapshot.owners`. */
export function ownersNamed(snapshot: Snapshot, clock: Clock): readonly string[] {
  const { entries } = surveyHead(snapshot, judgingPolicy(snapshot, clock));
  const handles = new Map<string, string>();
  for (const { owner } of entries) if (owner) handles.set(ownerKey(owner.handle), owner.handle);
  return [...handles.values()].sort(byCodePoint);
}
