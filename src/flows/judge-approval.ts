// flows: a pull request at one head → whether the right people have approved it, by what GitHub says now.
import { isDeepStrictEqual } from 'node:util';
import { authorsOf, type CommitAuthors } from '../core/change/commit-authors.ts';
import { excludedBy, latestReviews, type ReviewTerms } from '../core/change/counting-reviews.ts';
import { type Approving, type Evaluation, evaluate } from '../core/change/evaluate.ts';
import { materialSince } from '../core/change/material-since.ts';
import { loginKey, lookupIn, type People } from '../core/change/people.ts';
import { type Refresh, refreshesOf, refreshNote } from '../core/change/refresh.ts';
import { asksAdmins, asksBoard, attestersIn, handlesIn } from '../core/change/requirement.ts';
import { authorConditions, type Requirements, requirementsOf } from '../core/change/requirements.ts';
import type { AuthorBelongs } from '../core/change/rule-applies.ts';
import { offerToConfirm } from '../core/command/offer.ts';
import { ownerKey } from '../core/owner.ts';
import { judgingPolicy } from '../core/policy/policy-of.ts';
import type { Located } from '../core/policy/rule.ts';
import { noteApprovalConfigured } from '../github/enforcement.ts';
import { changedMeanwhile } from '../github/failure.ts';
import { fullName, type GitHub } from '../github/github.ts';
import { forgetPull, keepPull, type OpenPull, recallPull } from '../github/kept-pulls.ts';
import { type Key, remember } from '../github/memory.ts';
import { organisationPolicy, POLICY_FILE, policyPlaces } from '../github/organisation-policy.ts';
import type { SameHead } from '../github/pulls-of-head.ts';
import { type ApprovalFacts, readApproval } from '../github/read-approval.ts';
import { readEarlier } from '../github/read-earlier.ts';
import type { TeamNow } from '../github/read-members.ts';
import { readPeople } from '../github/read-people.ts';
import { readPull } from '../github/read-pull.ts';
import { attestationsOf, overrideOf } from '../store/approvals.ts';
import { asksApproval } from './asks-approval.ts';
import { hiddenHandles } from './hidden-handles.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

export type PullAt = { readonly repository: RepositoryRef; readonly number: number; readonly sha: string };

/** `none`: approval is not configured on the base. `broken`: its configuration cannot be used, and it may well be configured. */
export type ApprovalRead =
  | { readonly state: 'closed' }
  | { readonly state: 'moved'; readonly head: string }
  | { readonly state: 'none'; readonly sameHead: SameHead }
  | { readonly state: 'broken'; readonly broken: readonly Located[]; readonly sameHead: SameHead }
  | ApprovalJudged;

export type ApprovalJudged = {
  readonly state: 'judged';
  readonly evaluation: Evaluation;
  readonly notes: readonly string[];
  readonly requirements: Requirements;
  /** Null: nothing is affected, and nothing more was read. */
  readonly facts: ApprovalFacts | null;
  readonly sameHead: SameHead;
  /** Keys of the teams and people on whom it hangs. */
  readonly names: readonly string[];
  /** Handles that must not be named in the check. */
  readonly hidden: readonly string[];
  /** Pre-approvals that the board has given anew by approving. */
  readonly refreshes: readonly Refresh[];
};

/** Earlier states that are read for one pull request; an approval of any other counts as one that something changed since. */
const MOST_EARLIER = 5;
const KEPT_MS = 60 * 60_000;

/**
 * Judges the pull request at `sha`. What was read of its files is used again where head, base and policy are what they were; who approved,
 * who belongs where and who may write is asked for now.
 */
export async function judgeApproval(tools: Tools, github: GitHub, at: PullAt): Promise<ApprovalRead> {
  const pull = { owner: at.repository.owner, name: at.repository.name, number: at.number };
  const known = recallPull(github, pull, at.sha);
  const first = known && (await judgeRead(tools, github, at, known, false));
  if (first && first !== 'stale') return first;
  forgetPull(github, pull);
  const { clock, policyRepository } = tools;
  const read = await readPull(github, { pull, head: at.sha, clock, policyRepository });
  if (read.state !== 'open') return read;
  keepPull(github, pull, read);
  const judged = await judgeRead(tools, github, at, read, true);
  if (judged === 'stale') throw changedMeanwhile({ verb: 'read', object: `${fullName(pull)}#${pull.number}` });
  return judged;
}

