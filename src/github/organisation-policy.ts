// github: the organisation's policy, which stands in a repository of its own.
import { z } from 'zod';
import { type Policy, readPolicy } from '../core/policy/read-policy.ts';
import type { SnapshotFile } from '../core/snapshot.ts';
import { askGraphql } from './ask-graphql.ts';
import { ENTRY, ENTRY_FRAGMENT, fromEntry, type TreeEntry } from './entry.ts';
import { type Doing, GitHubFailed } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { isNoted, type Key, remember, takeNote } from './memory.ts';
import { readBlobs } from './read-blobs.ts';

/** Its name at the root of the repository (contract §3). */
export const POLICY_FILE = 'runbook-steward.yml';
/** How far back the last valid policy is looked for, in commits that touched it. */
const HISTORY = 20;

/** The policy that is in force (null: there is none), and what has to be said of it. */
export type OrganisationPolicy = { readonly file: SnapshotFile | null; readonly notes: readonly string[] };

/** Where the policy may be, in the order in which it is looked for; `configured` (`POLICY_REPO`) stands alone. */
export function policyPlaces(owner: string, configured: RepositoryName | null): readonly RepositoryName[] {
  return configured ? [configured] : ['.github-private', '.github'].map((name) => ({ owner, name }));
}

/** The part of a query that asks for the policy, for any query that has the fragment `Entry`. */
export function policySelection(places: readonly RepositoryName[]) {
  return {
    parameters: places.map((_, at) => `, $policyOwner${at}: String!, $policyName${at}: String!`).join(''),
    variables: Object.fromEntries(
      places.flatMap(({ owner, name }, at) => [
        [`policyOwner${at}`, owner],
        [`policyName${at}`, name],
      ]),
    ),
    text: places
      .map(
        (_, at) => `policy${at}: repository(owner: $policyOwner${at}, name: $policyName${at}) {
    defaultBranchRef { target { __typename ... on Commit { file(path: "${POLICY_FILE}") { ...Entry } } } }
  }`,
      )
      .join('\n  '),
  };
}

/** A repository that is not there, or that the app was not given. */
export function isPolicyPlace(path: readonly unknown[]): boolean {
  return typeof path[0] === 'string' && /^policy\d$/.test(path[0]);
}

const PLACE = z
  .object({
    defaultBranchRef: z.object({ target: z.object({ file: ENTRY.nullable().default(null) }).nullable() }).nullable(),
  })
  .nullable();

/** The policy by GitHub's `answers` to `policySelection`: the first place that has the file decides. `today`: `YYYY-MM-DD`. */
export async function organisationPolicy(
  github: GitHub,
  places: readonly RepositoryName[],
  answers: Readonly<Record<string, unknown>>,
  today: string,
): Promise<OrganisationPolicy> {
  const read = places.map((place, at) => ({ place, answer: PLACE.parse(answers[`policy${at}`] ?? null) }));
  const found = read.find(({ answer }) => answer?.defaultBranchRef?.target?.file);
  const entry = found?.answer?.defaultBranchRef?.target?.file;
  // A place further down must not take over from one that has decided and is only out of sight.
  const above = found ? read.slice(0, read.indexOf(found)) : read;
  const hidden = above.filter(({ answer }) => answer === null).map(({ place }) => place);
  if (await wasRead(github, hidden)) throw lost(hidden);
  if (found && entry) return inForce(github, found.place, entry, today);
  if (hidden.length === 0) return { file: null, notes: [] };
  return {
    file: null,
    notes: [`No organisation policy: there is no ${hidden.map(fullName).join(' or ')} that the app may read.`],
  };
}

/** The blob of the policy's file as it stands, valid or not; null where there is none. */
export function policyBlob(
  places: readonly RepositoryName[],
  answers: Readonly<Record<string, unknown>>,
): string | null {
  const files = places.map((_, at) => PLACE.parse(answers[`policy${at}`] ?? null)?.defaultBranchRef?.target?.file);
  return files.find((file) => file)?.oid ?? null;
}

/** The policy's file as it stands, whether or not it takes effect. */
export type PolicyState = {
  readonly place: RepositoryName;
  /** Why it does not take effect; none where it does. */
  readonly problems: readonly Pick<Policy['problems'][number], 'at' | 'message' | 'fix'>[];
  /** The last commit in which it was valid, where it is not; null where there is none to be found. */
  readonly lastValid: string | null;
};

