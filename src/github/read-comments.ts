// github: the comments of an issue, with who wrote them.
import { z } from 'zod';
import { type Marker, readMarker } from '../core/marker.ts';
import { askAll } from './ask.ts';
import { fullName, type GitHub } from './github.ts';
import type { Actor, IssueRef } from './issues.ts';

export type CommentNow = {
  readonly id: number;
  readonly body: string;
  readonly author: Actor | null;
  readonly createdAt: string;
  /** The marker that it begins with, where this app wrote it. */
  readonly marker: Marker | null;
};

const COMMENT = z.object({
  id: z.int(),
  body: z.string().nullish(),
  created_at: z.string(),
  user: z.object({ login: z.string().default(''), type: z.string() }).nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
});
const MOST = 1_000;

/** The first thousand, as they were written. */
export async function readComments(github: GitHub, { repository, number }: IssueRef): Promise<readonly CommentNow[]> {
  const parameters = { owner: repository.owner, repo: repository.name, issue_number: number };
  const request = { route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments', parameters };
  const doing = { verb: 'list', object: `the comments of ${fullName(repository)}#${number}` };
  const comments = await askAll(github, doing, request, { page: z.array(COMMENT), most: MOST });
  return comments.map(({ id, body, created_at, user, performed_via_github_app: via }) => ({
    ...{ id, body: body ?? '', createdAt: created_at },
    author: user ? { login: user.login, isBot: user.type === 'Bot' } : null,
    marker: user?.type === 'Bot' && via?.id === github.appId ? readMarker(body ?? '') : null,
  }));
}
