// flows: what the app writes on a feedback issue. Each thing of it is one effect.
import type { Label } from '../core/feedback/labels.ts';
import type { Marker } from '../core/marker.ts';
import { GitHubFailed } from '../github/failure.ts';
import { fullName } from '../github/github.ts';
import {
  addLabels,
  assign,
  type CommentSaved,
  commentOnIssue,
  findComments,
  ISSUE_RIGHTS,
  type IssueChange,
  type IssueSaved,
  removeLabel,
  unassign,
  updateComment,
  updateIssue,
} from '../github/issues.ts';
import { applyEffect } from './apply-effect.ts';
import { commentKey, issueNumberKey } from './effect-keys.ts';
import { ensureLabels } from './ensure-labels.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** An issue and the number of its repository. */
export type On = { readonly repository: RepositoryRef; readonly id: number; readonly number: number };

type Labelled = { readonly add: readonly Label[]; readonly remove: readonly string[] };

export async function label(tools: Tools, on: On, { add, remove }: Labelled): Promise<void> {
  const { connection } = tools;
  const writing = () => connection.writing(on.repository, ISSUE_RIGHTS);
  const issue = { repository: on.repository, number: on.number };
  const names = add.map(({ name }) => name);
  if (names.length > 0) {
    await ensureLabels(tools, on, add);
    await converge(tools, on, 'issue-labels', { add: names }, () => addLabels(writing(), issue, names));
  }
  for (const name of remove)
    await converge(tools, on, 'issue-labels', { remove: name }, () => removeLabel(writing(), issue, name));
}

type Assigned = { readonly assign: string | null; readonly unassign: string | null };

export async function reassign(tools: Tools, on: On, { assign: to, unassign: from }: Assigned): Promise<void> {
  const { connection } = tools;
  const writing = () => connection.writing(on.repository, ISSUE_RIGHTS);
  const issue = { repository: on.repository, number: on.number };
  if (from !== null)
    await converge(tools, on, 'issue-assignees', { unassign: from }, () => unassign(writing(), issue, [from]));
  if (to !== null) await converge(tools, on, 'issue-assignees', { assign: to }, () => assign(writing(), issue, [to]));
}

/** What stands there already is written again: it costs nothing but the request, and people may have undone it since. */
function converge(tools: Tools, on: On, kind: string, what: object, save: () => Promise<IssueSaved>) {
  const key = `${issueNumberKey(on)} ${kind} ${JSON.stringify(what)}`;
  return applyEffect<IssueSaved>(tools, {
    ...{ repository: on.repository, kind, key, what: { issue: on.number, ...what }, isConvergent: true },
    ...{ why: 'feedback is brought to its owner', find: save, write: save },
  });
}

/** A comment that stands once for each marker. Null: this is a dry run. */
export function say(tools: Tools, on: On, { marker, text, why }: { marker: Marker; text: string; why: string }) {
  const { connection } = tools;
  const issue = { repository: on.repository, number: on.number };
  const writing = () => connection.writing(on.repository, ISSUE_RIGHTS);
  return applyEffect<CommentSaved>(tools, {
    ...{ repository: on.repository, kind: 'comment', key: commentKey(issue, marker), content: marker, why },
    ...{ what: { issue: on.number, comment: marker.kind } },
    find: async () => (await findComments(writing(), issue, marker))[0] ?? null,
    write: () => commentOnIssue(writing(), issue, { marker, text }),
  });
}

type Said = { readonly comment: number; readonly marker: Marker; readonly text: string };

/** Changes a comment of the app's. One that somebody deleted stays away. */
export async function sayInstead(tools: Tools, on: On, { comment, marker, text }: Said): Promise<void> {
  const { connection } = tools;
  const { repository } = on;
  const save = () =>
    updateComment(connection.writing(repository, ISSUE_RIGHTS), repository, { id: comment, marker, text }).catch(
      (error: unknown) => {
        if (error instanceof GitHubFailed && error.status === 404) return { id: comment };
        throw error;
      },
    );
  await applyEffect<CommentSaved>(tools, {
    ...{ repository, kind: 'comment-update', key: `comment ${fullName(repository)} ${comment}`, content: text },
    ...{ what: { issue: on.number, comment }, why: 'what is known of the feedback has changed', isConvergent: true },
    ...{ find: save, write: save },
  });
}

/** Closes or opens an issue. */
export function changeState(tools: Tools, on: On, wanted: IssueChange, why: string) {
  const issue = { repository: on.repository, number: on.number };
  const save = () => updateIssue(tools.connection.writing(on.repository, ISSUE_RIGHTS), issue, wanted);
  return applyEffect<IssueSaved>(tools, {
    ...{ repository: on.repository, kind: 'issue-update', key: issueNumberKey(issue), content: wanted, why },
    ...{ what: { issue: on.number, state: wanted.state }, isConvergent: true, find: save, write: save },
  });
}
