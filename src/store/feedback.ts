// store: issues about procedures, as they were routed.
import { sql } from 'kysely';
import type { FeedbackRecord } from '../core/feedback/plan.ts';
import type { Severity } from '../core/feedback/severity.ts';
import { jsonText, plainText } from './plain-json.ts';
import type { Store } from './store.ts';

/** An issue, by the number of its repository. */
export type FeedbackAt = { readonly repository: number; readonly number: number };

/** A procedure, by the number of its repository. */
export type About = { readonly repository: number; readonly path: string };

/** What the app wrote on the issue. `comment`: of its reply. */
export type FeedbackWritten = {
  readonly record: FeedbackRecord | null;
  readonly comment: number | null;
  readonly hasStory: boolean;
};

/** Moments are milliseconds since the epoch. */
export type FeedbackKept = FeedbackAt & {
  readonly installation: number;
  readonly reporter: string;
  readonly isOpen: boolean;
  /** Closed as not planned or as a duplicate. */
  readonly isRejected: boolean;
  readonly openedAt: number;
  readonly severity: Severity | null;
  /** Whose it is; null: nobody's. */
  readonly owner: string | null;
  /** Null: it could not be told yet. */
  readonly about: About | null;
  /** The login that the app assigned last. */
  readonly assigned: string | null;
  readonly assignedAt: number | null;
  readonly repliedAt: number | null;
  /** The reply would have been one too many. */
  readonly isWaiting: boolean;
  /** The issue that was opened for it where the procedure is. */
  readonly linked: FeedbackAt | null;
  readonly written: FeedbackWritten;
};

/** With what others than `saveFeedback` write. */
export type FeedbackRead = FeedbackKept & {
  /** What somebody said that it is about. */
  readonly chosen: About | null;
  readonly answeredAt: number | null;
  readonly closedAt: number | null;
  readonly reopened: number;
};

type Db = Pick<Store, 'db'>;

/** Writes down how an issue was routed; what was chosen and what was worked out of its events stays. */
export async function saveFeedback({ db }: Db, kept: FeedbackKept): Promise<void> {
  const told = {
    ...{ reporter: plainText(kept.reporter), is_open: kept.isOpen, is_rejected: kept.isRejected },
    ...{ opened_at: new Date(kept.openedAt), severity: kept.severity, owner: kept.owner },
    ...{ procedure_repository_id: kept.about?.repository ?? null },
    procedure_path: kept.about ? plainText(kept.about.path) : null,
    ...{ assigned: kept.assigned, assigned_at: momentOf(kept.assignedAt), replied_at: momentOf(kept.repliedAt) },
    ...{ is_waiting: kept.isWaiting, linked_repository_id: kept.linked?.repository ?? null },
    ...{ linked_number: kept.linked?.number ?? null, record: jsonText(kept.written) },
  };
  await db
    .insertInto('feedback')
    .values({ repository_id: kept.repository, installation_id: kept.installation, number: kept.number, ...told })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number']).doUpdateSet(told))
    .execute();
}

/** Null where it is none. */
export async function feedbackAt({ db }: Db, { repository, number }: FeedbackAt): Promise<FeedbackRead | null> {
  const row = await db
    .selectFrom('feedback')
    .selectAll()
    .where((eb) => eb.and({ repository_id: repository, number }))
    .executeTakeFirst();
  return row ? toFeedback(row) : null;
}

/** The feedback for which a linked issue was opened; null where it was opened for none. */
export async function feedbackLinkedTo({ db }: Db, { repository, number }: FeedbackAt): Promise<FeedbackRead | null> {
  const row = await db
    .selectFrom('feedback')
    .selectAll()
    .where((eb) => eb.and({ linked_repository_id: repository, linked_number: number }))
    .executeTakeFirst();
  return row ? toFeedback(row) : null;
}

/** All of an installation that is open. */
export async function openFeedback({ db }: Db, installation: number): Promise<readonly FeedbackRead[]> {
  const rows = await db
    .selectFrom('feedback')
    .selectAll()
    .where((eb) => eb.and({ installation_id: installation, is_open: true }))
    .orderBy('repository_id')
    .orderBy('number')
    .execute();
  return rows.map(toFeedback);
}

