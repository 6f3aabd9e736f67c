// github: suggestions → one review of a pull request, which neither approves nor refuses it.
import { z } from 'zod';
import { codeSpan } from '../core/code-span.ts';
import { writeMarker } from '../core/marker.ts';
import { ask, askAll } from './ask.ts';
import { GitHubFailed } from './failure.ts';
import { fullName, type GitHub, type PullRef, type Rights } from './github.ts';
import type { ChangedFile } from './read-changes.ts';
import { isShown, type Replacement } from './suggestions.ts';
import { type Branch, editLink } from './web-links.ts';

/** What posting needs. */
export const REVIEW_RIGHTS: Rights = { pull_requests: 'write' };

export type Suggestions = {
  readonly pull: PullRef;
  /** The commit that was judged. */
  readonly head: string;
  readonly replacements: readonly Replacement[];
  /** What the pull request shows. */
  readonly files: readonly ChangedFile[];
  /** Where the text to paste belongs; null where the head's repository is gone. */
  readonly branch: Branch | null;
  /** Which press of a button this is, by which the review is found again. */
  readonly marker: string;
};

/** The review. */
export type Posted = { readonly id: number };

const MOST_COMMENTS = 50;
const MOST_PASTED = 50;
/** GitHub's limit is 65,536 characters. */
const BODY_LIMIT = 60_000;

const SAVED = z.object({ id: z.int() });

/** Posts one review. Where GitHub does not take a line for one that is shown, all of it becomes text to paste. */
export async function postSuggestions(github: GitHub, suggestions: Suggestions): Promise<Posted> {
  const { replacements, files } = suggestions;
  const byPath = new Map(files.map((file) => [file.path, file]));
  const shown = replacements.filter(
    (one) => isShown(one, byPath.get(one.path)) && suggestion(one).length <= BODY_LIMIT,
  );
  const suggested = shown.slice(0, MOST_COMMENTS);
  const pasted = replacements.filter((one) => !suggested.includes(one));
  try {
    return await post(github, suggestions, suggested, pasted);
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.status === 422) || suggested.length === 0) throw error;
    return post(github, suggestions, [], replacements);
  }
}

async function post(
  github: GitHub,
  { pull, head, branch, marker }: Suggestions,
  suggested: readonly Replacement[],
  pasted: readonly Replacement[],
): Promise<Posted> {
  const request = {
    route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    parameters: { owner: pull.owner, repo: pull.name, pull_number: pull.number },
    body: {
      commit_id: head,
      event: 'COMMENT',
      body: `${hidden(marker)}\n${bodyOf(suggested, pasted, branch)}`,
      comments: suggested.map(toComment),
    },
  };
  const doing = { verb: 'post suggestions on', object: `${fullName(pull)}#${pull.number}` };
  return (await ask(github, doing, request, SAVED)).data;
}

const REVIEWS = z.array(
  z.object({ id: z.int(), body: z.string().nullish(), user: z.object({ type: z.string() }).nullish() }),
);
const MOST_REVIEWS = 3_000;

/** The review that was posted under this marker; null where GitHub shows none. */
export async function findSuggestions(
  github: GitHub,
  { pull, marker }: Pick<Suggestions, 'pull' | 'marker'>,
): Promise<Posted | null> {
  const request = {
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    parameters: { owner: pull.owner, repo: pull.name, pull_number: pull.number },
  };
  const doing = { verb: 'read', object: `the reviews of ${fullName(pull)}#${pull.number}` };
  const reviews = await askAll(github, doing, request, { page: REVIEWS, most: MOST_REVIEWS });
  const ours = reviews.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(hidden(marker)));
  return ours ? { id: ours.id } : null;
}

function hidden(marker: string): string {
  return writeMarker({ kind: 'suggestions', key: marker });
}

function toComment(replacement: Replacement) {
  const { path, first, last } = replacement;
  const place = { path, line: last, side: 'RIGHT', body: suggestion(replacement) };
  return first === last ? place : { ...place, start_line: first, start_side: 'RIGHT' };
}

function suggestion({ lines }: Replacement): string {
  return fenced(lines, 'suggestion');
}

/** The fence is longer than any that the text holds, so that nothing in it ends the block. */
function fenced(lines: readonly string[], language: string): string {
  const text = lines.join('\n').toWellFormed();
  const longest = [...text.matchAll(/`{3,}/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}${text === '' ? '' : '\n'}${fence}`;
}

function bodyOf(suggested: readonly Replacement[], pasted: readonly Replacement[], branch: Branch | null): string {
  const parts = suggested.length > 0 ? ['Fixes for the ownership check, to commit or to leave.'] : [];
  if (pasted.length > 0) parts.push('This pull request does not show these lines, so they have to be put in by hand:');
  let left = 0;
  let length = parts.join('\n\n').length;
  for (const [index, replacement] of pasted.entries()) {
    const part = `${placeOf(replacement, branch)}\n\n${fenced(replacement.lines, '')}`;
    if (index >= MOST_PASTED || length + part.length > BODY_LIMIT) {
      left += 1;
      continue;
    }
    length += part.length + 2;
    parts.push(part);
  }
  if (left > 0) parts.push(`_${left} more are left out._`);
  return parts.join('\n\n');
}

function placeOf({ path, first, last }: Replacement, branch: Branch | null): string {
  const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  const place = branch ? `[${lines}](${editLink(branch, path, first)})` : lines;
  return `In ${codeSpan(path)}, ${place} become${first === last ? 's' : ''}:`;
}
