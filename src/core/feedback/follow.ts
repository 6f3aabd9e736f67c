// core/feedback: what is done about feedback that nobody answers. Nothing is ever closed for being old.
import { addInterval, compareDates, todayIn } from '../calendar-date.ts';
import { codeSpan } from '../code-span.ts';
import { ownerKey, sameOwner } from '../owner.ts';
import type { Settings } from '../policy/settings.ts';
import type { Risk } from '../procedure/procedure.ts';
import { type FeedbackEvent, inOrder, isAnswer } from './events.ts';
import { isReporter } from './responsible.ts';
import { type FeedbackSettings, respondIn } from './route.ts';
import type { Severity } from './severity.ts';

/** A feedback issue as the store knows it. */
export type Followed = {
  readonly reporter: string;
  readonly severity: Severity | null;
  /** Of the procedure; null: not declared, or none was found. */
  readonly risk: Risk | null;
  /** Who is responsible now; null: nobody but the fallback. */
  readonly owner: string | null;
  readonly approvers: readonly string[];
  /** Handles (as `ownerKey`) that GitHub knows, that can act, and that may be mentioned where the issue stands. */
  readonly resolved: ReadonlySet<string>;
  readonly events: readonly FeedbackEvent[];
};

/** The next thing to do; it is recorded as the event of the same name, so that it is done once. */
export type FollowUp = {
  readonly event: 'reminded' | 'escalated-to-approvers' | 'escalated-to-fallback';
  /** How often the clock began before: of each event there is one in each round. */
  readonly round: number;
  /** The one handle that the comment mentions. */
  readonly to: string;
  readonly text: string;
};

export type FollowSettings = FeedbackSettings & {
  readonly review: Pick<Settings['review'], 'escalateAfter' | 'timeZone'>;
};

/**
 * The reminder or escalation that is due on `today` (a day in the configured time zone); null where there is none. The owner is
 * reminded once, the day after an answer was due; after `review.escalateAfter` (of the procedure's risk; for dangerous feedback that of
 * critical) one approver hears of it once, and after as long again the fallback. The clock begins anew when the issue is reopened or
 * gets another owner. Of several steps that are due only the next one is taken.
 */
export function followUp(followed: Followed, today: string, settings: FollowSettings): FollowUp | null {
  const ordered = inOrder(followed.events);
  const begins = (event: FeedbackEvent, at: number) =>
    event.kind === 'opened' || event.kind === 'reopened' || isHandOver(event, ordered.slice(0, at));
  const from = ordered.findLastIndex(begins);
  const start = ordered[from];
  const since = ordered.slice(from);
  if (!start || isClosed(ordered) || since.some((event) => isAnswer(event, followed.reporter))) return null;
  const round = ordered.slice(0, from).filter(begins).length;
  const openedOn = todayIn(settings.review.timeZone, start.at);
  const done = new Set(since.map(({ kind }) => kind));
  const next = steps(followed, openedOn, settings).find(({ event }) => !done.has(event));
  if (!next || compareDates(today, next.after) <= 0) return null;
  return { event: next.event, to: next.to, round, text: `${next.to}: ${next.words}\n` };
}

type Step = Pick<FollowUp, 'event' | 'to'> & { readonly after: string; readonly words: string };

/** Nobody is in it twice, nor the reporter. */
function steps(followed: Followed, openedOn: string, settings: FollowSettings): readonly Step[] {
  const { fallback } = settings.owners;
  const { severity, risk, reporter, owner } = followed;
  const answerBy = addInterval(openedOn, respondIn(severity, settings));
  const { escalateAfter } = settings.review;
  const wait = escalateAfter[severity === 'dangerous' ? 'critical' : (risk ?? 'medium')] ?? escalateAfter.default;
  const isOther = (handle: string | null, told: readonly (string | null)[]): handle is string =>
    handle !== null &&
    followed.resolved.has(ownerKey(handle)) &&
    !isReporter(handle, reporter) &&
    !told.some((one) => one !== null && sameOwner(one, handle));
  const first = owner ?? fallback;
  const approver = followed.approvers.find((handle) => isOther(handle, [first])) ?? null;
  const due = `an answer was due by ${answerBy}.`;
  const missed = owner ? `${due} ${codeSpan(owner)} has not answered.` : due;
  const second = addInterval(answerBy, wait);
  return [
    ...(isOther(first, []) ? [{ event: 'reminded', to: first, after: answerBy, words: due } as const] : []),
    ...(approver ? [{ event: 'escalated-to-approvers', to: approver, after: second, words: missed } as const] : []),
    ...(isOther(fallback, [first, approver])
      ? [
          {
            event: 'escalated-to-fallback',
            to: fallback,
            after: approver ? addInterval(second, wait) : second,
            words: missed,
          } as const,
        ]
      : []),
  ];
}

/** A routing to another owner than before. */
function isHandOver(event: FeedbackEvent, before: readonly FeedbackEvent[]): boolean {
  if (event.kind !== 'routed') return false;
  const last = before.findLast(({ kind }) => kind === 'routed');
  return last?.kind === 'routed' && ownerKey(last.owner ?? '') !== ownerKey(event.owner ?? '');
}

function isClosed(ordered: readonly FeedbackEvent[]): boolean {
  return ordered.findLast(({ kind }) => kind === 'closed' || kind === 'reopened')?.kind === 'closed';
}
