// flows: an issue about a procedure → whose it is, on the issue and in the store.
import { isHeard } from '../core/feedback/quiet.ts';
import { isFeedback } from '../core/feedback/read-feedback.ts';
import { type IssueNow, readIssue } from '../github/issues.ts';
import { type FeedbackKept, feedbackAt, forgetFeedback, saveFeedback } from '../store/feedback.ts';
import { noteEvents } from '../store/feedback-events.ts';
import { type Decided, decideFeedback, type Filed, type Found, severityOf } from './decide-feedback.ts';
import { feedbackCatalog, repositoryOf } from './feedback-catalog.ts';
import { feedbackMarker, noteSeen, workOutTimes } from './feedback-history.ts';
import { feedbackHome, type Home } from './feedback-home.ts';
import { meantBy } from './feedback-meant.ts';
import { label, reassign, say, sayInstead } from './feedback-writes.ts';
import type { RouteFeedback } from './job.ts';
import { closeGone, closeTwo } from './link-feedback.ts';
import { tellStory } from './tell-story.ts';
import type { Tools } from './tools.ts';

/**
 * Reads the issue as it is now and brings it to its owner: labels, a person for what is dangerous, one reply. Of one that is closed it is
 * only kept what it was about. Nothing is written where nothing is configured.
 */
export async function routeFeedback(
  tools: Tools,
  { repository, issue: number }: RouteFeedback,
  now = Date.now(),
): Promise<void> {
  const home = await feedbackHome(tools, repository);
  if (home === null) return;
  const on = { repository: home.ref, id: home.id, number };
  const issue = await readIssue(tools.connection.readingIssues(repository.installation), on);
  if (issue?.isOurs) return closeTwo(tools, on, issue);
  const at = { repository: home.id, number };
  const kept = await feedbackAt(tools.store, at);
  if (issue === null || !isHere(issue, home)) {
    if (kept !== null) await closeGone(tools, kept);
    return forgetFeedback(tools.store, at);
  }
  await noteSeen(tools, on, issue);
  const filed = { home, on, issue, kept, reporter: issue.author?.login ?? 'ghost', now };
  const found = await find(tools, filed);
  if (issue.isOpen) await route(tools, filed, found);
  else await saveFeedback(tools.store, factsOf(filed, found));
  await workOutTimes(tools.store, at);
  await closeTwo(tools, on, issue);
}

function isHere({ labels, body, author }: IssueNow, { settings }: Home): boolean {
  if (!isFeedback({ labels, body }, settings.labels.feedback)) return false;
  return author === null || isHeard(author, settings.bots.allow);
}

async function find(tools: Tools, { home, issue, kept, reporter }: Filed): Promise<Found> {
  const catalog = await feedbackCatalog(tools.store, home.ref.installation);
  const meant = await meantBy(tools, { home, catalog, reader: reporter }, issue, kept?.chosen ?? null);
  const procedure = meant.kind === 'one' ? meant.hit.procedure : null;
  const place = procedure && repositoryOf(catalog, procedure);
  return { catalog, meant, one: procedure && place ? { procedure, place } : null };
}

async function route(tools: Tools, filed: Filed, found: Found): Promise<void> {
  const { home, on } = filed;
  const decided = await decideFeedback(tools, filed, found);
  const { plan, linked } = decided;
  await label(tools, on, { add: plan.addLabels, remove: plan.removeLabels });
  await reassign(tools, on, plan);
  const comment = await reply(tools, filed, decided);
  const facts = factsOf(filed, found);
  // What a dry run would have written is not there.
  if (tools.isDryRun) return saveFeedback(tools.store, { ...facts, severity: plan.record.set });
  const hasStory = facts.written.hasStory || (await story(tools, filed, found, decided));
  const isNew = plan.reply !== null && plan.reply !== 'waiting' && plan.reply.do === 'create';
  if (plan.routedTo !== null) {
    const of = { repository: home.id, installation: home.ref.installation, number: on.number };
    const routed = { id: `routed ${filed.now}`, at: filed.now, kind: 'routed', owner: plan.routedTo.owner } as const;
    // First: told twice it says nothing new, and what is saved would not be told again.
    await noteEvents(tools.store, of, [routed]);
  }
  await saveFeedback(tools.store, {
    ...{ ...facts, linked, severity: plan.record.set, owner: plan.record.owner, isWaiting: plan.reply === 'waiting' },
    ...{ assigned: plan.record.assigned, assignedAt: plan.assign === null ? facts.assignedAt : filed.now },
    repliedAt: isNew ? filed.now : facts.repliedAt,
    written: { record: plan.record, comment, hasStory },
  });
}

/** The id of the reply that stands on the issue then. */
async function reply(tools: Tools, { home, on }: Filed, { plan, comment }: Decided): Promise<number | null> {
  const marker = feedbackMarker(home.name, on.number);
  let id = comment;
  if (plan.reply !== null && plan.reply !== 'waiting') {
    const { do: how, body: text } = plan.reply;
    if (how === 'create') id = (await say(tools, on, { marker, text, why: 'feedback was filed' }))?.id ?? null;
    else if (id !== null) await sayInstead(tools, on, { comment: id, marker, text });
  }
  if (plan.comment === null) return id;
  // So many were told before: each time is another one.
  const key = `${marker.key} ${plan.record.told.length}`;
  await say(tools, on, {
    ...{ marker: { kind: 'feedback-moved', key }, text: plan.comment },
    why: 'feedback has come to somebody else',
  });
  return id;
}

async function story(tools: Tools, { home, on }: Filed, { one }: Found, { plan, owned }: Decided): Promise<boolean> {
  const isWished = plan.route.severity === 'automate' && plan.record.reply !== null;
  return isWished && one !== null && owned !== null && tellStory(tools, { home, on, ...one, owned });
}

/** What is so of it before anything is written. */
function factsOf(filed: Filed, { one }: Found): FeedbackKept {
  const { home, on, issue, kept, reporter } = filed;
  return {
    ...{ repository: home.id, installation: home.ref.installation, number: on.number, reporter },
    ...{ isOpen: issue.isOpen, isRejected: issue.closed?.as === 'not-planned' },
    openedAt: Date.parse(issue.createdAt),
    severity: severityOf(filed, kept?.written.record ?? null),
    ...{ owner: kept?.owner ?? null, about: one && { repository: one.place.id, path: one.procedure.path } },
    ...{ assigned: kept?.assigned ?? null, assignedAt: kept?.assignedAt ?? null, repliedAt: kept?.repliedAt ?? null },
    ...{ isWaiting: kept?.isWaiting ?? false, linked: kept?.linked ?? null },
    written: kept?.written ?? { record: null, comment: null, hasStory: false },
  };
}
