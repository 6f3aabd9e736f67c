// core/change: a snapshot → who has to approve the change. The one place that says so, for the check run and the command line.
import { byCodePoint } from '../code-point-order.ts';
import { CODEOWNERS_PATHS } from '../codeowners/codeowners.ts';
import { ownerKey } from '../owner.ts';
import { CONFIG_PATH } from '../policy/config-path.ts';
import { firstOf } from '../policy/first-of.ts';
import { type Clock, judgingPolicy, type PolicyInForce } from '../policy/policy-of.ts';
import type { Located } from '../policy/rule.ts';
import { surveyBase, surveyHead } from '../policy/survey.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Attestation } from './attestation.ts';
import { type ChangedProcedure, changedProcedures } from './changed-procedures.ts';
import { type Circumstances, procedureNeeds } from './procedure-needs.ts';
import { type Approver, approvals, approverOf, type Requirement } from './requirement.ts';
import type { AuthorBelongs } from './rule-applies.ts';

export type RequirementOptions = {
  readonly today: Clock;
  /** Of the author of the pull request; without it, rules about authors count as meant. */
  readonly authorBelongs?: AuthorBelongs;
  readonly attestations?: readonly Attestation[];
  /** Further files that are policy: the organisation's, in the repository that holds it. */
  readonly policyFiles?: readonly string[];
};

/** What has to be approved, and by the rules of which configuration. */
export type Requirements = {
  /** Null: the change affects no procedure, configuration or CODEOWNERS. */
  readonly tree: Requirement | null;
  /** Whether `approval` is configured; without it there is no check. */
  readonly isConfigured: boolean;
  readonly procedures: readonly ChangedProcedure[];
  /** Who may override: `override.by`, else the administrators. */
  readonly overrideBy: readonly Approver[];
  readonly botsAllowed: readonly string[];
  readonly requestReviewers: number;
  readonly board: string | null;
  /** `YYYY-MM-DD` in the configured time zone. */
  readonly today: string;
  /** The globs that were looked for. */
  readonly include: readonly string[];
  /** What is wrong in the configuration that decides. */
  readonly configProblems: readonly Located[];
  /** Those that make the tree worth nothing: a rule of the base that cannot be read would be left out. Empty: the tree holds. */
  readonly cannotDecide: readonly Located[];
};

/**
 * The requirements of the change that `snapshot` holds, by the base's configuration and CODEOWNERS and by what the procedures were and
 * become, the stricter deciding. Where nothing is compared: what a change of each procedure would need. Deterministic.
 */
export function requirementsOf(snapshot: Snapshot, options: RequirementOptions): Requirements {
  const policy = judgingPolicy(snapshot, options.today);
  const { approval, override, bots } = policy.settings;
  const decidesAlone = snapshot.base !== null || snapshot.givenConfig !== null;
  const head = surveyHead(snapshot, policy);
  const base = surveyBase(snapshot, policy, head);
  const procedures = changedProcedures(snapshot, { head, base, policy });
  const about: Circumstances = {
    policy,
    deciding: base ?? head,
    authorBelongs: options.authorBelongs ?? (() => null),
    attestations: options.attestations ?? [],
    isGone: goneIn(snapshot),
  };
  const needs = [...grouped(procedures, about), ...policyNeeds(snapshot, policy, options.policyFiles ?? [])];
  return {
    tree: needs.length === 0 ? null : { kind: 'all', why: 'this change needs', of: needs },
    isConfigured: approval !== null,
    procedures,
    overrideBy: override.by.length > 0 ? override.by.map(approverOf) : [{ kind: 'admins' }],
    botsAllowed: bots.allow,
    requestReviewers: approval?.requestReviewers ?? 0,
    board: approval?.board ?? null,
    today: policy.today,
    include: policy.settings.procedures.include,
    configProblems: policy.problems,
    cannotDecide: decidesAlone ? policy.problems.filter(isFailure) : [],
  };
}

function isFailure({ level }: Located): boolean {
  return level !== 'warning' && level !== 'notice';
}

/** The teams and users that conditions on the author name: to be looked up before `requirementsOf` is asked. */
export function authorConditions(snapshot: Snapshot, today: Clock): readonly string[] {
  const { approval } = judgingPolicy(snapshot, today).settings;
  return [...new Set(approval?.rules.flatMap(({ when }) => when.author ?? []))];
}

const GONE = new Set(['missing', 'no-access', 'no-write', 'empty']);

function goneIn({ owners }: Snapshot): (handle: string) => boolean {
  const gone = new Set(owners?.filter(({ state }) => GONE.has(state)).map(({ handle }) => ownerKey(handle)));
  return (handle) => gone.has(ownerKey(handle));
}

/** Procedures of which the same is required stand in one node. */
function grouped(procedures: readonly ChangedProcedure[], about: Circumstances): readonly Requirement[] {
  const groups = new Map<string, { readonly paths: string[]; readonly of: readonly Requirement[] }>();
  for (const changed of procedures) {
    const of = procedureNeeds(changed, about);
    const key = JSON.stringify(of);
    const group = groups.get(key);
    if (group) group.paths.push(changed.path);
    else groups.set(key, { paths: [changed.path], of });
  }
  return [...groups.values()].map(({ paths, of }) => ({ kind: 'all', why: named(paths), of }));
}

/** A backtick would end the code. */
function named(paths: readonly string[]): string {
  return firstOf(paths.map((path) => (path.includes('`') ? path : `\`${path}\``)));
}

function policyNeeds(
  { changes }: Snapshot,
  { settings }: PolicyInForce,
  more: readonly string[],
): readonly Requirement[] {
  const deciding = new Set<string>([CONFIG_PATH, ...CODEOWNERS_PATHS, ...more]);
  const touched = changes?.flatMap(({ path, previousPath }) => [
    path,
    ...(previousPath === undefined ? [] : [previousPath]),
  ]);
  const paths = [...new Set(touched)].filter((path) => deciding.has(path)).sort(byCodePoint);
  if (paths.length === 0) return [];
  const { fallback } = settings.owners;
  const from: readonly Approver[] = [fallback === null ? { kind: 'admins' } : approverOf(fallback)];
  const why = `whoever changes the rules needs ${fallback === null ? 'an administrator, as there is no fallback' : 'the fallback'}`;
  return [{ kind: 'all', why: named(paths), of: [approvals(why, from)] }];
}
