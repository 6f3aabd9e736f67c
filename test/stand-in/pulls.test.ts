// test/stand-in: what a pull request shows of a real repository.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, installationToken } from './client.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import type { Repository } from './world.ts';

let github: StandIn;
let token: string;
let ops: Repository;

beforeAll(async () => {
  github = await startStandIn({ users: ['mallory'] });
  const text = Array.from({ length: 10 }, (_, at) => `line ${at}\n`).join('');
  const files = {
    'kept.md': 'k\n',
    'edited.md': text,
    'gone.md': 'g\n',
    'old name.md': `${text}more\n`,
    'kind.md': 'file\n',
    'run.sh': '#!/bin/sh\n',
  };
  ops = await github.createRepository({ owner: 'acme', name: 'ops', visibility: 'public', files });
  token = await installationToken(github, 'acme');
});
afterAll(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

async function branch(name: string, changes: Parameters<StandIn['commit']>[2]) {
  await github.createBranch(ops, name, { by: 'ada' });
  await github.commit(ops, name, changes, { author: 'ada' });
  return github.openPull({ repository: ops, head: name, title: name, author: 'ada' });
}

type File = {
  readonly filename: string;
  readonly status: string;
  readonly previous_filename?: string;
  readonly patch?: string;
  readonly sha: string;
};
const filesOf = async (number: number, page = '') =>
  (await ask(github, `/repos/acme/ops/pulls/${number}/files?per_page=100${page}`, { token })).body as readonly File[];

test('every kind of change is listed in GitHub’s words, with its hunks', async () => {
  const pull = await branch('kinds', {
    ...{
      'added ü.md': 'a\n',
      'gone.md': null,
      'new/name.md': { renamedFrom: 'old name.md' },
      'kind.md': { symlink: 'kept.md' },
    },
    ...{
      'run.sh': { executable: '#!/bin/sh\n' },
      'image.png': Buffer.from([137, 80, 0, 1]),
      module: { submodule: 'a'.repeat(40) },
    },
    'edited.md': Array.from({ length: 10 }, (_, at) => `line ${at === 4 ? 'four' : at}\n`).join(''),
  });
  const files = await filesOf(pull.number);
  expect(files.map(({ filename, status, previous_filename }) => [filename, status, previous_filename])).toEqual([
    ['added ü.md', 'added', undefined],
    ['edited.md', 'modified', undefined],
    ['gone.md', 'removed', undefined],
    ['image.png', 'added', undefined],
    ['kind.md', 'changed', undefined],
    ['module', 'added', undefined],
    ['new/name.md', 'renamed', 'old name.md'],
    ['run.sh', 'changed', undefined],
  ]);
  const patch = (name: string) => files.find(({ filename }) => filename === name)?.patch;
  expect(patch('edited.md')).toBe(
    '@@ -2,7 +2,7 @@ line 0\n line 1\n line 2\n line 3\n-line 4\n+line four\n line 5\n line 6\n line 7',
  );
  expect(patch('image.png')).toBeUndefined();
  expect(patch('new/name.md')).toBeUndefined();
});

test('the files are those since the merge base, also after the base moved on', async () => {
  const pull = await branch('behind', { 'mine.md': 'm\n' });
  await github.commit(ops, 'main', { 'theirs.md': 't\n' }, { author: 'grace' });
  expect((await filesOf(pull.number)).map(({ filename }) => filename)).toEqual(['mine.md']);
  const { body } = await ask(github, '/repos/acme/ops/compare/main...behind', { token });
  expect(body).toMatchObject({ status: 'diverged', ahead_by: 1, behind_by: 1, files: [{ filename: 'mine.md' }] });
});

test('no more than 3,000 files are listed', async () => {
  const many = Object.fromEntries(Array.from({ length: 3100 }, (_, at) => [`many/${at}.md`, `${at}\n`]));
  const pull = await branch('many', many);
  const pages = await Promise.all([30, 31].map((page) => filesOf(pull.number, `&page=${page}`)));
  expect(pages.map(({ length }) => length)).toEqual([100, 0]);
});

test('a fork’s head is read through its parent, and no list of the parent’s names it', async () => {
  const fork = await github.fork(ops, 'mallory');
  const head = await github.commit(fork, 'theirs', { 'evil.md': 'e\n' }, { author: 'mallory' });
  await github.forcePush(
    fork,
    'theirs',
    await github.commit(fork, 'main', { 'evil.md': 'e\n' }, { author: 'mallory' }),
    'mallory',
  );
  const pull = await github.openPull({ repository: ops, head: 'theirs', from: fork, title: 'Mine', author: 'mallory' });
  const answer = await ask(github, `/repos/acme/ops/pulls/${pull.number}`, { token });
  expect(answer.body).toMatchObject({
    head: { label: 'mallory:theirs', repo: { full_name: 'mallory/ops', fork: true } },
    author_association: 'CONTRIBUTOR',
  });
  const { path } = { path: `/repos/acme/ops/contents/evil.md?ref=${pull.head.sha}` };
  expect((await ask(github, path, { token, headers: { accept: 'application/vnd.github.v3.raw' } })).text).toBe('e\n');
  expect((await ask(github, `/repos/acme/ops/commits/${pull.head.sha}/pulls`, { token })).body).toEqual([]);
  const list = await ask(github, '/repos/acme/ops/pulls?head=mallory:theirs', { token });
  expect(list.body).toMatchObject([{ number: pull.number }]);
  expect(head).not.toBe(pull.head.sha);
});

test('one head may be the head of two pull requests', async () => {
  const first = await branch('twice', { 'twice.md': '2\n' });
  await github.createBranch(ops, 'release', { by: 'ada' });
  const second = await github.openPull({
    repository: ops,
    base: 'release',
    head: 'twice',
    title: 'Again',
    author: 'ada',
  });
  const { body } = await ask(github, `/repos/acme/ops/commits/${first.head.sha}/pulls`, { token });
  expect((body as readonly { number: number }[]).map(({ number }) => number)).toEqual([first.number, second.number]);
});

test('a merge group is one commit over all its pull requests', async () => {
  const one = await branch('one', { 'one.md': '1\n' });
  const two = await branch('two', { 'two.md': '2\n' });
  const group = await github.mergeGroup([one, two], 'ada');
  expect(group.headRef).toMatch(new RegExp(`^refs/heads/gh-readonly-queue/main/pr-${two.number}-[0-9a-f]{40}$`));
  expect(await github.files('acme/ops', group.headSha)).toEqual(
    expect.arrayContaining(['one.md', 'two.md', 'kept.md']),
  );
  await github.destroyMergeGroup(ops, group, 'merged', 'ada');
  expect(Object.keys(github.branches('acme/ops')).filter((name) => name.startsWith('gh-readonly'))).toEqual([]);
});

test('a suggestion has to lie inside the diff', async () => {
  const pull = await branch('suggest', {
    'edited.md': Array.from({ length: 10 }, (_, at) => `line ${at === 0 ? 'zero' : at}\n`).join(''),
  });
  const post = (line: number) => {
    const body = { event: 'COMMENT', body: 'b', comments: [{ path: 'edited.md', line, side: 'RIGHT', body: 'c' }] };
    return ask(github, `/repos/acme/ops/pulls/${pull.number}/reviews`, { method: 'POST', token, body });
  };
  expect(await post(9)).toMatchObject({ status: 422, body: { errors: ['Line could not be resolved'] } });
  expect((await post(1)).status).toBe(200);
  expect(github.reviews('acme/ops', pull.number)).toMatchObject([
    { state: 'COMMENTED', comments: [{ path: 'edited.md', line: 1 }] },
  ]);
});

test('annotations are added to those before, and a conclusion completes', async () => {
  const head_sha = github.branches('acme/ops')['main'];
  const annotation = (start_line: number) => ({
    path: 'a.md',
    start_line,
    end_line: start_line,
    annotation_level: 'warning',
    message: 'm',
  });
  const output = (line: number) => ({ title: 't', summary: 's', annotations: [annotation(line)] });
  const runs = '/repos/acme/ops/check-runs';
  const made = await ask(github, runs, {
    method: 'POST',
    token,
    body: { name: 'n', head_sha, status: 'in_progress', output: output(1) },
  });
  const { id } = made.body as { readonly id: number };
  await ask(github, `${runs}/${id}`, { method: 'PATCH', token, body: { conclusion: 'failure', output: output(2) } });
  const list = await ask(github, `${runs}/${id}/annotations`, { token });
  expect(list.body).toMatchObject([{ start_line: 1, raw_details: null }, { start_line: 2 }]);
  expect(github.checkRuns('acme/ops', head_sha ?? '')).toMatchObject([
    { status: 'completed', conclusion: 'failure', completedAt: expect.any(String) },
  ]);
});

test('a pull request is an issue too, with one row of numbers', async () => {
  const pull = await branch('numbered', { 'n.md': 'n\n' });
  const issue = await github.openIssue(ops, 'mallory', { title: 'After it' });
  expect(issue).toBe(pull.number + 1);
  await github.comment(ops, pull.number, 'grace', '/steward reviewed');
  expect(await github.comments('acme/ops', pull.number)).toMatchObject([
    { body: '/steward reviewed', author: 'grace' },
  ]);
  const { body } = await ask(github, `/repos/acme/ops/issues/${pull.number}`, { token });
  expect(body).toMatchObject({ title: 'numbered', user: { login: 'ada' }, pull_request: { merged_at: null } });
});

test('a check of another app’s may have our name, but not our id, and we may not change it', async () => {
  const sha = github.branches('acme/ops')['main'] ?? '';
  const forged = github.addCheckRun(ops, sha, { name: 'Procedure ownership', conclusion: 'success' }, 1);
  const list = (query: string) =>
    ask(github, `/repos/acme/ops/commits/${sha}/check-runs?check_name=Procedure%20ownership${query}`, { token });
  expect((await list('')).body).toMatchObject({ check_runs: [{ id: forged.id, app: { id: 1, slug: 'app-1' } }] });
  expect((await list(`&app_id=${github.app.id}`)).body).toMatchObject({ total_count: 0 });
  const change = { method: 'PATCH', token, body: { conclusion: 'failure' } };
  expect((await ask(github, `/repos/acme/ops/check-runs/${forged.id}`, change)).status).toBe(403);
});
