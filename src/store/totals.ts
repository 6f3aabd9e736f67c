// store: how much there is, over all installations, for the metrics. Each number is one query that reads an index, or few rows.
import { sql } from 'kysely';
import { ORPHANING } from '../core/catalog/owner-standing.ts';
import { type FeedbackTotals, readFeedbackTotals } from './feedback-reports.ts';
import type { Store } from './store.ts';

/** Over everything that the catalog knows. */
export type Totals = {
  /** By the id of the rule. */
  readonly findings: Readonly<Record<string, number>>;
  readonly overdue: number;
  readonly orphans: number;
  readonly entries: number;
  readonly repositories: number;
  readonly installations: number;
  readonly feedback: FeedbackTotals;
};

/** `today`: `YYYY-MM-DD`; a review is overdue from the day after its due day. */
export async function readTotals({ db }: Pick<Store, 'db'>, today: string): Promise<Totals> {
  const count = async (what: ReturnType<typeof sql>) =>
    Number((await sql<{ count: number }>`select count(*)::int as count from ${what}`.execute(db)).rows[0]?.count);
  const findings = await sql<{ rule: string; count: number }>`
    select rule, count(*)::int as count from findings group by rule order by rule`.execute(db);
  return {
    findings: Object.fromEntries(findings.rows.map(({ rule, count: number }) => [rule, number])),
    entries: await count(sql`entries`),
    overdue: await count(sql`entries where next_review_on < ${today}::date`),
    // From the few owners that are gone to their procedures, not the other way round.
    orphans: await count(sql`owners
      join entries on entries.repository_id = owners.repository_id and lower(entries.owner) = owners.key
      where owners.state = any(${ORPHANING})`),
    repositories: await count(sql`repositories where indexed_sha is not null`),
    installations: await count(sql`installations`),
    feedback: await readFeedbackTotals({ db }),
  };
}
