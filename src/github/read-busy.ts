// github: who has said that they are away or have too much to do.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import type { GitHub } from './github.ts';

const AT_ONCE = 50;
const ANSWER = z.record(
  z.string(),
  z.object({ status: z.object({ indicatesLimitedAvailability: z.boolean() }).nullable() }).nullable(),
);

/** Of `logins`, those whose status says "busy", in lower case. Fifty in one request. */
export async function readBusy(github: GitHub, logins: readonly string[]): Promise<ReadonlySet<string>> {
  const busy = new Set<string>();
  for (let at = 0; at < logins.length; at += AT_ONCE) {
    const some = logins.slice(at, at + AT_ONCE);
    const text = `query(${some.map((_, index) => `$l${index}: String!`).join(', ')}) {
  ${some.map((_, index) => `u${index}: user(login: $l${index}) { status { indicatesLimitedAvailability } }`).join('\n  ')}
}`;
    const variables = Object.fromEntries(some.map((login, index) => [`l${index}`, login]));
    const doing = { verb: 'read', object: `the status of ${some.length} people` };
    // Whoever left meanwhile is not there.
    const answer = await askGraphql(github, doing, { text, variables }, { data: ANSWER, mayBeMissing: () => true });
    for (const [index, login] of some.entries())
      if (answer[`u${index}`]?.status?.indicatesLimitedAvailability) busy.add(login.toLowerCase());
  }
  return busy;
}
