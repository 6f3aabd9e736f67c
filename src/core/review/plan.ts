// core/review: what has to be written so that the issues of one place are as they should be.
import { byCodePoint } from '../code-point-order.ts';
import { sameOwner } from '../owner.ts';
import { admit, waitingFor } from './admit.ts';
import { whoIsAsked } from './ask.ts';
import { isClosedByHand, lists, silentUntil } from './closed-by-hand.ts';
import { gravityOf, riskOf } from './entry.ts';
import { escalationOf } from './escalate.ts';
import { handOver } from './hand-over.ts';
import { withMention } from './issue-body.ts';
import type { Close, Comment, Create, IssuePlan, Reopen, Update, Waiting } from './issue-plan.ts';
import { issueText } from './issue-text.ts';
import type { KnownIssue } from './known-issue.ts';
import { isOpenHour } from './open-hours.ts';
import type { PlanInput } from './plan-input.ts';
import { unreviewed } from './unreviewed.ts';
import { isGone, type WantedIssue, wantedIssues } from './wanted-issues.ts';

/** A wanted issue with its open record, if there is one, and further open ones of the same key, which only an accident makes. */
type Matched = {
  readonly wanted: WantedIssue;
  readonly known: KnownIssue | null;
  readonly twins: readonly KnownIssue[];
};

/**
 * The writes of one run (contract §6), in a fixed order, and what waits. Pure: the same input gives the same plan, and once the plan is
 * carried out and recorded, the next one on the same day is empty.
 */
export function planIssues(input: PlanInput): IssuePlan {
  const { issues, unowned } = wantedIssues(input);
  const matched = issues.map((wanted) => match(wanted, input));
  const open = matched.filter(({ wanted, known }) => known !== null && wanted.entries.length > 0);
  const unopened = matched.filter(({ known }) => known === null);
  const protests = unopened.map(({ wanted }) => unreviewed(wanted, input));
  const fresh = unopened.map(({ wanted }) => withoutSilent(wanted, input)).filter(({ entries }) => entries.length > 0);
  const { open: admitted, waiting } = admit(fresh, input);
  return {
    create: creations(admitted, input),
    update: open.flatMap((one) => updateOf(one, input)),
    close: closings(matched, input),
    reopen: protests.flatMap(({ reopen }): readonly Reopen[] => reopen),
    comment: [
      ...protests.flatMap(({ comment }): readonly Comment[] => comment),
      ...open.flatMap((one) => commentsOn(one, input)),
    ],
    waiting: [...waiting, ...snoozed(unopened, input), ...nobody(unowned)].sort(byRisk),
  };
}

/** The procedures about which nobody wants to be asked are left out, unless the open issue lists them itself. */
function match(wanted: WantedIssue, input: PlanInput): Matched {
  const keys = [wanted.key, ...wanted.formerKeys];
  const [known = null, ...twins] = input.issues
    .filter(({ kind, key, state }) => kind === wanted.kind && state === 'open' && keys.includes(key))
    .toSorted((a, b) => a.number - b.number);
  if (!known) return { wanted, known, twins };
  const entries = wanted.entries.filter((entry) => lists(known, entry) || !isSilent(entry, wanted, input));
  return { wanted: { ...wanted, entries }, known, twins };
}

function withoutSilent(wanted: WantedIssue, input: PlanInput): WantedIssue {
  return { ...wanted, entries: wanted.entries.filter((entry) => !isSilent(entry, wanted, input)) };
}

function isSilent(entry: WantedIssue['entries'][number], { kind }: WantedIssue, { issues, today }: PlanInput): boolean {
  const until = silentUntil(entry, ofKind(issues, kind));
  return until !== null && today <= until;
}

function ofKind(issues: readonly KnownIssue[], wanted: KnownIssue['kind']): readonly KnownIssue[] {
  return issues.filter((issue) => issue.kind === wanted && isClosedByHand(issue));
}

