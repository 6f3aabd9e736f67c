// flows: open feedback, as the clock finds it: moved along with its owner, reminded of, escalated. Nothing is closed for being old.

import { isOrphaning } from '../core/catalog/owner-standing.ts';
import type { FeedbackEvent } from '../core/feedback/events.ts';
import { type Followed, type FollowUp, followUp } from '../core/feedback/follow.ts';
import { ownerKey } from '../core/owner.ts';
import { readIssue } from '../github/issues.ts';
import { type FeedbackRead, openFeedback } from '../store/feedback.ts';
import { eventsOfOpen, noteEvents } from '../store/feedback-events.ts';
import { readInstallation } from '../store/installations.ts';
import { type Owned, readOwned } from '../store/known-procedures.ts';
import { type RepositoryKept, readRepositories } from '../store/repositories.ts';
import { ownershipOf } from './feedback-catalog.ts';
import { type Home, homeOf } from './feedback-home.ts';
import { aliveIn, namingIn } from './feedback-owners.ts';
import { say } from './feedback-writes.ts';
import type { FollowFeedback, Job } from './job.ts';
import { Later } from './later.ts';
import type { Tools } from './tools.ts';

type Due = {
  readonly kept: FeedbackRead;
  readonly home: Home;
  readonly owned: Owned | null;
  readonly events: readonly FeedbackEvent[];
};

/** GitHub is asked only about what is due. */
export async function followFeedback(
  tools: Tools,
  installation: number,
  { people }: Pick<FollowFeedback, 'people'>,
): Promise<void> {
  const { store, lease, send } = tools;
  const known = await readInstallation(store, installation);
  if (known === null || known.isSuspended) return;
  const all = await openFeedback(store, installation);
  if (all.length === 0) return;
  const repositories = new Map((await readRepositories(store, installation)).map((one) => [one.id, one]));
  const events = await eventsOfOpen(store, installation);
  for (const kept of all) {
    lease.assertHeld();
    const home = homeNow(repositories.get(kept.repository));
    if (home === null) continue;
    const owned = kept.about && (await readOwned(store, kept.about));
    const due = { kept, home, owned, events: events.get(`${kept.repository}#${kept.number}`) ?? [] };
    if (isToRoute(due, people)) await send([routing(due)]);
    else await followOne(tools, due, repositories);
  }
}

/** What another version kept waits for the next index; the others do not. */
function homeNow(kept: RepositoryKept | undefined): Home | null {
  try {
    return kept ? homeOf(kept) : null;
  } catch (error) {
    if (error instanceof Later) return null;
    throw error;
  }
}

function routing({ kept, home }: Due): Job {
  return { kind: 'route-feedback', repository: home.ref, issue: kept.number };
}

/** Whether the issue is to be looked at again: the catalog has another owner, somebody left, or the reply was put off. */
function isToRoute({ kept, owned }: Due, people: FollowFeedback['people']): boolean {
  const { assigned, owner, about, isWaiting } = kept;
  if (isWaiting) return true;
  if (assigned !== null && (people === null || people.includes(assigned.toLowerCase()))) return true;
  if (about === null || owner === null) return people === null;
  if (owned === null) return true;
  const { declared } = ownershipOf(owned);
  const isOwner = declared !== null && ownerKey(declared) === ownerKey(owner);
  if (isOwner) return owned.standing !== null && isOrphaning(owned.standing);
  return owned.standing === 'alive' || owned.standing === 'renamed' || people === null;
}

async function followOne(tools: Tools, due: Due, repositories: ReadonlyMap<number, RepositoryKept>): Promise<void> {
  const { kept, home } = due;
  const today = tools.clock(home.settings.review.timeZone);
  const handles = handlesOf(due);
  if (followUp(followedOf(due, new Set(handles.map(ownerKey))), today, home.settings) === null) return;
  const place = (kept.about && repositories.get(kept.about.repository)) || null;
  const mayName = await namingIn(tools, home);
  const named = handles.filter((handle) => mayName(handle, due.owned));
  const where = place ? { installation: place.installation, owner: place.owner, name: place.name } : home.ref;
  const step = followUp(followedOf(due, new Set(await aliveIn(tools, where, named))), today, home.settings);
  if (step !== null) await take(tools, due, step);
}

/** Everybody who may be spoken to. */
function handlesOf({ kept, home, owned }: Due): readonly string[] {
  return [kept.owner, home.settings.owners.fallback, ...(owned?.approvers ?? [])].filter((one) => one !== null);
}

function followedOf({ kept, owned, events }: Due, resolved: ReadonlySet<string>): Followed {
  const { reporter, severity, owner } = kept;
  return {
    ...{ reporter, severity, owner, risk: owned?.risk ?? null, approvers: owned?.approvers ?? [] },
    ...{ resolved, events },
  };
}

async function take(tools: Tools, due: Due, { event, round, text }: FollowUp): Promise<void> {
  const { kept, home } = due;
  const on = { repository: home.ref, id: home.id, number: kept.number };
  const issue = await readIssue(tools.connection.readingIssues(home.ref.installation), on);
  // It was closed or deleted, and nobody told.
  if (!issue?.isOpen) return tools.send([routing(due)]);
  if (issue.isLocked) return;
  const marker = { kind: `feedback-${event}`, key: `${home.name}#${kept.number} ${round}` };
  const said = await say(tools, on, { marker, text, why: 'nobody has answered feedback' });
  if (said === null) return;
  const of = { repository: kept.repository, installation: kept.installation, number: kept.number };
  await noteEvents(tools.store, of, [{ id: `${event} ${round}`, at: Date.now(), kind: event }]);
}
