// store: takes out what is too old to be of use. What may still be under way stays, however old it is.
import { sql } from 'kysely';
import type { Store } from './store.ts';

/** Rows in one statement: a lock is short, and whoever writes meanwhile does not wait. */
const AT_ONCE = 5_000;

/**
 * GitHub delivers again for 3 days (Enterprise Server 7) under the same GUID: 30 are kept. An effect that was settled is known again on
 * GitHub by its marker; an open intent never goes.
 */
const OLD = [
  { name: 'deliveries', of: sql`deliveries where received_at < now() - interval '30 days'` },
  { name: 'effects', of: sql`effects where state = 'done' and done_at < now() - interval '30 days'` },
  { name: 'checks', of: sql`checks where updated_at < now() - interval '90 days'` },
  { name: 'facts', of: sql`facts where until < now()` },
  { name: 'approvals', of: sql`approvals where updated_at < now() - interval '90 days'` },
  { name: 'overrides', of: sql`overrides where at < now() - interval '365 days'` },
] as const;

export type Pruned = Readonly<Record<(typeof OLD)[number]['name'], number>>;

/** How many rows went. `goesOn` is asked before each statement; it throws to stop. */
export async function prune({ db }: Pick<Store, 'db'>, goesOn: () => void): Promise<Pruned> {
  const pruned = { deliveries: 0, effects: 0, checks: 0, facts: 0, approvals: 0, overrides: 0 };
  for (const { name, of } of OLD) {
    for (let gone = AT_ONCE; gone === AT_ONCE; pruned[name] += gone) {
      goesOn();
      const table = sql.table(name);
      const { numAffectedRows = 0n } =
        await sql`delete from ${table} where ctid = any(array(select ctid from ${of} limit ${AT_ONCE}))`.execute(db);
      gone = Number(numAffectedRows);
    }
  }
  return pruned;
}
