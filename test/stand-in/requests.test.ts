// test/stand-in: who may ask for what, and what GitHub would not have understood.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Asked, appToken, ask, installationToken } from './client.ts';
import { checkPermissions, type StandIn, startStandIn } from './stand-in.ts';

let github: StandIn;
let token: string;
let head: string;
let mark = 0;

beforeAll(async () => {
  github = await startStandIn({ organisations: { acme: ['ada', 'grace'], rival: ['eve'] }, users: ['mallory'] });
  const ops = await github.createRepository({ owner: 'acme', name: 'ops', files: { 'a.md': 'a\n', 'b.md': 'b\n' } });
  await github.createRepository({ owner: 'acme', name: 'secret', files: { 'a.md': 'a\n' } });
  await github.createRepository({ owner: 'rival', name: 'private', files: { 'a.md': 'a\n' } });
  await github.createRepository({ owner: 'rival', name: 'open', visibility: 'public', files: { 'a.md': 'a\n' } });
  await github.setPermission('mallory', ops, 'read');
  token = await installationToken(github, 'acme');
  head = github.branches('acme/ops')['main'] ?? '';
});
afterAll(() => github.close());
beforeEach(() => {
  mark = github.violations.length;
});

const problems = () => github.violations.slice(mark).map(({ problem }) => problem);

describe('a request that GitHub would not understand', () => {
  const run = (more: object) => ({ method: 'POST', body: { name: 'n', head_sha: head, ...more } });
  const annotation = { path: 'a.md', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'm' };
  const output = (more: object) => ({ output: { title: 't', summary: 's', ...more } });
  const runs = '/repos/acme/ops/check-runs';
  const cases: readonly {
    readonly what: string;
    readonly target: string;
    readonly asked: () => Asked;
    readonly status: number;
    readonly says: string;
  }[] = [
    {
      what: 'an unknown path',
      target: '/repos/acme/ops/chekc-runs',
      asked: () => ({}),
      status: 404,
      says: "no operation of GitHub's that this stand-in speaks",
    },
    {
      what: 'a wrong method',
      target: runs,
      asked: () => ({ method: 'PUT', body: {} }),
      status: 404,
      says: "no operation of GitHub's that this stand-in speaks",
    },
    {
      what: 'an unknown query parameter',
      target: '/repos/acme/ops/pulls?sha=1',
      asked: () => ({}),
      status: 200,
      says: 'the query parameter sha is not known',
    },
    {
      what: 'a query value outside its list',
      target: '/repos/acme/ops/pulls?state=merged',
      asked: () => ({}),
      status: 200,
      says: 'the query parameter state=merged is not what GitHub takes',
    },
    {
      what: 'pages over 100',
      target: '/repos/acme/ops/pulls?per_page=101',
      asked: () => ({}),
      status: 200,
      says: 'per_page is at most 100',
    },
    {
      what: 'a body without a required key',
      target: runs,
      asked: () => ({ method: 'POST', body: { name: 'n' } }),
      status: 422,
      says: "the whole must have required property 'head_sha'",
    },
    {
      what: 'an unknown key',
      target: runs,
      asked: () => run({ state: 'completed' }),
      status: 201,
      says: "the body's state is not known",
    },
    {
      what: 'a made-up conclusion',
      target: runs,
      asked: () => run({ conclusion: 'passed' }),
      status: 422,
      says: '/conclusion must be equal to one of the allowed values',
    },
    {
      what: 'a body where none is taken',
      target: '/repos/acme/ops/git/refs/heads/none',
      asked: () => ({ method: 'DELETE', body: {} }),
      status: 403,
      says: 'this operation takes no body',
    },
    {
      what: 'an unknown media type',
      target: '/repos/acme/ops',
      asked: () => ({ headers: { accept: 'text/html' } }),
      status: 415,
      says: "Unsupported 'Accept' header: 'text/html'. Must accept 'application/json'.",
    },
    {
      what: 'an unknown API version',
      target: '/repos/acme/ops',
      asked: () => ({ headers: { 'x-github-api-version': '2020-01-01' } }),
      status: 400,
      says: 'The API version 2020-01-01 is not supported.',
    },
    {
      what: '51 annotations',
      target: runs,
      asked: () => run(output({ annotations: Array(51).fill(annotation) })),
      status: 422,
      says: '/output/annotations must NOT have more than 50 items',
    },
    {
      what: 'a summary over 65,535 characters',
      target: runs,
      asked: () => run(output({ summary: 's'.repeat(65_536) })),
      status: 422,
      says: '/output/summary must NOT have more than 65535 characters',
    },
    {
      what: 'a fourth button',
      target: runs,
      asked: () => run({ actions: Array(4).fill({ label: 'l', description: 'd', identifier: 'i' }) }),
      status: 422,
      says: '/actions must NOT have more than 3 items',
    },
  ];
  test.each(cases)('$what: answered as GitHub does, and written down', async ({ target, asked, status, says }) => {
    const answer = await ask(github, target, { token, ...asked() });
    expect({ status: answer.status, problems: problems() }).toEqual({ status, problems: [says] });
  });

  const refusals: readonly { readonly what: string; readonly more: object; readonly says: string }[] = [
    {
      what: 'completed without a conclusion',
      more: { status: 'completed' },
      says: 'A completed check run needs a conclusion.',
    },
    {
      what: 'an annotation title over 255',
      more: output({ annotations: [{ ...annotation, title: 't'.repeat(256) }] }),
      says: 'An annotation is too long.',
    },
    {
      what: 'columns over several lines',
      more: output({ annotations: [{ ...annotation, end_line: 2, start_column: 1 }] }),
      says: 'Columns need an annotation of a single line.',
    },
    {
      what: 'a commit that is not there',
      more: { head_sha: '1'.repeat(40) },
      says: `No commit found for SHA: ${'1'.repeat(40)}`,
    },
  ];
  test.each(refusals)('$what is refused although its shape is right', async ({ more, says }) => {
    const { status, body } = await ask(github, runs, { token, ...run(more) });
    expect({ status, body }).toEqual({
      status: 422,
      body: expect.objectContaining({ message: expect.stringContaining(says) }),
    });
  });

  test('an issue body over 65,536 characters is refused', async () => {
    const body = { title: 't', body: 'b'.repeat(65_537) };
    const answer = await ask(github, '/repos/acme/ops/issues', { token, method: 'POST', body });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ message: 'body is too long (maximum is 65536 characters)' }] },
    });
  });

  test('JSON that is not JSON is a 400', async () => {
    const answer = await ask(github, runs, { token, method: 'POST', body: '{' });
    expect(answer).toMatchObject({ status: 400, body: { message: 'Problems parsing JSON' } });
  });
});

