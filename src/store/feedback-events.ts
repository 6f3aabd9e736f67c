// store: what happened to feedback, under GitHub's ids, so that what is told twice or late changes nothing.
import type { FeedbackEvent, FeedbackTimes } from '../core/feedback/events.ts';
import type { FeedbackAt } from './feedback.ts';
import { jsonText } from './plain-json.ts';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

export type EventsOf = FeedbackAt & { readonly installation: number };

/** Writes down events that are not known yet. One that was deleted stays so, however late it is told. */
export async function noteEvents({ db }: Db, of: EventsOf, events: readonly FeedbackEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ id, at, kind, ...data }) => ({
    ...{ repository_id: of.repository, installation_id: of.installation, number: of.number },
    ...{ id, at: new Date(at), kind, data: jsonText(data) },
  }));
  await db
    .insertInto('feedback_events')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['repository_id', 'number', 'id']).doNothing())
    .execute();
}

/** What was deleted on GitHub has not happened, though it may still be told of. */
export async function unnoteEvent({ db }: Db, of: EventsOf, id: string): Promise<void> {
  const gone = { kind: null, data: jsonText({}) };
  await db
    .insertInto('feedback_events')
    .values({
      ...{ repository_id: of.repository, installation_id: of.installation, number: of.number },
      ...{ id, at: new Date(), ...gone },
    })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number', 'id']).doUpdateSet(gone))
    .execute();
}

/** In any order. */
export async function readEvents({ db }: Db, { repository, number }: FeedbackAt): Promise<readonly FeedbackEvent[]> {
  const rows = await db
    .selectFrom('feedback_events')
    .select(['id', 'at', 'kind', 'data'])
    .where('repository_id', '=', repository)
    .where('number', '=', number)
    .where('kind', 'is not', null)
    .execute();
  return rows.map(toEvent);
}

/** The events of all open feedback of an installation, by repository and number (`12#7`). */
export async function eventsOfOpen(
  { db }: Db,
  installation: number,
): Promise<ReadonlyMap<string, readonly FeedbackEvent[]>> {
  const rows = await db
    .selectFrom('feedback_events')
    .innerJoin('feedback', (join) =>
      join
        .onRef('feedback.repository_id', '=', 'feedback_events.repository_id')
        .onRef('feedback.number', '=', 'feedback_events.number'),
    )
    .select(['feedback.repository_id as repository', 'feedback.number', 'feedback_events.id', 'feedback_events.at'])
    .select(['feedback_events.kind', 'feedback_events.data'])
    .where('feedback.installation_id', '=', installation)
    .where('feedback.is_open', '=', true)
    .where('feedback_events.kind', 'is not', null)
    .execute();
  const groups = Map.groupBy(rows, ({ repository, number }) => `${repository}#${number}`);
  return new Map([...groups].map(([key, some]) => [key, some.map(toEvent)]));
}

/** What follows from the events. */
export async function saveTimes({ db }: Db, { repository, number }: FeedbackAt, times: FeedbackTimes): Promise<void> {
  const { openedAt, firstAnswer, resolution, reopened } = times;
  const after = (milliseconds: number | null) =>
    openedAt === null || milliseconds === null ? null : new Date(openedAt + milliseconds);
  await db
    .updateTable('feedback')
    .set({ answered_at: after(firstAnswer), closed_at: after(resolution), reopened })
    .where((eb) => eb.and({ repository_id: repository, number }))
    .execute();
}

type Row = { id: string; at: Date; kind: string | null; data: Readonly<Record<string, unknown>> };

/** As `noteEvents` wrote it. */
function toEvent({ id, at, kind, data }: Row): FeedbackEvent {
  return { ...data, id, at: at.getTime(), kind } as FeedbackEvent;
}
