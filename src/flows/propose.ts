// flows: changed files → a pull request of the app's own, from a branch of its own; one that is open for the same issue is added to.
import { createHash } from 'node:crypto';
import type { EditAt, State } from '../core/command/edits.ts';
import { type Carried, mergedCarried, pullOf } from '../core/command/proposed.ts';
import type { Refusal } from '../core/command/refusal.ts';
import { surveyOf } from '../core/policy/entries.ts';
import type { Entry } from '../core/policy/verdict.ts';
import { COMMIT_RIGHTS, type Committed, commitFixes } from '../github/commit-fixes.ts';
import { readBotLogin } from '../github/issues.ts';
import {
  createBranch,
  findPullOf,
  OWN_BRANCHES,
  openPull,
  PULL_RIGHTS,
  type PullNow,
  type PullSaved,
  readPullNow,
  tipOfBranch,
  updatePull,
} from '../github/own-pulls.ts';
import { type ProceduresRead, readProcedures } from '../github/read-procedures.ts';
import { readCarried, saveCarried } from '../store/own-pulls.ts';
import { applyEffect } from './apply-effect.ts';
import { branchKey, issueNumberKey } from './effect-keys.ts';
import type { RepositoryRef } from './job.ts';
import { Later } from './later.ts';
import type { Tools } from './tools.ts';

export type Proposing = {
  readonly repository: RepositoryRef;
  /** Its default branch as it is now. */
  readonly read: ProceduresRead;
  readonly paths: readonly string[];
  readonly edit: EditAt;
  /** What the pull request says of the procedures that change, as entries of the default branch. */
  readonly carry: (done: readonly Entry[]) => Carried;
  /** Of the issue where it was asked for: it has one open pull request of each kind. */
  readonly key: string;
  /** What asked for it: a part of the branch's name and of the ledger's. */
  readonly origin: string;
  /** The issue as GitHub links it; null: it must not be named there. */
  readonly from: string | null;
  readonly why: string;
};

/** `pull` null: nothing was to be done, or this is a dry run. `done`: paths. */
export type Proposed = {
  readonly pull: number | null;
  readonly done: readonly string[];
  readonly refusals: readonly Refusal[];
};

/** Nothing is ever forced: a branch of the app's only moves forward, from where it was read. */
export async function propose(tools: Tools, proposing: Proposing): Promise<Proposed> {
  const { proposal } = proposing.carry([]);
  const kept = await readCarried(tools.store, { repository: proposing.read.facts.id, proposal, key: proposing.key });
  const open = kept && (await stillOpen(tools, proposing.repository, kept.pull));
  return open ? add(tools, proposing, open, kept.carried) : begin(tools, proposing);
}

async function stillOpen({ connection }: Tools, repository: RepositoryRef, number: number): Promise<PullNow | null> {
  const bot = await readBotLogin(connection.asApp);
  const now = await readPullNow(connection.reading(repository.installation), repository, number);
  return now?.isOpen && now.author === bot && now.branch.startsWith(OWN_BRANCHES) ? now : null;
}

/** A new branch, a commit on it, and the pull request. Each step that an earlier try made is taken up. */
async function begin(tools: Tools, proposing: Proposing): Promise<Proposed> {
  const { repository, read, paths, edit, key, from } = proposing;
  const { proposal } = proposing.carry([]);
  const branch = `${OWN_BRANCHES}${proposal}-${proposing.origin}`;
  const wanted = edit(stateOf(tools, read), paths);
  if (wanted.files.length === 0) return { pull: null, done: [], refusals: wanted.refusals };
  const asked = proposing.carry(wanted.done);
  if (mergedCarried(asked, asked, key) === null) return { pull: null, done: [], refusals: [{ why: 'full' }] };
  const made = await makeBranch(tools, proposing, branch);
  if (made === null) return { pull: null, done: wanted.done.map(pathOf), refusals: wanted.refusals };
  // The default branch may have gone on since an earlier try made the branch.
  const at = made.sha === read.sha ? read : await readAgain(tools, repository, paths, made.sha);
  const { files, done, refusals } = edit(stateOf(tools, at), paths);
  const committed = await commit(tools, proposing, { branch, head: made.sha, files });
  if (committed?.state === 'refused') return cannotCommit(committed, refusals);
  const carried = proposing.carry(done);
  const { title, body } = pullOf(carried, key, from);
  const { connection } = tools;
  const writing = () => connection.writing(repository, PULL_RIGHTS);
  const opened = await applyEffect<PullSaved>(tools, {
    ...{ repository, kind: 'pull', key: branchKey(repository, branch, 'opened'), why: proposing.why },
    what: { proposal, procedures: done.length, branch },
    content: branch,
    find: () => findPullOf(writing(), repository, branch),
    write: () => openPull(writing(), repository, { branch, base: read.facts.defaultBranch.name, title, body }),
  });
  if (opened) {
    await keep(tools, proposing, opened.number, carried);
    // Its checks may have been made before it was known what it carries.
    const sha = committed?.state === 'committed' ? committed.sha : made.sha;
    await tools.send([{ kind: 'check-head', repository, sha, pulls: [opened.number] }]);
  }
  return { pull: opened?.number ?? null, done: done.map(pathOf), refusals };
}

