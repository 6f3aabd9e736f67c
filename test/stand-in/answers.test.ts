// test/stand-in: every operation is asked once, and its answer is held to GitHub's own description of it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { handlers } from './answer-request.ts';
import { answerProblems } from './check-request.ts';
import { appToken, ask, installationToken } from './client.ts';
import { operations } from './operations.ts';
import { repairPermissions, type StandIn, startStandIn } from './stand-in.ts';

let github: StandIn;
let values: Readonly<Record<string, string>>;
let tokens: { readonly app: string; readonly installation: string };

beforeAll(async () => {
  github = await startStandIn({ permissions: repairPermissions });
  const ops = await github.createRepository({
    owner: 'acme',
    name: 'ops',
    files: { 'runbooks/a.md': '# A\n', CODEOWNERS: '* @acme/sre\n' },
  });
  github.setTeam({ organisation: 'acme', slug: 'leads', members: ['grace'], grants: { 'acme/ops': 'write' } });
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], parent: 'leads' });
  await github.createBranch(ops, 'fix', { by: 'ada' });
  const head = await github.commit(ops, 'fix', { 'runbooks/a.md': '# A\n\nMore.\n', 'b.md': 'b\n' }, { author: 'ada' });
  const pull = await github.openPull({ repository: ops, head: 'fix', title: 'Fix', author: 'ada' });
  await github.review(pull, 'grace', 'APPROVED', { body: 'Good' });
  const annotation = {
    path: 'b.md',
    start_line: 1,
    end_line: 1,
    annotation_level: 'failure',
    message: 'No owner',
  } as const;
  const run = github.addCheckRun(ops, head, {
    name: 'Procedure ownership',
    conclusion: 'failure',
    output: { title: 'T', summary: 'S', annotations: [annotation] },
  });
  const issue = await github.openIssue(ops, 'ada', { title: 'Wrong step', labels: ['bug'] });
  const comment = await github.comment(ops, issue, 'grace', 'Indeed');
  const { tree } = JSON.parse(
    JSON.stringify(
      (await ask(github, `/repos/acme/ops/git/commits/${head}`, { token: await installationToken(github, 'acme') }))
        .body,
    ),
  );
  github.setCodeownersErrors(ops, 'main', [
    {
      line: 1,
      column: 1,
      kind: 'Unknown owner',
      message: 'Unknown owner on line 1',
      path: 'CODEOWNERS',
      source: '* @acme/sre',
    },
  ]);
  tokens = { app: appToken(github), installation: await installationToken(github, 'acme') };
  values = {
    ...{
      owner: 'acme',
      repo: 'ops',
      org: 'acme',
      team_slug: 'sre',
      username: 'ada',
      branch: 'fix',
      path: 'runbooks/a.md',
      name: 'bug',
    },
    ...{
      ref: 'heads/fix',
      commit_sha: head,
      tree_sha: 'main',
      file_sha: (await github.file('acme/ops', 'fix', 'b.md'))?.sha ?? '',
    },
    ...{
      basehead: 'main...fix',
      pull_number: String(pull.number),
      check_run_id: String(run.id),
      issue_number: String(issue),
    },
    ...{ comment_id: String(comment), installation_id: String(github.installation('acme').id), delivery_id: '1' },
    ...{ code: github.manifestCode({ name: 'Mine' }), tree: tree.sha, head },
  };
});
afterAll(() => github.close());

