// core/change: what the change of one procedure requires.
import { coverageOf, ownersOf } from '../codeowners/match.ts';
import { sameOwner } from '../owner.ts';
import { isSamePreapproval, preapprovalIn } from '../policy/material.ts';
import type { PolicyInForce } from '../policy/policy-of.ts';
import { isStandard, preapprovalFaults } from '../policy/preapproval.ts';
import type { Survey } from '../policy/rule.ts';
import { boardTerms } from '../policy/rules/board-terms.ts';
import { isVoided } from '../policy/rules/preapproval-holds.ts';
import { type Attestation, attestationOf } from './attestation.ts';
import { type ChangedProcedure, entryOf, type OneSide } from './changed-procedures.ts';
import { type Approver, approvals, approverOf, type Requirement, withoutImplied } from './requirement.ts';
import { type AuthorBelongs, conditionsOf, ruleApplies } from './rule-applies.ts';

/** What the requirements of a procedure are read from, besides the procedure. */
export type Circumstances = {
  readonly policy: PolicyInForce;
  /** The side whose CODEOWNERS decides: the base. */
  readonly deciding: Survey;
  readonly authorBelongs: AuthorBelongs;
  readonly attestations: readonly Attestation[];
  /** Whether GitHub says that an owner is gone, empty or without access. */
  readonly isGone: (handle: string) => boolean;
};

/** What has to hold before this change of a procedure may go in: of the list, everything. */
export function procedureNeeds(changed: ChangedProcedure, about: Circumstances): readonly Requirement[] {
  const owners = ownerNeeds(changed, about);
  if (isReviewOnly(changed)) return [...reviewNeeds(changed, owners, about), ...ruleNeeds(changed, about)];
  return withoutImplied([
    ...owners,
    ...approverNeeds(changed),
    ...codeOwnerNeeds(changed, about),
    ...ruleNeeds(changed, about),
    ...boardNeeds(changed, about),
  ]);
}

function isReviewOnly({ kinds }: ChangedProcedure): boolean {
  return kinds.has('review'); // It is never of another kind too.
}

/** A rule that names the review keys itself is meant, attested or not. */
function reviewNeeds(
  changed: ChangedProcedure,
  owners: readonly Requirement[],
  about: Circumstances,
): readonly Requirement[] {
  const [before, after] = [entryOf(changed.before), entryOf(changed.after)];
  if (!before || !after) return owners;
  const attestation = attestationOf(before.procedure, after.procedure, after.owner?.handle ?? null, about.attestations);
  if (!attestation) return owners;
  const from = owners.flatMap((need) => (need.kind === 'approvals' ? need.from : []));
  const why = `nothing but the review keys changes, and ${attestation.by} attested this review on ${attestation.on}`;
  return [
    { kind: 'any', why: 'a review is recorded', of: [{ kind: 'attested', why, by: attestation.by, from }, ...owners] },
  ];
}

/** The owner; of a hand-over the old and the new one. Where there is none, or the old one is gone, the fallback stands in. */
function ownerNeeds({ before, after }: ChangedProcedure, about: Circumstances): readonly Requirement[] {
  const [old, now] = [entryOf(before), entryOf(after)];
  const oldOwner = old?.owner?.handle ?? null;
  const newOwner = now?.owner?.handle ?? null;
  if (before.state === 'none') return newOwner === null ? [orphan(after, about)] : [ofOwner(newOwner, 'its owner')];
  const oldNeed = oldOwner === null || about.isGone(oldOwner) ? orphan(before, about) : null;
  if (after.state !== 'read') return [oldNeed ?? ofOwner(oldOwner ?? '', 'its owner')];
  if (oldOwner !== null && newOwner !== null && sameOwner(oldOwner, newOwner))
    return [oldNeed ?? ofOwner(oldOwner, 'its owner')];
  return [
    oldNeed ?? ofOwner(oldOwner ?? '', 'the owner it had'),
    ...(newOwner !== null ? [ofOwner(newOwner, 'the owner it gets')] : oldOwner !== null ? [orphan(after, about)] : []),
  ];
}

