// flows: whether the base of a change asks for approvals.
import { type Clock, judgingPolicy } from '../core/policy/policy-of.ts';
import { type Snapshot, textOf } from '../core/snapshot.ts';

/** A configuration that is broken says nothing for sure: where it speaks of approval, the check must not be missing. */
export function asksApproval(snapshot: Snapshot, clock: Clock): boolean {
  const { settings, problems } = judgingPolicy(snapshot, clock);
  if (!settings.enabled) return false;
  if (settings.approval !== null) return true;
  const isBroken = problems.some(({ level }) => level !== 'warning' && level !== 'notice');
  return isBroken && speaksOfApproval(snapshot);
}

function speaksOfApproval({ base, organisationPolicy }: Snapshot): boolean {
  return [organisationPolicy, ...(base?.files ?? [])].some((file) => {
    if (!file || !/(?:^|\/)runbook-steward\.yml$/.test(file.path)) return false;
    const text = textOf(file);
    return text === null || /\bapproval\b/.test(text);
  });
}
