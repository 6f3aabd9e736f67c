// store: what the feedback of an installation comes to: for reviews, for checks, and for those who count.
import { sql } from 'kysely';
import { addInterval, todayIn } from '../core/calendar-date.ts';
import { keptSettings } from '../core/catalog/to-catalog.ts';
import type { Measured } from '../core/feedback/measures.ts';
import {
  type Questioned,
  questioned,
  type Report,
  type ReviewDueNow,
  reviewDueNow,
} from '../core/feedback/review-due.ts';
import { respondIn } from '../core/feedback/route.ts';
import type { Severity } from '../core/feedback/severity.ts';
import { allFeedback } from './feedback.ts';
import { readRepositories } from './repositories.ts';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

/** What reports say of a procedure. `issues` of `dueNow` and `questioned` are those of its own repository, which may be named there. */
export type Reported = {
  readonly open: number;
  readonly dangerous: number;
  readonly questioned: Questioned | null;
  readonly dueNow: ReviewDueNow | null;
};

/** The procedures of a repository about which anybody reported anything, by their paths. `today`: `YYYY-MM-DD`. */
export async function reportedIn(
  { db }: Db,
  repository: number,
  today: string,
): Promise<ReadonlyMap<string, Reported>> {
  const rows = await db
    .selectFrom('feedback')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.repository_id', '=', 'feedback.procedure_repository_id')
        .onRef('entries.path', '=', 'feedback.procedure_path'),
    )
    .select(['feedback.repository_id as repository', 'number', 'opened_at', 'severity', 'is_open', 'is_rejected'])
    .select(['procedure_path as path', 'entries.last_reviewed_on as reviewedOn'])
    .where('procedure_repository_id', '=', repository)
    .orderBy('opened_at')
    .execute();
  const byPath = Map.groupBy(rows, ({ path }) => path ?? '');
  return new Map(
    [...byPath].map(([path, some]) => {
      const reports = some.map(
        (row): Report => ({
          ...{ issue: row.number, openedOn: todayIn('UTC', row.opened_at.getTime()) },
          ...{ severity: row.severity as Severity | null, isOpen: row.is_open, isRejected: row.is_rejected },
        }),
      );
      const own = new Set(some.filter((row) => row.repository === repository).map(({ number }) => number));
      const named = <T extends { readonly issues: readonly number[] }>(said: T | null): T | null =>
        said && { ...said, issues: said.issues.filter((issue) => own.has(issue)) };
      const open = reports.filter(({ isOpen }) => isOpen);
      return [
        path,
        {
          ...{ open: open.length, dangerous: open.filter(({ severity }) => severity === 'dangerous').length },
          questioned: named(questioned(reports)),
          dueNow: named(reviewDueNow(reports, some[0]?.reviewedOn ?? null, today)),
        },
      ] as const;
    }),
  );
}

/** Every feedback issue of an installation as it counts on a day, for `measureFeedback`. What is about a procedure is of its repository. */
export async function measuredFeedback(store: Db, installation: number, today: string): Promise<readonly Measured[]> {
  const repositories = new Map((await readRepositories(store, installation)).map((one) => [one.id, one]));
  return (await allFeedback(store, installation)).flatMap((one) => {
    const place = repositories.get(one.about?.repository ?? one.repository);
    const home = repositories.get(one.repository);
    const settings = home && keptSettings(home.settings);
    if (!place || !settings) return [];
    const since = (at: number | null) => (at === null ? null : at - one.openedAt);
    const { record } = one.written;
    const askedOn = record?.askedOn ?? todayIn(settings.review.timeZone, one.openedAt);
    const isDue = today > addInterval(askedOn, respondIn(one.severity, settings));
    return [
      {
        ...{ repository: `${place.owner}/${place.name}`, owner: one.owner, severity: one.severity },
        ...{ openedAt: one.openedAt, firstAnswer: since(one.answeredAt), resolution: since(one.closedAt) },
        ...{ reopened: one.reopened, isOpen: one.isOpen },
        isOverdue: one.isOpen && one.answeredAt === null && isDue,
      },
    ];
  });
}

export type FeedbackRow = {
  readonly repository: { readonly owner: string; readonly name: string; readonly isPrivate: boolean };
  readonly owner: string | null;
  /** Of the last 90 days, and what of it had an answer. */
  readonly feedback: number;
  readonly answered: number;
};

/** How much feedback each owner had in each repository. `today`: `YYYY-MM-DD`. */
export async function readFeedbackRows(
  { db }: Db,
  installation: number,
  today: string,
): Promise<readonly FeedbackRow[]> {
  const { rows } = await sql<Omit<FeedbackRow, 'repository'> & { place: string; name: string; private: boolean }>`
    select repositories.owner as place, repositories.name, repositories.is_private as private,
      min(feedback.owner) as owner, count(*)::int as feedback,
      (count(*) filter (where answered_at is not null))::int as answered
    from feedback
    join repositories on repositories.id = coalesce(procedure_repository_id, repository_id)
    where feedback.installation_id = ${installation} and opened_at > ${today}::date - interval '90 days'
    group by repositories.id, lower(feedback.owner)
    order by repositories.id, lower(feedback.owner) nulls last`.execute(db);
  return rows.map(({ place, name, private: isPrivate, ...counts }) => ({
    ...counts,
    repository: { owner: place, name, isPrivate },
  }));
}

/** Over all installations. Times are of what was opened in the last 90 days; null where there is none. */
export type FeedbackTotals = {
  readonly open: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly questioned: number;
  readonly reopened: number;
  readonly answerSeconds: number | null;
  readonly resolutionSeconds: number | null;
};

/** `open` by severity, `none` where nobody said. */
export async function readFeedbackTotals({ db }: Db): Promise<FeedbackTotals> {
  const open = await sql<{ severity: string; count: number }>`
    select coalesce(severity, 'none') as severity, count(*)::int as count from feedback where is_open
    group by 1 order by 1`.execute(db);
  const { rows } = await sql<Omit<FeedbackTotals, 'open'>>`
    select (count(*) filter (where is_open and answered_at is null))::int as unanswered,
      (count(distinct (procedure_repository_id, procedure_path))
        filter (where is_open and severity = 'dangerous' and procedure_path is not null))::int as questioned,
      (count(*) filter (where reopened > 0))::int as reopened,
      percentile_disc(0.5) within group (order by extract(epoch from answered_at - opened_at)::float)
        filter (where answered_at is not null and opened_at > now() - interval '90 days') as "answerSeconds",
      percentile_disc(0.5) within group (order by extract(epoch from closed_at - opened_at)::float)
        filter (where closed_at is not null and opened_at > now() - interval '90 days') as "resolutionSeconds"
    from feedback`.execute(db);
  const [told] = rows;
  return {
    open: Object.fromEntries(open.rows.map(({ severity, count }) => [severity, count])),
    ...{ unanswered: told?.unanswered ?? 0, questioned: told?.questioned ?? 0, reopened: told?.reopened ?? 0 },
    ...{ answerSeconds: told?.answerSeconds ?? null, resolutionSeconds: told?.resolutionSeconds ?? null },
  };
}
