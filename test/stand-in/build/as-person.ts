// test/stand-in/build: what a person does in the browser goes the way of the API, unrecorded.
import { answerCall } from '../answer-request.ts';
import type { Engine } from '../engine.ts';
import { matchOperation } from '../operations.ts';
import { accountOf } from './account-of.ts';

/** Posts (unless told) in the person's name and gives the answer; throws where GitHub would refuse. */
export async function asPerson(
  engine: Engine,
  by: string,
  target: string,
  body: unknown,
  method = 'POST',
): Promise<Readonly<Record<string, unknown>>> {
  const match = matchOperation(method, target);
  if (!match) throw new Error(`There is no ${method} ${target}.`);
  const caller = { kind: 'user', login: accountOf(engine, by).login } as const;
  const common = { method, target, query: new URLSearchParams(), accept: '*/*', authorization: undefined };
  const answer = await answerCall(engine, {
    ...common,
    operation: match.operation.id,
    params: match.params,
    body,
    caller,
  });
  if (answer.status >= 300)
    throw new Error(`${by} may not ${method} ${target}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as Readonly<Record<string, unknown>>;
}
