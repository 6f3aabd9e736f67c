// flows: where an issue about a pull request goes, and whom it may name there.
import { ownerKey } from '../core/owner.ts';
import type { Settings } from '../core/policy/settings.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { fullName, type GitHub, type RepositoryName } from '../github/github.ts';
import { readMembers } from '../github/read-members.ts';
import { issuePlace } from '../store/issues.ts';
import { hiddenHandles } from './hidden-handles.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

export type Home = { readonly home: RepositoryRef; readonly isHere: boolean; readonly isPublic: boolean };

/** `issues.repository`, but never a place that more people may read than the repository itself. */
export async function homeOf(
  { store }: Pick<Tools, 'store'>,
  repository: RepositoryRef,
  { issues }: Settings,
  isPublic: boolean,
): Promise<Home> {
  const here = { home: repository, isHere: true, isPublic };
  const wanted = placeOf(issues.repository);
  if (!wanted || fullName(wanted).toLowerCase() === fullName(repository).toLowerCase()) return here;
  const { installation } = repository;
  const place = await issuePlace(store, installation, wanted);
  if (!place?.takesIssues || (place.isPublic && !isPublic)) return here;
  return { home: { installation, owner: place.owner, name: place.name }, isHere: false, isPublic: place.isPublic };
}

function placeOf(name: string | null): RepositoryName | null {
  const [, owner, repo] = /^([^/]+)\/([^/]+)$/.exec(name ?? '') ?? [];
  return owner && repo ? { owner, name: repo } : null;
}

/** `owners` and the board, of whom GitHub knows, and who may be named where everybody reads it. */
export async function toldIn(
  github: GitHub,
  repository: RepositoryRef,
  snapshot: Snapshot,
  {
    owners,
    board,
    isPublic,
  }: { readonly owners: readonly string[]; readonly board: string | null; readonly isPublic: boolean },
): Promise<{ readonly owners: readonly string[]; readonly board: string | null }> {
  const all = [...owners, ...(board === null ? [] : [board])];
  const members = await readMembers(
    github,
    repository,
    all.filter((handle) => handle.includes('/')),
  );
  const alive = snapshot.owners?.filter(({ state }) => state === 'alive') ?? [];
  const known = new Set([...members, ...alive].map(({ handle }) => ownerKey(handle)));
  const hidden = new Set(isPublic ? hiddenHandles(snapshot) : []);
  const isTold = (handle: string) => known.has(ownerKey(handle)) && !hidden.has(handle.toLowerCase());
  return { owners: owners.filter(isTold), board: board !== null && isTold(board) ? board : null };
}
