// flows: what the app says to a command: a reaction where it was followed, one comment where it was not.
import { fullName } from '../github/github.ts';
import { type CommentSaved, commentOnIssue, findComments, ISSUE_RIGHTS } from '../github/issues.ts';
import { reactToComment } from '../github/react.ts';
import { applyEffect } from './apply-effect.ts';
import { commentKey } from './effect-keys.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** A command, by the comment that it stands in, under the issue or pull request of this number. */
export type CommandAt = { readonly repository: RepositoryRef; readonly number: number; readonly comment: number };

/** It says that the command was followed. */
export async function reactToCommand(tools: Tools, { repository, comment }: Omit<CommandAt, 'number'>): Promise<void> {
  const save = () => reactToComment(tools.connection.writing(repository, ISSUE_RIGHTS), repository, comment, '+1');
  await applyEffect(tools, {
    ...{ repository, kind: 'reaction', key: `reaction ${fullName(repository)} ${comment}`, find: save, write: save },
    ...{ what: { comment, reaction: '+1' }, why: 'a command was followed' },
  });
}

/** Says why not, once for each command. */
export async function refuseCommand(
  tools: Tools,
  { repository, number, comment }: CommandAt,
  text: string,
): Promise<void> {
  const { connection } = tools;
  const marker = { kind: 'command', key: `${comment}` };
  const issue = { repository, number };
  const writing = () => connection.writing(repository, ISSUE_RIGHTS);
  // The ledger knows of no write that was made before the database was lost.
  const standing = await findComments(connection.readingIssues(repository.installation), issue, marker);
  if (standing.length > 0) return;
  await applyEffect<CommentSaved>(tools, {
    ...{ repository, kind: 'comment', key: commentKey(issue, marker), why: 'a command was not followed' },
    ...{ what: { issue: number, comment: marker.kind, of: comment } },
    find: async () => (await findComments(writing(), issue, marker))[0] ?? null,
    write: () => commentOnIssue(writing(), issue, { marker, text }),
  });
}
