// store: the counts of an organisation's report, a row for each owner in each repository.
import { sql } from 'kysely';
import { ORPHANING } from '../core/catalog/owner-standing.ts';
import type { ReportCounts } from '../core/report/organisation-report.ts';
import type { Store } from './store.ts';

export type ReportRowKept = Omit<ReportCounts, 'feedback' | 'answered'> & {
  readonly repository: { readonly owner: string; readonly name: string; readonly isPrivate: boolean };
  /** The handle; null: nobody. */
  readonly owner: string | null;
};

/**
 * `today`: `YYYY-MM-DD`; a review is overdue from the day after its due day. Of an owner nobody knows anything yet (`unknown`), it is not said that
 * they can act.
 */
export async function readReportRows(
  { db }: Pick<Store, 'db'>,
  installation: number,
  today: string,
): Promise<readonly ReportRowKept[]> {
  const overdue = sql`entries.review_kind = 'dated' and entries.next_review_on < ${today}::date`;
  // As `entryKeys` makes them: by its id in its own repository, with the number of that elsewhere. What must not be named has none here.
  const asked = sql`exists (
    select 1 from asked where
      (asked.place = entries.repository_id
        and asked.key in (entries.procedure_id, entries.procedure_id || ' ' || entries.path))
      or asked.key = entries.repository_id || ':' || entries.procedure_id)`;
  const count = (what: ReturnType<typeof sql>) => sql`(count(*) filter (where ${what}))::int`;
  const { rows } = await sql<ReportCounts & { place: string; name: string; private: boolean; owner: string | null }>`
    with asked as (
      select issues.repository_id as place, listed->>'key' as key
      from issues, jsonb_array_elements(
        case when jsonb_typeof(issues.data->'listed') = 'array' then issues.data->'listed' else '[]' end) as listed
      where issues.installation_id = ${installation} and issues.kind = 'review' and issues.is_open
    )
    select repositories.owner as place, repositories.name, repositories.is_private as private,
      min(entries.owner) as owner,
      count(*)::int as procedures,
      ${count(sql`entries.owner is not null`)} as owned,
      ${count(sql`owners.state = 'alive'`)} as able,
      ${count(sql`entries.coverage = 'specific'`)} as specific,
      ${count(sql`entries.review_kind in ('dated', 'never')`)} as dated,
      ${count(sql`entries.review_kind = 'never' or (entries.review_kind = 'dated' and not (${overdue}))`)} as current,
      ${count(sql`owners.state = any(${ORPHANING})`)} as orphaned,
      ${count(sql`${overdue} and not ${asked}`)} as waiting
    from entries
    join repositories on repositories.id = entries.repository_id
    left join owners on owners.repository_id = entries.repository_id and owners.key = lower(entries.owner)
    where entries.installation_id = ${installation}
    group by repositories.id, lower(entries.owner)
    order by repositories.id, lower(entries.owner) nulls last`.execute(db);
  return rows.map(({ place, name, private: isPrivate, ...counts }) => ({
    ...counts,
    repository: { owner: place, name, isPrivate },
  }));
}
