// flows: feedback on a procedure of another repository → an issue there too. Both are open or closed together.
import { inOrder } from '../core/feedback/events.ts';
import type { KnownProcedure } from '../core/feedback/known-procedure.ts';
import { feedbackLabel, type Label, ownerLabel, severityLabel } from '../core/feedback/labels.ts';
import { closeTogether, linkedIssue, type OneOfTwo } from '../core/feedback/linked-issue.ts';
import { readFeedback } from '../core/feedback/read-feedback.ts';
import type { Responsible } from '../core/feedback/responsible.ts';
import type { Severity } from '../core/feedback/severity.ts';
import {
  createIssue,
  findIssues,
  ISSUE_RIGHTS,
  type IssueNow,
  type IssueSaved,
  readBotLogin,
  readIssue,
} from '../github/issues.ts';
import { issueLink } from '../github/web-links.ts';
import { type FeedbackAt, type FeedbackRead, feedbackAt, feedbackLinkedTo } from '../store/feedback.ts';
import { readEvents } from '../store/feedback-events.ts';
import { issueAt, issuePlace, openIssues, saveIssue } from '../store/issues.ts';
import type { RepositoryKept } from '../store/repositories.ts';
import { applyEffect } from './apply-effect.ts';
import { issueKey } from './effect-keys.ts';
import { ensureLabels } from './ensure-labels.ts';
import { feedbackMarker } from './feedback-history.ts';
import { type Home, homeOf } from './feedback-home.ts';
import { changeState, type On } from './feedback-writes.ts';
import type { Tools } from './tools.ts';

export type ToLink = {
  readonly home: Home;
  readonly on: On;
  readonly issue: IssueNow;
  readonly procedure: KnownProcedure;
  readonly place: RepositoryKept;
  readonly severity: Severity | null;
  readonly responsible: Responsible | null;
};

/** The issue where the procedure is; null: the feedback stays where it was filed. */
export async function linkFeedback(tools: Tools, link: ToLink): Promise<FeedbackAt | null> {
  const { home, on, issue, procedure, place } = link;
  const target = homeOf(place);
  const url = issueLink({ webUrl: tools.webUrl, repository: home.ref }, on.number);
  const filed = { repository: home.name, number: on.number, url, reporter: issue.author?.login ?? '' };
  const wanted = linkedIssue(
    { ...filed, isPrivate: home.isPrivate },
    { ...procedure, isPrivate: place.isPrivate },
    readFeedback(issue.body),
  );
  if (wanted === null || target === null) return null;
  const marker = feedbackMarker(home.name, on.number);
  const { installation } = home.ref;
  const known = (await openIssues(tools.store, installation, marker.kind)).find(
    ({ repository, key }) => repository === target.id && key === marker.key,
  );
  if (known) return { repository: known.repository, number: known.number };
  const labels = labelsOf(link, target);
  await ensureLabels(tools, { repository: target.ref, id: target.id }, labels);
  const writing = () => tools.connection.writing(target.ref, ISSUE_RIGHTS);
  const text = { title: wanted.title, marker, text: wanted.body, labels: labels.map(({ name }) => name) };
  const made = await applyEffect<IssueSaved>(tools, {
    ...{ repository: target.ref, kind: 'issue', key: issueKey(target.ref, marker), content: marker },
    ...{ what: { issue: marker.kind, of: on.number }, why: 'feedback was filed in another repository' },
    find: async () =>
      (await findIssues(writing(), target.ref, { marker, bot: await readBotLogin(tools.connection.asApp) }))[0] ?? null,
    write: () => createIssue(writing(), target.ref, text),
  });
  if (!made) return null;
  const kept = { repository: target.id, installation, number: made.number, kind: marker.kind, key: marker.key };
  await saveIssue(tools.store, { ...kept, isOpen: true, bodyHash: null });
  return { repository: target.id, number: made.number };
}

