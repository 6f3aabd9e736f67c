// flows: who could own what has lost its owner: whom CODEOWNERS names, who worked on it lately, who owns what stands beside it.
import type { ReviewedRepository } from '../core/catalog/review-entries.ts';
import { ownerKey, sameOwner } from '../core/owner.ts';
import { rankSuccessors, type Successor } from '../core/review/successors.ts';
import { readRecentAuthors } from '../github/recent-authors.ts';
import { publicNames } from './public-names.ts';
import type { ReviewInput } from './review-input.ts';
import { lookUp } from './review-people.ts';
import type { Tools } from './tools.ts';

/** Each person is one request: those who did most are looked at. */
const MOST_AUTHORS = 5;
const MOST_PATHS = 10;

type Count = { readonly handle: string; readonly procedures: number };

/** For the owner with this key, best first; nobody whom a public place must not name. */
export async function proposalsFor(tools: Tools, input: ReviewInput, gone: string): Promise<readonly Successor[]> {
  const { place, people } = input;
  const named = new Set(input.entries.filter(({ isNameable }) => isNameable).map(({ repository }) => repository));
  const near = input.repositories.filter(({ owner, name }) => named.has(`${owner}/${name}`));
  const mayName = place.home.isPrivate ? () => true : await publicNames(tools.store, near);
  const codeOwners = counted(near.flatMap((one) => orphansOf(one, gone).flatMap((orphan) => orphan.codeOwners)));
  const siblings = counted(near.flatMap((one) => siblingsOf(one, gone)));
  const authors = await authorsOf(tools, input, near, gone);
  const surroundings = {
    ...{ gone, authors, codeOwners: codeOwners.filter(({ handle }) => mayName(handle)) },
    siblings: siblings.filter(({ handle }) => mayName(handle)),
  };
  const candidates = [...surroundings.codeOwners, ...authors, ...surroundings.siblings].map(({ handle }) => handle);
  await lookUp(
    tools,
    people,
    place,
    [...new Map(candidates.map((handle) => [ownerKey(handle), handle])).values()].filter(
      (handle) => !sameOwner(handle, gone),
    ),
  );
  return rankSuccessors(surroundings, people);
}

function orphansOf({ procedures }: ReviewedRepository, gone: string): ReviewedRepository['procedures'] {
  return procedures.filter(({ owner }) => owner !== null && sameOwner(owner, gone));
}

/** The owners of the other procedures of the same folders. */
function siblingsOf(repository: ReviewedRepository, gone: string): readonly string[] {
  const folders = new Set(orphansOf(repository, gone).map(({ path }) => folderOf(path)));
  return repository.procedures.flatMap(({ owner, path }) =>
    owner !== null && !sameOwner(owner, gone) && folders.has(folderOf(path)) ? [owner] : [],
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function counted(handles: readonly string[]): readonly Count[] {
  return [...Map.groupBy(handles, ownerKey).values()].map((same) => ({
    handle: same[0] ?? '',
    procedures: same.length,
  }));
}

async function authorsOf(
  { connection }: Tools,
  { place }: ReviewInput,
  near: readonly ReviewedRepository[],
  gone: string,
) {
  const github = connection.reading(place.home.installation);
  const commits = new Map<string, { handle: string; commits: number; last: string }>();
  for (const repository of near) {
    const paths = orphansOf(repository, gone).map(({ path }) => path);
    const branch = place.sources.find(({ id }) => id === repository.id)?.defaultBranch ?? null;
    if (paths.length === 0 || branch === null) continue;
    for (const { login, on } of await readRecentAuthors(github, { repository, branch }, paths.slice(0, MOST_PATHS))) {
      const known = commits.get(login.toLowerCase()) ?? { handle: `@${login}`, commits: 0, last: on };
      const last = known.last > on ? known.last : on;
      commits.set(login.toLowerCase(), { ...known, commits: known.commits + 1, last });
    }
  }
  const most = [...commits.values()].sort((a, b) => b.commits - a.commits || (a.last > b.last ? -1 : 1));
  return most.slice(0, MOST_AUTHORS);
}
