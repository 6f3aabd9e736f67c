// core/policy: a snapshot → what to say of it. The one evaluator behind the command line and the check run.
import { byCodePoint } from '../code-point-order.ts';
import type { Finding, Level, Problem } from '../finding.ts';
import type { OwnerState, Snapshot } from '../snapshot.ts';
import { affectedBy, isTouched } from './affected.ts';
import { docsOf } from './docs-of.ts';
import { effectiveLevel } from './effective-level.ts';
import { type Clock, headPolicy, judgingPolicy, type PolicyInForce } from './policy-of.ts';
import type { Context, Located, Rule, Survey } from './rule.ts';
import { RULES } from './rules.ts';
import { surveyBase, surveyHead } from './survey.ts';
import type { Conclusion, Entry, NotChecked, Verdict } from './verdict.ts';

export type Enforce = 'new' | 'touched' | 'off';

export type CheckOptions = {
  /** The calendar day in a time zone: the clock, or `--today`. */
  readonly today: Clock;
  /** Overrides the configuration's `enforce`, and enforces even where there is none. */
  readonly enforce?: Enforce | undefined;
  /** The change board (`approval.board`) has approved the pull request, its head as it is; lifts `preapproval-holds`. */
  readonly isBoardApproved?: boolean | undefined;
};

/** A verdict, or the problems of the base's own configuration, which make one impossible. */
export type Judgement = { readonly verdict: Verdict } | { readonly cannotDecide: readonly Located[] };

/**
 * Judges `snapshot`: the base's configuration decides (the head's where nothing is compared), never a changed one of the head.
 * Deterministic: equal snapshots and days give equal verdicts.
 */
export function check(snapshot: Snapshot, options: CheckOptions): Judgement {
  const policy = judgingPolicy(snapshot, options.today);
  const decidesAlone = snapshot.base !== null || snapshot.givenConfig !== null;
  const broken = policy.problems.filter((problem) => problem.level !== 'warning' && problem.level !== 'notice');
  if (decidesAlone && broken.length > 0) return { cannotDecide: broken };

  const verdict = judge(snapshot, policy, options);
  const changed = headPolicy(snapshot, options.today);
  if (!changed) return { verdict };
  const { conclusion, summary } = judge(snapshot, changed, options);
  return { verdict: { ...verdict, preview: { conclusion, failures: summary.failures, warnings: summary.warnings } } };
}

function judge(snapshot: Snapshot, policy: PolicyInForce, options: CheckOptions): Verdict {
  const advisory = policy.advisory && options.enforce === undefined;
  const enforce = options.enforce ?? policy.settings.enforce;
  const { changes } = snapshot;

  if (!policy.settings.enabled || (changes && !isTouched(changes, policy.isProcedure))) {
    return emptyVerdict(snapshot, policy, advisory, enforce);
  }
  const head = surveyHead(snapshot, policy);
  const base = surveyBase(snapshot, policy, head);
  const context = contextOf(snapshot, policy, { head, base, isBoardApproved: options.isBoardApproved ?? false });
  const affected = changes ? affectedBy(changes, head, context.before) : head.entries;

  const found = weigh(context, affected);
  const known = base ? knownOnBase(context, base, affected) : null;
  const changedPaths = new Set(changes?.map((change) => change.path));
  const findings = found
    .map((weighed) => ({ ...weighed, isNew: !known || takeOne(known, keyOf(weighed)) }))
    .filter(
      ({ isNew, level, path, about }) => isNew || level !== 'notice' || about === 'procedure' || changedPaths.has(path),
    )
    .map(({ isNew, level, path, problem }) =>
      toFinding(path, problem, level, isEnforced(level, isNew, advisory ? 'off' : enforce)),
    )
    .sort(byPlace);

  return {
    conclusion: conclude(findings),
    advisory,
    enforce,
    procedures: affected,
    findings,
    notChecked: notChecked(context),
    summary: {
      procedures: head.entries.length,
      affected: affected.length,
      failures: count(findings, 'failure'),
      warnings: count(findings, 'warning'),
      notices: count(findings, 'notice'),
    },
    lookedAt: lookedAt(snapshot, policy),
    preview: null,
  };
}

type Weighed = {
  readonly path: string;
  readonly problem: Problem;
  readonly level: Exclude<Level, 'off'>;
  readonly about: Rule['about'];
};

/** Every problem the rules find on one side, at the level that the policy gives it. */
function weigh(context: Context, entries: readonly Entry[]): readonly Weighed[] {
  const weighed: Weighed[] = [];
  for (const rule of RULES) {
    const add = (path: string, problem: Problem): void => {
      const level = effectiveLevel(context.policy, rule, problem.level, path, context.today);
      if (level !== 'off') weighed.push({ path, problem, level, about: rule.about });
    };
    if (rule.about === 'repository') {
      for (const located of rule.check(context)) add(located.path, located);
      continue;
    }
    for (const entry of askedOf(rule, context, entries)) {
      for (const problem of rule.check(entry, context)) add(entry.procedure.path, problem);
    }
  }
  return weighed;
}

/** The entries for which `rule` is not off. Where there are no overrides, one answer holds for all. */
function askedOf(rule: Rule, { policy, today }: Context, entries: readonly Entry[]): readonly Entry[] {
  const isOff = (path: string | null) => effectiveLevel(policy, rule, undefined, path, today) === 'off';
  if (policy.settings.overrides.length === 0) return isOff(null) ? [] : entries;
  return entries.filter((entry) => !isOff(entry.procedure.path));
}

