// core/policy: the ids that procedures give themselves.
import { byCodePoint } from '../code-point-order.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Clock, judgingPolicy } from './policy-of.ts';
import { surveyHead } from './survey.ts';

/** The ids that are written down in the head's procedures; a path that stands for one is none. */
export function declaredIds(snapshot: Snapshot, clock: Clock): readonly string[] {
  const { entries } = surveyHead(snapshot, judgingPolicy(snapshot, clock));
  const ids = entries.flatMap(({ procedure }) => (procedure.metadata.id ? [procedure.id] : []));
  return [...new Set(ids)].sort(byCodePoint);
}
