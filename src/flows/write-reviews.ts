// flows: a plan of issues about reviews → GitHub, one write after the other, each recorded before the next.
import { createHash } from 'node:crypto';
import { ownerKey } from '../core/owner.ts';
import { askedOwner } from '../core/review/admit.ts';
import { mondayOf } from '../core/review/days.ts';
import { withMention } from '../core/review/issue-body.ts';
import type { Close, Comment, Create, IssuePlan, IssueText, Reopen, Update } from '../core/review/issue-plan.ts';
import { GitHubFailed } from '../github/failure.ts';
import {
  type CommentSaved,
  commentOnIssue,
  createIssue,
  findComments,
  ISSUE_RIGHTS,
  type IssueChange,
  type IssueSaved,
  listOwnIssues,
  readBotLogin,
  readIssue,
  updateIssue,
} from '../github/issues.ts';
import { giveOpeningBack, type Opening, takeOpening } from '../store/openings.ts';
import { changeReviewIssue, type ReviewIssue, saveReviewIssue } from '../store/review-issues.ts';
import { applyEffect } from './apply-effect.ts';
import { commentKey, issueKey, issueNumberKey } from './effect-keys.ts';
import { ensureLabels } from './ensure-labels.ts';
import { isRefusal } from './refusal.ts';
import type { ReviewInput } from './review-input.ts';
import type { Tools } from './tools.ts';

/** Of the labels that people may give other names, those that are made for issues about reviews. */
const LABEL_LOOKS = {
  review: { color: 'fbca04', description: 'Procedures that have to be reviewed' },
  orphaned: { color: 'd93f0b', description: 'Procedures whose owner cannot act' },
} as const;

type Writing = { readonly tools: Tools; readonly input: ReviewInput };

/**
 * Comments come first, for what they say hangs on what was so before; then what people see change, then what is new. A write that GitHub
 * refuses for good stops no other.
 */
export async function writeReviews(tools: Tools, input: ReviewInput, plan: IssuePlan): Promise<void> {
  const writing = { tools, input };
  for (const comment of plan.comment) await unlessRefused(writing, comment.number, () => say(writing, comment));
  for (const update of plan.update) await unlessRefused(writing, update.number, () => change(writing, update));
  for (const reopen of plan.reopen) await unlessRefused(writing, reopen.number, () => openAgain(writing, reopen));
  for (const close of plan.close) await unlessRefused(writing, close.number, () => end(writing, close));
  for (const create of plan.create) await unlessRefused(writing, null, () => open(writing, create));
}

async function unlessRefused(writing: Writing, number: number | null, write: () => Promise<void>): Promise<void> {
  const { tools, input } = writing;
  try {
    await write();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    tools.log.info({ err: error, issue: number }, 'GitHub refused a write about a review.');
    if (number === null) return;
    const { home } = input.place;
    const now = await readIssue(tools.connection.readingIssues(home.installation), { repository: home, number });
    if (now === null) await changeReviewIssue(tools.store, { repository: home.id, number }, { state: 'gone' });
  }
}

async function open({ tools, input }: Writing, create: Create): Promise<void> {
  const { store, isDryRun } = tools;
  const { settings, today, place, issues } = input;
  const { installation, id } = place.home;
  const ofKey = issues.filter(({ kind, key }) => kind === create.kind && key === create.key);
  // The same issue, however its text reads by the time it is tried again; the next one about the same thing is another.
  const after = ofKey.at(-1)?.number ?? 0;
  const what = createHash('sha256')
    .update(JSON.stringify([id, create.kind, create.key, after]))
    .digest('hex');
  const owner = ownerKey(askedOwner({ kind: create.kind, owner: create.owner ?? '' }, settings.owners.fallback));
  const opening: Opening = { installation, on: today, place: id, owner, what };
  const caps = { monday: mondayOf(today), ...settings.issues };
  if (!isDryRun && !(await takeOpening(store, opening, caps))) return;
  try {
    const labels = create.labels.map((name) => ({ name, ...LABEL_LOOKS[create.kind] }));
    await ensureLabels(tools, { id: place.home.id, repository: place.home }, labels);
    const { made, as } = await createFor({ tools, input }, create, after);
    if (made) await saveReviewIssue(store, newRecord(input, as, made.number));
  } catch (error) {
    if (isRefusal(error)) await giveOpeningBack(store, opening);
    throw error;
  }
}

/** Whom GitHub refuses to assign is mentioned instead: an issue that nobody hears of would be none. */
async function createFor(writing: Writing, create: Create, after: number) {
  try {
    return { made: await createOnGitHub(writing, create, after), as: create };
  } catch (error) {
    const isOfAssignee = error instanceof GitHubFailed && error.status === 422 && create.assignees.length > 0;
    if (!isOfAssignee) throw error;
    const { people, settings } = writing.input;
    const asked = askedOwner({ kind: create.kind, owner: create.owner ?? '' }, settings.owners.fallback);
    const handle = people.get(ownerKey(asked))?.handle ?? asked;
    const as = { ...create, assignees: [], body: withMention(create.body, handle) };
    return { made: await createOnGitHub(writing, as, after), as };
  }
}