/** How often each finding of the affected procedures and of the repository stands on the base already. */
function knownOnBase(context: Context, base: Survey, affected: readonly Entry[]): Map<string, number> {
  const nowAt = new Map<string, string>();
  const entries: Entry[] = [];
  for (const entry of affected) {
    const old = context.before(entry);
    if (!old) continue;
    nowAt.set(old.procedure.path, entry.procedure.path);
    entries.push(old);
  }
  const known = new Map<string, number>();
  for (const weighed of weigh({ ...context, survey: base, base: null, changes: null, before: () => null }, entries)) {
    const key = keyOf({ ...weighed, path: nowAt.get(weighed.path) ?? weighed.path });
    known.set(key, (known.get(key) ?? 0) + 1);
  }
  return known;
}

/** What makes two findings the same one. A line that a message names may have moved since. */
function keyOf({ path, problem }: Pick<Weighed, 'path' | 'problem'>): string {
  return JSON.stringify([problem.rule, path, problem.message.replace(/\b(lines? )\d+/g, '$1')]);
}

/** Takes one known finding off; true where none was left, which makes the finding a new one. */
function takeOne(known: Map<string, number>, key: string): boolean {
  const left = known.get(key) ?? 0;
  known.set(key, left - 1);
  return left <= 0;
}

function isEnforced(level: Level, isNew: boolean, enforce: Enforce): boolean {
  return level === 'failure' && (enforce === 'touched' || (enforce === 'new' && isNew));
}

function conclude(findings: readonly Finding[]): Conclusion {
  if (findings.some((finding) => finding.enforced)) return 'failure';
  return findings.some((finding) => finding.level !== 'notice') ? 'neutral' : 'success';
}

function toFinding(path: string, problem: Problem, level: Finding['level'], enforced: boolean): Finding {
  const { rule, at, message, fix } = problem;
  return { rule, level, enforced, path, line: at.line, column: at.column, message, fix, docs: docsOf(rule) };
}

function byPlace(a: Finding, b: Finding): number {
  return (
    byCodePoint(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    byCodePoint(a.rule, b.rule) ||
    byCodePoint(a.message, b.message)
  );
}

function count(findings: readonly Finding[], level: Level): number {
  return findings.filter((finding) => finding.level === level).length;
}

type Known = { readonly head: Survey; readonly base: Survey | null; readonly isBoardApproved: boolean };

function contextOf(snapshot: Snapshot, policy: PolicyInForce, { head, base, isBoardApproved }: Known): Context {
  const before = new Map(base?.entries.map((entry) => [entry.procedure.path, entry]));
  const previous = new Map(snapshot.changes?.map((change) => [change.path, change]));
  return {
    survey: head,
    base,
    changes: snapshot.changes,
    policy,
    today: policy.today,
    owners: snapshot.owners ? byHandle(snapshot.owners) : null,
    neighbours: neighboursOf(snapshot),
    idsElsewhere: new Map(snapshot.idsElsewhere?.map((one) => [one.id, one])),
    attested: snapshot.attested ?? [],
    isBoardApproved,
    before: ({ procedure }) => {
      const change = previous.get(procedure.path);
      if (change?.status === 'added') return null;
      return before.get(change?.previousPath ?? procedure.path) ?? null;
    },
  };
}

/** What the change touches is judged as it was read. */
function neighboursOf({ neighbours, head, base, changes }: Snapshot): Context['neighbours'] {
  if (!neighbours) return null;
  const read = new Set([...head.files, ...(base?.files ?? [])].map(({ path }) => path));
  for (const { path, previousPath } of changes ?? []) read.add(path).add(previousPath ?? path);
  return neighbours.filter(({ path }) => !read.has(path));
}

function byHandle(owners: readonly OwnerState[]): ReadonlyMap<string, OwnerState> {
  return new Map(owners.map((owner) => [owner.handle.toLowerCase(), owner]));
}

function notChecked(context: Context): readonly NotChecked[] {
  const missing: NotChecked[] = [];
  for (const rule of RULES) {
    if (effectiveLevel(context.policy, rule, undefined, null, context.today) === 'off') continue;
    const reason = rule.notChecked?.(context);
    if (reason) missing.push({ rule: rule.id, reason });
  }
  return missing;
}

function lookedAt({ repository, head, base }: Snapshot, policy: PolicyInForce): Verdict['lookedAt'] {
  return {
    repository: repository.name,
    head: named(head),
    base: base ? named(base) : null,
    config: policy.description,
    include: policy.settings.procedures.include,
    ...(head.isPartial ? { isPartial: true } : {}),
  };
}

function named({ name, sha }: { readonly name: string; readonly sha: string | null }): string {
  return sha ? `${name} at ${sha.slice(0, 7)}` : name;
}

/** Nothing that the check is about was touched, or the app is switched off here. */
function emptyVerdict(snapshot: Snapshot, policy: PolicyInForce, advisory: boolean, enforce: Enforce): Verdict {
  return {
    conclusion: 'skipped',
    advisory,
    enforce,
    procedures: [],
    findings: [],
    notChecked: [],
    summary: { procedures: 0, affected: 0, failures: 0, warnings: 0, notices: 0 },
    lookedAt: lookedAt(snapshot, policy),
    preview: null,
  };
}