async function judgeRead(
  tools: Tools,
  github: GitHub,
  at: PullAt,
  read: OpenPull,
  isFresh: boolean,
): Promise<ApprovalRead | 'stale'> {
  const { clock, store, policyRepository } = tools;
  const { repository, number, sha } = at;
  const { snapshot, facts: pullFacts, notes } = read;
  const { sameHead } = pullFacts;
  if (!asksApproval(snapshot, clock)) return { state: 'none', sameHead };
  const places = policyPlaces(repository.owner, policyRepository);
  const isPolicyPlace = places.some((place) => fullName(place).toLowerCase() === fullName(repository).toLowerCase());
  const policyFiles = isPolicyPlace ? [POLICY_FILE] : [];
  const plain = requirementsOf(snapshot, { today: clock, policyFiles });
  const attestations = await attestationsOf(store, repository, reviewedIn(plain));
  const options = { today: clock, attestations, policyFiles };
  const asked = attestations.length > 0 ? requirementsOf(snapshot, options) : plain;
  if (asked.cannotDecide.length > 0) return { state: 'broken', broken: asked.cannotDecide, sameHead };
  await noteApprovalConfigured(github, repository);
  if (asked.tree === null && isFresh) return { ...nothing(asked, notes), sameHead };

  const override = await overrideOf(store, { repository, number, sha });
  const conditions = authorConditions(snapshot, clock);
  const overriders = override ? asked.overrideBy : [];
  const overriding = overriders.flatMap((one) => (one.kind === 'team' ? [one.handle] : []));
  const handles = [...(asked.tree ? handlesIn(asked.tree) : []), ...conditions, ...overriding];
  const pull = { owner: repository.owner, name: repository.name, number };
  const teams = unique(handles.filter((handle) => handle.includes('/')));
  const { organisation } = pullFacts;
  const facts = await readApproval(github, { pull, organisation, teams, policyPlaces: places });
  if (!facts.isOpen) return { state: 'closed' };
  if (facts.head !== sha) return { state: 'moved', head: facts.head };
  const policy = await organisationPolicy(github, places, facts.policies, clock('UTC'));
  if (facts.base !== pullFacts.base || !isDeepStrictEqual(policy.file, snapshot.organisationPolicy)) return 'stale';

  const authorBelongs = belongingOf(facts);
  const requirements = conditions.length > 0 ? requirementsOf(snapshot, { ...options, authorBelongs }) : asked;
  if (requirements.tree === null) return { ...nothing(requirements, notes), sameHead: facts.sameHead };
  const { tree } = requirements;
  const authors = authorsOf(facts.commits);
  const people = await readPeople(github, repository, {
    teams: facts.teams,
    must: [...approversIn(facts), ...attestersIn(tree)],
    exactly: override ? [override.login] : [],
    may: candidatesIn(handlesIn(tree), facts.teams),
    asksAdmins: asksAdmins(tree),
  });
  const approving: Approving = {
    ...{ headSha: sha, author: facts.author, coAuthors: authors.logins, reviews: facts.reviews, people },
    overrides: override ? [{ ...override, headSha: sha }] : [],
    isMaterialSince: {},
  };
  const isMaterialSince = await materialIn(tools, github, { pull, read, facts, requirements, approving, policyFiles });
  const evaluation = evaluate(requirements, { ...approving, isMaterialSince });
  const { board, procedures, today } = requirements;
  const refreshes = refreshesOf(procedures, evaluation, { board, today });
  return {
    ...{ state: 'judged', evaluation, requirements, facts, sameHead: facts.sameHead },
    notes: [
      ...notes,
      ...refreshes.map(refreshNote),
      ...unknownAuthors(authors),
      ...(evaluation.outcome === 'met' ? offerOf(tools, read, requirements) : []),
    ],
    refreshes,
    names: namesOf(requirements, facts, people),
    hidden: pullFacts.isPublic ? hiddenHandles(snapshot) : [],
  };
}

/** Whoever has just looked at the edit is asked whether the procedure is right. */
function offerOf({ clock }: Tools, { snapshot }: OpenPull, { procedures }: Requirements): readonly string[] {
  const entries = procedures.flatMap(({ after, kinds }) =>
    after.state === 'read' && (kinds.has('content') || kinds.has('metadata')) ? [after.entry] : [],
  );
  const offer = offerToConfirm(entries, judgingPolicy(snapshot, clock).today);
  return offer === null ? [] : [offer];
}

