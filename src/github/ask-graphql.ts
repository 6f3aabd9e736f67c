// github: one GraphQL query.
import { z } from 'zod';
import { ask } from './ask.ts';
import { type Doing, GitHubFailed, Limited } from './failure.ts';
import type { GitHub } from './github.ts';
import { isGraphqlLimit, pauseOf } from './to-failure.ts';

/** A query's text, and what its variables stand for. Names from outside are variables, never part of the text. */
export type Query = {
  readonly text: string;
  readonly variables: Readonly<Record<string, string | number | readonly string[]>>;
};

const ANSWER = z.object({
  data: z.unknown(),
  errors: z
    .array(z.object({ type: z.string().optional(), message: z.string(), path: z.array(z.unknown()).optional() }))
    .default([]),
});

type GraphqlError = z.infer<typeof ANSWER>['errors'][number];

/** What GitHub did not find or does not show, at one of these places of the answer, is null there and no failure. */
export type MayBeMissing = (path: readonly unknown[]) => boolean;

/**
 * The data of `query`, of the shape `data`. GitHub answers 200 whatever happened: any error in the answer is a failure, but for what
 * may be missing.
 */
export async function askGraphql<T>(
  github: Pick<GitHub, 'send'>,
  doing: Doing,
  { text, variables }: Query,
  { data: shape, mayBeMissing = () => false }: { readonly data: z.ZodType<T>; readonly mayBeMissing?: MayBeMissing },
): Promise<T> {
  const body = { query: text, variables };
  const { data, headers } = await ask(github, doing, { route: 'POST /graphql', parameters: {}, body }, ANSWER);
  if (isGraphqlLimit(data.errors)) throw new Limited(doing, pauseOf(headers));
  const error = data.errors.find((one) => !(isAbsence(one) && mayBeMissing(one.path ?? [])));
  if (error) throw failureOf(doing, error);
  const result = shape.safeParse(data.data);
  if (result.success) return result.data;
  const reason = "GitHub's answer cannot be read";
  throw new GitHubFailed({ ...doing, reason, status: 200, isRetryable: true }, { cause: result.error });
}

function isAbsence({ type }: GraphqlError): boolean {
  return type === 'NOT_FOUND' || type === 'FORBIDDEN';
}

function failureOf(doing: Doing, error: GraphqlError): GitHubFailed {
  const { type = '', message } = error;
  const isTooMuch =
    /RESOURCE_LIMITS|TIMEOUT|MAX_NODE_LIMIT/.test(type) || /resource limit|timeout|timed out/i.test(message);
  const reason = /^[A-Z_]{1,40}$/.test(type) ? `GitHub answered ${type}` : 'GitHub refused the query';
  const isRetryable = type !== 'FORBIDDEN';
  return new GitHubFailed({ ...doing, reason, status: 200, isRetryable, isTooMuch }, { cause: new Error(message) });
}
