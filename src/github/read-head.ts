// github: the commit that a pull request is at.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { fullName, type GitHub, type PullRef } from './github.ts';

const ANSWER = z.object({
  repository: z.object({ pullRequest: z.object({ state: z.string(), headRefOid: z.string() }) }),
});

/** Null where it is not open. */
export async function readHead(github: GitHub, pull: PullRef): Promise<string | null> {
  const { owner, name, number } = pull;
  const doing = { verb: 'read', object: `${fullName(pull)}#${number}` };
  const text = `query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { state headRefOid } }
}`;
  const { repository } = await askGraphql(
    github,
    doing,
    { text, variables: { owner, name, number } },
    { data: ANSWER },
  );
  return repository.pullRequest.state === 'OPEN' ? repository.pullRequest.headRefOid : null;
}