function makeBranch(tools: Tools, { repository, read, why }: Proposing, branch: string) {
  const writing = () => tools.connection.writing(repository, COMMIT_RIGHTS);
  return applyEffect<{ readonly sha: string }>(tools, {
    ...{ repository, kind: 'branch', key: branchKey(repository, branch, 'made'), why, content: branch },
    what: { branch, sha: read.sha },
    find: async () => {
      const sha = await tipOfBranch(writing(), repository, branch);
      return sha === null ? null : { sha };
    },
    write: () => createBranch(writing(), repository, { branch, sha: read.sha }),
  });
}

type NewCommit = {
  readonly branch: string;
  readonly head: string;
  readonly files: readonly { readonly path: string; readonly after: string }[];
};

/** A branch that is no more at `head` has been moved by an earlier try of this very commit, or by somebody: then it is read anew. */
function commit(tools: Tools, proposing: Proposing, { branch, head, files }: NewCommit): Promise<Committed | null> {
  const { repository, origin, why } = proposing;
  const writing = () => tools.connection.writing(repository, COMMIT_RIGHTS);
  const message = `${proposing.carry([]).proposal === 'reviewed' ? 'Record reviews' : 'Change the metadata of procedures'}\n\nAsked for by a command.`;
  const texts = createHash('sha256').update(JSON.stringify([head, ...files.map(({ path, after }) => [path, after])]));
  return applyEffect<Committed>(tools, {
    ...{ repository, kind: 'commit', key: branchKey(repository, branch, origin), why },
    ...{ what: { branch, head, files: files.length }, content: texts.digest('hex') },
    find: async () => {
      const tip = await tipOfBranch(writing(), repository, branch);
      return tip === null || tip === head ? null : { state: 'committed', sha: tip };
    },
    write: () => commitFixes(writing(), { repository, branch, head, files, message }),
  });
}

/** One more commit on the open pull request. What it carries is written down first: an unfinished try is then known for what it is. */
async function add(tools: Tools, proposing: Proposing, pull: PullNow, old: Carried): Promise<Proposed> {
  const { repository, read, paths, edit } = proposing;
  const base = stateOf(tools, read);
  const at = await readAgain(tools, repository, paths, pull.head);
  const tip = stateOf(tools, at);
  const same = paths.filter((path) => hashAt(base, path) === hashAt(tip, path));
  const movedOn = paths
    .filter((path) => !same.includes(path))
    .map((path): Refusal => ({ why: 'moved-on', path, pull: pull.number }));
  const { files, done, refusals } = edit(tip, same);
  const carriedPaths = new Set(old.items.map(({ path }) => path));
  // Nothing is left to change in the file, and the pull request carries it: that is what was asked for.
  const again = refusals
    .flatMap((one) => (one.why === 'already' ? one.paths : []))
    .filter((one) => carriedPaths.has(one));
  const left = refusals.filter((one) => one.why !== 'already' || !one.paths.every((path) => again.includes(path)));
  const all = [...left, ...movedOn];
  const carried = mergedCarried(old, proposing.carry(done), proposing.key);
  if (carried === null) return { pull: pull.number, done: again, refusals: [...all, { why: 'full' }] };
  if (done.length > 0) await keep(tools, proposing, pull.number, carried);
  if (files.length > 0) {
    const committed = await commit(tools, proposing, { branch: pull.branch, head: pull.head, files });
    if (committed?.state === 'moved') throw new Later(MOVED_MS, 'the branch of the pull request has just moved');
    if (committed?.state === 'refused') return cannotCommit(committed, all);
  }
  await update(tools, proposing, pull, carried);
  return { pull: pull.number, done: [...done.map(pathOf), ...again], refusals: all };
}

const MOVED_MS = 1_000;

async function update(tools: Tools, proposing: Proposing, { number }: PullNow, carried: Carried): Promise<void> {
  const { repository, key, from, why } = proposing;
  const text = pullOf(carried, key, from);
  const save = () => updatePull(tools.connection.writing(repository, PULL_RIGHTS), repository, { number, ...text });
  await applyEffect<PullSaved>(tools, {
    ...{ repository, kind: 'pull-update', key: issueNumberKey({ repository, number }), why, content: text },
    ...{ what: { pull: number, procedures: carried.items.length }, find: save, write: save },
  });
}

function cannotCommit({ path }: Extract<Committed, { state: 'refused' }>, refusals: readonly Refusal[]): Proposed {
  const refusal = { why: 'cannot-edit', path, cannot: 'it is no plain file' } as const;
  return { pull: null, done: [], refusals: [...refusals, refusal] };
}

async function keep({ store, isDryRun }: Tools, { read, repository, key }: Proposing, pull: number, carried: Carried) {
  if (isDryRun) return;
  const { installation } = repository;
  await saveCarried(store, { repository: read.facts.id, installation, pull, key }, carried);
}

async function readAgain(
  { connection, clock, policyRepository }: Tools,
  repository: RepositoryRef,
  paths: readonly string[],
  sha: string,
): Promise<ProceduresRead> {
  const github = connection.reading(repository.installation);
  const read = await readProcedures(github, { repository, paths, sha, clock, policyRepository });
  if (read === null) throw new Later(MOVED_MS, 'the repository cannot be read just now');
  return read;
}

function stateOf({ clock }: Tools, { snapshot }: ProceduresRead): State {
  return surveyOf(snapshot, clock);
}

function hashAt({ survey }: State, path: string): string | null {
  return survey.entries.find(({ procedure }) => procedure.path === path)?.procedure.contentHash ?? null;
}

function pathOf({ procedure }: Entry): string {
  return procedure.path;
}
