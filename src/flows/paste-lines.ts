// flows: lines that a person has to put in by hand → one comment, with a link to the editor at each.
import { pasteText } from '../core/command/pull-text.ts';
import type { Repair } from '../core/policy/certain-fixes.ts';
import { type CommentSaved, commentOnIssue, findComments, ISSUE_RIGHTS } from '../github/issues.ts';
import { replacementsOf } from '../github/suggestions.ts';
import { type Branch, editLink } from '../github/web-links.ts';
import { applyEffect } from './apply-effect.ts';
import { commentKey } from './effect-keys.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

export type Pasted = {
  /** Where it is told. */
  readonly repository: RepositoryRef;
  readonly number: number;
  /** Who has to. */
  readonly login: string;
  readonly origin: string;
  readonly files: readonly Repair[];
  /** Where the files are; null where that is not known. */
  readonly branch: Branch | null;
};

/** Once for each command. */
export async function pasteLines(tools: Tools, pasted: Pasted): Promise<void> {
  const { repository, number, login, origin, files, branch } = pasted;
  const { connection } = tools;
  const pastes = files
    .flatMap((file) => replacementsOf(file))
    .map((one) => ({ ...one, link: branch && editLink(branch, one.path, one.first) }));
  const text = pasteText(login, pastes);
  const marker = { kind: 'command-lines', key: origin };
  const issue = { repository, number };
  const writing = () => connection.writing(repository, ISSUE_RIGHTS);
  await applyEffect<CommentSaved>(tools, {
    ...{ repository, kind: 'comment', key: commentKey(issue, marker), content: text },
    ...{
      what: { issue: number, comment: marker.kind, files: files.length },
      why: 'the app may not write to the branch',
    },
    find: async () => (await findComments(writing(), issue, marker))[0] ?? null,
    write: () => commentOnIssue(writing(), issue, { marker, text }),
  });
}
