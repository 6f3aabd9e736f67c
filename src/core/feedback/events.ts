// core/feedback: what happened to a feedback issue, and how long it took.

/** `id` is GitHub's: an event that comes twice counts once. `at`: milliseconds since the epoch. Any order. */
export type FeedbackEvent = { readonly id: string; readonly at: number } & (
  | { readonly kind: 'opened'; readonly by: string }
  | { readonly kind: 'closed'; readonly by: string }
  | { readonly kind: 'reopened'; readonly by: string }
  /** `canAct`: by somebody of the owner, or with write access. */
  | { readonly kind: 'commented'; readonly by: string; readonly isBot: boolean; readonly canAct: boolean }
  /** The app routed it to an owner. */
  | { readonly kind: 'routed'; readonly owner: string | null }
  | { readonly kind: 'reminded' | 'escalated-to-approvers' | 'escalated-to-fallback' }
);

/** In milliseconds; null: not yet. */
export type FeedbackTimes = {
  readonly openedAt: number | null;
  readonly firstAnswer: number | null;
  /** To the last closing; null while it is open. */
  readonly resolution: number | null;
  readonly reopened: number;
  readonly isOpen: boolean;
};

/** The events in the order in which they happened, each once. What is closed is not closed again, nor opened what is open. */
export function inOrder(events: readonly FeedbackEvent[]): readonly FeedbackEvent[] {
  const sorted = [...new Map(events.map((event) => [event.id, event])).values()].sort(
    (a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind] || (a.id < b.id ? -1 : 1),
  );
  let isOpen = true;
  return sorted.filter(({ kind }) => {
    if (kind !== 'closed' && kind !== 'reopened') return true;
    const isNews = isOpen === (kind === 'closed');
    isOpen = kind === 'reopened';
    return isNews;
  });
}

/** At one moment the opening comes first, and a reopening after a closing. */
const RANK: Readonly<Record<FeedbackEvent['kind'], number>> = {
  opened: 0,
  routed: 1,
  commented: 2,
  reminded: 3,
  'escalated-to-approvers': 4,
  'escalated-to-fallback': 5,
  closed: 6,
  reopened: 7,
};

/**
 * How long the first answer and the resolution took. An answer is a comment by somebody who can act and is neither the reporter nor a
 * bot, or a closing by somebody other than the reporter. Events that came late, twice or out of order change nothing.
 */
export function timesOf(events: readonly FeedbackEvent[], reporter: string): FeedbackTimes {
  const ordered = inOrder(events);
  const openedAt = ordered.find(({ kind }) => kind === 'opened')?.at ?? null;
  const answer = ordered.find((event) => isAnswer(event, reporter));
  const last = ordered.findLast(({ kind }) => kind === 'closed' || kind === 'reopened');
  const since = (at: number | undefined): number | null =>
    openedAt === null || at === undefined ? null : Math.max(0, at - openedAt);
  return {
    openedAt,
    firstAnswer: since(answer?.at),
    resolution: last?.kind === 'closed' ? since(last.at) : null,
    reopened: ordered.filter(({ kind }) => kind === 'reopened').length,
    isOpen: last?.kind !== 'closed',
  };
}

/** Whether an event is an answer to the reporter. */
export function isAnswer(event: FeedbackEvent, reporter: string): boolean {
  if (event.kind !== 'commented' && event.kind !== 'closed') return false;
  if (event.by.toLowerCase() === reporter.toLowerCase()) return false;
  return event.kind === 'commented' ? event.canAct && !event.isBot : true;
}
