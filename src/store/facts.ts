// store: what was once so of an installation and must outlive a restart. All replicas see the same.
import { sql } from 'kysely';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

/** Whether `fact` was noted, and its time is not over. */
export async function isFact({ db }: Db, installation: number, fact: string): Promise<boolean> {
  const row = await db
    .selectFrom('facts')
    .select('fact')
    .where('installation_id', '=', installation)
    .where('fact', '=', fact)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', sql<Date>`now()`)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that `fact` is so, for so long from now; infinite: for good. Of an installation that is not known, nothing is kept. */
export async function noteFact({ db }: Db, installation: number, fact: string, forMs: number): Promise<void> {
  const until = Number.isFinite(forMs)
    ? sql<Date | null>`now() + make_interval(secs => ${forMs / 1000})`
    : sql<Date | null>`null::timestamptz`;
  await db
    .insertInto('facts')
    .columns(['installation_id', 'fact', 'until'])
    .expression((from) =>
      from
        .selectFrom('installations')
        .select(['id', sql<string>`${fact}::text`.as('fact'), until.as('until')])
        .where('id', '=', installation),
    )
    .onConflict((conflict) =>
      conflict.columns(['installation_id', 'fact']).doUpdateSet({ until: sql<Date | null>`excluded.until` }),
    )
    .execute();
}
