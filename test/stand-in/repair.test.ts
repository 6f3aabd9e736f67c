// test/stand-in: an app that may write commits, step by step, and the names no repository may be asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, installationToken } from './client.ts';
import { repairPermissions, type StandIn, startStandIn } from './stand-in.ts';
import type { Repository } from './world.ts';

let github: StandIn;
let token: string;
let ops: Repository;

beforeAll(async () => {
  github = await startStandIn({ permissions: repairPermissions });
  ops = await github.createRepository({
    owner: 'acme',
    name: 'ops',
    files: { 'docs/a.md': 'a\n', 'docs/b.md': 'b\n' },
  });
  token = await installationToken(github, 'acme');
});
afterAll(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const send = async (method: string, target: string, body: object) => {
  const answer = await ask(github, `/repos/acme/ops${target}`, { method, token, body });
  return { status: answer.status, body: answer.body as { readonly sha: string; readonly message?: string } };
};
const change = (path: string, content: string) => ({ path, mode: '100644', type: 'blob', content });

test('a tree, a commit and a moved branch are a fix on the pull request', async () => {
  await github.createBranch(ops, 'work', { by: 'ada' });
  await github.commit(ops, 'work', { 'docs/c.md': 'c\n' }, { author: 'ada' });
  const pull = await github.openPull({ repository: ops, head: 'work', title: 'Work', author: 'ada' });
  const head = pull.head.sha;
  const tree = await send('POST', '/git/trees', {
    base_tree: head,
    tree: [change('docs/c.md', 'fixed\n'), { ...change('docs/b.md', ''), sha: null, content: undefined }],
  });
  const commit = await send('POST', '/git/commits', { message: 'Fix', tree: tree.body.sha, parents: [head] });
  const moved = await send('PATCH', '/git/refs/heads/work', { sha: commit.body.sha });
  expect([tree.status, commit.status, moved.status]).toEqual([201, 201, 200]);
  expect(pull.head.sha).toBe(commit.body.sha);
  expect(await github.files('acme/ops', 'work')).toEqual(['docs/a.md', 'docs/c.md']);
  expect((await github.file('acme/ops', 'work', 'docs/c.md'))?.text).toBe('fixed\n');
  const last = github.hooks.log.findLast(({ event }) => event === 'pull_request');
  expect(last?.payload).toMatchObject({
    action: 'synchronize',
    before: head,
    sender: { login: 'runbook-steward[bot]', type: 'Bot' },
  });
});

test('a branch of the app’s own becomes a pull request of the app’s', async () => {
  const sha = github.branches('acme/ops')['main'];
  const ref = await send('POST', '/git/refs', { ref: 'refs/heads/runbook-steward/review', sha });
  const old = await github.file('acme/ops', 'main', 'docs/a.md');
  const file = {
    message: 'Review',
    content: Buffer.from('reviewed\n').toString('base64'),
    branch: 'runbook-steward/review',
  };
  const put = await send('PUT', '/contents/docs/a.md', { ...file, sha: old?.sha });
  const pull = await send('POST', '/pulls', { title: 'Reviewed', head: 'runbook-steward/review', base: 'main' });
  expect([ref.status, put.status, pull.status]).toEqual([201, 200, 201]);
  expect(github.world.pulls.at(-1)).toMatchObject({ title: 'Reviewed', author: { login: 'runbook-steward[bot]' } });
});

const refusals: readonly {
  readonly what: string;
  readonly asked: () => ReturnType<typeof send>;
  readonly status: number;
  readonly says: string;
}[] = [
  {
    what: 'a file without the blob it replaces',
    asked: () => send('PUT', '/contents/docs/a.md', { message: 'm', content: 'YQ==' }),
    status: 422,
    says: '"sha" wasn\'t supplied',
  },
  {
    what: 'a file over a blob that moved on',
    asked: () => send('PUT', '/contents/docs/a.md', { message: 'm', content: 'YQ==', sha: '1'.repeat(40) }),
    status: 409,
    says: 'does not match',
  },
  {
    what: 'a step back without force',
    asked: async () => send('PATCH', '/git/refs/heads/work', { sha: github.branches('acme/ops')['main'] }),
    status: 422,
    says: 'Update is not a fast forward',
  },
  {
    what: 'a branch that is there',
    asked: async () => send('POST', '/git/refs', { ref: 'refs/heads/main', sha: github.branches('acme/ops')['main'] }),
    status: 422,
    says: 'Reference already exists',
  },
  {
    what: 'a name no branch may have',
    asked: async () => send('POST', '/git/refs', { ref: 'refs/heads/a..b', sha: github.branches('acme/ops')['main'] }),
    status: 422,
    says: 'is not a valid ref name',
  },
  {
    what: 'a path out of the tree',
    asked: () => send('POST', '/git/trees', { tree: [change('../x', 'x')] }),
    status: 422,
    says: 'malformed path component',
  },
  {
    what: 'a sha that carries a command',
    asked: () =>
      send('POST', '/git/trees', {
        tree: [{ ...change('x', ''), sha: `${'1'.repeat(40)}\nD docs`, content: undefined }],
      }),
    status: 422,
    says: 'not a valid object name',
  },
  {
    what: 'a pull request that is open',
    asked: () => send('POST', '/pulls', { title: 't', head: 'runbook-steward/review', base: 'main' }),
    status: 422,
    says: 'Validation Failed',
  },
];
test.each(refusals)('$what is refused', async ({ asked, status, says }) => {
  const answer = await asked();
  expect({ status: answer.status, message: answer.body.message }).toEqual({
    status,
    message: expect.stringContaining(says),
  });
});

const odd: readonly (readonly [string, number])[] = [
  ['/contents/..%2f..%2fetc', 404],
  ['/contents/.%2fdocs', 404],
  ['/contents/docs%0A', 404],
  ['/contents/%', 404],
  ['/contents/docs?ref=--help', 404],
  ['/git/trees/%00', 404],
  ['/git/trees/HEAD@%7B1%7D', 404],
  ['/commits/-x', 422],
  ['/compare/main...--output=x', 404],
];
test.each(odd)('%s is answered with %i, and what comes after it works', async (target, status) => {
  expect((await ask(github, `/repos/acme/ops${target}`, { token })).status).toBe(status);
  expect((await ask(github, '/repos/acme/ops/contents/docs/a.md', { token })).status).toBe(200);
});

test('a repository of 20,000 files is made, listed and changed', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, at) => [`docs/${at % 100}/${at}.md`, `# ${at}\n`]),
  );
  const big = await github.createRepository({ owner: 'acme', name: 'big', files });
  const { body } = await ask(github, '/repos/acme/big/git/trees/main?recursive=1', { token });
  expect(body).toMatchObject({ truncated: false });
  expect((body as { readonly tree: readonly unknown[] }).tree.length).toBe(20_101);
  await github.createBranch(big, 'one', { by: 'ada' });
  await github.commit(big, 'one', { 'docs/1/1.md': 'x\n' }, { author: 'ada' });
  const pull = await github.openPull({ repository: big, head: 'one', title: 'One', author: 'ada' });
  expect((await ask(github, `/repos/acme/big/pulls/${pull.number}/files`, { token })).body).toMatchObject([
    { filename: 'docs/1/1.md' },
  ]);
});

test('the stand-in knows nothing of the project it judges', () => {
  const names = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const texts = names.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
  expect(texts.length).toBeGreaterThan(40);
  expect(texts.filter((text) => /from '[^']*\/src\//.test(text))).toEqual([]);
});
