// test/stand-in/happen: the life of a pull request.

import { adminAuthorization } from '../emulator.ts';
import { type Engine, newId, timeOf } from '../engine.ts';
import { type MergeGroup, tellMergeGroup, tellPull } from '../events.ts';
import { commitsBetween } from '../git/read-history.ts';
import { mergedTree, writeCommit } from '../git/write-commit.ts';
import { type Account, branchTip, fullName, type Pull, type Repository } from '../world.ts';
import { moveRef, personOf } from './branches.ts';
import { closePull, mirrorState } from './close-pull.ts';

export type NewPull = {
  readonly repository: Repository;
  readonly base: string;
  readonly head: { readonly repository: Repository; readonly ref: string };
  readonly title: string;
  readonly body: string | null;
  readonly author: Account;
  readonly draft: boolean;
};

/** Every pull request is an issue too: the emulator keeps its number, labels and comments. */
async function newNumber(engine: Engine, { repository, title }: NewPull): Promise<number> {
  const path = `/repos/${fullName(repository)}/issues`;
  const { status, body } = await engine.emulator.ask('POST', path, adminAuthorization, { title: title || '-' });
  const number = typeof body === 'object' && body !== null && 'number' in body ? body.number : undefined;
  if (typeof number !== 'number') throw new Error(`The emulator gave no number for a pull request: ${status}`);
  return number;
}

export async function openPull(engine: Engine, wanted: NewPull): Promise<Pull> {
  const { repository, base, head, title, body, author, draft } = wanted;
  const sha = branchTip(head.repository, head.ref);
  const tip = branchTip(repository, base);
  if (!sha || !tip)
    throw new Error(`A pull request needs both branches: ${head.ref} and ${base} of ${fullName(repository)}.`);
  const number = await newNumber(engine, wanted);
  const at = timeOf(engine);
  const pull: Pull = {
    ...{ id: newId(engine), number, repository, author, title, body, draft, createdAt: at, updatedAt: at },
    head: { ...head, sha },
    base: { ref: base, sha: tip },
    ...{ editor: null, state: 'open', closedAt: null, mergedAt: null, mergeCommit: null },
    requestedReviewers: new Set(),
    requestedTeams: new Set(),
  };
  engine.world.pulls.push(pull);
  engine.births.note('pull', pull.id);
  await tellPull(engine, 'opened', pull, author);
  return pull;
}

export async function reopenPull(engine: Engine, pull: Pull, sender: Account): Promise<void> {
  if (pull.state === 'open' || pull.mergedAt !== null) return;
  const sha = branchTip(pull.head.repository, pull.head.ref);
  if (!sha) throw new Error(`The branch ${pull.head.ref} is gone; the pull request ${pull.number} cannot be reopened.`);
  pull.state = 'open';
  pull.closedAt = null;
  pull.head.sha = sha;
  pull.updatedAt = timeOf(engine);
  await mirrorState(engine, pull);
  await tellPull(engine, 'reopened', pull, sender);
}

export type PullChange = {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly base?: string | undefined;
  readonly draft?: boolean | undefined;
};

