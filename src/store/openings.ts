// store: which issues were opened when and for whom, so that all repositories of an installation together keep the caps.
import { sql } from 'kysely';
import { noteFact } from './facts.ts';
import { plainText } from './plain-json.ts';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

/** One issue that is opened. */
export type Opening = {
  readonly installation: number;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** The number of the repository that it is in. */
  readonly place: number;
  /** `ownerKey` of whom it asks. */
  readonly owner: string;
  /** Which issue: the same one again is no further one. */
  readonly what: string;
};

/** How many may be opened since `monday` for one owner, and on one day in one place and in all. */
export type OpeningCaps = {
  readonly monday: string;
  readonly perOwnerWeekly: number;
  readonly perRun: number;
  readonly perDay: number;
};

const KEPT_MS = 9 * 24 * 60 * 60_000;

/** What was opened on `since` and after it. */
export async function openingsSince({ db }: Db, installation: number, since: string): Promise<readonly Opening[]> {
  const { rows } = await sql<{ fact: string }>`
    select fact from facts where installation_id = ${installation}
      and fact collate "C" >= ${`opening ${since}`} and fact collate "C" < 'opening :'`.execute(db);
  return rows.map(({ fact }) => {
    const [owner, place, what] = JSON.parse(fact.slice('opening YYYY-MM-DD '.length)) as [string, number, string];
    return { installation, on: fact.slice('opening '.length, 'opening YYYY-MM-DD'.length), place, owner, what };
  });
}

/** Takes a place for one more, where there is one. Whoever asks at the same time is answered one after the other. */
export async function takeOpening({ db }: Db, opening: Opening, caps: OpeningCaps): Promise<boolean> {
  const { installation, on, owner, place, what } = opening;
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('installations').select('id').where('id', '=', installation).forUpdate().execute();
    const all = await openingsSince({ db: trx }, installation, caps.monday);
    if (all.some((one) => one.what === what)) return true;
    const ofOwner = all.filter((one) => one.owner === owner).length;
    const ofDay = all.filter((one) => one.on === on);
    const here = ofDay.filter((one) => one.place === place).length;
    if (ofOwner >= caps.perOwnerWeekly || ofDay.length >= caps.perDay || here >= caps.perRun) return false;
    await noteFact({ db: trx }, installation, factOf(opening), KEPT_MS);
    return true;
  });
}

/** Gives the place back: it was not opened. */
export async function giveOpeningBack({ db }: Db, opening: Opening): Promise<void> {
  await db
    .deleteFrom('facts')
    .where('installation_id', '=', opening.installation)
    .where('fact', '=', factOf(opening))
    .execute();
}

function factOf({ on, owner, place, what }: Opening): string {
  return plainText(`opening ${on} ${JSON.stringify([owner, place, what])}`);
}
