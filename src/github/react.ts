// github: a reaction to a comment, which tells its author that it was understood.
import { z } from 'zod';
import { ask } from './ask.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

/** A second one of the same kind is the first one. */
export async function reactToComment(
  github: GitHub,
  { owner, name }: RepositoryName,
  comment: number,
  content: '+1' | 'confused',
): Promise<{ readonly id: number }> {
  const doing = { verb: 'create', object: `a reaction in ${fullName({ owner, name })}` };
  const request = {
    route: 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    parameters: { owner, repo: name, comment_id: comment },
    body: { content },
  };
  return (await ask(github, doing, request, z.object({ id: z.int() }))).data;
}
