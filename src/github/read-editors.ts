// github: who wrote the text of a pull request last.
import { z } from 'zod';
import { askGraphql } from './ask-graphql.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

/** Of one query. */
const AT_ONCE = 50;

const ANSWER = z.object({
  repository: z.record(
    z.string(),
    z.object({ editor: z.object({ __typename: z.string(), login: z.string() }).nullable() }).nullable(),
  ),
});

/** Of pull requests that `bot` (its login) opened, those whose text nobody else has edited last: whoever may write may edit it. */
export async function unedited(
  github: GitHub,
  repository: RepositoryName,
  numbers: readonly number[],
  bot: string,
): Promise<ReadonlySet<number>> {
  const { owner, name } = repository;
  const doing = { verb: 'read', object: `who edited pull requests of ${fullName(repository)}` };
  const isOurs = ({ __typename, login }: { readonly __typename: string; readonly login: string }) =>
    __typename === 'Bot' && `${login}[bot]`.toLowerCase() === bot.toLowerCase();
  const found = new Set<number>();
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    const some = numbers.slice(at, at + AT_ONCE);
    const parameters = some.map((_, index) => `, $n${index}: Int!`).join('');
    const parts = some.map((_, index) => `p${index}: pullRequest(number: $n${index}) { editor { __typename login } }`);
    const text = `query($owner: String!, $name: String!${parameters}) {
  repository(owner: $owner, name: $name) { ${parts.join(' ')} }
}`;
    const variables = { owner, name, ...Object.fromEntries(some.map((number, index) => [`n${index}`, number])) };
    const mayBeMissing = (path: readonly unknown[]) => path.length === 2;
    const answer = await askGraphql(github, doing, { text, variables }, { data: ANSWER, mayBeMissing });
    for (const [index, number] of some.entries()) {
      const pull = answer.repository[`p${index}`] ?? null;
      if (pull && (pull.editor === null || isOurs(pull.editor))) found.add(number);
    }
  }
  return found;
}