describe('who may', () => {
  afterEach(() => expect(problems()).toEqual([]));
  const issue = { method: 'POST', body: { title: 't' } };
  const cases: readonly {
    readonly who: string;
    readonly token: () => Promise<string | undefined> | string | undefined;
    readonly target: string;
    readonly asked?: Asked;
    readonly status: number;
    readonly message?: string;
  }[] = [
    {
      who: 'nobody, a private repository',
      token: () => undefined,
      target: '/repos/acme/ops',
      status: 404,
      message: 'Not Found',
    },
    { who: 'nobody, a public one', token: () => undefined, target: '/repos/rival/open', status: 200 },
    {
      who: 'an unknown token',
      token: () => 'ghs_unknown',
      target: '/repos/acme/ops',
      status: 401,
      message: 'Bad credentials',
    },
    { who: 'the installation, its repository', token: () => token, target: '/repos/acme/ops', status: 200 },
    {
      who: 'the installation, another’s private one',
      token: () => token,
      target: '/repos/rival/private',
      status: 404,
      message: 'Not Found',
    },
    { who: 'the installation, another’s public one', token: () => token, target: '/repos/rival/open', status: 200 },
    {
      who: 'the installation, writing to another’s public one',
      token: () => token,
      target: '/repos/rival/open/issues',
      asked: issue,
      status: 403,
      message: 'Resource not accessible by integration',
    },
    {
      who: 'the check app, contents',
      token: () => token,
      target: '/repos/acme/ops/contents/c.md',
      asked: { method: 'PUT', body: { message: 'm', content: 'YQ==' } },
      status: 403,
      message: 'Resource not accessible by integration',
    },
    {
      who: 'a token narrowed to one repository, the other',
      token: () => installationToken(github, 'acme', { repositories: ['ops'] }),
      target: '/repos/acme/secret',
      status: 404,
      message: 'Not Found',
    },
    {
      who: 'a token narrowed to reading issues, writing one',
      token: () => installationToken(github, 'acme', { permissions: { issues: 'read' } }),
      target: '/repos/acme/ops/issues',
      asked: issue,
      status: 403,
      message: 'Resource not accessible by integration',
    },
    {
      who: 'an installation, another organisation’s team',
      token: () => token,
      target: '/orgs/rival/teams/any',
      status: 404,
      message: 'Not Found',
    },
    {
      who: 'the app itself, with a token of its installation',
      token: () => token,
      target: '/app',
      status: 401,
      message: 'A JSON web token could not be decoded',
    },
    { who: 'the app itself', token: () => appToken(github), target: '/app', status: 200 },
    {
      who: 'the app itself, with somebody else’s key',
      token: () => appToken(github).replace(/.{12}$/, 'AAAAAAAAAAAA'),
      target: '/app',
      status: 401,
    },
    {
      who: 'a reader, an issue',
      token: () => github.tokenOf('mallory'),
      target: '/repos/acme/ops/issues',
      asked: issue,
      status: 201,
    },
    {
      who: 'a reader, a file',
      token: () => github.tokenOf('mallory'),
      target: '/repos/acme/ops/contents/c.md',
      asked: { method: 'PUT', body: { message: 'm', content: 'YQ==' } },
      status: 403,
      message: 'Must have push access to repository',
    },
  ];
  test.each(cases)('$who: $status', async ({ token: of, target, asked, status, message }) => {
    const answer = await ask(github, target, { token: await of(), ...asked });
    const said = answer.body as { readonly message?: string };
    expect({ status: answer.status, message: message && said.message }).toEqual({ status, message });
  });

  const narrowings: readonly { readonly narrow: object; readonly message: string }[] = [
    {
      narrow: { repositories: ['nothing'] },
      message: 'The repositories requested are not accessible to this installation.',
    },
    {
      narrow: { permissions: { contents: 'write' } },
      message: 'The permissions requested are not granted to this installation.',
    },
  ];
  test.each(narrowings)('no token for $narrow', async ({ narrow, message }) => {
    await expect(installationToken(github, 'acme', narrow)).rejects.toThrow(message);
  });

  test('a chosen repository is all that an installation sees', async () => {
    github.setInstallation('acme', { repositories: ['acme/ops'] }, 'ada');
    const seen = await installationToken(github, 'acme');
    const list = await ask(github, '/installation/repositories', { token: seen });
    const hidden = await ask(github, '/repos/acme/secret', { token: seen });
    github.setInstallation('acme', { repositories: 'all' }, 'ada');
    expect(list.body).toMatchObject({
      total_count: 1,
      repository_selection: 'selected',
      repositories: [{ full_name: 'acme/ops' }],
    });
    expect(hidden.status).toBe(404);
  });

  test('an expired token is a 401, and a new one works', async () => {
    const old = await installationToken(github, 'acme');
    github.expireTokens();
    expect((await ask(github, '/repos/acme/ops', { token: old })).status).toBe(401);
    token = await installationToken(github, 'acme');
    expect((await ask(github, '/repos/acme/ops', { token })).status).toBe(200);
  });
});

