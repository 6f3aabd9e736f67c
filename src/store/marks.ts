// store: where a sweep that goes on from run to run stands.
import { sql } from 'kysely';
import { jsonText } from './plain-json.ts';
import type { Store } from './store.ts';

/** What was written down last under `name`; null where nothing was. */
export async function readMark({ db }: Pick<Store, 'db'>, name: string): Promise<object | null> {
  const row = await db.selectFrom('marks').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

export async function saveMark({ db }: Pick<Store, 'db'>, name: string, value: object): Promise<void> {
  const told = { value: jsonText(value), updated_at: sql<Date>`now()` };
  await db
    .insertInto('marks')
    .values({ name, ...told })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(told))
    .execute();
}
