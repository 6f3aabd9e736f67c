// test/stand-in: from an operation's name to its answer, with GitHub's refusals in GitHub's words.
import { neededBy } from './access.ts';
import { type Answer, type Call, Refusal } from './call.ts';
import type { Engine, Handlers } from './engine.ts';
import { answerQuery, queryOf } from './graphql/answer-query.ts';
import { apps } from './operation/apps.ts';
import { checks } from './operation/checks.ts';
import { contents } from './operation/contents.ts';
import { gitData } from './operation/git-data.ts';
import { issues } from './operation/issues.ts';
import { people } from './operation/people.ts';
import { pulls } from './operation/pulls.ts';

/** Every operation of REST that the stand-in speaks. */
export const handlers: Handlers = { ...apps, ...checks, ...contents, ...gitData, ...issues, ...people, ...pulls };

export const refusalAnswer = ({ status, message, errors }: Pick<Refusal, 'status' | 'message' | 'errors'>): Answer => ({
  status,
  body: {
    message,
    ...(errors ? { errors } : {}),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  },
});

/** Answers a call to the REST API. */
export async function answerCall(engine: Engine, call: Call): Promise<Answer> {
  const handler = handlers[call.operation];
  if (!handler) throw new Error(`The stand-in has no answer to ${call.operation}.`);
  const right = neededBy(call.operation);
  const accepted: Record<string, string> =
    right && call.caller.kind === 'installation'
      ? { 'x-accepted-github-permissions': right[0].map((name) => `${name}=${right[1]}`).join('; ') }
      : {};
  try {
    const answer = await handler(engine, call);
    return { ...answer, headers: { ...accepted, ...answer.headers } };
  } catch (error) {
    if (error instanceof Refusal) return { ...refusalAnswer(error), headers: accepted };
    throw error;
  }
}

/** Answers a query. */
export async function answerGraphql(engine: Engine, call: Call) {
  if (call.caller.kind === 'none' || call.caller.kind === 'app') {
    return { answer: refusalAnswer(new Refusal(401, 'This endpoint requires you to be authenticated.')), problems: [] };
  }
  const query = queryOf(call.body);
  if (typeof query !== 'string') return answerQuery({ engine, caller: call.caller }, query);
  return { answer: { status: 200, body: { errors: [{ message: query }] } }, problems: [query] };
}
