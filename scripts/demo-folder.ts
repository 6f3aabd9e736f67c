// scripts: a folder of the user's own → a repository on the stand-in, and two pull requests on it. The folder is only read.
import { byCodePoint } from '../src/core/code-point-order.ts';
import { findCodeowners } from '../src/core/codeowners/find-codeowners.ts';
import { visible } from '../src/core/display.ts';
import { ownerKey } from '../src/core/owner.ts';
import { plural } from '../src/core/plural.ts';
import { ownersNamed } from '../src/core/policy/owners-named.ts';
import { type Clock, judgingPolicy } from '../src/core/policy/policy-of.ts';
import type { Snapshot, SnapshotFile } from '../src/core/snapshot.ts';
import { CannotRun } from '../src/disk/cannot-run.ts';
import { isEarly } from '../src/disk/early-files.ts';
import { readSnapshot } from '../src/disk/read-snapshot.ts';
import type { Content } from '../test/stand-in/git/write-commit.ts';
import type { Repository } from '../test/stand-in/world.ts';
import type { Scene } from './demo-scene.ts';
import type { DemoWorld, People } from './demo-world.ts';

const MOST_PATHS = 20_000;
const MOST_TEXTS = 5_000;
const MOST_CHARACTERS = 50_000_000;
const MOST_OWNERS = 1_000;
const MOST_TOUCHED = 20;

/** What the demo needs to know of a folder. */
export type OwnFolder = {
  /** Path → content; of files that the app never reads only the path is kept. */
  readonly files: Readonly<Record<string, Content>>;
  readonly procedures: readonly string[];
  readonly codeowners: string | null;
  readonly organisation: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly users: readonly string[];
  /** Sentences on what is not as it is on GitHub. */
  readonly notes: readonly string[];
};

