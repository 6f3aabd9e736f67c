// core/change: the one line that says how an approval stands.
import { firstOf } from '../policy/first-of.ts';
import type { Evaluation, Judged } from './evaluate.ts';
import { approverName } from './requirement.ts';

/** The title of an evaluation: "Waiting for @acme/cab (0 of 1)". Holds names of accounts, never text from the repository. */
export function approvalTitle({ outcome, tree, override }: Evaluation): string {
  if (tree === null) return 'No procedure, CODEOWNERS or configuration is affected';
  if (override) return `Overridden by @${override.login}`;
  const open = openLeaves(tree);
  switch (outcome) {
    case 'met':
      return approvedBy(tree);
    case 'void':
      return voidTitle(open);
    case 'impossible':
      return `Nobody can approve for ${listed(open.filter(({ isPossible }) => !isPossible).map(names))}`;
    default:
      return `Waiting for ${listed(open.map(waitingFor))}`;
  }
}

/** What is not met and could be met by an approval, the same only once. */
export function openLeaves(tree: Judged): readonly Judged[] {
  const open = (node: Judged): readonly Judged[] => {
    if (node.isMet) return [];
    return node.of.length > 0 ? node.of.flatMap(open) : [node];
  };
  const leaves = open(tree).filter(
    ({ requirement }) => requirement.kind === 'approvals' || requirement.kind === 'fact',
  );
  return [...new Map(leaves.map((leaf) => [waitingFor(leaf), leaf])).values()];
}

function approvedBy(tree: Judged): string {
  const has = (node: Judged): readonly string[] => [...node.has, ...node.of.flatMap(has)];
  const logins = [...new Set(has(tree))];
  return logins.length === 0
    ? 'Nothing has to be approved'
    : `Approved by ${firstOf(logins.map((login) => `@${login}`))}`;
}

function voidTitle(open: readonly Judged[]): string {
  const facts = open.filter(({ requirement }) => requirement.kind === 'fact').length;
  if (facts > 0) return `${facts === 1 ? 'A pre-approval does' : 'Pre-approvals do'} not hold`;
  const board = open.filter(({ requirement }) => requirement.kind === 'approvals' && requirement.isVoid);
  return `A pre-approval is void until ${listed(board.map(waitingFor))} approves`;
}

function waitingFor(leaf: Judged): string {
  const { requirement, has } = leaf;
  if (requirement.kind !== 'approvals') return requirement.why;
  return `${names(leaf)} (${has.length} of ${requirement.count})`;
}

function names({ requirement }: Judged): string {
  return requirement.kind === 'approvals' ? requirement.from.map(approverName).join(' or ') : requirement.why;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts[0]} and ${parts.length - 1} more`;
}
