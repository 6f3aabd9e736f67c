// store: the repositories whose procedures are reviewed, and where the issues about them go.
import { sql } from 'kysely';
import type { ReviewKind } from '../core/catalog/catalog-entry.ts';
import type { ReviewedProcedure } from '../core/catalog/review-entries.ts';
import { keptSettings } from '../core/catalog/to-catalog.ts';
import type { Settings } from '../core/policy/settings.ts';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

/** A repository with a configuration that is in force. */
export type ReviewSource = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string | null;
  /** `YYYY-MM-DD`. */
  readonly configuredOn: string;
  readonly settings: Settings;
};

/** Those whose issues go to `place`: itself, unless it names another one, and all that name it; by name. None that is archived: it takes no review. */
export async function reviewSources(
  { db }: Db,
  installation: number,
  place: { readonly id: number; readonly owner: string; readonly name: string },
): Promise<readonly ReviewSource[]> {
  const full = `${place.owner}/${place.name}`.toLowerCase();
  const central = sql<string | null>`lower(settings->'whole'->'settings'->'issues'->>'repository')`;
  const rows = await db
    .selectFrom('repositories')
    .select(['id', 'owner', 'name', 'is_private', 'default_branch', 'settings'])
    .select(sql<string>`configured_on::text`.as('configured_on'))
    .where('installation_id', '=', installation)
    .where('configured_on', 'is not', null)
    .where('is_archived', '=', false)
    .where((eb) => eb.or([eb(central, '=', full), eb.and([eb('id', '=', place.id), eb(central, 'is', null)])]))
    .orderBy(sql`lower(owner || '/' || name) collate "C"`)
    .execute();
  return rows.flatMap(({ id, owner, name, is_private, default_branch, configured_on, settings }) => {
    const kept = keptSettings(settings);
    if (!kept?.enabled) return [];
    const at = { id, owner, name, isPrivate: is_private, defaultBranch: default_branch };
    return [{ ...at, configuredOn: configured_on, settings: kept }];
  });
}

/** When people are asked in a configured repository, and where. `central`: `owner/name` of where its issues go instead. */
export type ReviewHours = Pick<Settings['review'], 'timeZone' | 'openOn'> & {
  readonly owner: string;
  readonly name: string;
  readonly central: string | null;
};

/** Of every configured repository of an installation. */
export async function reviewHours({ db }: Db, installation: number): Promise<readonly ReviewHours[]> {
  const whole = sql`settings->'whole'->'settings'`;
  return db
    .selectFrom('repositories')
    .select(['owner', 'name'])
    .select(sql<string>`${whole}->'review'->>'timeZone'`.as('timeZone'))
    .select(sql<Settings['review']['openOn']>`${whole}->'review'->'openOn'`.as('openOn'))
    .select(sql<string | null>`${whole}->'issues'->>'repository'`.as('central'))
    .where('installation_id', '=', installation)
    .where('configured_on', 'is not', null)
    .where('is_archived', '=', false)
    .where(sql<boolean>`coalesce((${whole}->>'enabled')::boolean, false)`)
    .orderBy('id')
    .execute();
}

/** The procedures of a repository as far as reviews go, by path in code-point order. */
export async function reviewedProcedures({ db }: Db, repository: number): Promise<readonly ReviewedProcedure[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['path', 'procedure_id', 'title', 'owner', 'owner_source', 'code_owners', 'risk', 'last_reviewed_on'])
    .select(['last_reviewed_by', 'next_review_on', 'review_interval', 'review_kind', 'aliases', 'contacts'])
    .select(['approvers', 'content_hash'])
    .where('repository_id', '=', repository)
    .orderBy(sql`path collate "C"`)
    .execute();
  return rows.map((row) => ({
    ...{ path: row.path, id: row.procedure_id, title: row.title, owner: row.owner, ownerSource: row.owner_source },
    ...{ codeOwners: row.code_owners, risk: row.risk, aliases: row.aliases, contacts: row.contacts },
    ...{ approvers: row.approvers, contentHash: row.content_hash },
    review: {
      ...{ last: row.last_reviewed_on, lastBy: row.last_reviewed_by, next: row.next_review_on },
      ...{ interval: row.review_interval, kind: row.review_kind as ReviewKind },
    },
  }));
}

/** The texts of some procedures, where texts are stored. */
export async function procedureTexts(
  { db }: Db,
  repository: number,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const rows = await db
    .selectFrom('entries')
    .select(['path', 'body'])
    .where('repository_id', '=', repository)
    .where('path', 'in', paths)
    .where('body', 'is not', null)
    .execute();
  return new Map(rows.map(({ path, body }) => [path, body ?? '']));
}

/** The texts of the configuration, CODEOWNERS and metadata of folders of a repository. */
export async function decidingTexts({ db }: Db, repository: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('files')
    .select('text')
    .where('repository_id', '=', repository)
    .where('text', 'is not', null)
    .execute();
  return rows.map(({ text }) => text ?? '');
}
