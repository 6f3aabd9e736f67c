// store: what is known of pull requests, to hold against what GitHub says.
import { sql } from 'kysely';
import type { Store } from './store.ts';

export type RepositoryToReconcile = { readonly id: number; readonly owner: string; readonly name: string };

/** The repositories of an installation in which something may be written, by their ids, up to `most` after the id `after`. */
export async function repositoriesAfter(
  { db }: Pick<Store, 'db'>,
  installation: number,
  { after, most }: { readonly after: number; readonly most: number },
): Promise<readonly RepositoryToReconcile[]> {
  return (
    db
      .selectFrom('repositories')
      .select(['id', 'owner', 'name'])
      .where('installation_id', '=', installation)
      .where('id', '>', after)
      .where('is_archived', '=', false)
      // One whose name went to another waits without a name until its own is known.
      .where('name', 'not like', '#%')
      .orderBy('id')
      .limit(most)
      .execute()
  );
}

/** A check run of ours for a commit. `owner` and `name` in lower case. */
export type CheckKnown = {
  readonly owner: string;
  readonly name: string;
  readonly sha: string;
  readonly externalId: string;
  readonly isWaiting: boolean;
  /** When it was made or looked at last, in milliseconds since 1970. */
  readonly at: number;
};

/** What is known of the check run `check` of each of these commits. */
export async function checksOf(
  { db }: Pick<Store, 'db'>,
  installation: number,
  { check, shas }: { readonly check: string; readonly shas: readonly string[] },
): Promise<readonly CheckKnown[]> {
  if (shas.length === 0) return [];
  const rows = await db
    .selectFrom('checks')
    .select(['owner', 'name', 'sha', 'external_id', 'waiting_since', 'updated_at'])
    .where('installation_id', '=', installation)
    .where('check_name', '=', check)
    .where(sql<boolean>`sha = any(${shas})`)
    .execute();
  return rows.map(({ owner, name, sha, external_id, waiting_since, updated_at }) => ({
    ...{ owner: owner.toLowerCase(), name: name.toLowerCase(), sha },
    ...{ externalId: external_id, isWaiting: waiting_since !== null, at: updated_at.getTime() },
  }));
}

/** Of these commits, those for which a dry run wrote down a check run that it would have made, since 14 days. */
export async function plannedChecks(
  { db }: Pick<Store, 'db'>,
  installation: number,
  shas: readonly string[],
): Promise<ReadonlySet<string>> {
  if (shas.length === 0) return new Set();
  const { rows } = await sql<{ sha: string }>`
    select distinct what->>'sha' as sha from audit
    where installation_id = ${installation} and kind = 'check-run' and outcome = 'planned'
      and at > now() - interval '14 days' and what->>'sha' = any(${shas})`.execute(db);
  return new Set(rows.map(({ sha }) => sha));
}
