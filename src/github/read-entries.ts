// github: many files of one or two commits in one GraphQL query, or in as few as GitHub can answer.
import { z } from 'zod';
import { askGraphql, type Query } from './ask-graphql.ts';
import { ENTRY, ENTRY_FRAGMENT, type TreeEntry } from './entry.ts';
import { type Doing, GitHubFailed, outOfReach } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

/** Which of the two commits. */
export type SideName = 'head' | 'base';

/** A path of one side. */
export type Place = { readonly side: SideName; readonly path: string };

/** What stands at each place that was asked for: null where nothing does. */
export type Entries = Readonly<Record<SideName, Map<string, TreeEntry | null>>>;

/** The commits to read from. */
export type Commits = Readonly<Record<SideName, string>>;

/** Files in one query. In the field, 250 blobs were answered; 50 procedures of two sides are 100. */
const AT_ONCE = 250;
/** What the texts of one pull request may come to, in bytes of UTF-8. */
const BYTES_LIMIT = 96 * 1024 * 1024;

export function noEntries(): Entries {
  return { head: new Map(), base: new Map() };
}

/** Which file is asked for under which name, and the variables that hold the paths. */
export type Selection = {
  readonly places: readonly Place[];
  /** `$p0: String!, …`. */
  readonly parameters: string;
  readonly variables: Readonly<Record<string, string>>;
  /** What to select of the commit of one side. */
  readonly of: (side: SideName) => string;
};

/** A selection of `places`. A path on both sides is one variable. */
export function selectionOf(places: readonly Place[]): Selection {
  const paths = [...new Set(places.map(({ path }) => path))];
  const index = new Map(paths.map((path, at) => [path, at]));
  const nameOf = (path: string) => index.get(path) ?? 0;
  return {
    places,
    parameters: paths.map((_, at) => `, $p${at}: String!`).join(''),
    variables: Object.fromEntries(paths.map((path, at) => [`p${at}`, path])),
    of: (side) => {
      const files = places
        .filter((place) => place.side === side)
        .map(({ path }) => `f${nameOf(path)}: file(path: $p${nameOf(path)}) { ...Entry }`);
      return `__typename oid ... on Commit { ${files.join(' ') || 'id'} }`;
    },
  };
}

/** A commit's answer to a `Selection`: its id, and its files by their names in the query. */
export const COMMIT = z
  .object({ __typename: z.literal('Commit'), oid: z.string() })
  .catchall(z.unknown())
  .transform(({ oid, ...rest }) => ({ oid, files: new Map(Object.entries(rest)) }));

export type CommitAnswer = z.infer<typeof COMMIT>;

/** Adds what `answers` say of the selection's places to `entries`. A place that GitHub left out is a failure, never an absence. */
export function addAnswers(
  entries: Entries,
  { places, variables }: Selection,
  answers: Readonly<Record<SideName, CommitAnswer | null>>,
  doing: Doing,
): void {
  const aliases = new Map(Object.entries(variables).map(([name, path]) => [path, `f${name.slice(1)}`]));
  for (const { side, path } of places) {
    const answer = answers[side]?.files.get(aliases.get(path) ?? '');
    const entry = ENTRY.nullable().safeParse(answer);
    if (!entry.success)
      throw new GitHubFailed({ ...doing, reason: "GitHub's answer cannot be read", status: 200, isRetryable: true });
    entries[side].set(path, entry.data);
  }
  if (bytesOf(entries) > BYTES_LIMIT) throw outOfReach(doing, 'its files come to more than 96 MiB of text');
}

function bytesOf({ head, base }: Entries): number {
  let bytes = 0;
  for (const entry of [...head.values(), ...base.values()])
    if (entry?.object && 'byteSize' in entry.object) bytes += entry.object.text?.length ?? 0;
  return bytes;
}

/** Adds what stands at `places` of the two commits to `entries`. What GitHub cannot answer at once is asked in halves. */
export async function readEntries(
  github: GitHub,
  { repository, commits }: { readonly repository: RepositoryName; readonly commits: Commits },
  places: readonly Place[],
  entries: Entries,
): Promise<void> {
  const doing = { verb: 'read', object: `${places.length} files of ${fullName(repository)}` };
  const read = async (some: readonly Place[]): Promise<void> => {
    const selection = selectionOf(some);
    const { repository: answer } = await askGraphql(github, doing, queryOf(repository, commits, selection), {
      data: ANSWER,
    });
    addAnswers(entries, selection, answer, doing);
  };
  for (let at = 0; at < places.length; at += AT_ONCE) await halved(places.slice(at, at + AT_ONCE), read);
}

const ANSWER = z.object({ repository: z.object({ head: COMMIT, base: COMMIT }) });

function queryOf({ owner, name }: RepositoryName, commits: Commits, selection: Selection): Query {
  const text = `query($owner: String!, $name: String!, $head: GitObjectID!, $base: GitObjectID!${selection.parameters}) {
  repository(owner: $owner, name: $name) {
    head: object(oid: $head) { ${selection.of('head')} }
    base: object(oid: $base) { ${selection.of('base')} }
  }
}
${selection.places.length > 0 ? ENTRY_FRAGMENT : ''}`;
  return { text, variables: { owner, name, ...commits, ...selection.variables } };
}

/** `read` of all `places`, or of each half where that was too much for one query, down to a single one. */
export async function halved(places: readonly Place[], read: (some: readonly Place[]) => Promise<void>): Promise<void> {
  try {
    await read(places);
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.isTooMuch) || places.length <= 1) throw error;
    const middle = Math.ceil(places.length / 2);
    await halved(places.slice(0, middle), read);
    await halved(places.slice(middle), read);
  }
}

/**
 * What `read` gives for as many of the first `places` as one query takes, and the places that are left for others. Each time that it was
 * too much, half as many are asked for.
 */
export async function halvedFirst<T extends object>(
  places: readonly Place[],
  read: (some: readonly Place[]) => Promise<T>,
  size: number = Math.min(AT_ONCE, places.length),
): Promise<T & { readonly left: readonly Place[] }> {
  try {
    return { ...(await read(places.slice(0, size))), left: places.slice(size) };
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.isTooMuch) || size <= 1) throw error;
    return halvedFirst(places, read, Math.ceil(size / 2));
  }
}
