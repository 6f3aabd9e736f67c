// flows: something happened to feedback → it is kept, once, in whatever order it is told.
import type { FeedbackEvent } from '../core/feedback/events.ts';
import { isHeard } from '../core/feedback/quiet.ts';
import type { RepositoryName } from '../github/github.ts';
import { type FeedbackRead, feedbackAt, feedbackLinkedTo } from '../store/feedback.ts';
import { noteEvents, unnoteEvent } from '../store/feedback-events.ts';
import { issuePlace } from '../store/issues.ts';
import { canAct, workOutTimes } from './feedback-history.ts';
import { feedbackHome, type Home, isFeedbackHere } from './feedback-home.ts';
import type { FeedbackFact, NoteFeedback } from './job.ts';
import type { Tools } from './tools.ts';

/** What is said on a linked issue is said to whoever filed the first one. */
export async function noteFeedback(tools: Tools, job: NoteFeedback): Promise<void> {
  const { repository, issue: number, labels, fact } = job;
  const home = await feedbackHome(tools, repository);
  if (home === null) return;
  const here = { repository: home.id, number };
  const own = await feedbackAt(tools.store, here);
  const filed = own ?? (await feedbackLinkedTo(tools.store, here));
  if (filed === null && !isFeedbackHere(home, labels)) return;
  const isOfState = fact.kind === 'closed' || fact.kind === 'reopened';
  const at = isOfState || filed === null ? here : { repository: filed.repository, number: filed.number };
  const of = { ...at, installation: home.ref.installation };
  // Ids are GitHub's own over all repositories.
  if (fact.kind === 'deleted') await unnoteEvent(tools.store, of, fact.id);
  else await noteEvents(tools.store, of, [await eventOf(tools, home, fact, filed)]);
  await workOutTimes(tools.store, at);
}

async function eventOf(
  tools: Tools,
  home: Home,
  { id, kind, at, by, isBot }: FeedbackFact,
  filed: FeedbackRead | null,
): Promise<FeedbackEvent> {
  const told = { id, at: Date.parse(at), by };
  if (kind === 'closed' || kind === 'reopened') return { ...told, kind };
  const isStranger = isBot && !isHeard({ login: by, isBot }, home.settings.bots.allow);
  const mayAnswer = !isStranger && by.toLowerCase() !== filed?.reporter.toLowerCase();
  const isOwner = mayAnswer && (await canAct(tools, home.ref.installation, await placesOf(tools, home, filed), by));
  return { ...told, kind: 'commented', isBot: isStranger, canAct: isOwner };
}

/** Where somebody who can act may act: where the procedure is, and where the issue is. */
export async function placesOf(
  { store }: Tools,
  home: Home,
  filed: FeedbackRead | null,
): Promise<readonly RepositoryName[]> {
  if (!filed?.about || filed.about.repository === home.id) return [home.ref];
  const place = await issuePlace(store, home.ref.installation, { id: filed.about.repository });
  return place ? [place, home.ref] : [home.ref];
}
