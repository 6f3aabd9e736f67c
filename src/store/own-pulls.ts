// store: the pull requests of the app's own, and what each carries. What stands in its body can be edited by others; this cannot.
import { type Carried, PROPOSALS, readItems } from '../core/command/proposed.ts';
import type { Proposal } from '../core/command/pull-text.ts';
import { attestedIn, saveAttestations } from './attestations.ts';
import { findOpenIssue, issueAt, saveIssue } from './issues.ts';
import type { Store } from './store.ts';

type Db = Pick<Store, 'db'>;

export type OwnPullKept = { readonly pull: number; readonly carried: Carried };

/** The newest of one kind that is open for one issue, as far as is known. */
export async function readCarried(
  store: Db,
  { repository, proposal, key }: { readonly repository: number; readonly proposal: Proposal; readonly key: string },
): Promise<OwnPullKept | null> {
  const row = await findOpenIssue(store, { repository, kind: proposal, key });
  if (row === null) return null;
  const pull = row.number;
  if (proposal !== 'reviewed') return { pull, carried: { proposal, items: readItems(row.data['items']) } };
  return { pull, carried: { proposal, items: await attestedIn(store, { repository, pull }) } };
}

export type OwnPullAt = {
  readonly repository: number;
  readonly installation: number;
  readonly pull: number;
  readonly key: string;
};

/** Writes down an open pull request with all that it carries. */
export async function saveCarried(
  store: Db,
  { repository, installation, pull, key }: OwnPullAt,
  { proposal, items }: Carried,
): Promise<void> {
  const row = { repository, installation, number: pull, kind: proposal, key, isOpen: true, bodyHash: null };
  await saveIssue(store, { ...row, data: proposal === 'reviewed' ? {} : { items } });
  if (proposal === 'reviewed') await saveAttestations(store, { repository, installation, pull }, items);
}

/** Whether a pull request is known as the app's own. */
export async function isOwnPull(
  store: Db,
  { repository, pull }: Pick<OwnPullAt, 'repository' | 'pull'>,
): Promise<boolean> {
  const row = await issueAt(store, { repository, number: pull });
  return row !== null && PROPOSALS.some((proposal) => proposal === row.kind);
}

/** It is closed, merged or not. */
export async function endOwnPull(
  store: Db,
  { repository, pull }: Pick<OwnPullAt, 'repository' | 'pull'>,
): Promise<void> {
  const row = await issueAt(store, { repository, number: pull });
  if (row?.isOpen && (await isOwnPull(store, { repository, pull }))) await saveIssue(store, { ...row, isOpen: false });
}

/** By path, the open pull request of a repository that records a review; the newest of several. */
export async function pendingReviews({ db }: Db, repository: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('issues')
    .innerJoin('attestations', (join) =>
      join
        .onRef('attestations.repository_id', '=', 'issues.repository_id')
        .onRef('attestations.pull', '=', 'issues.number'),
    )
    .select(['attestations.path', 'issues.number'])
    .where('issues.repository_id', '=', repository)
    .where('issues.kind', '=', 'reviewed' satisfies Proposal)
    .where('issues.is_open', '=', true)
    .orderBy('issues.number')
    .execute();
  return new Map(rows.map(({ path, number }) => [path, number]));
}