const asked = (operation: string): { readonly body?: () => object; readonly path?: string; readonly accept?: string } =>
  ({
    'checks/create': { body: () => ({ name: 'Other', head_sha: values['head'], status: 'in_progress' }) },
    'checks/update': { body: () => ({ conclusion: 'success', output: { title: 'T', summary: 'S' } }) },
    'git/create-blob': { body: () => ({ content: 'text' }) },
    'git/create-commit': { body: () => ({ message: 'm', tree: values['tree'], parents: [values['head']] }) },
    'git/create-ref': { body: () => ({ ref: 'refs/heads/new', sha: values['head'] }) },
    'git/create-tree': {
      body: () => ({
        base_tree: values['tree'],
        tree: [{ path: 'c/d.md', mode: '100644', type: 'blob', content: 'd\n' }],
      }),
    },
    'git/delete-ref': { path: '/repos/acme/ops/git/refs/heads/new' },
    'git/update-ref': { path: '/repos/acme/ops/git/refs/heads/new', body: () => ({ sha: values['head'] }) },
    'issues/add-assignees': { body: () => ({ assignees: ['ada'] }) },
    'issues/remove-assignees': { body: () => ({ assignees: ['ada'] }) },
    'issues/add-labels': { body: () => ({ labels: ['bug'] }) },
    'issues/create': { body: () => ({ title: 'New', body: 'b' }) },
    'issues/create-comment': { body: () => ({ body: 'b' }) },
    'issues/create-label': { body: () => ({ name: 'procedure/review', color: 'ededed' }) },
    'issues/delete-comment': {},
    'issues/set-labels': { body: () => ({ labels: ['bug'] }) },
    'issues/update': { body: () => ({ state: 'closed', state_reason: 'not_planned' }) },
    'issues/update-comment': { body: () => ({ body: 'c' }) },
    'issues/update-label': { path: '/repos/acme/ops/labels/bug', body: () => ({ color: 'ff0000' }) },
    'pulls/create': { body: () => ({ title: 'T', head: 'new2', base: 'main' }) },
    'pulls/create-review': {
      body: () => ({
        event: 'COMMENT',
        body: 'Look',
        comments: [{ path: 'b.md', line: 1, body: '```suggestion\nc\n```' }],
      }),
    },
    'pulls/request-reviewers': { body: () => ({ team_reviewers: ['leads'] }) },
    'pulls/update': { body: () => ({ title: 'Better' }) },
    'reactions/create-for-issue': { body: () => ({ content: '+1' }) },
    'reactions/create-for-issue-comment': { body: () => ({ content: 'eyes' }) },
    'repos/create-or-update-file-contents': {
      path: '/repos/acme/ops/contents/new.md',
      body: () => ({ message: 'm', content: 'YQ==' }),
    },
    'repos/get-commit': { path: '/repos/acme/ops/commits/fix' },
    'checks/list-for-ref': { path: '/repos/acme/ops/commits/fix/check-runs' },
    'teams/check-permissions-for-repo-in-org': { accept: 'application/vnd.github.v3.repository+json' },
  })[operation] ?? {};

/** GitHub's description says `allOf` of a user and an enterprise where it means either. */
const misdescribed: Readonly<Record<string, RegExp>> = { 'apps/list-installations': /^\/0\/account / };

const isApps = /^apps\/(?!list-repos-accessible|create-from-manifest)/;
// What makes comes before what reads, and what deletes comes last.
const order = ['POST', 'PATCH', 'PUT', 'GET', 'DELETE'];
const inOrder = operations.toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method));

test('every operation of the cut has an answer, and no other', () => {
  expect(Object.keys(handlers).sort()).toEqual(operations.map(({ id }) => id).sort());
});

test.each(inOrder.map((operation) => [operation.id, operation] as const))(
  '%s answers as GitHub describes it',
  async (id, operation) => {
    if (id === 'pulls/create')
      await github.createBranch(github.repository('acme/ops'), 'new2', { from: 'fix', by: 'ada' });
    const { body, path, accept } = asked(id);
    const target = path ?? operation.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '?');
    const answer = await ask(github, target, {
      method: operation.method,
      token: isApps.test(id) ? tokens.app : tokens.installation,
      ...(body ? { body: body() } : {}),
      ...(accept ? { headers: { accept } } : {}),
    });
    expect({ status: answer.status, text: answer.status < 300 ? '' : answer.text }).toEqual({
      status: expect.any(Number),
      text: '',
    });
    const problems = answerProblems(operation, answer.status, answer.body);
    expect(problems.filter((problem) => !misdescribed[id]?.test(problem))).toEqual([]);
    expect(github.violations).toEqual([]);
  },
);
