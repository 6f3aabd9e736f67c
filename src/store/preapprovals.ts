// store: standing approvals of the change board that end on a day.
import { sql } from 'kysely';
import type { PreapprovalEnd } from '../core/change/preapproval-issue.ts';
import { CONFIG_PATH } from '../core/policy/config-path.ts';
import type { Store } from './store.ts';

export type PreapprovedRepository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The text of its own configuration; null where it has none. */
  readonly config: string | null;
  /** By the day on which they end, then by path. */
  readonly ends: readonly PreapprovalEnd[];
};

/** Repositories of an installation with procedures that are pre-approved and not archived. */
export async function readPreapprovals(
  { db }: Pick<Store, 'db'>,
  installation: number,
): Promise<readonly PreapprovedRepository[]> {
  const rows = await db
    .selectFrom('entries')
    .innerJoin('repositories', 'repositories.id', 'entries.repository_id')
    .leftJoin('files', (join) =>
      join.onRef('files.repository_id', '=', 'repositories.id').on('files.path', '=', CONFIG_PATH),
    )
    .select(['repositories.id', 'repositories.owner', 'repositories.name', 'repositories.is_private'])
    .select(['repositories.settings', 'files.text as config'])
    .select(['entries.path', 'preapproval_ref as ref', 'preapproved_until as until'])
    .where('entries.installation_id', '=', installation)
    .where('preapproved_until', 'is not', null)
    .where('status', '!=', 'archived')
    .orderBy('repositories.id')
    .orderBy('preapproved_until')
    .orderBy(sql`entries.path collate "C"`)
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    const { id, owner, name, settings, config } = first;
    const ends = some.flatMap(({ path, ref, until }) => (until === null ? [] : [{ path, ref, until }]));
    return [{ id, owner, name, isPrivate: first.is_private, settings, config, ends }];
  });
}
