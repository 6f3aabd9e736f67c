// github: one request and its answer, looked at before it is used.
import type { z } from 'zod';
import { type Doing, GitHubFailed, NoAnswer } from './failure.ts';
import type { GitHub, Reply, Request } from './github.ts';
import { toFailure } from './to-failure.ts';

/** GitHub's answer, of the shape that was expected. */
export type Answer<T> = Pick<Reply, 'status' | 'headers'> & { readonly data: T };

/**
 * GitHub's answer to `request`, as `shape` has it. Rejects with `Limited` or `GitHubFailed`, whose message says what was being done;
 * an answer of another shape counts as none.
 */
export async function ask<T>(
  github: Pick<GitHub, 'send'>,
  doing: Doing,
  request: Request,
  shape: z.ZodType<T>,
): Promise<Answer<T>> {
  try {
    const { status, headers, data } = await github.send(request);
    const result = shape.safeParse(data);
    if (!result.success) throw new NoAnswer('unreadable', { cause: result.error });
    return { status, headers, data: result.data };
  } catch (error) {
    throw toFailure(doing, error);
  }
}

/** For `catch`: null where GitHub says that there is none (404); all else is passed on. */
export function noneThere(error: unknown): null {
  if (error instanceof GitHubFailed && error.status === 404) return null;
  throw error;
}

/** All items of a list that comes in pages of a hundred, up to `most`. */
export async function askAll<T>(
  github: Pick<GitHub, 'send'>,
  doing: Doing,
  request: Request,
  { page: shape, most }: { readonly page: z.ZodType<readonly T[]>; readonly most: number },
): Promise<readonly T[]> {
  const items: T[] = [];
  for (let page = 1; ; page += 1) {
    const parameters = { ...request.parameters, per_page: 100, page };
    const { data, headers } = await ask(github, doing, { ...request, parameters }, shape);
    items.push(...data);
    if (items.length >= most || !hasNext(headers)) return items;
  }
}

function hasNext({ link }: Reply['headers']): boolean {
  return typeof link === 'string' && link.includes('rel="next"');
}
