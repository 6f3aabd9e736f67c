// flows: where the owners of an installation stand now, so that the catalog knows its orphans.
import { standingOf } from '../core/catalog/owner-standing.ts';
import { handlesNow, type OwnerNode, readOwnerNodes } from '../github/read-owner-nodes.ts';
import { forgetOwners, readOwners } from '../github/read-owners.ts';
import { readInstallation } from '../store/installations.ts';
import {
  distinctOwners,
  longestUnchecked,
  type OwnerKept,
  readOwnersKept,
  saveNodeIds,
  saveStanding,
} from '../store/owners.ts';
import { knownRepositories } from '../store/repositories.ts';
import { followOpen } from './follow-open.ts';
import { type AuditOwners, keyOf } from './job.ts';
import { reviewJobOf } from './review-place.ts';
import type { Tools } from './tools.ts';

/**
 * Rights may change without an event that tells; so many repositories are looked at again each time, those of longest ago. With them a
 * night over 10,000 repositories where nothing moved is within 110 requests.
 */
const AGAIN = 4;
/** Fewer where there are many owners: a night has so many requests for what did not move. */
const AGAIN_OF_MANY = 2;
const MANY = 100;

/**
 * `owners` are keys (`ownerKey`) to look at in every repository; null: whether each owner is still there is asked fifty at a time, and
 * only those of whom that says something new are looked at in their repositories.
 */
export async function auditOwners(
  tools: Tools,
  installation: number,
  { owners: keys }: Pick<AuditOwners, 'owners'>,
): Promise<void> {
  const { store } = tools;
  const known = await readInstallation(store, installation);
  if (known === null || known.isSuspended) return;
  const github = tools.connection.reading(installation);
  const distinct = (await distinctOwners(store, installation)).filter(({ key }) => !keys || keys.includes(key));
  const nodes = await readOwnerNodes(
    github,
    distinct.map(({ handle }) => handle),
  );
  await saveNodeIds(store, installation, idsOf(nodes));
  const renamed = await renamesOf(tools, installation, distinct, nodes);
  const organisation = known.isOrganisation ? known.account : null;
  const kept = await readOwnersKept(store, installation, keys);
  const again = keys ? [] : await longestUnchecked(store, installation, distinct.length > MANY ? AGAIN_OF_MANY : AGAIN);
  const isAgain = new Set(again.map(({ id }) => id));
  const asked = new Map<number, OwnerKept[]>();
  const changed = new Set<number>();
  for (const one of kept) {
    const now = nodes.get(one.key) ?? null;
    const newName = renamed.get(one.key);
    if (now === null && newName !== undefined) {
      const at = { installation, repository: one.repository.id, key: one.key };
      await saveStanding(store, at, { standing: 'renamed', renamedTo: newName });
      if (one.standing !== 'renamed') changed.add(one.repository.id);
    } else if (keys || isAgain.has(one.repository.id) || isNews(one, now))
      asked.set(one.repository.id, [...(asked.get(one.repository.id) ?? []), one]);
  }
  for (const [id, owners] of asked) if (await auditIn(tools, { installation, organisation }, owners)) changed.add(id);
  await review(tools, installation, [...changed]);
  if (asked.size > 0 || renamed.size > 0) await followOpen(tools, installation);
}

/** What hangs on where owners stand: who is asked for a review, and what is an orphan. */
async function review({ store, send }: Tools, installation: number, repositories: readonly number[]): Promise<void> {
  const known = await knownRepositories(store, installation, repositories);
  const jobs = new Map(
    known.flatMap((one) => {
      const job = reviewJobOf(one);
      return job ? [[keyOf(job, null), job] as const] : [];
    }),
  );
  await send([...jobs.values()]);
}

function idsOf(nodes: ReadonlyMap<string, OwnerNode>): ReadonlyMap<string, string> {
  return new Map([...nodes].flatMap(([key, node]) => (node ? [[key, node.id]] : [])));
}

/** By key, the handle that an owner goes by who is not found by the old one. */
async function renamesOf(
  { connection }: Tools,
  installation: number,
  distinct: readonly { readonly key: string; readonly nodeId: string | null }[],
  nodes: ReadonlyMap<string, OwnerNode>,
): Promise<ReadonlyMap<string, string>> {
  const lost = distinct.flatMap(({ key, nodeId }) => (nodeId !== null && !nodes.get(key) ? [{ key, nodeId }] : []));
  if (lost.length === 0) return new Map();
  const now = await handlesNow(
    connection.reading(installation),
    lost.map(({ nodeId }) => nodeId),
  );
  return new Map(
    lost.flatMap(({ key, nodeId }) => {
      const handle = now.get(nodeId) ?? null;
      return handle === null ? [] : [[key, handle] as const];
    }),
  );
}

/** Whether GitHub's word about an owner as such is another one than what is kept. */
function isNews({ standing }: OwnerKept, now: OwnerNode): boolean {
  if (now === null) return standing !== 'gone';
  if (standing === 'gone' || standing === 'renamed' || standing === 'unknown') return true;
  return now.isEmpty !== (standing === 'empty');
}

type Where = { readonly installation: number; readonly organisation: string | null };

/** The owners of one repository, asked for anew. Whether one of them stands otherwise than before. */
async function auditIn(
  { connection, store, log }: Tools,
  where: Where,
  owners: readonly OwnerKept[],
): Promise<boolean> {
  const [first] = owners;
  if (!first) return false;
  let isChanged = false;
  const { installation, organisation } = where;
  const { id, owner, name } = first.repository;
  const github = connection.reading(installation);
  const place = { owner, name, organisation };
  const handles = owners.map(({ handle }) => handle);
  forgetOwners(github, place, handles);
  const states = await readOwners(github, place, handles);
  for (const [at, kept] of owners.entries()) {
    const standing = standingOf(states[at]?.state ?? 'unknown');
    await saveStanding(store, { installation, repository: id, key: kept.key }, { standing });
    if (standing === kept.standing) continue;
    isChanged = true;
    log.info({ was: kept.standing, is: standing }, 'An owner stands otherwise than before.');
  }
  return isChanged;
}
