// core/change: a tree of requirements and what people did → what is met, what is missing, and who still can.
import { byCodePoint } from '../code-point-order.ts';
import { countReviews, excludedBy, type Review, type ReviewTerms, type Uncounted } from './counting-reviews.ts';
import { type Lookup, loginKey, lookupIn, type People } from './people.ts';
import { type Approver, approverName, type Requirement } from './requirement.ts';

/** `/steward override because …`, as it was given on a head. */
export type Override = {
  readonly login: string;
  readonly isBot: boolean;
  readonly headSha: string;
  readonly because: string;
};

/** All that is known of a pull request; plain data. */
export type Approving = Omit<ReviewTerms, 'botsAllowed'> & {
  readonly reviews: readonly Review[];
  readonly people: People;
  readonly overrides: readonly Override[];
};

/**
 * A requirement, judged. `has`: whose approval counts for it; `can`: who could still give one; `isPossible`: it is met or could be.
 * `why not` says what is in the way where it is not possible.
 */
export type Judged = {
  readonly requirement: Requirement;
  readonly isMet: boolean;
  readonly isPossible: boolean;
  readonly has: readonly string[];
  readonly can: readonly string[];
  /** Of the approvers that the requirement names, those behind whom somebody can: handles; of administrators, the first who can. */
  readonly askable: readonly string[];
  /** How many approvals are missing. */
  readonly missing: number;
  readonly obstacle: string | null;
  readonly of: readonly Judged[];
};

/** `void`: a pre-approval does not hold. `impossible`: nobody can approve. `nothing`: nothing is affected. */
export type Outcome = 'met' | 'overridden' | 'waiting' | 'impossible' | 'void' | 'nothing';

export type Evaluation = {
  readonly outcome: Outcome;
  readonly tree: Judged | null;
  /** Who gave a review that does not count, and why. */
  readonly uncounted: readonly Uncounted[];
  readonly override: Override | null;
  /** The change board has approved, so `preapproval-holds` is lifted. */
  readonly isBoardApproved: boolean;
};

/** What of `Requirements` the evaluation needs. */
export type Asked = {
  readonly tree: Requirement | null;
  readonly overrideBy: readonly Approver[];
  readonly botsAllowed: readonly string[];
  readonly board: string | null;
};

type Known = { readonly lookup: Lookup; readonly terms: ReviewTerms; readonly approving: ReadonlyMap<string, string> };

/** Judges `asked` by what is known now. Deterministic; an approval more never makes less. */
export function evaluate(asked: Asked, approving: Approving): Evaluation {
  const lookup = lookupIn(approving.people);
  const terms: ReviewTerms = { ...approving, botsAllowed: asked.botsAllowed };
  const counted = countReviews(approving.reviews, terms, lookup);
  const known: Known = { lookup, terms, approving: counted.approving };
  const tree = asked.tree && judge(asked.tree, known);
  const override = tree && !tree.isMet ? overrideIn(approving, asked, lookup) : null;
  return {
    outcome: tree === null ? 'nothing' : override ? 'overridden' : outcomeOf(tree),
    tree,
    uncounted: counted.uncounted,
    override,
    isBoardApproved: tree !== null && asked.board !== null && isApprovedByBoard(tree),
  };
}

function outcomeOf(tree: Judged): Outcome {
  if (tree.isMet) return 'met';
  if (isVoid(tree)) return 'void';
  return tree.isPossible ? 'waiting' : 'impossible';
}

/** Whether a pre-approval that does not hold is why the tree is not met. */
function isVoid({ requirement, isMet, of }: Judged): boolean {
  if (isMet) return false;
  return 'isVoid' in requirement ? requirement.isVoid : of.some(isVoid);
}

/** Every node that asks the board, and there has to be one: an empty tree lifts nothing. */
function isApprovedByBoard(tree: Judged): boolean {
  const nodes = (node: Judged): readonly Judged[] => [
    ...(node.requirement.kind === 'approvals' && node.requirement.isBoard ? [node] : []),
    ...node.of.flatMap(nodes),
  ];
  const boards = nodes(tree);
  return boards.length > 0 && boards.every(({ isMet }) => isMet);
}

function overrideIn({ overrides, headSha }: Approving, asked: Asked, lookup: Lookup): Override | null {
  return overrides.find((one) => one.headSha === headSha && isAllowed(one, asked, lookup)) ?? null;
}