/** Edits title, body or base, or makes a draft ready (or the other way round), each with its own event. */
export async function changePull(engine: Engine, pull: Pull, change: PullChange, sender: Account): Promise<void> {
  pull.updatedAt = timeOf(engine);
  const from = { title: pull.title, body: pull.body, ref: pull.base.ref, sha: pull.base.sha };
  if (change.title !== undefined) pull.title = change.title;
  if (change.body !== undefined && change.body !== pull.body) pull.editor = sender;
  if (change.body !== undefined) pull.body = change.body;
  if (change.base !== undefined) {
    pull.base.ref = change.base;
    pull.base.sha = branchTip(pull.repository, change.base) ?? pull.base.sha;
  }
  const changes = {
    ...(pull.title === from.title ? {} : { title: { from: from.title } }),
    ...(pull.body === from.body ? {} : { body: { from: from.body ?? '' } }),
    ...(pull.base.ref === from.ref ? {} : { base: { ref: { from: from.ref }, sha: { from: from.sha } } }),
  };
  if (Object.keys(changes).length > 0) await tellPull(engine, 'edited', pull, sender, { changes });
  if (change.draft === undefined || change.draft === pull.draft) return;
  pull.draft = change.draft;
  await tellPull(engine, pull.draft ? 'converted_to_draft' : 'ready_for_review', pull, sender);
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';

const conflict = (pull: Pull) => new Error(`The pull request ${pull.number} conflicts with ${pull.base.ref}.`);

async function mergeCommit(engine: Engine, pull: Pull, onto: string, sender: Account): Promise<string> {
  const { store } = pull.repository;
  const tree = await mergedTree(store, onto, pull.head.sha);
  if (!tree) throw conflict(pull);
  const message = `Merge pull request #${pull.number} from ${pull.head.repository.owner.login}/${pull.head.ref}\n\n${pull.title}`;
  const facts = { message, author: personOf(sender), at: Math.floor(engine.now() / 1000), changes: {}, baseTree: tree };
  return writeCommit(store, { ...facts, parents: [onto, pull.head.sha] });
}

/** One commit with the body of the pull request as its message, as GitHub can be told to make it. */
async function squashCommit(engine: Engine, pull: Pull, onto: string, sender: Account): Promise<string> {
  const { store } = pull.repository;
  const tree = await mergedTree(store, onto, pull.head.sha);
  if (!tree) throw conflict(pull);
  const message = `${pull.title} (#${pull.number})\n\n${pull.body ?? ''}`;
  const facts = { message, author: personOf(sender), at: Math.floor(engine.now() / 1000), changes: {}, baseTree: tree };
  return writeCommit(store, { ...facts, parents: [onto] });
}

/** Its commits, one by one, on top of the base. */
async function rebasedCommits(engine: Engine, pull: Pull, onto: string, sender: Account): Promise<string> {
  const { store } = pull.repository;
  let tip = onto;
  for (const sha of await commitsBetween(store, onto, pull.head.sha)) {
    const tree = await mergedTree(store, tip, sha);
    if (!tree) throw conflict(pull);
    const facts = { author: personOf(sender), at: Math.floor(engine.now() / 1000), changes: {}, baseTree: tree };
    tip = await writeCommit(store, { ...facts, message: 'Rebased', parents: [tip] });
  }
  return tip;
}

const makers = { merge: mergeCommit, squash: squashCommit, rebase: rebasedCommits } as const;

const tipOf = (pull: Pull) => branchTip(pull.repository, pull.base.ref) ?? pull.base.sha;

/** Merges as one of the green buttons does. */
export async function mergePull(
  engine: Engine,
  pull: Pull,
  sender: Account,
  method: MergeMethod = 'merge',
): Promise<string> {
  const onto = tipOf(pull);
  const to = await makers[method](engine, pull, onto, sender);
  pull.base.sha = onto;
  pull.mergedAt = timeOf(engine);
  pull.mergeCommit = to;
  await closePull(engine, pull, sender);
  await moveRef(engine, { repository: pull.repository, ref: `refs/heads/${pull.base.ref}`, to, sender });
  return to;
}

/** Puts pull requests into the merge queue together, and asks for their checks. */
export async function queuePulls(engine: Engine, pulls: readonly Pull[], sender: Account): Promise<MergeGroup> {
  const [first] = pulls;
  const last = pulls.at(-1);
  if (!first || !last) throw new Error('A merge group needs a pull request.');
  const baseSha = tipOf(first);
  let headSha = baseSha;
  for (const pull of pulls) {
    const onto = headSha;
    headSha = await mergeCommit(engine, pull, onto, sender);
    engine.world.queue.push({ pull, headSha, baseSha: onto });
  }
  const headRef = `refs/heads/gh-readonly-queue/${first.base.ref}/pr-${last.number}-${baseSha}`;
  const group = { headRef, headSha, baseRef: `refs/heads/${first.base.ref}`, baseSha };
  await moveRef(engine, { repository: first.repository, ref: headRef, to: headSha, sender });
  await tellMergeGroup(engine, 'checks_requested', first.repository, group, sender);
  return group;
}

/** The queue is done with a group: merged, invalidated or dequeued. */
export async function destroyMergeGroup(
  engine: Engine,
  home: Repository,
  group: MergeGroup,
  reason: string,
  sender: Account,
): Promise<void> {
  const last = engine.world.queue.findIndex(({ headSha }) => headSha === group.headSha);
  engine.world.queue.splice(0, last + 1);
  await tellMergeGroup(engine, 'destroyed', home, group, sender, reason);
  await moveRef(engine, { repository: home, ref: group.headRef, to: undefined, sender });
}