/** Reads the folder `dir`. Where there is none, or it holds no procedure, a `CannotRun` says so. */
export async function readOwnFolder(dir: string, clock: Clock): Promise<OwnFolder> {
  const selectProcedures = (early: Snapshot) => judgingPolicy(early, clock).isProcedure;
  const read = await readSnapshot({ dir, base: null, configFile: null, selectProcedures });
  const policy = judgingPolicy(read, clock);
  const texts = textsOf(read.head.files);
  const procedures = [...texts.keys()].filter(policy.isProcedure);
  if (procedures.length === 0) throw new CannotRun(noProcedures(dir, policy.settings.procedures.include));

  const { codeowners } = findCodeowners(read.head.files.filter(({ path }) => texts.has(path)));
  const inCodeowners = codeowners?.rules.flatMap(({ owners }) => owners.map(({ handle }) => handle)) ?? [];
  const organisation =
    mostNamed([...inCodeowners, ...ownersNamed(read, clock)]) ?? read.repository.organisation ?? 'acme';
  const snapshot = { ...read, repository: { ...read.repository, organisation } };
  const { teams, users, strangers } = sorted([...inCodeowners, ...ownersNamed(snapshot, clock)], organisation);
  const { paths, files } = read.head;
  const kept = (paths ?? []).slice(0, MOST_PATHS);
  // Without its text a file would be judged for what it is not, so it is left out.
  const missing = new Set(files.flatMap(({ path }) => (texts.has(path) ? [] : [path])));
  const others = kept.filter((path) => !missing.has(path)).map((path) => [path, ''] as const);
  return {
    files: Object.fromEntries([...others, ...texts]),
    ...{ procedures, codeowners: codeowners?.path ?? null, organisation, teams, users },
    name: read.repository.name.replace(/^.*\//, '').replace(/[^\w.-]/g, '-') || 'repository',
    notes: notesOf({ paths: paths?.length ?? 0, missing: missing.size, strangers: strangers.length, organisation }),
  };
}

type Left = {
  readonly paths: number;
  readonly missing: number;
  readonly strangers: number;
  readonly organisation: string;
};

/** What is not as it is on GitHub. */
function notesOf({ paths, missing, strangers, organisation }: Left): readonly string[] {
  return [
    ...(paths > MOST_PATHS ? [`There are the first ${MOST_PATHS} of its ${paths} files.`] : []),
    ...(missing > 0 ? [`Left out: ${plural(missing, 'file')} (links, unreadable, or over the demo's limits).`] : []),
    ...(strangers > 0 ? [`Not made: ${plural(strangers, 'team')} of other organisations than ${organisation}.`] : []),
  ];
}

/** Everybody who is named, and the one who opens the pull requests. */
export function peopleOf({ organisation, users }: OwnFolder): People {
  return { organisations: { [organisation]: [authorOf(organisation)] }, users };
}

/** The repository, with every owner that it names able to act. */
export async function createOwnRepository({ github }: DemoWorld, folder: OwnFolder): Promise<Repository> {
  const { organisation, name, files } = folder;
  const repository = await github.createRepository({ owner: organisation, name, files });
  for (const slug of folder.teams) {
    const grants = { [`${organisation}/${name}`]: 'write' } as const;
    github.setTeam({ organisation, slug, members: [authorOf(organisation)], grants });
  }
  for (const login of folder.users) await github.setPermission(login, repository, 'write');
  return repository;
}

/** One pull request that touches up to 20 procedures, and one that deletes CODEOWNERS where there is one. */
export async function* proposeOwn(
  { propose }: DemoWorld,
  repository: Repository,
  folder: OwnFolder,
): AsyncGenerator<Scene> {
  const author = authorOf(folder.organisation);
  const touched = folder.procedures.slice(0, MOST_TOUCHED);
  const changes = Object.fromEntries(touched.map((path) => [path, `${folder.files[path]}\nA line more.\n`]));
  const common = { expects: null, isSequel: false };
  yield {
    ...common,
    says: `A line at the end of ${touched.length} of its ${plural(folder.procedures.length, 'procedure')}.`,
    checked: await propose({ repository, title: 'Touch procedures', author, changes }),
  };
  if (folder.codeowners === null) return;
  yield {
    ...common,
    says: `${folder.codeowners} is deleted.`,
    checked: await propose({ repository, title: 'Delete CODEOWNERS', author, changes: { [folder.codeowners]: null } }),
  };
}

function authorOf(organisation: string): string {
  return ownerKey(organisation) === 'ada' ? 'grace' : 'ada';
}

/** The texts that the app may read, up to the limits; those that decide about others first. */
function textsOf(files: readonly SnapshotFile[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let characters = 0;
  for (const file of files.toSorted((a, b) => Number(isEarly(b.path)) - Number(isEarly(a.path)))) {
    if (!('text' in file)) continue;
    characters += file.text.length;
    if (texts.size >= MOST_TEXTS || characters > MOST_CHARACTERS) break;
    texts.set(file.path, file.text);
  }
  return texts;
}

/** The organisation that most teams are of: on GitHub only its own teams can own a repository's files. */
function mostNamed(handles: readonly string[]): string | null {
  const counts = new Map<string, { readonly name: string; readonly count: number }>();
  for (const handle of handles) {
    const name = /^@([^/]+)\//.exec(handle)?.[1];
    if (name !== undefined) counts.set(ownerKey(name), { name, count: (counts.get(ownerKey(name))?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || byCodePoint(a.name, b.name))[0]?.name ?? null;
}

/** Slugs of the organisation's teams, logins of people, and handles of other organisations' teams, each once. */
function sorted(handles: readonly string[], organisation: string) {
  const unique = [...new Map(handles.map((handle) => [ownerKey(handle), handle])).values()].slice(0, MOST_OWNERS);
  const named = unique.map((handle) => ({ handle, parts: handle.replace(/^@/, '').split('/') }));
  const isOurs = (name: string | undefined) => ownerKey(name ?? '') === ownerKey(organisation);
  return {
    teams: named.flatMap(({ parts: [name, slug] }) => (slug && isOurs(name) ? [slug] : [])),
    strangers: named.filter(({ parts: [name, slug] }) => slug && !isOurs(name)).map(({ handle }) => handle),
    // An e-mail address in CODEOWNERS names nobody here, and a bot is no owner.
    users: named.flatMap(({ parts: [login, slug] }) =>
      login && slug === undefined && !isOurs(login) && /^[\w-]+$/.test(login) ? [login] : [],
    ),
  };
}

function noProcedures(dir: string, include: readonly string[]): string {
  const globs = include.map(visible).join(', ');
  return `${visible(dir)} has no procedures; looked for ${globs}. Name yours under \`procedures.include\` in .github/runbook-steward.yml, or give another folder.`;
}