/** Of the first of `places` that has the file; null where none has. */
export async function readPolicyState(
  github: GitHub,
  places: readonly RepositoryName[],
  today: string,
): Promise<PolicyState | null> {
  const { parameters, variables, text: selected } = policySelection(places);
  const text = `query(${parameters.slice(2)}) {\n  ${selected}\n}\n${ENTRY_FRAGMENT}`;
  const doing = { verb: 'read', object: `the organisation policy of ${places.map(fullName).join(' or ')}` };
  const shape = { data: z.record(z.string(), z.unknown()), mayBeMissing: isPolicyPlace };
  const answers = await askGraphql(github, doing, { text, variables }, shape);
  for (const [at, place] of places.entries()) {
    const entry = PLACE.parse(answers[`policy${at}`] ?? null)?.defaultBranchRef?.target?.file;
    const file = entry && (await toFile(github, place, entry));
    if (!file) continue;
    const problems = problemsOf(file, today);
    const last = problems.length > 0 ? await lastValid(github, place, today) : null;
    return { place, problems, lastValid: last?.commit ?? null };
  }
  return null;
}

async function inForce(
  github: GitHub,
  place: RepositoryName,
  entry: TreeEntry,
  today: string,
): Promise<OrganisationPolicy> {
  await takeNote(github.memory, readKey(place));
  const file = await toFile(github, place, entry);
  if (file !== null && isValid(file, today)) return { file, notes: [] };
  const key = { text: `last valid policy ${fullName(place)} ${entry.oid}`, keptForMs: DAY_MS };
  const last = await remember(github.memory, key, () => lastValid(github, place, today));
  // Without a valid one to fall back on, the broken one stands, and nothing can be decided by it.
  if (last === null) return { file, notes: [] };
  const note = `The organisation policy of ${fullName(place)} is invalid: that of commit ${last.commit.slice(0, 7)} stays in force.`;
  return { file: last.file, notes: [note] };
}

const DAY_MS = 24 * 60 * 60_000;

async function toFile(github: GitHub, place: RepositoryName, entry: TreeEntry): Promise<SnapshotFile | null> {
  const file = fromEntry(`${fullName(place)}/${POLICY_FILE}`, entry);
  if (file === null || !('oid' in file)) return file;
  return (await readBlobs(github, place, [file]))[0] ?? null;
}

function isValid(file: SnapshotFile, today: string): boolean {
  return problemsOf(file, today).length === 0;
}

function problemsOf(file: SnapshotFile, today: string): PolicyState['problems'] {
  if (!('text' in file)) {
    const message = 'It cannot be read: it is no plain file, no UTF-8, or too large.';
    return [{ at: { line: 1, column: 1 }, message, fix: null }];
  }
  const { problems } = readPolicy({ repository: null, organisation: file, today });
  return problems.filter((problem) => !isHarmless(problem));
}

function isHarmless({ level }: Policy['problems'][number]): boolean {
  return level === 'warning' || level === 'notice';
}

const HISTORY_ANSWER = z.object({
  repository: z.object({
    defaultBranchRef: z.object({
      target: z.object({
        history: z.object({ nodes: z.array(z.object({ oid: z.string(), file: ENTRY.nullable() })) }),
      }),
    }),
  }),
});

async function lastValid(github: GitHub, place: RepositoryName, today: string) {
  const text = `query($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { target { __typename ... on Commit {
      history(first: ${HISTORY}, path: "${POLICY_FILE}") { nodes { oid file(path: "${POLICY_FILE}") { ...Entry } } }
    } } }
  }
}
${ENTRY_FRAGMENT}`;
  const doing = { verb: 'read', object: `the history of the organisation policy of ${fullName(place)}` };
  const data = await askGraphql(github, doing, { text, variables: { ...place } }, { data: HISTORY_ANSWER });
  for (const { oid, file: entry } of data.repository.defaultBranchRef.target.history.nodes) {
    const file = entry && (await toFile(github, place, entry));
    if (file && isValid(file, today)) return { commit: oid, file };
  }
  return null;
}

/** For good: a base must not be lost by losing sight of it. */
const ALWAYS = Number.POSITIVE_INFINITY;

async function wasRead({ memory }: GitHub, places: readonly RepositoryName[]): Promise<boolean> {
  for (const place of places) if (await isNoted(memory, readKey(place))) return true;
  return false;
}

function readKey(place: RepositoryName): Key<true> {
  return { text: `policy was read ${fullName(place).toLowerCase()}`, keptForMs: ALWAYS };
}

function lost(places: readonly RepositoryName[]): GitHubFailed {
  const doing: Doing = { verb: 'read', object: `the organisation policy of ${places.map(fullName).join(' or ')}` };
  return new GitHubFailed({ ...doing, reason: 'the app has lost access to it', status: null, isRetryable: true });
}
