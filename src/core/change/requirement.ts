// core/change: who has to approve a change, as a tree that is plain data.
import { byCodePoint } from '../code-point-order.ts';
import { ownerKey } from '../owner.ts';

/** Somebody whose approval can be asked for. `admins`: whoever administers the repository. */
export type Approver = { readonly kind: 'team' | 'user'; readonly handle: string } | { readonly kind: 'admins' };

/**
 * What has to hold. `approvals`: `count` different people of `from`; `isVoid`: until then a pre-approval is void. `attested`: somebody of
 * `from`, who attested what the change records. `fact`: nobody can change it by approving. `why`: one sentence without its full stop.
 */
export type Requirement =
  | { readonly kind: 'all' | 'any'; readonly why: string; readonly of: readonly Requirement[] }
  | {
      readonly kind: 'approvals';
      readonly why: string;
      readonly count: number;
      readonly from: readonly Approver[];
      readonly isBoard: boolean;
      readonly isVoid: boolean;
    }
  | { readonly kind: 'attested'; readonly why: string; readonly by: string; readonly from: readonly Approver[] }
  | { readonly kind: 'fact'; readonly why: string; readonly holds: boolean; readonly isVoid: boolean };

export type Approvals = Extract<Requirement, { readonly kind: 'approvals' }>;

/** `count` people of `from`, each named once. */
export function approvals(
  why: string,
  from: readonly Approver[],
  more: { readonly count?: number; readonly isBoard?: boolean; readonly isVoid?: boolean } = {},
): Approvals {
  const { count = 1, isBoard = false, isVoid = false } = more;
  return { kind: 'approvals', why, count, from: once(from), isBoard, isVoid };
}

/** An approver by its handle. */
export function approverOf(handle: string): Approver {
  return { kind: handle.includes('/') ? 'team' : 'user', handle };
}

/** What makes two approvers the same one. */
export function approverKey(approver: Approver): string {
  return approver.kind === 'admins' ? 'admins' : ownerKey(approver.handle);
}

/** How a person reads an approver. */
export function approverName(approver: Approver): string {
  return approver.kind === 'admins' ? 'an administrator of the repository' : approver.handle;
}

function once(approvers: readonly Approver[]): readonly Approver[] {
  return [...new Map(approvers.map((approver) => [approverKey(approver), approver])).values()];
}

/** Whoever meets `a` meets `b` by the same approvals. */
export function implies(a: Approvals, b: Approvals): boolean {
  const allowed = new Set(b.from.map(approverKey));
  return a.count >= b.count && a.from.every((approver) => allowed.has(approverKey(approver)));
}

/**
 * `requirements` without those that another of them implies. What says more than who (the board's, which lifts a pre-approval) is never
 * left out.
 */
export function withoutImplied(requirements: readonly Requirement[]): readonly Requirement[] {
  return requirements.filter(
    (one, index) =>
      one.kind !== 'approvals' ||
      one.isBoard ||
      !requirements.some(
        (other, at) =>
          at !== index &&
          other.kind === 'approvals' &&
          implies(other, one) &&
          (!implies(one, other) || at < index || other.isBoard),
      ),
  );
}

/** The handles of the teams and users that a tree names, in code-point order: of these the evaluation wants to know the members. */
export function handlesIn(tree: Requirement): readonly string[] {
  const named = approversIn(tree).flatMap((one) =>
    one.kind === 'admins' ? [] : [[approverKey(one), one.handle] as const],
  );
  return [...new Map(named).values()].sort(byCodePoint);
}

/** Whether a tree asks for an administrator, so that the evaluation wants to know all of them. */
export function asksAdmins(tree: Requirement): boolean {
  return approversIn(tree).some(({ kind }) => kind === 'admins');
}

/** Whether a tree asks the change board. */
export function asksBoard(node: Requirement): boolean {
  if ('of' in node) return node.of.some(asksBoard);
  return node.kind === 'approvals' && node.isBoard;
}

/** Who attested what a tree would accept: of these the evaluation wants to know the rights. */
export function attestersIn(node: Requirement): readonly string[] {
  if ('of' in node) return node.of.flatMap(attestersIn);
  return node.kind === 'attested' ? [node.by.replace(/^@/, '')] : [];
}

function approversIn(node: Requirement): readonly Approver[] {
  if ('of' in node) return node.of.flatMap(approversIn);
  return 'from' in node ? node.from : [];
}
