// flows: what happened to feedback, from what GitHub tells at once and from what it shows later.
import { type FeedbackEvent, inOrder, timesOf } from '../core/feedback/events.ts';
import type { Marker } from '../core/marker.ts';
import type { RepositoryName } from '../github/github.ts';
import type { IssueNow } from '../github/issues.ts';
import { readComments } from '../github/read-comments.ts';
import { permissionOf } from '../github/read-user.ts';
import { type FeedbackAt, feedbackAt } from '../store/feedback.ts';
import { noteEvents, readEvents, saveTimes } from '../store/feedback-events.ts';
import type { Store } from '../store/store.ts';
import type { On } from './feedback-writes.ts';
import type { Tools } from './tools.ts';

/** The marker of the one reply on an issue; that of the issue that is linked to it has the same key. */
export function feedbackMarker(home: string, number: number): Marker {
  return { kind: 'feedback', key: `${home}#${number}` };
}

/** What an issue shows of itself; what webhooks told already is known by the same id. */
export async function noteSeen({ store }: Tools, on: On, issue: IssueNow): Promise<void> {
  const of = { repository: on.id, installation: on.repository.installation, number: on.number };
  const { author, createdAt, updatedAt, closed } = issue;
  const opened = { id: 'opened', at: Date.parse(createdAt), kind: 'opened', by: author?.login ?? '' } as const;
  const events: FeedbackEvent[] = [opened];
  if (closed)
    events.push({ id: `closed ${closed.at}`, at: Date.parse(closed.at), kind: 'closed', by: closed.by?.login ?? '' });
  else {
    // It was closed, and was changed since: whoever opened it again will be told of, or is not known.
    const last = inOrder(await readEvents(store, of)).findLast(({ kind }) => kind === 'closed' || kind === 'reopened');
    const since = Date.parse(updatedAt);
    if (last?.kind === 'closed' && since > last.at)
      events.push({ id: `reopened ${updatedAt}`, at: since, kind: 'reopened', by: '' });
  }
  await noteEvents(store, of, events);
}

/** So new an issue was not written on before, whatever the store has lost. */
const NEW_MS = 10 * 60_000;
const MOST_PEOPLE = 10;

/** A reply that the store did not know of. */
export type BroughtBack = { readonly comment: number; readonly text: string };

/** The app's own reply on an issue that the store does not know, and who has said something; null: there is none. */
export async function bringBack(
  tools: Tools,
  on: On,
  { createdAt, author }: IssueNow,
  { home, now }: { readonly home: string; readonly now: number },
): Promise<BroughtBack | null> {
  if (now - Date.parse(createdAt) < NEW_MS) return null;
  const { installation } = on.repository;
  const comments = await readComments(tools.connection.readingIssues(installation), on);
  const wanted = feedbackMarker(home, on.number);
  const reply = comments.find(({ marker }) => marker?.kind === wanted.kind && marker.key === wanted.key);
  const people = comments.flatMap(({ author: by }) =>
    by && !by.isBot && by.login !== author?.login ? [by.login] : [],
  );
  const rights = new Map<string, boolean>();
  for (const login of [...new Set(people)].slice(0, MOST_PEOPLE))
    rights.set(login, await canAct(tools, installation, [on.repository], login));
  const events = comments.flatMap(({ id, author: by, createdAt: at, marker }): readonly FeedbackEvent[] =>
    by === null || marker !== null
      ? []
      : [
          {
            ...{ id: `comment ${id}`, at: Date.parse(at), kind: 'commented', by: by.login },
            ...{ isBot: by.isBot, canAct: rights.get(by.login) ?? false },
          },
        ],
  );
  await noteEvents(tools.store, { repository: on.id, installation, number: on.number }, events);
  return reply ? { comment: reply.id, text: reply.body.slice(reply.body.indexOf('\n') + 1) } : null;
}

/** Whether somebody may change one of the repositories now. */
export async function canAct(
  { connection }: Tools,
  installation: number,
  repositories: readonly RepositoryName[],
  login: string,
): Promise<boolean> {
  for (const repository of repositories) {
    const permission = await permissionOf(connection.reading(installation), repository, login);
    if (permission === 'write' || permission === 'admin') return true;
  }
  return false;
}

/** Works out of the events of an issue when it was answered and closed. */
export async function workOutTimes(store: Store, at: FeedbackAt): Promise<void> {
  const kept = await feedbackAt(store, at);
  if (kept) await saveTimes(store, at, timesOf(await readEvents(store, at), kept.reporter));
}
