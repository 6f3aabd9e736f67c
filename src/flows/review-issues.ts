// flows: the issues about reviews and orphans of one place → as the catalog says that they should be.
import { ownerKey } from '../core/owner.ts';
import { type IssuePlan, isEmptyPlan } from '../core/review/issue-plan.ts';
import { planIssues } from '../core/review/plan.ts';
import { listOwnIssues, type OwnIssue, readBotLogin } from '../github/issues.ts';
import { remember } from '../github/memory.ts';
import {
  changeReviewIssue,
  REVIEW_KINDS,
  type ReviewIssue,
  readReviewIssues,
  saveReviewIssue,
} from '../store/review-issues.ts';
import { changeTo } from './follow-issue.ts';
import type { Job, ReviewIssues } from './job.ts';
import { proposalsFor } from './propose-owners.ts';
import { isRefusal } from './refusal.ts';
import { type ReviewInput, readReviewInput } from './review-input.ts';
import { addMembers, lookUp, supposed } from './review-people.ts';
import { type ReviewPlace, readReviewPlace } from './review-place.ts';
import type { Tools } from './tools.ts';
import { writeReviews } from './write-reviews.ts';

/**
 * Plans from the catalog and the app's own records, and asks GitHub only where something is to be written: where nothing is, no request
 * is made. What was written is recorded at once, so that a run that was interrupted goes on where it was.
 */
export async function reviewIssues(tools: Tools, { repository }: ReviewIssues): Promise<void> {
  const place = await readReviewPlace(tools, repository);
  if (place === null) return;
  const input = await readReviewInput(tools, place);
  try {
    const { plan, input: settled } = await settle(tools, input);
    if (plan.waiting.length > 0) tools.log.debug({ waiting: plan.waiting.length }, 'Issues about reviews wait.');
    await writeReviews(tools, settled, plan);
    await tools.send(dashboardsOf(place));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    tools.log.info({ err: error }, 'The issues of a place cannot be read.');
  }
}

/** What it says may have changed for each repository whose issues these are. */
function dashboardsOf({ sources, home }: ReviewPlace): readonly Job[] {
  const { installation } = home;
  return sources
    .filter(({ settings }) => settings.dashboard)
    .map(({ owner, name }) => ({ kind: 'show-dashboard', repository: { installation, owner, name } }));
}

/** The plan of a place as the catalog alone has it, with what waits. Whoever could be told is taken to be there. */
export function planOf(input: ReviewInput): IssuePlan {
  return planIssues({ ...input, owners: supposed(input.people, othersOf(input)) });
}

/** Those who may be told and need not own anything. */
function othersOf({ entries, settings }: ReviewInput): readonly string[] {
  const { fallback } = settings.owners;
  const approvers = entries.flatMap((entry) => entry.approvers);
  return [...new Set([...approvers, ...(fallback === null ? [] : [fallback])])];
}

type Settled = { readonly plan: IssuePlan; readonly input: ReviewInput };