/** Whether any of an installation is open. */
export async function hasOpenFeedback({ db }: Db, installation: number): Promise<boolean> {
  const row = await db
    .selectFrom('feedback')
    .select('number')
    .where((eb) => eb.and({ installation_id: installation, is_open: true }))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** All of an installation, closed or not. */
export async function allFeedback({ db }: Db, installation: number): Promise<readonly FeedbackRead[]> {
  const rows = await db.selectFrom('feedback').selectAll().where('installation_id', '=', installation).execute();
  return rows.map(toFeedback);
}

/** All about procedures of a repository that is open, or was closed within so many milliseconds. */
export async function feedbackAbout(
  { db }: Db,
  repository: number,
  closedWithinMs: number,
): Promise<readonly FeedbackRead[]> {
  const rows = await db
    .selectFrom('feedback')
    .selectAll()
    .where('procedure_repository_id', '=', repository)
    .where((where) =>
      where.or([
        where('is_open', '=', true),
        where('closed_at', '>', sql<Date>`now() - make_interval(secs => ${closedWithinMs / 1000})`),
      ]),
    )
    .orderBy('number')
    .execute();
  return rows.map(toFeedback);
}

/** Writes down what somebody said that an issue is about. */
export async function chooseProcedure({ db }: Db, { repository, number }: FeedbackAt, about: About): Promise<void> {
  await db
    .updateTable('feedback')
    .set({ chosen_repository_id: about.repository, chosen_path: plainText(about.path) })
    .where((eb) => eb.and({ repository_id: repository, number }))
    .execute();
}

/** Takes out everything that is kept of an issue. */
export async function forgetFeedback({ db }: Db, { repository, number }: FeedbackAt): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of ['feedback', 'feedback_events'] as const)
      await trx.deleteFrom(table).where('repository_id', '=', repository).where('number', '=', number).execute();
  });
}

/** A reply that was written. */
export type Replied = { readonly reporter: string; readonly about: About | null; readonly at: number };

/** The replies of the last so many milliseconds in an installation, but for that on one issue. */
export async function repliesWithin(
  { db }: Db,
  installation: number,
  { withinMs, but }: { readonly withinMs: number; readonly but: FeedbackAt },
): Promise<readonly Replied[]> {
  const rows = await db
    .selectFrom('feedback')
    .select(['reporter', 'procedure_repository_id', 'procedure_path', 'replied_at'])
    .where('installation_id', '=', installation)
    .where('replied_at', '>', sql<Date>`now() - make_interval(secs => ${withinMs / 1000})`)
    .where((where) => where.not(where.and({ repository_id: but.repository, number: but.number })))
    .execute();
  return rows.map(({ reporter, procedure_repository_id, procedure_path, replied_at }) => ({
    ...{ reporter, at: replied_at?.getTime() ?? 0 },
    about: aboutOf(procedure_repository_id, procedure_path),
  }));
}

/** How much open feedback people were assigned, and when they were last; keys are logins in lower case. */
export async function assignedLoads(
  { db }: Db,
  installation: number,
  but: FeedbackAt,
): Promise<ReadonlyMap<string, { readonly open: number; readonly lastAt: number | null }>> {
  const rows = await db
    .selectFrom('feedback')
    .select([
      sql<string>`lower(assigned)`.as('login'),
      sql<number>`count(*) filter (where is_open)::int`.as('open'),
      sql<Date | null>`max(assigned_at)`.as('last'),
    ])
    .where('installation_id', '=', installation)
    .where('assigned', 'is not', null)
    .where((where) => where.not(where.and({ repository_id: but.repository, number: but.number })))
    .groupBy(sql`lower(assigned)`)
    .execute();
  return new Map(rows.map(({ login, open, last }) => [login, { open, lastAt: last?.getTime() ?? null }]));
}

type Row = {
  repository_id: number;
  installation_id: number;
  number: number;
  reporter: string;
  is_open: boolean;
  is_rejected: boolean;
  opened_at: Date;
  severity: string | null;
  owner: string | null;
  procedure_repository_id: number | null;
  procedure_path: string | null;
  assigned: string | null;
  assigned_at: Date | null;
  replied_at: Date | null;
  is_waiting: boolean;
  linked_repository_id: number | null;
  linked_number: number | null;
  record: Readonly<Record<string, unknown>>;
  chosen_repository_id: number | null;
  chosen_path: string | null;
  answered_at: Date | null;
  closed_at: Date | null;
  reopened: number;
};

const NOTHING_WRITTEN: FeedbackWritten = { record: null, comment: null, hasStory: false };

function toFeedback(row: Row): FeedbackRead {
  const { linked_repository_id: linkedRepository, linked_number: linkedNumber } = row;
  return {
    ...{ repository: row.repository_id, installation: row.installation_id, number: row.number },
    ...{ reporter: row.reporter, isOpen: row.is_open, isRejected: row.is_rejected, owner: row.owner },
    ...{ openedAt: row.opened_at.getTime(), severity: row.severity as Severity | null },
    about: aboutOf(row.procedure_repository_id, row.procedure_path),
    ...{ assigned: row.assigned, assignedAt: timeOf(row.assigned_at), repliedAt: timeOf(row.replied_at) },
    isWaiting: row.is_waiting,
    linked:
      linkedRepository === null || linkedNumber === null
        ? null
        : { repository: linkedRepository, number: linkedNumber },
    written: { ...NOTHING_WRITTEN, ...row.record },
    chosen: aboutOf(row.chosen_repository_id, row.chosen_path),
    ...{ answeredAt: timeOf(row.answered_at), closedAt: timeOf(row.closed_at), reopened: row.reopened },
  };
}

function aboutOf(repository: number | null, path: string | null): About | null {
  return repository === null || path === null ? null : { repository, path };
}

function timeOf(moment: Date | null): number | null {
  return moment?.getTime() ?? null;
}

function momentOf(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
