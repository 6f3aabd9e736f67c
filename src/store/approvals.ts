// store: how the approvals of pull requests stood, who was waited for, and who let a head pass.
import { sql } from 'kysely';
import type { Attestation } from '../core/change/attestation.ts';
import { plainText } from './plain-json.ts';
import type { Store } from './store.ts';

export type PullKey = {
  readonly repository: { readonly installation: number; readonly owner: string; readonly name: string };
  readonly number: number;
};

export type ApprovalNoted = PullKey & {
  readonly sha: string;
  /** Keys of the teams and people on whom it hangs. */
  readonly names: readonly string[];
  readonly isBoardApproved: boolean;
};

type Db = Pick<Store, 'db'>;

/** Writes down how it stands. Gives what the check of ownership was judged with: of another head, nothing. */
export async function noteApproval({ db }: Db, noted: ApprovalNoted): Promise<{ readonly toldBoard: boolean }> {
  const { sha, names, isBoardApproved } = noted;
  const told = { sha, names: [...names], is_board_approved: isBoardApproved };
  const row = await db
    .insertInto('approvals')
    .values({ ...keyOf(noted), ...told })
    .onConflict((conflict) =>
      conflict.columns(['installation_id', 'owner', 'name', 'number']).doUpdateSet({
        ...told,
        told_board: sql<boolean>`approvals.told_board and approvals.sha = excluded.sha`,
        updated_at: sql<Date>`now()`,
      }),
    )
    .returning('told_board')
    .executeTakeFirstOrThrow();
  return { toldBoard: row.told_board };
}

/** Writes down that the check of ownership is judged with this from now on. */
export async function noteBoardTold({ db }: Db, { sha, ...pull }: PullKey & { sha: string }, isApproved: boolean) {
  await db
    .updateTable('approvals')
    .set({ told_board: isApproved })
    .where((eb) => eb.and({ ...keyOf(pull), sha }))
    .execute();
}

/** Whether the board had approved this head when it was looked at last. */
export async function wasBoardApproved({ db }: Db, { sha, ...pull }: PullKey & { sha: string }): Promise<boolean> {
  const row = await db
    .selectFrom('approvals')
    .select('is_board_approved')
    .where((eb) => eb.and({ ...keyOf(pull), sha }))
    .executeTakeFirst();
  return row?.is_board_approved ?? false;
}

export type ApprovalKept = PullKey & { readonly sha: string };

/** Those of an installation, looked at within 30 days, that hang on one of these names; the latest first. */
export async function approvalsOn(
  { db }: Db,
  installation: number,
  names: readonly string[],
  most: number,
): Promise<readonly ApprovalKept[]> {
  if (names.length === 0) return [];
  const rows = await db
    .selectFrom('approvals')
    .select(['installation_id', 'owner', 'name', 'number', 'sha'])
    .where('installation_id', '=', installation)
    .where('updated_at', '>', sql<Date>`now() - interval '30 days'`)
    .where(sql<boolean>`names && ${names}::text[]`)
    .orderBy('updated_at', 'desc')
    .limit(most)
    .execute();
  return rows.map(({ owner, name, number, sha }) => ({ repository: { installation, owner, name }, number, sha }));
}

/** Forgets a pull request that is closed. */
export async function forgetApproval({ db }: Db, pull: PullKey): Promise<void> {
  await db
    .deleteFrom('approvals')
    .where((eb) => eb.and(keyOf(pull)))
    .execute();
}

export type OverrideKept = PullKey & {
  readonly sha: string;
  readonly login: string;
  readonly isBot: boolean;
  readonly because: string;
  readonly comment: number;
};

/** Writes down who let a head pass; the first of several stands. */
export async function saveOverride({ db }: Db, kept: OverrideKept): Promise<void> {
  const { sha, login, isBot, because, comment } = kept;
  await db
    .insertInto('overrides')
    .values({ ...keyOf(kept), sha, login, is_bot: isBot, because: plainText(because), comment_id: comment })
    .onConflict((conflict) => conflict.columns(['installation_id', 'owner', 'name', 'number', 'sha']).doNothing())
    .execute();
}

/** Who let this head pass; whether they still may has to be asked. */
export async function overrideOf(
  { db }: Db,
  { sha, ...pull }: PullKey & { sha: string },
): Promise<OverrideKept | null> {
  const row = await db
    .selectFrom('overrides')
    .selectAll()
    .where((eb) => eb.and({ ...keyOf(pull), sha }))
    .executeTakeFirst();
  if (!row) return null;
  const { login, is_bot, because, comment_id } = row;
  return { ...pull, sha, login, isBot: is_bot, because, comment: comment_id };
}

/** Whether any head of a repository was let pass: if not, GitHub need not be asked whose it was. */
export async function hasOverrides({ db }: Db, { installation, owner, name }: PullKey['repository']): Promise<boolean> {
  const row = await db
    .selectFrom('overrides')
    .select('sha')
    .where((eb) => eb.and({ installation_id: installation, owner: owner.toLowerCase(), name: name.toLowerCase() }))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function keyOf({ repository: { installation, owner, name }, number }: PullKey) {
  return { installation_id: installation, owner: owner.toLowerCase(), name: name.toLowerCase(), number };
}

/** What was attested of these procedures of a repository. */
export async function attestationsOf(
  { db }: Db,
  { installation, owner, name }: PullKey['repository'],
  paths: readonly string[],
): Promise<readonly Attestation[]> {
  if (paths.length === 0) return [];
  const rows = await db
    .selectFrom('attestations')
    .innerJoin('repositories', 'repositories.id', 'attestations.repository_id')
    .select(['path', 'content_hash', 'reviewed_by', 'reviewed_on', 'attestations.next_review_on'])
    .where('attestations.installation_id', '=', installation)
    .where(sql`lower(repositories.owner)`, '=', owner.toLowerCase())
    .where(sql`lower(repositories.name)`, '=', name.toLowerCase())
    .where(sql<boolean>`path = any(${paths}::text[])`)
    .execute();
  return rows.map((row) => ({
    ...{ path: row.path, contentHash: row.content_hash, on: row.reviewed_on, nextReviewOn: row.next_review_on },
    by: row.reviewed_by.startsWith('@') ? row.reviewed_by : `@${row.reviewed_by}`,
  }));
}
