// flows: a pull request was merged → the feedback that it settles is closed, and whoever filed it is told.
import { closingText, type MergedPull, type OpenFeedback, settles } from '../core/feedback/closing.ts';
import { fullName } from '../github/github.ts';
import { readIssue } from '../github/issues.ts';
import { readChanges } from '../github/read-changes.ts';
import { readMergedPull } from '../github/read-merged-pull.ts';
import { type FeedbackRead, feedbackAbout } from '../store/feedback.ts';
import { findRepository, knownRepositories, type RepositoryKept } from '../store/repositories.ts';
import { type Home, homeOf } from './feedback-home.ts';
import { changeState, say } from './feedback-writes.ts';
import type { SettleFeedback } from './job.ts';
import type { Tools } from './tools.ts';

/** GitHub itself may have closed it a moment ago; the reporter is told all the same. */
const LATELY_MS = 24 * 3_600_000;

/** GitHub is asked only where there is feedback on procedures of the repository. */
export async function settleFeedback(tools: Tools, { repository, pull: number }: SettleFeedback): Promise<void> {
  const { store, connection } = tools;
  const place = await findRepository(store, repository);
  if (place === null) return;
  const about = await feedbackAbout(store, place.id, LATELY_MS);
  if (about.length === 0) return;
  const github = connection.reading(repository.installation);
  const pull = { owner: place.owner, name: place.name, number };
  const changes = await readChanges(github, pull);
  const paths = changes.flatMap(({ path, previousPath }) => (previousPath ? [path, previousPath] : [path]));
  const touched = about.filter((one) => one.about !== null && paths.includes(one.about.path));
  if (touched.length === 0) return;
  const read = await readMergedPull(github, pull);
  if (read === null || read.base !== place.defaultBranch) return;
  const { mergeSha, texts } = read;
  const merged = { repository: fullName(place), number, mergeSha, paths, texts };
  for (const one of touched) await settleOne(tools, place, merged, one);
}

async function settleOne(tools: Tools, place: RepositoryKept, merged: MergedPull, one: FeedbackRead): Promise<void> {
  const { store, connection } = tools;
  const ids = [one.repository, ...(one.linked ? [one.linked.repository] : [])];
  const places = await knownRepositories(store, one.installation, ids);
  const nameOf = (id: number) => places.find((known) => known.id === id);
  const [filedIn, linkedIn] = [nameOf(one.repository), one.linked && nameOf(one.linked.repository)];
  const home = filedIn && homeOf(filedIn);
  if (!home || one.about === null) return;
  const procedure = { repository: fullName(place), path: one.about.path };
  const filed: OpenFeedback = { repository: home.name, number: one.number, procedure };
  const linked =
    one.linked && linkedIn ? { ...filed, repository: fullName(linkedIn), number: one.linked.number } : null;
  if (![filed, ...(linked ? [linked] : [])].some((issue) => settles(merged, issue))) return;
  const on = { repository: home.ref, id: home.id, number: one.number };
  const issue = await readIssue(connection.readingIssues(one.installation), on);
  if (issue === null) return;
  // Opened again, it may be settled by another pull request.
  const marker = { kind: 'feedback-settled', key: `${home.name}#${one.number} ${one.reopened}` };
  const text = closingText(merged, filed, isShown(home, place));
  await say(tools, on, { marker, text, why: 'a merged pull request settles the feedback' });
  if (!issue.isOpen) return;
  await changeState(tools, on, { state: 'closed', reason: 'completed' }, 'a merged pull request settles it');
}

/** Whether the readers of the issue may see the procedure's repository. */
function isShown(home: Home, place: RepositoryKept): boolean {
  return home.id === place.id || !place.isPrivate || home.isPrivate;
}