/** Asks for what the plan hangs on and the catalog does not know, and plans again, until it hangs on nothing more. */
async function settle(tools: Tools, from: ReviewInput): Promise<Settled> {
  let input = from;
  let isAdopted = false;
  const proposed = new Set<string>();
  const membersRead = new Set<string>();
  for (;;) {
    const plan = planOf(input);
    if (isEmptyPlan(plan)) return { plan, input };
    if (plan.create.length > 0 && !isAdopted) {
      isAdopted = true;
      input = await adopted(tools, input);
      continue;
    }
    const unsure = guessed(plan, input);
    if (unsure.length > 0) {
      await lookUp(tools, input.people, input.place, unsure);
      continue;
    }
    const orphaned = orphansIn(plan).filter((key) => !proposed.has(key));
    if (orphaned.length > 0) {
      for (const key of orphaned) proposed.add(key);
      input = await withProposals(tools, input, orphaned);
      continue;
    }
    const teams = teamsToChooseFrom(plan, input).filter((team) => !membersRead.has(ownerKey(team)));
    if (teams.length === 0) return { plan, input };
    for (const team of teams) membersRead.add(ownerKey(team));
    await addMembers(tools, input.people, input.place, teams);
  }
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Before anything is opened it is looked for: what stands on GitHub and is not on record, because the database is older than it, is
 * written down, and the rest of the records follow.
 */
async function adopted({ connection, store, clock, log }: Tools, input: ReviewInput): Promise<ReviewInput> {
  const { home, settings } = input.place;
  const { installation } = home;
  const { memory } = connection.reading(installation);
  const bot = await remember(memory, { text: 'login of the bot', keptForMs: DAY_MS }, () =>
    readBotLogin(connection.asApp),
  );
  const known = new Map(input.issues.map((issue) => [issue.number, issue]));
  const today = clock(settings.review.timeZone);
  for (const now of await listOwnIssues(connection.readingIssues(installation), home, bot)) {
    const kept = known.get(now.number);
    const found = kept ? null : foundRecord(now, home, today);
    if (found) {
      await saveReviewIssue(store, found);
      log.info({ issue: now.number }, 'An issue of ours that was not on record was found again.');
    } else if (kept) await changeReviewIssue(store, kept, changeTo(kept, now, today));
  }
  return { ...input, issues: await readReviewIssues(store, home.id) };
}

/** What GitHub knows of an issue of ours; null where it is of another kind. Snoozes, and what was said once, are lost. */
function foundRecord(
  { number, isOpen, isLocked, marker, createdAt, assignees, closed }: OwnIssue,
  { id, installation }: ReviewInput['place']['home'],
  today: string,
): ReviewIssue | null {
  const kind = REVIEW_KINDS.find((one) => one === marker.kind);
  if (!kind) return null;
  const by = closed?.by?.isBot ? 'app' : 'person';
  return {
    ...{ repository: id, installation, number, kind, key: marker.key, isLocked, assignees },
    ...{ state: isOpen ? 'open' : 'closed', bodyHash: '', owner: null, listed: [], told: [], snoozedUntil: null },
    ...{ snoozes: 0, delegatedTo: null, hashes: {}, successors: [], openedOn: dayOf(createdAt) ?? today },
    ...(closed ? { closed: { by, as: closed.as, on: dayOf(closed.at) ?? today } } : {}),
  };
}

function dayOf(moment: string): string | null {
  return /^\d{4}-\d{2}-\d{2}(?=T)/.exec(moment)?.[0] ?? null;
}

/** Of those whom the plan would speak to, those who are only taken to be there. */
function guessed(plan: IssuePlan, { people, entries, issues, settings }: ReviewInput): readonly string[] {
  const told = plan.comment.filter(({ as }) => as.startsWith('escalated:')).map(({ number }) => number);
  const keys = new Set(
    issues.filter(({ number }) => told.includes(number)).flatMap(({ listed }) => listed.map(({ key }) => key)),
  );
  const approvers = entries.flatMap((entry) =>
    [entry.key, ...entry.formerKeys].some((key) => keys.has(key)) ? entry.approvers : [],
  );
  const isFallbackTold = told.length > 0 || plan.create.some(({ kind }) => kind === 'orphaned');
  const { fallback } = settings.owners;
  const all = [...approvers, ...(isFallbackTold && fallback !== null ? [fallback] : [])];
  return [...new Set(all)].filter((handle) => !people.has(ownerKey(handle)));
}

/** Keys of the orphan issues that are written. */
function orphansIn({ create, update }: IssuePlan): readonly string[] {
  return [...create, ...update].filter(({ kind }) => kind === 'orphaned').map(({ key }) => key);
}

async function withProposals(tools: Tools, input: ReviewInput, keys: readonly string[]): Promise<ReviewInput> {
  const found = new Map<string, ReviewInput['entries'][number]['successors']>();
  for (const key of keys) found.set(key, await proposalsFor(tools, input, key));
  const entries = input.entries.map((entry) => ({
    ...entry,
    successors: found.get(ownerKey(entry.owner ?? '')) ?? entry.successors,
  }));
  return { ...input, entries };
}

/** Teams of whom one member is to be asked about one procedure. */
function teamsToChooseFrom({ create }: IssuePlan, { people, settings }: ReviewInput): readonly string[] {
  if (settings.issues.assign !== 'person') return [];
  return create.flatMap(({ kind, key, owner, assignees }) => {
    const facts = owner === null ? undefined : people.get(ownerKey(owner));
    // An issue of a whole owner has the owner's key.
    const isAboutOne = kind === 'review' && owner !== null && key !== ownerKey(owner);
    return isAboutOne && assignees.length === 0 && facts?.kind === 'team' ? [facts.handle] : [];
  });
}
