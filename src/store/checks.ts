// store: the check runs that the app made, so that none hangs for ever.
import { sql } from 'kysely';
import type { Store } from './store.ts';

export type CheckKey = {
  readonly repository: { readonly installation: number; readonly owner: string; readonly name: string };
  readonly sha: string;
  /** As people require it. */
  readonly name: string;
  readonly externalId: string;
};

export type CheckNoted = CheckKey & {
  readonly checkRun: number;
  readonly isWaiting: boolean;
  /** It ended without a verdict: it is as if it were about nothing yet, and is made again when the repository is reconciled. */
  readonly isUndecided?: boolean;
};

/** Writes down that a check run was saved; of one that waits, since when. */
export async function noteCheck({ db }: Pick<Store, 'db'>, check: CheckNoted): Promise<void> {
  const { repository, sha, name, externalId, checkRun, isWaiting, isUndecided = false } = check;
  const { installation, owner, name: repo } = repository;
  const told = { external_id: isUndecided ? '' : externalId, check_run_id: checkRun };
  const since = isWaiting ? sql<Date | null>`coalesce(checks.waiting_since, now())` : null;
  await db
    .insertInto('checks')
    .values({
      ...{ installation_id: installation, owner, name: repo, sha, check_name: name, repository_id: null, ...told },
      waiting_since: isWaiting ? sql<Date>`now()` : null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['installation_id', 'owner', 'name', 'sha', 'check_name'])
        .doUpdateSet({ ...told, waiting_since: since, updated_at: sql<Date>`now()` }),
    )
    .execute();
}

/** Writes down that nobody will finish a check, so that `hangingChecks` names it from now on. */
export async function noteHanging({ db }: Pick<Store, 'db'>, check: CheckKey): Promise<void> {
  const { repository, sha, name, externalId } = check;
  const { installation, owner, name: repo } = repository;
  const told = { external_id: externalId, waiting_since: sql<Date>`'-infinity'` };
  const key = { installation_id: installation, owner, name: repo, sha, check_name: name };
  await db
    .insertInto('checks')
    .values({ ...key, repository_id: null, check_run_id: null, ...told })
    .onConflict((conflict) =>
      conflict.columns(['installation_id', 'owner', 'name', 'sha', 'check_name']).doUpdateSet(told),
    )
    .execute();
}

/** The check run that was saved last for it; null where none is known. */
export async function knownCheckRun(
  { db }: Pick<Store, 'db'>,
  check: Omit<CheckKey, 'externalId'>,
): Promise<number | null> {
  const { repository, sha, name } = check;
  const { installation, owner, name: repo } = repository;
  const row = await db
    .selectFrom('checks')
    .select('check_run_id')
    .where((eb) => eb.and({ installation_id: installation, owner, name: repo, sha, check_name: name }))
    .executeTakeFirst();
  return row?.check_run_id ?? null;
}

/** Forgets a check run that is out of reach for good. */
export async function forgetCheck({ db }: Pick<Store, 'db'>, check: Omit<CheckKey, 'externalId'>): Promise<void> {
  const { repository, sha, name } = check;
  const { installation, owner, name: repo } = repository;
  await db
    .deleteFrom('checks')
    .where((eb) => eb.and({ installation_id: installation, owner, name: repo, sha, check_name: name }))
    .execute();
}

/** Check runs that have waited for longer than `forMs`, the longest first. */
export async function hangingChecks({ db }: Pick<Store, 'db'>, forMs: number): Promise<readonly CheckKey[]> {
  const rows = await db
    .selectFrom('checks')
    .select(['installation_id', 'owner', 'name', 'sha', 'check_name', 'external_id'])
    .where('waiting_since', '<', sql<Date>`now() - make_interval(secs => ${forMs / 1000})`)
    .orderBy('waiting_since')
    .limit(1_000)
    .execute();
  return rows.map((row) => ({
    repository: { installation: row.installation_id, owner: row.owner, name: row.name },
    ...{ sha: row.sha, name: row.check_name, externalId: row.external_id },
  }));
}

/** Heads in a repository that a check of ours was made for within 30 days, with the pull requests it told of; the latest first. */
export async function pullsOfChecks(
  { db }: Pick<Store, 'db'>,
  { installation, owner, name }: CheckKey['repository'],
  check: string,
  most: number,
): Promise<readonly { readonly sha: string; readonly pulls: readonly number[] }[]> {
  const rows = await db
    .selectFrom('checks')
    .select(['sha', 'external_id'])
    .where('installation_id', '=', installation)
    .where(sql`lower(owner)`, '=', owner.toLowerCase())
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .where('check_name', '=', check)
    .where('external_id', 'like', 'pulls:_%')
    .where('updated_at', '>', sql<Date>`now() - interval '30 days'`)
    .orderBy('updated_at', 'desc')
    .limit(most)
    .execute();
  return rows.map(({ sha, external_id }) => ({
    sha,
    pulls: external_id.slice('pulls:'.length).split(',').map(Number),
  }));
}