function ofOwner(handle: string, why: string): Requirement {
  return approvals(why, [approverOf(handle)]);
}

/** `owners.fallback`, else whom CODEOWNERS gives the path to, else the administrators. */
function orphan(side: OneSide, { policy, deciding }: Circumstances): Requirement {
  const { fallback } = policy.settings.owners;
  if (fallback !== null) return approvals('nobody owns it, and this is the fallback', [approverOf(fallback)]);
  const path = side.state === 'none' ? null : side.path;
  const codeOwners = deciding.codeowners && path !== null ? people(ownersOf(deciding.codeowners.index, path)) : [];
  if (codeOwners.length > 0) return approvals('nobody owns it, and CODEOWNERS names these', codeOwners);
  return approvals('nobody owns it, and there is no fallback', [{ kind: 'admins' }]);
}

/** Those that the procedure itself names: on the base, and where the change names others, those too. */
function approverNeeds({ before, after }: ChangedProcedure): readonly Requirement[] {
  return [before, after].flatMap((side) => {
    const written = entryOf(side)?.procedure.metadata.approvers?.value ?? [];
    const named = written.flatMap(({ owner }) => (owner ? [approverOf(owner.handle)] : []));
    return named.length === 0 ? [] : [approvals('the approvers it names', named)];
  });
}

/** A rule for everything is no choice of who approves this path. */
function codeOwnerNeeds(
  { before, after }: ChangedProcedure,
  { deciding: { codeowners } }: Circumstances,
): readonly Requirement[] {
  if (!codeowners) return [];
  const paths = new Set([before, after].flatMap((side) => (side.state === 'none' ? [] : [side.path])));
  return [...paths].flatMap((path) => {
    const named = coverageOf(codeowners.index, path) === 'specific' ? people(ownersOf(codeowners.index, path)) : [];
    return named.length === 0 ? [] : [approvals('its code owners', named)];
  });
}

/** Nobody can be found by a mail address. */
function people(owners: readonly { readonly kind: string; readonly handle: string }[]): readonly Approver[] {
  return owners.filter(({ kind }) => kind !== 'email').map(({ handle }) => approverOf(handle));
}

function ruleNeeds(changed: ChangedProcedure, { policy, authorBelongs }: Circumstances): readonly Requirement[] {
  const rules = policy.settings.approval?.rules ?? [];
  return rules.flatMap((rule, index) => {
    const isNamed = !isReviewOnly(changed) || rule.when.kind?.includes('review');
    if (!isNamed || !ruleApplies(rule, changed, authorBelongs)) return [];
    const conditions = conditionsOf(rule);
    const why = `rule ${index + 1} of approval.rules${conditions === null ? '' : ` (${conditions})`}`;
    return [approvals(why, rule.from.map(approverOf), { count: rule.count })];
  });
}

/** The board: where its standing approval is edited, or is what the change writes. One that does not hold is a fact. */
function boardNeeds({ before, after }: ChangedProcedure, { policy }: Circumstances): readonly Requirement[] {
  const [old, now] = [entryOf(before), entryOf(after)];
  const board = policy.settings.approval?.board ?? null;
  if (!now || !isStandard(now.procedure)) return [];
  const faults = preapprovalFaults(now.procedure, boardTerms(policy.settings, policy.today));
  const isEdited = old !== null && isVoided(old, now);
  const isWritten = preapprovalIn(now.procedure) !== null && (!old || !isSamePreapproval(old.procedure, now.procedure));
  const needs: Requirement[] = faults.map(({ message }) => ({
    kind: 'fact',
    why: message.replace(/\.$/, ''),
    holds: false,
    isVoid: true,
  }));
  if (board === null || !(isEdited || isWritten || (old !== null && !isStandard(old.procedure)))) return needs;
  const why = isEdited
    ? 'the change edits what the board pre-approved'
    : 'the change writes a pre-approval of the board';
  return [...needs, approvals(why, [approverOf(board)], { isBoard: true, isVoid: isEdited })];
}
