// github: what a pull request changes, file by file.
import { z } from 'zod';
import type { Change } from '../core/snapshot.ts';
import { askAll } from './ask.ts';
import { fullName, type GitHub, type PullRef } from './github.ts';

/** GitHub lists no more of a pull request ("List pull requests files"). */
export const MOST_FILES = 3000;

/** A change, the blob it ends in (null: none, or not told), and the lines that the pull request shows. */
export type ChangedFile = Change & { readonly oid: string | null; readonly patch: string | null };

export const FILE = z.object({
  filename: z.string().min(1),
  status: z.string(),
  sha: z.string().nullish(),
  previous_filename: z.string().nullish(),
  patch: z.string().nullish(),
});

/** The files of a pull request, from the merge base to its head; at most 3,000 of them. */
export async function readChanges(github: GitHub, pull: PullRef): Promise<readonly ChangedFile[]> {
  const doing = { verb: 'read', object: `the files of ${fullName(pull)}#${pull.number}` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    parameters: { owner: pull.owner, repo: pull.name, pull_number: pull.number },
  };
  const files = await askAll(github, doing, request, { page: z.array(FILE), most: MOST_FILES });
  return files.map(toChangedFile);
}

/** A copy is a new file. A status that is not known (`changed` is one: the mode) counts as a modification. */
export function toChangedFile({ filename, status, sha, previous_filename, patch }: z.infer<typeof FILE>): ChangedFile {
  const common = { path: filename, oid: status === 'removed' ? null : (sha ?? null), patch: patch ?? null };
  if (status === 'added' || status === 'copied') return { ...common, status: 'added' };
  if (status === 'removed') return { ...common, status: 'removed' };
  if (status === 'renamed' && previous_filename)
    return { ...common, status: 'renamed', previousPath: previous_filename };
  return { ...common, status: 'modified' };
}

/** The changes as the snapshot has them. */
export function toChanges(files: readonly ChangedFile[]): readonly Change[] {
  return files.map(({ status, path, previousPath }) =>
    previousPath === undefined ? { status, path } : { status, path, previousPath },
  );
}