/** Whether they may override a verdict, by what is known of them now. */
export function mayOverride(
  who: Pick<Override, 'login' | 'isBot'>,
  asked: Pick<Asked, 'overrideBy' | 'botsAllowed'>,
  people: People,
): boolean {
  return isAllowed(who, asked, lookupIn(people));
}

function isAllowed(
  { login, isBot }: Pick<Override, 'login' | 'isBot'>,
  { overrideBy, botsAllowed }: Pick<Asked, 'overrideBy' | 'botsAllowed'>,
  lookup: Lookup,
): boolean {
  const isMeant = !isBot || botsAllowed.some((bot) => loginKey(bot) === loginKey(login));
  return isMeant && overrideBy.some((approver) => lookup.belongs(login, approver));
}

function judge(requirement: Requirement, known: Known): Judged {
  switch (requirement.kind) {
    case 'all':
    case 'any':
      return judgeList(requirement, known);
    case 'approvals':
      return judgeApprovals(requirement, known);
    case 'attested': {
      const isMet =
        known.lookup.canWrite(requirement.by) &&
        requirement.from.some((one) => known.lookup.belongs(requirement.by, one));
      const obstacle = isMet ? null : `${requirement.by} may not attest it`;
      return leaf(requirement, { isMet, isPossible: isMet, obstacle });
    }
    case 'fact':
      return leaf(requirement, { isMet: requirement.holds, isPossible: requirement.holds, obstacle: null });
  }
}

type List = Extract<Requirement, { readonly of: readonly Requirement[] }>;

/** Nothing to choose from is nothing met. */
function judgeList(requirement: List, known: Known): Judged {
  const of = requirement.of.map((one) => judge(one, known));
  const isAll = requirement.kind === 'all';
  return {
    requirement,
    isMet: isAll ? of.every(({ isMet }) => isMet) : of.some(({ isMet }) => isMet),
    isPossible: isAll ? of.every(({ isPossible }) => isPossible) : of.some(({ isPossible }) => isPossible),
    has: [],
    can: [],
    askable: [],
    missing: 0,
    obstacle: null,
    of,
  };
}

function judgeApprovals(requirement: Extract<Requirement, { kind: 'approvals' }>, known: Known): Judged {
  const { lookup, terms, approving } = known;
  const { count, from } = requirement;
  const has = [...approving.values()].filter((login) => from.some((one) => lookup.belongs(login, one)));
  const meant = distinct(from.flatMap((one) => lookup.whoIs(one) ?? []));
  const can = meant.filter(
    (login) => !approving.has(loginKey(login)) && excludedBy(login, false, terms, lookup) === null,
  );
  const missing = Math.max(0, count - has.length);
  const isPossible = has.length + can.length >= count;
  return {
    ...leaf(requirement, {
      isMet: missing === 0,
      isPossible,
      obstacle: isPossible ? null : obstacleOf(from, meant, known),
    }),
    has: has.sort(byCodePoint),
    can: can.sort(byCodePoint),
    askable: from.flatMap((one) => askable(one, can, lookup)),
    missing,
  };
}

function askable(approver: Approver, can: readonly string[], { belongs }: Lookup): readonly string[] {
  const [first] = can.filter((login) => belongs(login, approver));
  if (first === undefined) return [];
  return [approver.kind === 'admins' ? `@${first}` : approver.handle];
}

function leaf(requirement: Requirement, judged: Pick<Judged, 'isMet' | 'isPossible' | 'obstacle'>): Judged {
  return { requirement, ...judged, has: [], can: [], askable: [], missing: 0, of: [] };
}

function distinct(logins: readonly string[]): readonly string[] {
  return [...new Map(logins.map((login) => [loginKey(login), login])).values()];
}

/** Why nobody of `from` is left, and what to do about it. */
function obstacleOf(from: readonly Approver[], meant: readonly string[], { lookup, terms }: Known): string {
  const names = from.map(approverName).join(', ');
  const unknown = from.filter((one) => lookup.whoIs(one) === null).map(approverName);
  if (unknown.length === from.length)
    return `${names} does not exist or cannot be seen here: correct the name, or make the team visible`;
  if (meant.length === 0) return `${names} has no members: add some, or name another`;
  const writing = meant.filter((login) => lookup.canWrite(login));
  if (writing.length === 0) return `nobody of ${names} has write access: give it to them, or name another`;
  const others = writing.filter((login) => excludedBy(login, false, terms, lookup) === null);
  if (others.length > 0) return `${names} has too few people who may approve: add some, or lower the count`;
  return `all of ${names} wrote this change: add somebody to the team, or let an override be given`;
}