function nothing(requirements: Requirements, notes: readonly string[]): Omit<ApprovalJudged, 'sameHead'> {
  const evaluation = { outcome: 'nothing', tree: null, uncounted: [], override: null, isBoardApproved: false } as const;
  return { state: 'judged', evaluation, notes, requirements, facts: null, names: [], hidden: [], refreshes: [] };
}

/** Paths whose change does nothing but record a review. */
function reviewedIn({ procedures }: Requirements): readonly string[] {
  return procedures.flatMap(({ path, kinds }) => (kinds.has('review') ? [path] : []));
}

function belongingOf({ author, teams }: ApprovalFacts): AuthorBelongs {
  const members = new Map(teams.map((team) => [ownerKey(team.handle), new Set(team.members.map(loginKey))]));
  return (handle) => {
    if (author === null) return null;
    if (!handle.includes('/')) return loginKey(handle) === loginKey(author);
    return members.get(ownerKey(handle))?.has(loginKey(author)) ?? null;
  };
}

function approversIn({ reviews }: ApprovalFacts): readonly string[] {
  const approved = [...latestReviews(reviews).values()].filter(({ state }) => state === 'APPROVED');
  return approved.flatMap(({ login }) => login ?? []);
}

/** People who are named, and members of the teams that may not write as teams: they may by themselves. */
function candidatesIn(handles: readonly string[], teams: readonly TeamNow[]): readonly string[] {
  const users = handles.filter((handle) => !handle.includes('/')).map((handle) => handle.slice(1));
  return [...users, ...teams.filter(({ mayWrite }) => !mayWrite).flatMap(({ members }) => members)];
}

type Material = {
  readonly pull: { readonly owner: string; readonly name: string; readonly number: number };
  readonly read: OpenPull;
  readonly facts: ApprovalFacts;
  readonly requirements: Requirements;
  readonly approving: Approving;
  readonly policyFiles: readonly string[];
};

/** Of the earlier heads that somebody approved whose approval could count: whether anything material changed since. */
async function materialIn(
  { clock }: Tools,
  github: GitHub,
  { pull, read, facts, requirements, approving, policyFiles }: Material,
): Promise<ReviewTerms['isMaterialSince']> {
  const { snapshot } = read;
  // What stands in the organisation's policy is not read at other commits.
  const touched = snapshot.changes?.flatMap(({ path, previousPath }) => [path, previousPath ?? path]) ?? [];
  if (touched.some((path) => policyFiles.includes(path))) return {};
  const lookup = lookupIn(approving.people);
  const terms = { ...approving, botsAllowed: requirements.botsAllowed };
  const approved = [...latestReviews(facts.reviews).values()].filter(
    ({ state, login, isBot, commit }) =>
      state === 'APPROVED' && commit !== facts.head && excludedBy(login ?? '', isBot, terms, lookup) === null,
  );
  const commits = unique(approved.flatMap(({ commit }) => commit ?? [])).slice(-MOST_EARLIER);
  const found: [string, boolean][] = [];
  for (const commit of commits) {
    const text = `material ${fullName(pull)}#${pull.number} ${read.facts.base} ${commit} ${facts.head} ${clock('UTC')}`;
    const key: Key<Promise<boolean>> = { text, keptForMs: KEPT_MS };
    const isMaterial = await remember(github.memory, key, async () => {
      const earlier = await readEarlier(github, read, pull, commit, clock);
      return earlier === null || materialSince(earlier, snapshot, { today: clock, policyFiles }).length > 0;
    });
    found.push([commit, isMaterial]);
  }
  return Object.fromEntries(found);
}

function unknownAuthors({ unknown }: CommitAuthors): readonly string[] {
  if (unknown.length === 0) return [];
  const who = unknown.length === 1 ? 'one address' : `${unknown.length} addresses`;
  return [`Commits name ${who} that belongs to no account: whether its owner approved cannot be told.`];
}

function namesOf({ tree, board }: Requirements, { teams }: ApprovalFacts, { permissions }: People): readonly string[] {
  const handles = tree ? handlesIn(tree) : [];
  // People are heard of by themselves where they lose their rights; of a large team the team is enough.
  const people = teams.length > 0 && teams.every(({ mayWrite }) => mayWrite) ? [] : Object.keys(permissions);
  const named = [...handles, ...(board === null ? [] : [board]), ...people.map((login) => `@${login}`)];
  return unique(named.map(ownerKey));
}

/** Whether what the board says decides about the check of ownership too. */
export function hangsOnBoard({ requirements: { tree } }: ApprovalJudged): boolean {
  return tree !== null && asksBoard(tree);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
