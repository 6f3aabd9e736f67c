// github: the open pull requests that have a commit as their head.
import { z } from 'zod';
import { ask } from './ask.ts';
import type { GitHub, RepositoryName } from './github.ts';

const PULL = z.object({
  number: z.int(),
  state: z.string(),
  head: z.object({ sha: z.string(), label: z.string().nullish() }),
});
const PULLS = z.array(PULL);
type Pull = z.infer<typeof PULL>;

const PAGE = 100;
const MOST_KNOWN = 10;

/**
 * Their numbers, rising. Where the repository has a hundred open ones or more, those that share a branch with the `known` numbers, and
 * those of its own branches, are looked for as well: GitHub tells of a fork's commit only by its branch.
 */
export async function pullsOfHead(
  github: GitHub,
  { owner, name }: RepositoryName,
  sha: string,
  known: readonly number[],
): Promise<readonly number[]> {
  const of = (what: string) => ({ verb: 'list', object: `${what} of ${owner}/${name}` });
  const at = { owner, repo: name };
  const listed = (query: Readonly<Record<string, string>>) =>
    ask(
      github,
      of('the open pull requests'),
      {
        route: 'GET /repos/{owner}/{repo}/pulls',
        parameters: { ...at, state: 'open', per_page: PAGE, ...query },
      },
      PULLS,
    );
  const { data: recent } = await listed({ sort: 'updated', direction: 'desc' });
  if (recent.length < PAGE) return numbersOf(recent, sha);

  const found = [...recent];
  const ofCommit = {
    route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    parameters: { ...at, commit_sha: sha },
  };
  found.push(...(await ask(github, of('the pull requests'), ofCommit, PULLS)).data);
  const labels = new Set<string>();
  for (const number of known.slice(0, MOST_KNOWN)) {
    const request = {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      parameters: { ...at, pull_number: number },
    };
    const { data: pull } = await ask(github, of('a pull request'), request, PULL);
    found.push(pull);
    if (pull.head.label) labels.add(pull.head.label);
  }
  for (const head of labels) found.push(...(await listed({ head })).data);
  return numbersOf(found, sha);
}

function numbersOf(pulls: readonly Pull[], sha: string): readonly number[] {
  const heads = pulls.filter(({ state, head }) => state === 'open' && head.sha === sha);
  return [...new Set(heads.map(({ number }) => number))].sort((a, b) => a - b);
}