function createOnGitHub({ tools, input }: Writing, create: Create, after: number): Promise<IssueSaved | null> {
  const { connection } = tools;
  const { home } = input.place;
  const { kind, key, title, labels, assignees, reason } = create;
  const marker = { kind, key };
  // The text as it is planned begins with its marker, which `createIssue` writes.
  const text = create.body.slice(create.body.indexOf('\n') + 1);
  const known = new Set(input.issues.map(({ number }) => number));
  const writing = () => connection.writing(home, ISSUE_RIGHTS);
  return applyEffect<IssueSaved>(tools, {
    ...{ repository: home, kind: 'issue', key: issueKey(home, marker), content: { kind, key, after }, why: reason },
    what: { issue: kind, procedures: create.listed.length },
    find: async () => {
      const all = await listOwnIssues(writing(), home, await readBotLogin(connection.asApp));
      return all.find((one) => one.marker.kind === kind && one.marker.key === key && !known.has(one.number)) ?? null;
    },
    write: () => createIssue(writing(), home, { title, marker, text, labels, assignees }),
  });
}

function newRecord(input: ReviewInput, create: Create, number: number): ReviewIssue {
  const { place, today } = input;
  return {
    ...{ repository: place.home.id, installation: place.home.installation, number, kind: create.kind, state: 'open' },
    ...{ openedOn: today, told: [], snoozedUntil: null, snoozes: 0, delegatedTo: null, isLocked: false },
    ...{ assignees: create.assignees, ...written(input, create) },
  };
}

/** What is remembered of a text that was written. */
function written({ entries }: ReviewInput, { kind, key, bodyHash, owner, listed }: IssueText) {
  const keys = new Set(listed.map((one) => one.key));
  const shown = entries.filter((entry) => keys.has(entry.key));
  return {
    ...{ key, bodyHash, owner, listed },
    hashes: Object.fromEntries(shown.map((entry) => [entry.key, entry.contentHash])),
    successors: kind === 'orphaned' ? (shown[0]?.successors ?? []) : [],
  };
}

async function change(writing: Writing, update: Update): Promise<void> {
  const { number, title, body, reason } = update;
  await save(writing, number, { title, body }, reason);
  await note(writing, number, () => written(writing.input, update));
}

async function openAgain(writing: Writing, { number, as, reason }: Reopen): Promise<void> {
  await save(writing, number, { state: 'open' }, reason);
  // Nobody is told of silence the moment after they were asked again.
  await note(writing, number, ({ told }) => ({ state: 'open', openedOn: writing.input.today, told: [...told, as] }));
}

async function end(writing: Writing, { number, as, reason }: Close): Promise<void> {
  const { today } = writing.input;
  await save(writing, number, { state: 'closed', reason: as === 'completed' ? 'completed' : 'not_planned' }, reason);
  await note(writing, number, () => ({ state: 'closed', closed: { by: 'app', as, on: today } }));
}

async function say(writing: Writing, { number, as, body, reason }: Comment): Promise<void> {
  const { tools, input } = writing;
  const { home } = input.place;
  const marker = { kind: 'told', key: as };
  const issue = { repository: home, number };
  const github = () => tools.connection.writing(home, ISSUE_RIGHTS);
  await applyEffect<CommentSaved>(tools, {
    ...{ repository: home, kind: 'comment', key: commentKey(issue, marker), what: { issue: number, comment: as } },
    why: reason,
    find: async () => (await findComments(github(), issue, marker))[0] ?? null,
    write: () => commentOnIssue(github(), issue, { marker, text: body }),
  });
  await note(writing, number, ({ told }) => ({ told: [...told, as] }));
}

async function save({ tools, input }: Writing, number: number, wanted: IssueChange, why: string): Promise<void> {
  const { home } = input.place;
  const issue = { repository: home, number };
  const write = () => updateIssue(tools.connection.writing(home, ISSUE_RIGHTS), issue, wanted);
  await applyEffect<IssueSaved>(tools, {
    ...{ repository: home, kind: 'issue-update', key: issueNumberKey(issue), content: wanted, why },
    ...{ what: { issue: number, state: wanted.state }, isConvergent: true, find: write, write },
  });
}

/** What a dry run would have changed has not changed. */
async function note({ tools, input }: Writing, number: number, how: Parameters<typeof changeReviewIssue>[2]) {
  if (!tools.isDryRun) await changeReviewIssue(tools.store, { repository: input.place.home.id, number }, how);
}