test('an ETag answers 304 to the same token, and not to another', async () => {
  const other = await installationToken(github, 'acme');
  const { headers } = await ask(github, '/repos/acme/ops', { token });
  const again = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
  expect((await ask(github, '/repos/acme/ops', { token, ...again })).status).toBe(304);
  expect((await ask(github, '/repos/acme/ops', { token: other, ...again })).status).toBe(200);
});

test('an answer has the marks of GitHub', async () => {
  const { headers } = await ask(github, '/repos/acme/ops', { token });
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-github-request-id': expect.stringMatching(/^[0-9A-F]{4}:[0-9A-F]+:[0-9A-F]+$/),
    'x-ratelimit-limit': '5000',
    'x-ratelimit-resource': 'core',
    'x-accepted-github-permissions': 'metadata=read',
  });
});

test('requests are written down with who asked and what came of it', async () => {
  const start = github.mark();
  await ask(github, '/repos/acme/ops/pulls?state=all', { token });
  await ask(github, '/app', { token: appToken(github) });
  await ask(github, '/graphql', { token, method: 'POST', body: { query: '{ viewer { login } }' } });
  const shown = github
    .requestsSince(start)
    .map(({ method, path, query, operationId, auth, status }) => [method, path, query, operationId, auth, status]);
  expect(shown).toEqual([
    ['GET', '/repos/acme/ops/pulls', 'state=all', 'pulls/list', 'installation', 200],
    ['GET', '/app', '', 'apps/get-authenticated', 'app', 200],
    ['POST', '/graphql', '', 'graphql', 'installation', 200],
  ]);
});

test('the check permissions are the seven of the contract', () => {
  expect(checkPermissions).toEqual({
    ...{ metadata: 'read', contents: 'read', members: 'read', merge_queues: 'read' },
    ...{ checks: 'write', issues: 'write', pull_requests: 'write' },
  });
});