function labelsOf({ severity, responsible }: ToLink, { settings: { labels } }: Home): readonly Label[] {
  return [
    feedbackLabel(labels),
    ...(severity ? [severityLabel(labels, severity)] : []),
    ...(responsible ? [ownerLabel(responsible.handle)] : []),
  ];
}

/** Brings the other of two issues to the state of the one that changed last. `issue`: this one, as it is now. */
export async function closeTwo(tools: Tools, on: On, issue: IssueNow): Promise<void> {
  const { store, connection } = tools;
  const { installation } = on.repository;
  const here = { repository: on.id, number: on.number };
  const filed = issue.isOurs ? await feedbackLinkedTo(store, here) : await feedbackAt(store, here);
  if (!filed?.linked) return;
  const isFiled = !issue.isOurs;
  if (!isFiled) await noteLinked(tools, here, issue.isOpen);
  const there = isFiled ? filed.linked : { repository: filed.repository, number: filed.number };
  if ((await isKnownOpen(tools, filed, isFiled)) === issue.isOpen) return;
  const place = await issuePlace(store, installation, { id: there.repository });
  if (!place?.takesIssues) return;
  const other = await readIssue(connection.readingIssues(installation), { repository: place, number: there.number });
  if (other === null) return;
  const [own, others] = [await stateOf(tools, here, issue), await stateOf(tools, there, other)];
  const todo = isFiled ? closeTogether(own, others) : closeTogether(others, own);
  if (todo === null) return;
  const isOther = (todo.issue === 'linked') === isFiled;
  const { owner, name } = place;
  const target = isOther ? { repository: { installation, owner, name }, id: place.id, number: there.number } : on;
  const wanted =
    todo.do === 'reopen'
      ? ({ state: 'open' } as const)
      : ({ state: 'closed', reason: reasonOf(isOther ? issue : other) } as const);
  const done = await changeState(tools, target, wanted, 'the other of the two issues changed');
  if (done && todo.issue === 'linked') await noteLinked(tools, filed.linked, todo.do === 'reopen');
}

function reasonOf({ closed }: IssueNow): 'completed' | 'not_planned' {
  return closed?.as === 'not-planned' ? 'not_planned' : 'completed';
}

async function isKnownOpen({ store }: Tools, filed: FeedbackRead, isFiled: boolean): Promise<boolean | null> {
  if (!isFiled) return filed.isOpen;
  return filed.linked && ((await issueAt(store, filed.linked))?.isOpen ?? null);
}

async function noteLinked({ store }: Tools, at: FeedbackAt, isOpen: boolean): Promise<void> {
  const known = await issueAt(store, at);
  if (known && known.isOpen !== isOpen) await saveIssue(store, { ...known, isOpen });
}

/** When it was closed or opened last. */
async function stateOf({ store }: Tools, at: FeedbackAt, { isOpen, closed, createdAt }: IssueNow): Promise<OneOfTwo> {
  if (closed) return { isOpen, changedAt: Date.parse(closed.at) };
  const reopened = inOrder(await readEvents(store, at)).findLast(({ kind }) => kind === 'reopened');
  return { isOpen, changedAt: reopened?.at ?? Date.parse(createdAt) };
}

/** What was filed is no feedback any more, or is gone: so is what was opened for it. */
export async function closeGone(tools: Tools, { linked, installation }: FeedbackRead): Promise<void> {
  if (!linked) return;
  const place = await issuePlace(tools.store, installation, { id: linked.repository });
  const known = await issueAt(tools.store, linked);
  if (!place?.takesIssues || !known?.isOpen) return;
  const target = { repository: { installation, owner: place.owner, name: place.name }, id: place.id };
  const wanted = { state: 'closed', reason: 'not_planned' } as const;
  const done = await changeState(tools, { ...target, number: linked.number }, wanted, 'what was filed is gone');
  if (done) await noteLinked(tools, linked, false);
}
