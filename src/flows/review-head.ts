// flows: `reviewed` on a pull request that changes procedures → its head is attested, and the review keys go into the same pull request.
import type { Asked } from '../core/command/asked.ts';
import { reviewEdits, type State } from '../core/command/edits.ts';
import { meantBy } from '../core/command/meant.ts';
import type { Refusal } from '../core/command/refusal.ts';
import type { Repair } from '../core/policy/certain-fixes.ts';
import { surveyOf } from '../core/policy/entries.ts';
import { surveyBase } from '../core/policy/survey.ts';
import type { Entry } from '../core/policy/verdict.ts';
import type { AttestationRecord } from '../core/review/attestation-record.ts';
import { isGrave } from '../core/review/entry.ts';
import { reviewKeys } from '../core/review/review-keys.ts';
import { COMMIT_RIGHTS, type Committed, commitFixes } from '../github/commit-fixes.ts';
import { fullName } from '../github/github.ts';
import type { OpenPull } from '../github/kept-pulls.ts';
import { readOwnRuns } from '../github/own-runs.ts';
import { readHead } from '../github/read-head.ts';
import { readPull } from '../github/read-pull.ts';
import { attestedIn, saveAttestations } from '../store/attestations.ts';
import { applyEffect } from './apply-effect.ts';
import type { Place } from './command-place.ts';
import { readRights } from './command-rights.ts';
import { type Giver, mayBeHeard } from './giver.ts';
import { mayCommit } from './may-commit.ts';
import { wasSeen } from './override.ts';
import { pasteLines } from './paste-lines.ts';
import type { Tools } from './tools.ts';

type Reviewed = Extract<Asked, { readonly name: 'reviewed' }>;

/** `left`: names of procedures that the pull request does not change. */
export type HeadReviewed = {
  readonly done: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly left: readonly string[];
};

/**
 * Attests the head as its writer could see it. Who may is judged by what stood on the base, where the procedure is not new: no change
 * makes its author the one to confirm it. Null: nobody is answered here.
 */
export async function reviewHead(
  tools: Tools,
  place: Place,
  giver: Giver,
  asked: Reviewed,
): Promise<HeadReviewed | null> {
  const read = await readNow(tools, place);
  if (read === null) return { done: [], refusals: [], left: asked.procedures };
  const state = surveyOf(read.snapshot, tools.clock);
  const { settings, advisory } = state.policy;
  if (!settings.enabled || advisory || !mayBeHeard(giver, settings.bots.allow)) return null;
  // It carries what others attested; what it says of itself is written by the app alone.
  if (place.now.isOurs) return { done: [], refusals: [{ why: 'own-pull' }], left: [] };
  const changed = changedEntries(read, state);
  const found = meantBy(asked.procedures, changed.map(nameOf));
  const left = found.refusals.flatMap((one) => (one.why === 'no-such' ? [one.written] : []));
  const isMeant = ({ now }: Sides) => asked.procedures.length === 0 || found.paths.includes(now.procedure.path);
  const meant = changed.filter(isMeant);
  if (meant.length === 0) {
    const refusals: readonly Refusal[] = left.length > 0 ? [] : [{ why: 'no-files' }];
    return { done: [], refusals, left };
  }
  return { ...(await attest(tools, { place, giver, asked, read, state }, meant)), left };
}

type Attesting = {
  readonly place: Place;
  readonly giver: Giver;
  readonly asked: Reviewed;
  readonly read: OpenPull;
  readonly state: State;
};

async function attest(
  tools: Tools,
  attesting: Attesting,
  meant: readonly Sides[],
): Promise<Omit<HeadReviewed, 'left'>> {
  const { place, giver, asked, read, state } = attesting;
  const { repository } = place;
  const github = tools.connection.reading(repository.installation);
  const may = await readRights(github, {
    repository: { ...repository, organisation: read.facts.organisation },
    ...{ login: giver.login, entries: meant.map(judging), policy: state.policy, delegate: null },
  });
  const allowed = meant.filter((one) => may('reviewed', judging(one))).map(({ now }) => now);
  const refused = meant.filter(({ now }) => !allowed.includes(now)).map(({ now }) => pathOf(now));
  const isNamed = asked.procedures.length > 0 || allowed.length === 0;
  const untold = asked.how === null ? allowed.filter(isGrave) : [];
  const rest = allowed.filter((entry) => !untold.includes(entry));
  const refusals: readonly Refusal[] = [
    ...(isNamed && refused.length > 0 ? [{ why: 'no-right', name: asked.name, paths: refused } as const] : []),
    ...(untold.length > 0 ? [{ why: 'say-how', paths: untold.map(pathOf) } as const] : []),
  ];
  if (rest.length === 0) return { done: [], refusals };
  const more = await record(tools, attesting, rest);
  return { done: more.done, refusals: [...refusals, ...more.refusals] };
}

