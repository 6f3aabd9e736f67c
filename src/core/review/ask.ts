// core/review: who is spoken to when an issue is opened.
import { ownerKey } from '../owner.ts';
import { askedOwner } from './admit.ts';
import { chooseAssignee } from './assignee.ts';
import type { Member, OwnerFacts } from './owner-facts.ts';
import type { PlanInput } from './plan-input.ts';
import type { WantedIssue } from './wanted-issues.ts';

/** Either assigned (GitHub tells them) or mentioned once, never both, and nobody who was not resolved. */
export type Asked = { readonly assignees: readonly string[]; readonly mention: string | null };

/**
 * The owner where it is a user; for high and critical risk a member of the team, chosen by `chooseAssignee`; else the team is mentioned.
 * `given`: how many issues this run has assigned already, by lower-case login.
 */
export function whoIsAsked(issue: WantedIssue, input: PlanInput, given: Map<string, number>): Asked {
  const facts = input.owners.get(ownerKey(askedOwner(issue, input.settings.owners.fallback)));
  if (facts?.state !== 'alive') return { assignees: [], mention: null };
  const login = input.settings.issues.assign === 'person' ? assignable(issue, facts, given) : null;
  if (login === null) return { assignees: [], mention: facts.handle };
  given.set(login.toLowerCase(), (given.get(login.toLowerCase()) ?? 0) + 1);
  return { assignees: [login], mention: null };
}

function assignable({ key, about }: WantedIssue, facts: OwnerFacts, given: ReadonlyMap<string, number>): string | null {
  if (facts.kind === 'user') return facts.handle.slice(1);
  if (about !== 'one') return null;
  const load = (member: Member): Member => ({
    ...member,
    open: member.open + (given.get(member.login.toLowerCase()) ?? 0),
  });
  return chooseAssignee(facts.members.map(load), key);
}