function creations(admitted: readonly WantedIssue[], input: PlanInput): readonly Create[] {
  const given = new Map<string, number>();
  return admitted.map((wanted) => {
    const text = issueText(wanted, null, input);
    const { assignees, mention } = whoIsAsked(wanted, input, given);
    const isReview = wanted.kind === 'review';
    return {
      ...text,
      body: mention === null ? text.body : withMention(text.body, mention),
      labels: [input.settings.labels[wanted.kind]],
      assignees,
      reason: isReview
        ? `The planned day of ${named(wanted)} has passed.`
        : `The owner of ${named(wanted)} cannot act.`,
    };
  });
}

function named({ entries }: WantedIssue): string {
  const [first] = entries;
  return entries.length === 1 && first ? first.path : `${entries.length} procedures`;
}

function updateOf({ wanted, known }: Matched, input: PlanInput): readonly Update[] {
  if (!known) return [];
  const text = issueText(wanted, known, input);
  if (known.key !== wanted.key) return [{ ...text, number: known.number, reason: 'The procedure was renamed.' }];
  return known.bodyHash === text.bodyHash
    ? []
    : [{ ...text, number: known.number, reason: 'What it says has changed.' }];
}

function closings(matched: readonly Matched[], input: PlanInput): readonly Close[] {
  const twins = matched.flatMap(({ twins, known }) =>
    twins.map(
      ({ number }): Close => ({
        number,
        as: 'not-planned',
        reason: `A second issue of the same key; ${known?.number} stays.`,
      }),
    ),
  );
  const kept = new Set(
    matched.flatMap(({ wanted, known }) => (wanted.entries.length > 0 && known ? [known.number] : [])),
  );
  const asTwins = new Set(twins.map(({ number }) => number));
  const done = input.issues
    .filter(({ state, number }) => state === 'open' && !kept.has(number) && !asTwins.has(number))
    .map((issue): Close => ({ number: issue.number, ...whyDone(issue, input) }));
  return [...done, ...twins].sort((a, b) => a.number - b.number);
}

function whyDone({ kind, owner }: KnownIssue, { owners }: PlanInput): Pick<Close, 'as' | 'reason'> {
  if (kind === 'orphaned') return { as: 'completed', reason: 'Every procedure has an owner who can act.' };
  if (owner !== null && isGone(owner, owners))
    return { as: 'not-planned', reason: 'The owner cannot act; the orphan issue takes over.' };
  return { as: 'completed', reason: 'The default branch shows newer reviews, or the procedures are no longer there.' };
}

function commentsOn({ wanted, known }: Matched, input: PlanInput): readonly Comment[] {
  if (!known || known.isLocked) return [];
  const handedOver =
    known.owner !== null && !sameOwner(known.owner, wanted.owner) ? handOver(wanted, known, input) : null;
  if (handedOver) return [handedOver];
  const isSnoozed = known.snoozedUntil !== null && input.today <= known.snoozedUntil;
  if (isSnoozed || !isOpenHour(input.settings.review.openOn, input.today, input.hour)) return [];
  const escalation = escalationOf(wanted, known, input);
  return escalation ? [escalation] : [];
}

function snoozed(unopened: readonly Matched[], input: PlanInput): readonly Waiting[] {
  return unopened.flatMap(({ wanted }) => {
    const entries = wanted.entries.filter((entry) => isSilent(entry, wanted, input));
    if (entries.length === 0) return [];
    const until = entries.flatMap((entry) => silentUntil(entry, ofKind(input.issues, wanted.kind)) ?? []).sort();
    return [waitingFor({ ...wanted, entries }, 'snoozed', `A person closed the issue; asked again after ${until[0]}.`)];
  });
}

function nobody(unowned: readonly WantedIssue['entries'][number][]): readonly Waiting[] {
  return unowned.map((entry) => ({
    kind: 'review',
    key: entry.key,
    owner: null,
    risk: riskOf(entry),
    since: entry.due,
    procedures: [entry.key],
    why: 'no-owner',
    reason: 'It has no owner who could be asked.',
  }));
}

function byRisk(a: Waiting, b: Waiting): number {
  return (
    gravityOf(b.risk) - gravityOf(a.risk) ||
    byCodePoint(a.since ?? '9999', b.since ?? '9999') ||
    byCodePoint(a.kind, b.kind) ||
    byCodePoint(a.key, b.key)
  );
}