/** What is attested is written down before the commit is made: an unfinished try is then known for what it is. */
async function record(
  tools: Tools,
  { place, giver, asked, read, state }: Attesting,
  entries: readonly Entry[],
): Promise<Omit<HeadReviewed, 'left'>> {
  const { store, connection, isDryRun } = tools;
  const { repository, home, number } = place;
  const by = `@${giver.login}`;
  const { files, done, refusals } = reviewEdits(by)(state, entries.map(pathOf));
  const paths = done.map(pathOf);
  const kept = await attestedIn(store, { repository: home.id, pull: number });
  const isKept = ({ procedure }: Entry) =>
    kept.some((one) => one.path === procedure.path && one.by === by && one.contentHash === procedure.contentHash);
  // Said again, or tried again after the commit was made: then this is the head that it made.
  if (files.length === 0 && entries.every(isKept)) return { done: entries.map(pathOf), refusals: [] };
  const runs = await readOwnRuns(connection.readingChecks(repository.installation), repository, read.facts.head);
  if (!wasSeen(runs, { pull: number, at: giver.at })) return { done: [], refusals: [{ why: 'head-moved' }] };
  const records = done.map((entry): AttestationRecord => attestation(entry, state, asked, by));
  if (!isDryRun)
    await saveAttestations(
      store,
      { repository: home.id, installation: repository.installation, pull: number },
      records,
    );
  if (files.length === 0) return { done: [], refusals };
  if (read.facts.isFork || !(await mayCommit(tools, repository.installation))) {
    const { headRepository, headBranch } = read.facts;
    const branch = headRepository && { webUrl: tools.webUrl, repository: headRepository, branch: headBranch };
    await pasteLines(tools, { repository, number, login: giver.login, origin: giver.origin, files, branch });
    return { done: paths, refusals };
  }
  const committed = await commit(tools, place, { read, giver, files });
  if (committed?.state === 'moved') return { done: [], refusals: [...refusals, { why: 'head-moved' }] };
  if (committed?.state === 'refused')
    return {
      done: [],
      refusals: [...refusals, { why: 'cannot-edit', path: committed.path, cannot: 'it is no plain file' }],
    };
  return { done: paths, refusals };
}

type Committing = { readonly read: OpenPull; readonly giver: Giver; readonly files: readonly Repair[] };

function commit(tools: Tools, { repository, number }: Place, { read, giver, files }: Committing) {
  const { head, headBranch: branch } = read.facts;
  const message = 'Record reviews\n\nAsked for by a command.';
  // The branch is moved only from the head that was attested: a second try finds it moved and does nothing.
  const write = () =>
    commitFixes(tools.connection.writing(repository, COMMIT_RIGHTS), { repository, branch, head, files, message });
  return applyEffect<Committed>(tools, {
    ...{ repository, kind: 'commit', key: `review ${fullName(repository)} ${head} ${giver.origin}` },
    ...{ what: { pull: number, sha: head, files: files.length }, why: 'the command reviewed', find: write, write },
  });
}

function attestation({ procedure }: Entry, { policy }: State, { how, note }: Reviewed, by: string): AttestationRecord {
  const { nextReviewOn } = reviewKeys(procedure, policy.settings.review, policy.today, by);
  const { path, id, contentHash } = procedure;
  return { path, id, by, on: policy.today, how, note, contentHash, nextReviewOn };
}

/** The pull request at its head of now; null where it is closed. */
async function readNow(tools: Tools, { repository, number }: Place): Promise<OpenPull | null> {
  const { connection, clock, policyRepository } = tools;
  const github = connection.reading(repository.installation);
  const pull = { owner: repository.owner, name: repository.name, number };
  const head = await readHead(github, pull);
  const read = head === null ? null : await readPull(github, { pull, head, clock, policyRepository });
  return read?.state === 'open' ? read : null;
}

/** A procedure of the head whose own file changes, and what it was on the base. */
type Sides = { readonly now: Entry; readonly before: Entry | null };

function changedEntries({ snapshot }: OpenPull, { survey, policy }: State): readonly Sides[] {
  const before = surveyBase(snapshot, policy, survey);
  return (snapshot.changes ?? []).flatMap(({ path, previousPath = path }) => {
    const now = survey.entries.find(({ procedure }) => procedure.path === path);
    const old = before?.entries.find(({ procedure }) => procedure.path === previousPath) ?? null;
    return now ? [{ now, before: old }] : [];
  });
}

/** By whom it may be confirmed. */
function judging({ now, before }: Sides): Entry {
  return before === null
    ? now
    : { ...now, owner: before.owner, procedure: { ...now.procedure, metadata: before.procedure.metadata } };
}

function nameOf({ now: { procedure } }: Sides) {
  return { path: procedure.path, id: procedure.id, aliases: procedure.metadata.aliases?.value ?? [] };
}

function pathOf({ procedure }: Entry): string {
  return procedure.path;
}
