// store: deliveries and what they make, on disk in one transaction, before GitHub hears that they were accepted.
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Installation, noteInstallation } from './installations.ts';
import { plainText } from './plain-json.ts';
import type { Work } from './queue.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export type DeliveryTaken = {
  /** `X-GitHub-Delivery`, the same when GitHub delivers again. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: Pick<Installation, 'id' | 'account' | 'accountId' | 'isOrganisation'> | null;
};

/** What became of a delivery; `known`: it was here before, and nothing was put in again. */
export type Taken = 'new' | 'known';

/** Writes down that the delivery is here, and puts in its work. When it rejects, nothing of that is there. */
export type Intake = (delivery: DeliveryTaken, work: readonly Work[]) => Promise<Taken>;

/** The channel on which workers of other processes are woken. */
export const WAKE_CHANNEL = 'steward_work';

/** Transactions at a time; what comes meanwhile is committed together. */
const AT_A_TIME = 3;
/** Deliveries in one transaction. */
const TOGETHER = 32;

type Waiting = Arrival & {
  readonly resolve: (taken: Taken) => void;
  readonly reject: (error: unknown) => void;
};

type Arrival = { readonly delivery: DeliveryTaken; readonly work: readonly Work[] };

/** An intake that commits together what comes at the same time: a flood costs a fraction of its transactions, and a single delivery waits for nobody. */
export function createIntake(store: Store): Intake {
  const waiting: Waiting[] = [];
  let underWay = 0;
  const next = () => {
    while (underWay < AT_A_TIME && waiting.length > 0) {
      underWay += 1;
      void settle(store, waiting.splice(0, TOGETHER)).finally(() => {
        underWay -= 1;
        next();
      });
    }
  };
  return (delivery, work) =>
    new Promise((resolve, reject) => {
      waiting.push({ delivery, work, resolve, reject });
      next();
    });
}

/** Never rejects. What fails together is tried one by one: a delivery that the database refuses costs no other its place. */
async function settle(store: Store, batch: readonly Waiting[]): Promise<void> {
  try {
    const taken = await takeInTogether(store, batch);
    for (const [at, { resolve }] of batch.entries()) resolve(taken[at] ?? 'known');
  } catch (error) {
    const [only] = batch;
    if (batch.length === 1) only?.reject(error);
    else for (const one of batch) await settle(store, [one]);
  }
}

/** One delivery in a transaction of its own. */
export async function takeIn(store: Store, delivery: DeliveryTaken, work: readonly Work[]): Promise<Taken> {
  const [taken = 'known'] = await takeInTogether(store, [{ delivery, work }]);
  return taken;
}

/** What became of each, in their order. All of it is there, or nothing. */
async function takeInTogether(store: Store, batch: readonly Arrival[]): Promise<readonly Taken[]> {
  // Most of what GitHub tells makes no work: that is one statement.
  if (batch.every(({ work }) => work.length === 0)) return add(store.db, batch);
  return store.db.transaction().execute(async (trx) => {
    const taken = await add(trx, batch);
    const fresh = batch.filter((_, at) => taken[at] === 'new');
    await noteInstallations(trx, fresh);
    const work = fresh.flatMap((one) => one.work);
    if (work.length === 0) return taken;
    await store.queue.put(trx, work);
    // Heard when the transaction commits. The embedded database has no other process to tell.
    if (!store.isEmbedded) await sql`select pg_notify(${WAKE_CHANNEL}, '')`.execute(trx);
    return taken;
  });
}

/** In the same order wherever rows are locked: what two replicas take in at once waits, and does not fall over each other. */
const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

async function add(db: Kysely<Tables>, batch: readonly Arrival[]): Promise<readonly Taken[]> {
  const first = new Map<string, number>();
  for (const [at, { delivery }] of batch.entries()) if (!first.has(delivery.guid)) first.set(delivery.guid, at);
  const rows = [...first.values()].flatMap((at) => batch[at]?.delivery ?? []).sort((a, b) => byText(a.guid, b.guid));
  const added = await db
    .insertInto('deliveries')
    .values(
      rows.map(({ guid, event, action, installation }) => ({
        ...{ guid, event: plainText(event), action: action && plainText(action) },
        installation_id: installation?.id ?? null,
      })),
    )
    .onConflict((conflict) => conflict.column('guid').doNothing())
    .returning('guid')
    .execute();
  const fresh = new Set(added.map(({ guid }) => guid));
  return batch.map(({ delivery: { guid } }, at) => (fresh.has(guid) && first.get(guid) === at ? 'new' : 'known'));
}

async function noteInstallations(trx: Transaction<Tables>, batch: readonly Arrival[]): Promise<void> {
  const told = batch.filter(({ work }) => work.length > 0).flatMap(({ delivery }) => delivery.installation ?? []);
  const each = new Map(told.map((installation) => [installation.id, installation]));
  for (const installation of [...each.values()].sort((a, b) => a.id - b.id)) await noteInstallation(trx, installation);
}

/** Of `guids`, those that were taken in. */
export async function knownDeliveries(store: Store, guids: readonly string[]): Promise<ReadonlySet<string>> {
  if (guids.length === 0) return new Set();
  const rows = await store.db.selectFrom('deliveries').select('guid').where('guid', 'in', guids).execute();
  return new Set(rows.map(({ guid }) => guid));
}
