// github: how many requests one pull request costs, by name.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CheckOutput } from '../../src/core/policy/report/check-output.ts';
import type { Pull } from '../stand-in/world.ts';
import { CODEOWNERS, judgeAndSave, type Loop, opsRepository, proposed, startLoop } from './stand-in-world.ts';

const NAMED = {
  'POST /app/installations/{installation_id}/access_tokens': 'token',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': 'files',
  'POST /graphql': 'graphql',
  'GET /repos/{owner}/{repo}/codeowners/errors': 'codeowners errors',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': 'tree',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': 'find check run',
  'POST /repos/{owner}/{repo}/check-runs': 'create check run',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': 'update check run',
};

let loop: Loop;
beforeEach(async () => {
  loop = await startLoop();
});
afterEach(async () => {
  await loop.close();
  expect(loop.github.violations).toEqual([]);
});

/** Fifty procedures, each with one failure that is annotated, and fifty files that are none. */
const work = (round: number) =>
  Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [
      [`runbooks/team-${at % 7}/r${at}.md`, `---\nowner: "@acme/sre"\nlast_reviewed_on: 2026-02-31\n---\n# ${round}\n`],
      [`src/s${at}.ts`, `export const s = ${at + round};\n`],
    ]).flat(),
  );

/** What the check says, and the names of the requests that it took. */
async function checked(pull: Pull): Promise<{ readonly names: readonly string[]; readonly output: CheckOutput }> {
  const start = loop.made.length;
  const output = await judgeAndSave(loop, pull);
  const names: Readonly<Record<string, string>> = NAMED;
  return { names: loop.made.slice(start).map(({ route }) => names[route] ?? route), output };
}

test('100 files, 50 procedures and 50 annotations cost 8 requests cold and 4 warm', async () => {
  const ops = await opsRepository(loop.github);
  const pull = await proposed(loop.github, ops, work(1));
  const cold = await checked(pull);
  expect(cold.output.annotations).toHaveLength(50);
  expect(cold.names).toEqual([
    ...['token', 'files', 'graphql', 'graphql', 'codeowners errors'],
    ...['token', 'find check run', 'create check run'],
  ]);
  await loop.github.push(pull, work(2));
  const warm = await checked(pull);
  expect(warm.output.annotations).toHaveLength(50);
  expect(warm.names).toEqual(['files', 'graphql', 'find check run', 'create check run']);
});

test('CODEOWNERS costs one tree more, and a query where other procedures change hands', async () => {
  const ops = await opsRepository(loop.github);
  const same = '/.github/ @acme/sre\n/runbooks/ @acme/sre\n/src/ @acme/sre\n';
  const pull = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n', [CODEOWNERS]: same });
  expect((await checked(pull)).names).toEqual([
    ...['token', 'files', 'graphql', 'tree', 'graphql', 'codeowners errors'],
    ...['token', 'find check run', 'create check run'],
  ]);
  await loop.github.push(pull, { [CODEOWNERS]: `${same}/runbooks/a.md @acme/dba\n` });
  expect((await checked(pull)).names).toEqual([
    ...['files', 'graphql', 'tree', 'graphql', 'codeowners errors'],
    ...['find check run', 'create check run'],
  ]);
});

test('nothing that matters is touched: no further reads', async () => {
  const ops = await opsRepository(loop.github);
  const pull = await proposed(loop.github, ops, { 'src/a.ts': 'x\n' });
  const { names, output } = await checked(pull);
  expect(output.conclusion).toBe('skipped');
  expect(names).toEqual(['token', 'files', 'graphql', 'token', 'find check run', 'create check run']);
});
