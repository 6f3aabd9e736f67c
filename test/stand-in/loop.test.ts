// test/stand-in: the whole way with Probot, as the app will go it: opened, checked, pushed, checked again.
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Probot, ProbotOctokit } from 'probot';
import { type StandIn, startStandIn } from './stand-in.ts';

let github: StandIn;
let probot: Probot;
let server: Server;

beforeEach(async () => {
  github = await startStandIn();
  const Octokit = ProbotOctokit.defaults((options: object) => ({
    ...options,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  const { id, privateKey, webhookSecret: secret } = github.app;
  probot = new Probot({ appId: id, privateKey, secret, baseUrl: github.url, Octokit, logLevel: 'fatal' });
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const name = request.headers['x-github-event'] as 'pull_request';
      const guid = String(request.headers['x-github-delivery']);
      await probot.receive({ id: guid, name, payload: JSON.parse(Buffer.concat(parts).toString('utf8')) });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  github.hooks.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
});
afterEach(async () => {
  server.close();
  await github.close();
  expect(github.violations).toEqual([]);
});

test('an app made with Probot checks a pull request, its fix, and a re-run', async () => {
  await probot.load((app) => {
    app.on(['pull_request.opened', 'pull_request.synchronize'], async ({ octokit, payload }) => {
      const { owner, name: repo } = payload.repository;
      const at = { owner: owner.login, repo };
      const files = await octokit.paginate(octokit.rest.pulls.listFiles, {
        ...at,
        pull_number: payload.number,
        per_page: 100,
      });
      const { repository } = await octokit.graphql<{ repository: { object: { text: string } } }>(
        'query ($owner: String!, $repo: String!, $name: String!) { repository(owner: $owner, name: $repo) { object(expression: $name) { ... on Blob { text } } } }',
        { owner: owner.login, repo, name: `${payload.pull_request.head.sha}:${files[0]?.filename}` },
      );
      const conclusion = repository.object.text.includes('owner:') ? 'success' : 'failure';
      await octokit.rest.checks.create({
        ...at,
        name: 'Procedure ownership',
        head_sha: payload.pull_request.head.sha,
        conclusion,
      });
    });
    app.on('check_run.rerequested', async ({ octokit, payload }) => {
      const at = { owner: payload.repository.owner.login, repo: payload.repository.name };
      await octokit.rest.checks.update({ ...at, check_run_id: payload.check_run.id, conclusion: 'success' });
    });
  });
  const ops = await github.createRepository({ owner: 'acme', name: 'ops', files: { 'a.md': '# A\n' } });
  await github.createBranch(ops, 'fix', { by: 'ada' });
  await github.commit(ops, 'fix', { 'a.md': '# B\n' }, { author: 'ada' });
  const pull = await github.openPull({ repository: ops, head: 'fix', title: 'Fix', author: 'ada' });
  await github.hooks.settled();
  const [first] = github.checkRuns('acme/ops', pull.head.sha);
  expect(first).toMatchObject({ name: 'Procedure ownership', conclusion: 'failure' });
  await github.push(pull, { 'a.md': '---\nowner: "@acme/sre"\n---\n# B\n' });
  await github.hooks.settled();
  expect(github.checkRuns('acme/ops', pull.head.sha)).toMatchObject([{ conclusion: 'success' }]);
  if (first) github.rerequest(first, 'grace');
  await github.hooks.settled();
  expect(first?.conclusion).toBe('success');
  expect(github.requests.map(({ operationId }) => operationId)).toEqual([
    ...['apps/create-installation-access-token', 'pulls/list-files', 'graphql', 'checks/create'],
    ...['pulls/list-files', 'graphql', 'checks/create', 'checks/update'],
  ]);
});
