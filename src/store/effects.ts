// store: the ledger of what is written to GitHub. GitHub knows no idempotency key: what was begun is written down before, what was answered after.
import { sql } from 'kysely';
import { jsonText } from './plain-json.ts';
import type { Store } from './store.ts';

export type EffectRow = {
  /** One thing on GitHub, whatever it is brought to: `check acme/ops 1a2b… Procedure ownership`. */
  readonly key: string;
  readonly installation: number;
  readonly kind: string;
  /** What it is to be brought to. */
  readonly digest: string;
};

/**
 * How a thing stands. `free`: nothing is under way, and nobody knows of an unfinished write. `unsure`: somebody began `sinceMs` ago and
 * never told the end. `done`: it was brought to this very digest, and this is what GitHub answered.
 */
export type Standing =
  | { readonly state: 'free' }
  | { readonly state: 'unsure'; readonly sinceMs: number; readonly tries: number }
  | { readonly state: 'done'; readonly result: object | null };

/** How it stands; where it is `free`, the intent is written down now. `isRepeatable`: it is so when it is done, too. */
export async function intend(store: Store, effect: EffectRow, isRepeatable = false): Promise<Standing> {
  const { key, installation, kind, digest } = effect;
  const fresh = { key, installation_id: installation, kind, state: 'intent' as const, digest, result: jsonText(null) };
  // Of what was never written before, which is most, one statement is all: of many at a time one puts the row in.
  const added = await store.db
    .insertInto('effects')
    .values(fresh)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  if (added) return { state: 'free' };
  return store.db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('effects')
      .select(['state', 'digest', 'tries', 'result'])
      .select(sql<number>`(extract(epoch from now() - intended_at) * 1000)::int`.as('since'))
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.state === 'intent') return { state: 'unsure', sinceMs: row.since, tries: row.tries };
    if (row.digest === digest && !isRepeatable) return { state: 'done', result: row.result };
    await trx
      .updateTable('effects')
      .set({ state: 'intent', digest, tries: 1, intended_at: sql<Date>`now()` })
      .where('key', '=', key)
      .execute();
    return { state: 'free' };
  });
}

/** Writes down that the write is tried once more, by somebody who looked and found nothing. */
export async function intendAgain(store: Store, { key, digest }: EffectRow): Promise<void> {
  await store.db
    .updateTable('effects')
    .set((update) => ({ digest, tries: update('tries', '+', 1), intended_at: sql<Date>`now()` }))
    .where('key', '=', key)
    .execute();
}

/** Writes down what GitHub answered. */
export async function settle(store: Store, { key, digest }: EffectRow, result: object | null): Promise<void> {
  await store.db
    .updateTable('effects')
    .set({ state: 'done', digest, result: jsonText(result), done_at: sql<Date>`now()` })
    .where('key', '=', key)
    .execute();
}

/** Takes an intent back: GitHub refused, so that nothing was written. */
export async function withdraw(store: Store, { key }: EffectRow): Promise<void> {
  await store.db.deleteFrom('effects').where('key', '=', key).where('state', '=', 'intent').execute();
}

export type EffectDone = {
  readonly installation: number;
  /** As it was given to `applyEffect`. */
  readonly key: string;
  readonly kind: string;
  readonly tries: number;
};

export type DoneWithin = {
  readonly kinds: readonly string[];
  readonly withinMs: number;
  readonly olderThanMs: number;
  readonly most: number;
};

/** What was done lately in an installation: first what took several tries, then the newest. */
export async function doneEffects(
  { db }: Pick<Store, 'db'>,
  installation: number,
  { kinds, withinMs, olderThanMs, most }: DoneWithin,
): Promise<readonly EffectDone[]> {
  const rows = await db
    .selectFrom('effects')
    .select(['key', 'kind', 'tries'])
    .where('installation_id', '=', installation)
    .where('state', '=', 'done')
    .where('kind', 'in', kinds)
    .where('done_at', '>', sql<Date>`now() - make_interval(secs => ${withinMs / 1000})`)
    .where('done_at', '<=', sql<Date>`now() - make_interval(secs => ${olderThanMs / 1000})`)
    .orderBy(sql`tries > 1`, 'desc')
    .orderBy('done_at', 'desc')
    .limit(most)
    .execute();
  // `applyEffect` puts the installation before the key.
  return rows.map(({ key, kind, tries }) => ({ installation, key: key.slice(key.indexOf(' ') + 1), kind, tries }));
}
